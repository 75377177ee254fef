"""Connections and the schema: SQLite (WAL, every commit on disk) and PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from api.storage.base import StorageError, StorageUnavailable
from api.storage.sql import Database, sentence_of
from matcher import MissingBackend
from matcher.errors import reason_of

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5000
_FORMS = "应形如 sqlite:///文件 或 postgresql+psycopg://用户@主机/库"


def open_database(url: str) -> Database:
    """Stores on the database of a URL; nothing is connected until one is opened, and no SQLite file is made."""
    engine = make_engine(url, creates=False)
    return Database(engine, engine.execution_options(writes=True))


def make_engine(url: str, creates: bool = True) -> Engine:
    """An engine with the durability the product promises."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        limits = f"-c lock_timeout={BUSY_TIMEOUT_MS}"
        try:
            return create_engine(parsed, pool_pre_ping=True, pool_timeout=5, connect_args={"options": limits})
        except ModuleNotFoundError as error:
            driver = parsed.get_driver_name()
            raise MissingBackend(driver, f"pip install {driver}，或把地址写成 postgresql+psycopg://…") from error
    if parsed.database and not creates:
        place = parsed.database if _is_uri(parsed) else f"file:{quote(parsed.database)}"
        parsed = parsed.set(database=place, query={"mode": "rw", **parsed.query, "uri": "true"})
    engine = create_engine(parsed, poolclass=NullPool)  # a kept connection would outlive its file
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def upgrade(url: str) -> None:
    """Bring the schema of a database to the newest version."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not _is_uri(parsed):
        folder = Path(parsed.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"无法建立目录 {folder}：{reason_of(error)}") from error
    engine = make_engine(url)
    try:
        with engine.execution_options(writes=True).connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS))
            command.upgrade(config, "head")
            connection.commit()
    except DBAPIError as error:
        raise StorageUnavailable(sentence_of(error)) from error
    except CommandError as error:
        raise StorageError("数据库由更新版本的程序建立，请先升级程序") from error
    finally:
        engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError(f"MATCHER_DATABASE_URL 写得不对，{_FORMS}") from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StorageError(f"MATCHER_DATABASE_URL 指向 {parsed.get_backend_name()} 数据库，目前不支持，{_FORMS}")
    return parsed


def _is_uri(parsed: URL) -> bool:
    """Whether a person already wrote the file as SQLite's own address, with its mode."""
    return (parsed.database or "").startswith("file:") and "uri" in parsed.query


def _set_up_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event issues BEGIN itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
