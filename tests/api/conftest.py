"""The service as it is run: create_app on a SQLite file that holds the tiny city."""

import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.storage.database import open_database, upgrade
from api.usecases.load_data import load_dataset
from matcher import Dataset
from tests.api.answers import LOCAL
from tests.conftest import tiny_data


def load(settings: Settings, data: Dataset) -> Settings:
    """Build the database of the settings and bring the data into it."""
    upgrade(settings.database)
    database = open_database(settings.database)
    with database(True) as store:
        load_dataset(store, data)
    database.close()
    return settings


@pytest.fixture(scope="session")
def built_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the tiny city, built once; each test works on its own copy."""
    home = tmp_path_factory.mktemp("built") / "home"
    service = create_app(load(Settings(home=home, database_url=""), tiny_data()))  # leaves its snapshot there
    service.state.market.vectors.close()  # and its vectors
    return home


@pytest.fixture
def settings(built_city: Path, tmp_path: Path) -> Settings:
    """Settings of a service whose database holds the tiny city."""
    return Settings(home=shutil.copytree(built_city, tmp_path / "home"), database_url="")


@pytest.fixture
def service(settings: Settings) -> FastAPI:
    """A service of one test, to write to."""
    return create_app(settings)


@pytest.fixture
def client(service: FastAPI) -> TestClient:
    """Somebody at the machine itself, talking to the service of this test."""
    return TestClient(service, **LOCAL)


@pytest.fixture(scope="session")
def city(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Somebody talking to one service for all tests that only read."""
    home = shutil.copytree(built_city, tmp_path_factory.mktemp("city") / "home")
    return TestClient(create_app(Settings(home=home, database_url="")), **LOCAL)
