"""Enterprises, projects, scenarios, and the settings that hold the revision counter."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "enterprises",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False, index=True),
        sa.Column("document", sa.JSON, nullable=False),
    )
    op.create_table(
        "projects",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("category", sa.String(200), nullable=False),
        sa.Column("district", sa.String(200), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False, index=True),
        sa.Column("document", sa.JSON, nullable=False),
    )
    op.create_table(
        "scenarios",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("project_id", ID, nullable=False, index=True),
        sa.Column("district", sa.String(200), nullable=False),
        sa.Column("status", sa.String(200), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False, index=True),
        sa.Column("document", sa.JSON, nullable=False),
    )
    settings = op.create_table(
        "settings",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.String(2000), nullable=False),
    )
    identity = {"name": "database_id", "value": secrets.token_hex(16)}
    op.bulk_insert(settings, [{"name": "revision", "value": "0"}, identity])


def downgrade() -> None:
    for table in ("settings", "scenarios", "projects", "enterprises"):
        op.drop_table(table)
