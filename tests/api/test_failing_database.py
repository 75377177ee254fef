"""The database is locked, gone, read-only or damaged: 503 with Retry-After, in Chinese, and nothing half-written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.storage import database
from api.storage.base import StorageUnavailable
from tests.api.answers import LOCAL, PREFIX, problem_of
from tests.conftest import FIRMS

ENTERPRISES = f"{PREFIX}/enterprises"
NEW = {"id": "N1", "name": "某新公司", "capability": "路侧单元"}


def database_file(settings: Settings) -> Path:
    return settings.home / "matcher.db"


def ids_on_disk(settings: Settings) -> list[str]:
    with closing(sqlite3.connect(database_file(settings))) as connection:
        return [id for (id,) in connection.execute("SELECT id FROM enterprises ORDER BY id")]


@contextmanager
def somebody_writing(settings: Settings) -> Iterator[None]:
    with closing(sqlite3.connect(database_file(settings), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.fixture
def impatient(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A service that waits a tenth of a second for a lock."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 100)
    return TestClient(create_app(settings), **LOCAL)


def test_a_locked_database_says_when_to_come_back_and_writes_nothing(impatient: TestClient, settings: Settings) -> None:
    with somebody_writing(settings):
        answer = impatient.post(ENTERPRISES, json=NEW)
        assert "正忙" in problem_of(answer, 503)["detail"]
        assert int(answer.headers["retry-after"]) >= 1
        assert "content-security-policy" in answer.headers
    assert ids_on_disk(settings) == [firm["id"] for firm in FIRMS]
    assert impatient.post(ENTERPRISES, json=NEW).status_code == 201
    assert "N1" in ids_on_disk(settings)


def test_readers_do_not_wait_for_a_writer(impatient: TestClient, settings: Settings) -> None:
    with somebody_writing(settings):
        for path in ("/", "/readyz", ENTERPRISES, f"{ENTERPRISES}/F1/recommendations"):
            assert impatient.get(path).status_code == 200, path
        assert impatient.post(f"{PREFIX}/recommendations", json=NEW).status_code == 200


def test_a_read_only_database_is_read_and_refuses_writing(settings: Settings) -> None:
    url = f"sqlite:///file:{database_file(settings)}?mode=ro&uri=true"
    service = TestClient(create_app(Settings(home=settings.home, database_url=url)), **LOCAL)
    assert service.get(f"{ENTERPRISES}/F1/recommendations").status_code == 200
    assert "只读" in problem_of(service.post(ENTERPRISES, json=NEW), 503)["detail"]
    assert service.get("/readyz").json()["enterprises"] == len(FIRMS)


def test_a_service_whose_tables_are_gone_is_not_ready_but_alive(client: TestClient, settings: Settings) -> None:
    with closing(sqlite3.connect(database_file(settings))) as connection:
        connection.executescript("DROP TABLE settings; DROP TABLE enterprises; DROP TABLE scenarios")
    for path in ("/readyz", "/", ENTERPRISES, f"{ENTERPRISES}/F1/recommendations"):
        answer = client.get(path)
        problem_of(answer, 503)
        assert "retry-after" in answer.headers
    problem_of(client.post(ENTERPRISES, json=NEW), 503)
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_service_whose_database_file_was_taken_away_is_not_ready(client: TestClient, settings: Settings) -> None:
    assert client.get("/readyz").status_code == 200
    for file in settings.home.glob("matcher.db*"):
        file.unlink()
    problem_of(client.get("/readyz"), 503)


def test_nothing_is_said_to_be_written_to_a_file_that_was_taken_away(client: TestClient, settings: Settings) -> None:
    assert client.post(ENTERPRISES, json={**NEW, "id": "N0"}).status_code == 201
    for file in settings.home.glob("matcher.db*"):
        file.unlink()
    problem_of(client.post(ENTERPRISES, json=NEW), 503)


def test_a_service_without_a_database_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match=r"matcher init|打不开"):
        create_app(Settings(home=tmp_path / "nothing", database_url=""))


def test_a_service_on_a_damaged_file_does_not_start_and_leaves_it_alone(settings: Settings) -> None:
    file = database_file(settings)
    file.write_bytes(b"no database" * 1_000)
    with pytest.raises(StorageUnavailable, match="损坏"):
        create_app(settings)
    assert file.read_bytes() == b"no database" * 1_000


def test_a_place_where_no_snapshot_can_be_kept_does_not_stop_the_service(settings: Settings, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file stands where the folder should be")
    service = create_app(Settings(home=in_the_way, database_url=settings.database))
    assert "快照无法写入" in service.state.market.notice
    assert TestClient(service, **LOCAL).get("/readyz").json()["enterprises"] == len(FIRMS)


def test_a_fault_that_nobody_foresaw_is_a_problem_too(service: FastAPI) -> None:
    @service.get("/fault")
    def fault() -> None:
        raise RuntimeError("secret detail")

    client = TestClient(service, **LOCAL)
    answer = client.get("/fault")
    problem_of(answer, 500)
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
    assert (client.head("/fault").status_code, client.head("/fault").content) == (500, b"")
    with pytest.raises(RuntimeError, match="secret detail"):  # the server hears of it, to write it down
        TestClient(service, **{**LOCAL, "raise_server_exceptions": True}).get("/fault")
