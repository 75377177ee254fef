"""The tables. The whole entity stands as JSON in `document`; the other columns are what lists filter by."""

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Ids compare by code point on every engine, so that lists and ties come in one order.
Id = String(64).with_variant(String(64, collation="C"), "postgresql")

enterprises = Table(
    "enterprises",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    Column("document", JSON, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("category", String(200), nullable=False),
    Column("district", String(200), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    Column("document", JSON, nullable=False),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("project_id", Id, nullable=False, index=True),
    Column("district", String(200), nullable=False),
    Column("status", String(200), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    Column("document", JSON, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(2000), nullable=False),
)

# Derived from texts, never the texts: `digest` is a hash, `vector` holds `n_dims` numbers of type `dtype`, as bytes.
sentence_vectors = Table(
    "sentence_vectors",
    metadata,
    Column("model", Text, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("dtype", String(16), nullable=False),
    Column("n_dims", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)
