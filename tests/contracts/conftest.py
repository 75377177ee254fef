"""Every storage engine of the product, each test on an empty store of its own."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from api.storage import database
from api.storage.base import OpenStore
from api.storage.memory import memory_opener


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'matcher.db'}"
    url: str = request.getfixturevalue("postgres_url")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


def open_stores(url: str) -> Iterator[OpenStore]:
    """Stores on an upgraded database, and every connection closed at the end."""
    database.upgrade(url)
    open_store = database.open_database(url)
    yield open_store
    open_store.close()


@pytest.fixture
def open_database(database_url: str) -> Iterator[OpenStore]:
    """Stores on either database."""
    yield from open_stores(database_url)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Stores of every engine."""
    if request.param == "memory":
        yield memory_opener()
    elif request.param == "sqlite":
        yield from open_stores(f"sqlite:///{tmp_path / 'matcher.db'}")
    else:
        url: str = request.getfixturevalue("postgres_url")
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        yield from open_stores(url)
