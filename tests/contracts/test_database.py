"""What the two databases promise beyond the contract: durability, waiting, and a schema that migrations alone make."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TakesTooLong
from pathlib import Path
from urllib.parse import quote

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import URL, inspect

from api.storage import database
from api.storage.base import DATABASE_ID, OpenStore, StorageError, StorageUnavailable
from api.storage.database import MIGRATIONS, make_engine, upgrade
from api.storage.sql import sentence_of
from api.storage.tables import metadata
from matcher import Enterprise

FIRM = Enterprise("F1", "某公司")


def downgrade(url: str) -> None:
    engine = make_engine(url)
    with engine.execution_options(writes=True).connect() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.downgrade(config, "base")
        connection.commit()
    engine.dispose()


def tables_of(url: str) -> set[str]:
    engine = make_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def differences(url: str) -> list[object]:
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(compare_metadata(context, metadata))
    engine.dispose()
    return found


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'matcher.db'}"
    upgrade(url)
    engine = make_engine(url)
    for options in ({}, {"writes": True}):
        with engine.execution_options(**options).connect() as connection:
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
            ]
        assert pragmas == ["wal", 2]  # 2 = FULL
    engine.dispose()
    assert (tmp_path / "matcher.db").read_bytes()[18:20] == b"\x02\x02"  # the file itself says WAL


def test_the_migrations_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    upgrade(database_url)
    assert tables_of(database_url) == set(metadata.tables)
    assert differences(database_url) == []


def test_an_index_that_the_code_does_not_know_would_be_noticed(database_url: str) -> None:
    upgrade(database_url)
    engine = make_engine(database_url)
    with engine.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql("CREATE INDEX ix_stray ON enterprises (name)")
        connection.commit()
    engine.dispose()
    assert len(differences(database_url)) == 1


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    open_store = database.open_database(database_url)
    with open_store(True) as store:
        added = store.enterprises.add(FIRM)
        store.commit()
    upgrade(database_url)
    with open_store(False) as store:
        assert store.enterprises.get("F1") == added
        assert store.revision() == added.revision
    open_store.close()


def test_a_schema_can_be_taken_down_and_built_again(database_url: str) -> None:
    upgrade(database_url)
    downgrade(database_url)
    assert tables_of(database_url) == set()
    upgrade(database_url)
    assert differences(database_url) == []
    open_store = database.open_database(database_url)
    with open_store(True) as store:
        assert store.enterprises.add(FIRM).revision == 1
    open_store.close()


def test_a_database_of_a_newer_version_is_refused_in_one_sentence(database_url: str) -> None:
    upgrade(database_url)
    engine = make_engine(database_url)
    with engine.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    engine.dispose()
    with pytest.raises(StorageError, match=r"[\u4e00-\u9fff]"):
        upgrade(database_url)


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_busy(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    upgrade(database_url)
    open_store = database.open_database(database_url)

    def write() -> None:
        with open_store(True) as store:
            store.enterprises.add(Enterprise("F2", "另一公司"))
            store.commit()

    with ThreadPoolExecutor(1) as pool:
        with open_store(True) as holder:
            holder.enterprises.add(FIRM)
            waiting = pool.submit(write)
            try:
                error = waiting.exception(timeout=4)
            except TakesTooLong:
                error = None
        waiting.exception(timeout=8)  # the lock is gone: the thread ends either way
    open_store.close()
    assert isinstance(error, StorageUnavailable), "the writer still waits after twenty times the longest wait"
    assert "正忙" in str(error)


def test_a_reader_beside_a_writer_neither_waits_nor_sees_half_of_it(open_database: OpenStore) -> None:
    with open_database(True) as writer, open_database(False) as reader:
        writer.enterprises.add(FIRM)
        assert (reader.enterprises.get("F1"), reader.revision()) == (None, 0)


def test_postgresql_waits_for_a_lock_and_for_a_connection_no_longer_than_sqlite(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "5s"
    assert engine.pool.timeout() == 5
    engine.dispose()


@pytest.mark.parametrize("name", ["matcher.db", "有 空格?#%.db"])
def test_only_an_upgrade_makes_a_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    url = URL.create("sqlite", database=str(file)).render_as_string()
    open_store = database.open_database(url)
    for writes in (False, True):
        with pytest.raises(StorageUnavailable, match="matcher init"), open_store(writes):
            pass
    assert not file.exists()
    upgrade(url)
    with open_store(True) as store:
        assert store.enterprises.add(FIRM).revision == 1
    file.unlink()
    with pytest.raises(StorageUnavailable, match="matcher init"), open_store(True):
        pass
    assert not file.exists()


def test_a_file_named_with_its_mode_is_opened_in_that_mode(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path / 'matcher.db'}")
    open_store = database.open_database(f"sqlite:///file:{tmp_path / 'matcher.db'}?mode=ro&uri=true")
    with open_store(False) as store:
        assert store.revision() == 0
    with pytest.raises(StorageUnavailable, match="只读"), open_store(True) as store:
        store.enterprises.add(FIRM)


def test_two_databases_bear_two_names(tmp_path: Path) -> None:
    names = set()
    for place in ("first", "second"):
        url = f"sqlite:///{tmp_path / place}"
        upgrade(url)
        with database.open_database(url)(False) as store:
            names.add(store.setting(DATABASE_ID))
    assert len(names - {""}) == 2


def test_a_table_that_is_missing_says_what_to_do(database_url: str) -> None:
    engine = make_engine(database_url)
    engine.connect().close()  # SQLite: makes an empty file
    engine.dispose()
    open_store = database.open_database(database_url)
    with pytest.raises(StorageUnavailable, match="matcher init"), open_store(False) as store:
        store.revision()
    open_store.close()


@pytest.mark.parametrize(
    ("name", "command"), [("matcher_absent", "createdb matcher_absent"), ("ab sent", "createdb 'ab sent'")]
)
def test_a_database_that_is_not_there_says_how_to_create_it(postgres_url: str, name: str, command: str) -> None:
    absent = f"{postgres_url.rsplit('/', 1)[0]}/{quote(name)}"
    with pytest.raises(StorageUnavailable, match=command):
        upgrade(absent)
    open_store = database.open_database(absent)
    with pytest.raises(StorageUnavailable, match=f"“{name}”还没有建立.*{command}"), open_store(False) as store:
        store.revision()
    open_store.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  database "matcher" does not exist', "createdb matcher"),
        ('致命错误:  数据库 "matcher" 不存在', "createdb matcher"),
        ('FATAL:  role "nobody" does not exist', "用户名或口令"),
        ('connection failed: FATAL:  password authentication failed for user "a"', "用户名或口令"),
        ('relation "settings" does not exist', "matcher init"),
        ("connection failed: connection refused", "连不上"),
        ("something else", "暂时不可用"),
    ],
)
def test_a_fault_of_the_database_is_told_with_what_to_do(said: str, told: str) -> None:
    assert told in sentence_of(Exception(said))


@pytest.mark.parametrize("name", ["没有\x00", "\x00"])
def test_an_id_with_a_character_that_no_id_has_is_not_found(open_database: OpenStore, name: str) -> None:
    with open_database(False) as store:
        assert store.enterprises.get(name) is None


@pytest.mark.parametrize("url", ["nonsense", "mysql://a@b/c", "nosuch://a@b/c"])
def test_an_address_of_no_known_database_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(StorageError, match="MATCHER_DATABASE_URL"):
        upgrade(url)


def test_a_file_that_is_no_database_is_named_as_damaged(tmp_path: Path) -> None:
    file = tmp_path / "matcher.db"
    file.write_bytes(b"this is no database" * 100)
    open_store = database.open_database(f"sqlite:///{file}")
    with pytest.raises(StorageUnavailable, match="损坏"), open_store(False) as store:
        store.revision()
    open_store.close()
    assert file.read_bytes() == b"this is no database" * 100
