"""The service on what it is delivered with: the catalogue and the sample."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from matcher import Dataset, load_catalogue, load_sample
from tests.api.answers import LOCAL, PREFIX, documented
from tests.api.conftest import load

ROADSHOW = ("商汤科技", "360集团", "大唐高鸿", "腾讯")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load_catalogue() + load_sample()


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory, data: Dataset) -> TestClient:
    settings = load(Settings(home=tmp_path_factory.mktemp("all") / "home", database_url=""), data)
    return TestClient(create_app(settings), **LOCAL)


def read_to_the_end(client: TestClient, path: str, limit: int) -> list[str]:
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = documented(client.app, client.get(path, params={"limit": limit, "cursor": cursor}), path)
        ids += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return ids


@pytest.mark.parametrize(("noun", "limit"), [("enterprises", 7), ("projects", 200), ("scenarios", 50)])
def test_every_entity_is_listed_once_in_the_documented_shape(
    everything: TestClient, data: Dataset, noun: str, limit: int
) -> None:
    ids = read_to_the_end(everything, f"{PREFIX}/{noun}", limit)
    assert ids == sorted(one.id for one in getattr(data, noun))


def test_lists_can_be_narrowed_to_each_district_class_and_status(everything: TestClient, data: Dataset) -> None:
    categories = {project.id: project.category for project in data.projects}
    for name, value_of in (
        ("district", lambda one: one.district),
        ("status", lambda one: one.status),
        ("class", lambda one: categories.get(one.project_id, "")),
    ):
        for value in {value_of(one) for one in data.scenarios} - {""}:
            page = everything.get(f"{PREFIX}/scenarios", params={name: value, "limit": 200}).json()
            expected = sorted(one.id for one in data.scenarios if value_of(one) == value)
            assert [item["id"] for item in page["items"]] == expected


def test_readiness_counts_what_is_loaded(everything: TestClient, data: Dataset) -> None:
    answer = everything.get("/readyz").json()
    loaded = len(data.enterprises) + len(data.projects) + len(data.scenarios)
    assert answer == {
        "status": "ready",
        "revision": loaded,
        "enterprises": len(data.enterprises),
        "scenarios": len(data.scenarios),
    }


@pytest.mark.parametrize("name", ROADSHOW)
def test_each_enterprise_of_the_roadshow_is_found_by_name(everything: TestClient, name: str) -> None:
    path = f"{PREFIX}/enterprises/{{id}}/recommendations"
    answer = everything.get(path.format(id=name))
    ranking = documented(everything.app, answer, path)
    assert ranking["query"]["name"] == name
    assert ranking["results"][0]["band"] != "无依据"
    assert ranking["on"] == "2026-09-01"  # the day of the sample, not of the clock
    assert f"<h2>{name}" in everything.get("/").text


def test_every_scenario_has_a_shortlist_of_the_documented_shape(everything: TestClient, data: Dataset) -> None:
    path = f"{PREFIX}/scenarios/{{id}}/enterprises"
    for scenario in data.scenarios:
        answer = everything.get(path.format(id=scenario.id), params={"k": 2})
        ranking = documented(everything.app, answer, path)
        assert len(ranking["results"]) + len(ranking["rejected"]) >= 2
        scores = [row["score"] for row in ranking["results"]]
        assert scores == sorted(scores, reverse=True)


def test_the_same_question_gets_the_same_bytes(everything: TestClient) -> None:
    path = f"{PREFIX}/enterprises/大唐高鸿/recommendations"
    assert everything.get(path).content == everything.get(path).content
