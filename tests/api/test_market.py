"""The market behind the service: that of the store it is asked about, and not built anew for nothing."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from matcher import Dataset, Enterprise, from_json
from matcher.embedding.base import Side
from matcher.embedding.cache import FolderStore
from matcher.embedding.known_vectors import digest
from matcher.embedding.passages import passage_keys
from tests.api.answers import LOCAL, PREFIX, problem_of
from tests.api.conftest import load
from tests.api.embedders import MODEL, Counting, eventually, settled
from tests.conftest import DAY, tiny_data

ENTERPRISES = f"{PREFIX}/enterprises"
LONG = {"id": "L1", "name": "某长文公司", "capability": "".join(f"路口第{n}类雷达用于{n}号路。" for n in range(120))}


def firm(id: str) -> dict[str, str]:
    return {"id": id, "name": f"某公司{id}", "capability": "路侧单元与毫米波雷达"}


def client_of(settings: Settings) -> TestClient:
    return TestClient(create_app(settings), **LOCAL)


def snapshot_of(settings: Settings) -> Path:
    """The folder of the snapshot that the next start will read."""
    return settings.snapshot / (settings.snapshot / "current").read_text()


def test_a_service_starts_from_its_snapshot_with_the_same_answers(settings: Settings) -> None:
    first = client_of(settings)
    first.post(ENTERPRISES, json=firm("N1"))
    column = f"{PREFIX}/scenarios/S1/enterprises"
    again = client_of(settings)
    held = snapshot_of(settings)
    third = client_of(settings)
    assert snapshot_of(settings) == held, "it was sound and up to date, so it stays"
    assert snapshot_of(settings).is_dir()
    assert first.get(column).content == again.get(column).content == third.get(column).content


def test_a_damaged_snapshot_is_replaced(settings: Settings) -> None:
    column = f"{PREFIX}/scenarios/S1/enterprises"
    expected = client_of(settings).get(column).content
    damaged = snapshot_of(settings)
    (damaged / "enterprises.json").write_text("[]")
    service = create_app(settings)
    assert snapshot_of(settings) != damaged
    assert service.state.market.notice == ""
    assert TestClient(service, **LOCAL).get(column).content == expected
    assert client_of(settings).get(column).content == expected


def test_the_snapshot_of_another_database_is_not_believed(tmp_path: Path) -> None:
    first, second = (
        load(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / name}.db"), tiny_data())
        for name in ("first", "second")
    )
    client_of(first).post(ENTERPRISES, json=firm("OLD"))
    client_of(first)  # keeps a snapshot with OLD in it
    held = snapshot_of(first)
    client_of(Settings(home=tmp_path / "elsewhere", database_url=second.database)).post(ENTERPRISES, json=firm("NEW"))
    service = client_of(second)  # as many revisions as the first, but other firms
    assert snapshot_of(second) != held
    assert service.get(f"{ENTERPRISES}/NEW/recommendations").status_code == 200
    problem_of(service.get(f"{ENTERPRISES}/OLD/recommendations"), 404)


def test_a_database_that_was_emptied_takes_the_old_firms_with_it(tmp_path: Path) -> None:
    load(Settings(home=tmp_path, database_url=""), tiny_data())
    client_of(Settings(home=tmp_path, database_url=""))
    for file in tmp_path.glob("matcher.db*"):
        file.unlink()
    empty = client_of(load(Settings(home=tmp_path, database_url=""), Dataset(reference_date=DAY)))
    assert empty.get("/readyz").json() == {"status": "ready", "revision": 0, "enterprises": 0, "scenarios": 0}
    problem_of(empty.get(f"{ENTERPRISES}/F1"), 404)
    assert empty.get("/").status_code == 200


def test_without_scenarios_a_profile_is_told_so(tmp_path: Path) -> None:
    settings = load(Settings(home=tmp_path, database_url=""), Dataset(reference_date=DAY))
    answer = client_of(settings).post(f"{PREFIX}/recommendations", json={"text": "路侧单元"})
    if answer.status_code == 200:
        assert answer.json()["results"] == []
    else:
        assert "场景" in problem_of(answer, 503)["detail"]


def test_a_reader_that_began_before_a_write_does_not_make_the_market_start_over(service: FastAPI) -> None:
    market, open_store = service.state.market, service.state.open_store
    client = TestClient(service, **LOCAL)
    with open_store(False) as slow:
        assert slow.revision() > 0  # from here on it sees the store as it is now
        client.post(ENTERPRISES, json=firm("N1"))
        assert client.get("/readyz").json()["enterprises"] == 7
        held = market.matchmaker
        market.ask(slow, lambda matchmaker: matchmaker.recommend("F1", DAY))
    assert market.matchmaker is held, "every firm was analysed again"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """The model of every service that this test starts."""
    embedder = Counting(Event())
    embedder.gate.set()
    monkeypatch.setattr("api.app.choose_embedder", lambda *_: embedder)
    return embedder


def is_meaning_known(client: TestClient, id: str) -> bool:
    (one,) = (
        one
        for one in client.get(f"{PREFIX}/pairs/{id}/S1").json()["contributions"]
        if one["feature"] == "sentence_similarity"
    )
    return one["value"] is not None


def kept_vectors(settings: Settings) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(settings.home / "matcher.db")) as connection:
        return connection.execute("SELECT * FROM sentence_vectors WHERE model = ?", [MODEL]).fetchall()


def digests_of(client: TestClient, id: str) -> list[str]:
    """What stands in the database for an enterprise."""
    market = client.app.state.market
    return [digest(key) for key in passage_keys(market.matchmaker.enterprise(id), market.vectors.known.places)]


def test_a_vector_that_one_service_computed_is_known_to_the_others(settings: Settings, model: Counting) -> None:
    running, first = client_of(settings), client_of(settings)
    settled(first), settled(running)
    first.post(ENTERPRISES, json=LONG)
    eventually(lambda: is_meaning_known(first, "L1"))
    settled(first)
    n_texts = len(model.texts)
    later = client_of(settings)
    assert is_meaning_known(running, "L1") and is_meaning_known(later, "L1")
    assert len(model.texts) == n_texts, "both found the vectors in the database"
    column = f"{PREFIX}/scenarios/S1/enterprises"
    assert first.get(column).content == running.get(column).content == later.get(column).content


def test_nothing_of_a_text_stands_beside_its_vector(settings: Settings, model: Counting) -> None:
    client = client_of(settings)
    eventually(lambda: is_meaning_known(client, "F1"))
    client.post(ENTERPRISES, json=LONG)
    eventually(lambda: is_meaning_known(client, "L1"))
    settled(client)
    rows = {row[1]: row for row in kept_vectors(settings)}
    assert {*digests_of(client, "L1")} <= rows.keys()
    for model_name, mark, dtype, n_dims, vector in rows.values():
        assert (model_name, len(mark), dtype, n_dims, len(vector)) == (MODEL, 32, "int8", 3, 3)


def test_a_profile_that_is_only_compared_leaves_no_vector(settings: Settings, model: Counting) -> None:
    client = client_of(settings)
    settled(client)
    before = len(kept_vectors(settings))
    asked = client.post(f"{PREFIX}/recommendations", json={"text": "研制道闸与车位锁。"})
    assert asked.status_code == 200 and "研制道闸与车位锁。" in model.texts
    settled(client)
    assert len(kept_vectors(settings)) == before > 80


def test_a_snapshot_that_was_written_before_the_vectors_came_takes_them_in(settings: Settings, model: Counting) -> None:
    client_of(settings).post(ENTERPRISES, json=LONG)
    model.gate.clear()
    slow = client_of(settings)  # writes its snapshot without the vectors of the long text
    beside = client_of(settings)  # starts from that snapshot
    assert not is_meaning_known(slow, "L1") and not is_meaning_known(beside, "L1")
    held = snapshot_of(settings)
    model.gate.set()
    for service in (slow, beside):
        eventually(lambda service=service: is_meaning_known(service, "L1"))
        settled(service)
    assert is_meaning_known(client_of(settings), "L1")
    assert snapshot_of(settings) != held, "the next start has nothing to take in"
    held = snapshot_of(settings)
    assert is_meaning_known(client_of(settings), "L1")
    assert snapshot_of(settings) == held


@pytest.mark.parametrize("lost", ["all", "all but the reference"])
def test_vectors_that_were_lost_are_computed_again(settings: Settings, model: Counting, lost: str) -> None:
    first = client_of(settings)
    eventually(lambda: is_meaning_known(first, "F1"))
    reference = list(settled(first).app.state.market.vectors.known.of([]))
    settled(client_of(settings))  # its snapshot holds them all
    spared = [] if lost == "all" else reference
    with closing(sqlite3.connect(settings.home / "matcher.db")) as connection:
        connection.execute(f"DELETE FROM sentence_vectors WHERE digest NOT IN ({','.join('?' * len(spared))})", spared)
        connection.commit()
    again = client_of(settings)
    eventually(lambda: is_meaning_known(again, "F1"))
    again.post(ENTERPRISES, json=firm("N1"))
    eventually(lambda: is_meaning_known(again, "N1") and is_meaning_known(again, "F1"))
    settled(again)
    assert {row[1] for row in kept_vectors(settings)} >= {*digests_of(again, "F1"), *reference}


def test_a_database_that_takes_no_vectors_is_said_once_and_keeps_nobody_from_an_answer(
    settings: Settings, model: Counting, capfd: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///file:{settings.home / 'matcher.db'}?mode=ro&uri=true"
    client = client_of(Settings(home=settings.home, database_url=url))
    eventually(lambda: is_meaning_known(client, "F1"))
    settled(client)
    assert client.get(f"{ENTERPRISES}/F1/recommendations").status_code == 200
    (line,) = (json.loads(line) for line in capfd.readouterr().err.splitlines())
    assert line["event"] == "sentence_vectors_not_kept" and "只读" in line["reason"]
    assert not any(text in json.dumps(line, ensure_ascii=False) for text in model.texts)
    assert kept_vectors(settings) == []


def test_what_was_embedded_ahead_of_time_need_not_be_computed(settings: Settings, model: Counting) -> None:
    client = settled(client_of(settings))
    keys = passage_keys(from_json(Enterprise, LONG), client.app.state.market.vectors.known.places)
    rows = model.embed([key.text for key in keys], Side.OFFER)
    FolderStore(settings.home / "vectors").write(MODEL, {digest(key): row for key, row in zip(keys, rows, strict=True)})
    later = client_of(settings)
    n_texts = len(model.texts)
    later.post(ENTERPRISES, json=LONG)
    assert is_meaning_known(later, "L1")
    assert len(model.texts) == n_texts
