"""The store on SQLAlchemy: SQLite and PostgreSQL."""

import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    String,
    Table,
    cast,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.storage.base import (
    ALL,
    REVISION,
    AlreadyExists,
    Entity,
    Filter,
    FilterName,
    Page,
    StorageError,
    StorageUnavailable,
    Store,
    Stored,
)
from api.storage.sql_vectors import SqlVectors
from api.storage.tables import enterprises, projects, scenarios, settings
from matcher import Enterprise, InvalidProfile, Scenario, ScenarioProject, from_json, to_json

NUL = "\x00"  # no database keeps it in a text
_NO_DATABASE = re.compile(r'(?:database|数据库) "(.+)" (?:does not exist|不存在)')


class SqlTable(Generic[Entity]):
    """The repository of one noun: all nouns are kept the same way, they differ in what they are filtered by."""

    def __init__(self, connection: Connection, table: Table, kind: type[Entity], columns: tuple[str, ...]) -> None:
        self._connection, self._table, self._kind, self._columns = connection, table, kind, columns

    def add(self, entity: Entity) -> Stored[Entity]:
        """Insert; raises `AlreadyExists` where the id is taken."""
        row = self._row(entity)
        if self.get(row["id"]) is not None:
            raise AlreadyExists(row["id"])
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(self._table).values(row))
        except IntegrityError as error:
            raise AlreadyExists(row["id"]) from error
        return Stored(entity, row["revision"])

    def put(self, entity: Entity) -> Stored[Entity]:
        """Insert or replace."""
        row = self._row(entity)
        changed = self._connection.execute(update(self._table).where(self._table.c.id == row["id"]).values(row))
        if not changed.rowcount:
            self._connection.execute(insert(self._table).values(row))
        return Stored(entity, row["revision"])

    def get(self, id: str) -> Stored[Entity] | None:
        """The entity of an id, or None."""
        if NUL in id:
            return None
        row = self._connection.execute(self._select().where(self._table.c.id == id)).one_or_none()
        return None if row is None else self._stored(row)

    def named(self, name: str) -> Sequence[Stored[Entity]]:
        """The entities of exactly that name, by id."""
        if NUL in name:
            return []
        query = self._select().where(self._table.c.name == name).order_by(self._table.c.id)
        return [self._stored(row) for row in self._connection.execute(query)]

    def list(self, page: Page, wanted: Filter = ALL) -> Sequence[Stored[Entity]]:
        """Entities after a cursor; raises ValueError on a filter that the noun does not have."""
        if NUL in page.after + wanted.category + wanted.district + wanted.status:
            return []
        query = self._select().where(self._table.c.id > page.after)
        for name, value in (("district", wanted.district), ("status", wanted.status)):
            if value:
                query = query.where(self._column(name) == value)
        if wanted.category:
            query = query.where(self._in_category(wanted.category))
        ordered = query.order_by(self._table.c.id).limit(page.limit)
        return [self._stored(row) for row in self._connection.execute(ordered)]

    def values(self, name: FilterName) -> Sequence[str]:
        """What the entities have there; raises ValueError on a filter that the noun does not have."""
        if name == "category" and "project_id" in self._table.c:
            query = select(projects.c.category).join(self._table, self._table.c.project_id == projects.c.id)
        else:
            query = select(self._column(name))
        return sorted(set(self._connection.execute(query.distinct()).scalars()) - {""})

    def changed_since(self, revision: int) -> Sequence[Stored[Entity]]:
        """Everything written after a revision, in the order of writing."""
        query = self._select().where(self._table.c.revision > revision).order_by(self._table.c.revision)
        return [self._stored(row) for row in self._connection.execute(query)]

    def _in_category(self, category: str) -> ColumnElement[bool]:
        if "category" in self._table.c:
            return self._table.c.category == category
        return self._column("project_id").in_(select(projects.c.id).where(projects.c.category == category))

    def _column(self, name: str) -> Column[Any]:
        if name not in self._table.c:
            raise ValueError(f"{self._table.name} 没有 {name} 可供筛选")
        return self._table.c[name]

    def _select(self) -> Select[Any]:
        return select(self._table.c.id, self._table.c.document, self._table.c.revision)

    def _stored(self, row: Row[Any]) -> Stored[Entity]:
        try:
            return Stored(from_json(self._kind, row.document), row.revision)
        except InvalidProfile as error:
            raise StorageError(f"数据库中编号为“{row.id}”的记录已损坏（{error}），请从备份恢复") from error

    def _row(self, entity: Entity) -> dict[str, Any]:
        columns = {name: getattr(entity, name) for name in ("id", "name", *self._columns)}
        return {**columns, "document": to_json(entity), "revision": next_revision(self._connection)}


