"""The market behind the service: that of the store it is asked about, and not built anew for nothing."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from matcher import Dataset
from tests.api.answers import LOCAL, PREFIX, problem_of
from tests.api.conftest import load
from tests.conftest import DAY, tiny_data

ENTERPRISES = f"{PREFIX}/enterprises"


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
