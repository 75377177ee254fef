"""The service on PostgreSQL: the same answers, and its own ways to fail."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.answers import LOCAL, PREFIX, problem_of
from tests.api.conftest import load
from tests.api.embedders import MODEL, Counting, settled
from tests.conftest import FIRMS, tiny_data

ENTERPRISES = f"{PREFIX}/enterprises"
NEW = {"id": "企业-1", "name": "某新公司", "capability": "电解槽与加氢站成套设备"}


@pytest.fixture
def server(postgres_url: str) -> Iterator[psycopg.Connection]:
    """A connection beside the service, to do to the database what can happen to it; its schema is empty."""
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        yield connection


def service_on(url: str, home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(home=home, database_url=url)), **LOCAL) as client:
        yield client  # and at the end the service gives its connections back


@pytest.fixture
def on_postgresql(server: psycopg.Connection, postgres_url: str, tmp_path: Path) -> Iterator[TestClient]:
    load(Settings(home=tmp_path, database_url=postgres_url), tiny_data())
    yield from service_on(postgres_url, tmp_path)


@pytest.fixture
def second(on_postgresql: TestClient, postgres_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """Another service on the same database."""
    yield from service_on(postgres_url, tmp_path / "second")


def test_answers_are_those_of_sqlite(on_postgresql: TestClient, city: TestClient) -> None:
    for path in (
        ENTERPRISES,
        f"{PREFIX}/scenarios?class=城市治理新模式场景",
        f"{ENTERPRISES}/F1/recommendations",
        f"{PREFIX}/scenarios/S1/enterprises",
        f"{PREFIX}/pairs/F5/S1",
        "/readyz",
    ):
        assert on_postgresql.get(path).json() == city.get(path).json()


def test_a_new_firm_is_in_the_very_next_answers_of_two_services(on_postgresql: TestClient, second: TestClient) -> None:
    assert on_postgresql.post(ENTERPRISES, json=NEW).status_code == 201
    for service in (on_postgresql, second):
        found = service.get(f"{PREFIX}/pairs/企业-1/S2").json()
        assert found["enterprise_id"] == "企业-1"
        assert service.get("/readyz").json()["enterprises"] == len(FIRMS) + 1
    problem_of(second.post(ENTERPRISES, json=NEW), 409)


def test_a_sentence_vector_is_computed_once_for_two_services(
    server: psycopg.Connection, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.app.choose_embedder", lambda *_: model)
    model = Counting()
    load(Settings(home=tmp_path, database_url=postgres_url), tiny_data())
    for first in service_on(postgres_url, tmp_path):
        settled(first)
        n_texts = len(model.texts)
        assert server.execute("SELECT count(*) FROM sentence_vectors").fetchone() == (n_texts,)
        for second in service_on(postgres_url, tmp_path / "second"):
            assert first.post(ENTERPRISES, json=NEW).status_code == 201
            column = first.get(f"{PREFIX}/scenarios/S2/enterprises").json()
            settled(first)
            assert second.get(f"{PREFIX}/scenarios/S2/enterprises").json() == column
    assert len(model.texts) == n_texts + 1
    kept = server.execute("SELECT DISTINCT model, dtype, n_dims, length(vector) FROM sentence_vectors").fetchall()
    assert kept == [(MODEL, "int8", 3, 3)]


@pytest.mark.parametrize(
    "path",
    ["/enterprises/%00", "/projects/%00", "/scenarios/a%00b", "/scenarios?district=%00", "/projects?class=a%00"],
)
def test_a_nul_in_an_address_is_no_fault_of_the_database(on_postgresql: TestClient, path: str) -> None:
    answer = on_postgresql.get(PREFIX + path)
    assert answer.status_code in ((200, 422) if "?" in path else (404, 422)), answer.text


def test_a_server_that_is_away_is_a_503_and_its_return_needs_no_restart(
    on_postgresql: TestClient, server: psycopg.Connection, postgres_url: str
) -> None:
    name = postgres_url.rsplit("/", 1)[1]
    with psycopg.connect(
        f"{postgres_url.replace('+psycopg', '').rsplit('/', 1)[0]}/postgres", autocommit=True
    ) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            for answer in (on_postgresql.get("/readyz"), on_postgresql.post(ENTERPRISES, json=NEW)):
                problem_of(answer, 503)
                assert int(answer.headers["retry-after"]) >= 1
            assert on_postgresql.get("/healthz").status_code == 200
        finally:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert on_postgresql.get("/readyz").json()["enterprises"] == len(FIRMS)
    assert on_postgresql.post(ENTERPRISES, json=NEW).status_code == 201