class SqlStore:
    """All repositories on one connection and its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.enterprises = SqlTable(connection, enterprises, Enterprise, ())
        self.projects = SqlTable(connection, projects, ScenarioProject, ("category", "district"))
        self.scenarios = SqlTable(connection, scenarios, Scenario, ("project_id", "district", "status"))
        self.vectors = SqlVectors(connection)

    def revision(self) -> int:
        """The revision of the last write."""
        return int(self.setting(REVISION) or 0)

    def setting(self, name: str) -> str:
        """A setting kept with the data, empty where it was never set."""
        found = self._connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()
        return found or ""

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        changed = self._connection.execute(update(settings).where(settings.c.name == name).values(value=value))
        if not changed.rowcount:
            self._connection.execute(insert(settings).values(name=name, value=value))

    def commit(self) -> None:
        """Make everything durable; what was answered after this is on disk."""
        self._connection.commit()


def next_revision(connection: Connection) -> int:
    """Count one write; the row stays locked until the transaction ends, so revisions appear in the order of commits."""
    counted = cast(cast(settings.c.value, BigInteger) + 1, String)
    query = update(settings).where(settings.c.name == REVISION).values(value=counted).returning(settings.c.value)
    return int(connection.execute(query).scalar_one())


class Database:
    """Opens stores on a database; its faults become `StorageUnavailable` with a sentence for people."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self._reading, self._writing = reading, writing

    @contextmanager
    def __call__(self, writes: bool) -> Iterator[Store]:
        try:
            with (self._writing if writes else self._reading).connect() as connection:
                yield SqlStore(connection)
        except (DBAPIError, PoolTimeout) as error:
            raise StorageUnavailable(sentence_of(error)) from error

    def close(self) -> None:
        """Give all connections back."""
        self._reading.dispose()


def sentence_of(error: Exception) -> str:
    """A fault of the database as one sentence for people."""
    said = str(getattr(error, "orig", error))
    absent = _NO_DATABASE.search(said)
    if absent:
        name = absent.group(1)
        return f"数据库“{name}”还没有建立，请先执行 createdb {shlex.quote(name)}，再执行 matcher init"
    text = said.lower()
    known = (
        (("locked", "lock timeout", "queuepool"), "数据库正忙，请稍后重试；本次内容没有写入"),
        (("disk is full", "disk full", "no space"), "磁盘已满，请清理后重试；本次内容没有写入"),
        (("readonly", "read-only"), "数据库所在位置只读，请检查目录权限；本次内容没有写入"),
        (("unable to open", "no such table", "undefinedtable"), "数据库还没有建好或打不开，请先执行 matcher init"),
        (
            ("password authentication failed", "no password supplied", "role "),
            "数据库用户名或口令不对，请检查 MATCHER_DATABASE_URL",
        ),
        (("relation", "does not exist"), "数据库还没有建好，请先执行 matcher init"),
        (("malformed", "not a database"), "数据库文件已损坏，请从备份恢复"),
        (
            ("refused", "could not connect", "connection failed", "timeout expired"),
            "连不上数据库服务器，请检查地址与服务",
        ),
    )
    found = next((sentence for words, sentence in known if any(word in text for word in words)), None)
    return found or "数据库暂时不可用，请稍后重试；本次内容没有写入"
