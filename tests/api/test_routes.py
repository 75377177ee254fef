"""Every route that reads: what it answers, that OpenAPI describes it truly, how lists are paged and narrowed."""

from itertools import chain
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from matcher import Scenario, from_json
from tests.api.answers import PREFIX, documented, problem_of
from tests.conftest import DAY, FIRMS, NEEDS, PROJECTS

READS = [
    ("/enterprises", "/enterprises"),
    ("/enterprises/F1", "/enterprises/{id}"),
    ("/enterprises/F1/recommendations", "/enterprises/{id}/recommendations"),
    ("/projects", "/projects"),
    ("/projects/P1", "/projects/{id}"),
    ("/scenarios", "/scenarios"),
    ("/scenarios/S1", "/scenarios/{id}"),
    ("/scenarios/S1/enterprises", "/scenarios/{id}/enterprises"),
    ("/pairs/F1/S1", "/pairs/{enterprise}/{scenario}"),
]


def ids(client: TestClient, path: str) -> list[str]:
    answer = client.get(PREFIX + path)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def read_to_the_end(client: TestClient, path: str, **params: str | int) -> list[list[str]]:
    pages: list[list[str]] = []
    while "cursor" not in params or params["cursor"]:
        answer = client.get(PREFIX + path, params=params)
        assert answer.status_code == 200, answer.text
        pages.append([item["id"] for item in answer.json()["items"]])
        params["cursor"] = answer.json()["next"]
        assert len(pages) < 100
    return pages


@pytest.mark.parametrize(("path", "template"), READS)
def test_an_answer_has_the_shape_that_openapi_gives(city: TestClient, path: str, template: str) -> None:
    answer = city.get(PREFIX + path)
    assert answer.status_code == 200, answer.text
    assert documented(city.app, answer, PREFIX + template)


def test_every_reading_route_is_held_against_openapi() -> None:
    from api.app import ROUTES

    templates = {route.path for module in ROUTES for route in module.router.routes if "GET" in route.methods}
    assert templates == {template for _, template in READS}


def test_the_openapi_document_is_served_and_gives_each_answer_one_real_shape(city: TestClient) -> None:
    document = city.get(f"{PREFIX}/openapi.json").json()
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert not [name for name in document["components"]["schemas"] if "ValidationError" in name]
    nameless = [
        f"{method} {path}: {status} {media_type}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
        for media_type, content in answer["content"].items()
        if not content.get("schema", {}).keys() & {"$ref", "type"}
    ]
    assert nameless == []


def test_problems_are_documented_as_problems_and_nothing_else(city: TestClient) -> None:
    document = city.get(f"{PREFIX}/openapi.json").json()
    expected = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    otherwise = [
        f"{method} {path}: {status}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
        if status >= "400" and answer["content"] != expected
    ]
    assert otherwise == []


def test_the_examples_in_openapi_fit_their_own_schemas(city: TestClient) -> None:
    document = city.get(f"{PREFIX}/openapi.json").json()
    checked = 0
    for schema in document["components"]["schemas"].values():
        for example in schema.get("examples", []):
            Draft202012Validator({**schema, "components": document["components"]}).validate(example)
            checked += 1
    assert checked >= 5


@pytest.mark.parametrize("limit", [1, 2, 4, 6, 200])
def test_a_list_is_read_to_the_end_page_by_page(city: TestClient, limit: int) -> None:
    pages = read_to_the_end(city, "/enterprises", limit=limit)
    assert list(chain.from_iterable(pages)) == sorted(firm["id"] for firm in FIRMS)
    assert all(len(page) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]) <= limit


def test_pages_keep_the_filter(city: TestClient) -> None:
    assert read_to_the_end(city, "/scenarios", status="公开", limit=2) == [["S1", "S2"], ["S3", "S4"], ["S5"]]
    narrowed = {"class": "城市治理新模式场景", "limit": 1}
    assert read_to_the_end(city, "/scenarios", **narrowed) == [["S1"], ["S4"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/projects", ["P1", "P2"]),
        ("/projects?class=未来科学新应用场景", ["P2"]),
        ("/projects?district=高新区", ["P1"]),
        ("/projects?class=未来科学新应用场景&district=高新区", []),
        ("/scenarios", ["S1", "S2", "S3", "S4", "S5"]),
        ("/scenarios?class=城市治理新模式场景", ["S1", "S4"]),
        ("/scenarios?district=九龙坡", ["S2"]),
        ("/scenarios?status=公开", ["S1", "S2", "S3", "S4", "S5"]),
        ("/scenarios?status=下架", []),
        ("/scenarios?class=城市治理新模式场景&district=沙坪坝&status=公开", ["S4"]),
        ("/scenarios?district=", ["S1", "S2", "S3", "S4", "S5"]),
        ("/scenarios?district=北碚", []),
        ("/scenarios?class=民生服务新体验场景", []),
    ],
)
def test_lists_are_narrowed_by_class_district_and_status(city: TestClient, path: str, expected: list[str]) -> None:
    assert ids(city, path) == expected


@pytest.mark.parametrize(
    ("path", "field", "nearest"),
    [
        ("/projects?class=未来科学场景", "class", "未来科学新应用场景"),
        ("/projects?district=九龙坡区", "district", "九龙坡"),
        ("/scenarios?class=城市治理", "class", "城市治理新模式场景"),
        ("/scenarios?district=沙坪霸", "district", "沙坪坝"),
        ("/scenarios?status=已公开", "status", "公开"),
        ("/scenarios?class=城市治理新模式场景&status=open", "status", None),
        ("/scenarios?class=火星", "class", None),
        ("/scenarios?district=%27%20OR%201=1--", "district", None),
        ("/projects?district=" + "x" * 5_000, "district", None),
    ],
)
def test_a_filter_that_nothing_can_have_is_refused_and_the_values_there_are_come_nearest_first(
    city: TestClient, path: str, field: str, nearest: str | None
) -> None:
    found = problem_of(city.get(PREFIX + path), 422, field)
    known = {"class": "民生服务新体验场景", "district": "北碚", "status": "草稿"}[field]
    assert known in found["nearest"] and known in found["detail"]
    assert nearest in (None, found["nearest"][0])
    assert len(found["detail"]) < 400


def test_a_district_or_class_that_somebody_uses_can_be_asked_for(client: TestClient) -> None:
    path = f"{PREFIX}/scenarios?district=两江新区"
    problem_of(client.get(path), 422, "district")
    with client.app.state.open_store(True) as store:
        store.scenarios.add(from_json(Scenario, {"id": "S9", "name": "某场景", "district": "两江新区"}))
        store.commit()
    assert ids(client, "/scenarios?district=两江新区") == ["S9"]
    problem_of(client.get(f"{PREFIX}/projects?district=两江新区"), 422, "district")


def test_every_parameter_is_described_for_people(city: TestClient) -> None:
    parameters = [
        (f"{method} {path}", parameter)
        for path, methods in city.app.openapi()["paths"].items()
        for method, operation in methods.items()
        for parameter in operation.get("parameters", [])
    ]
    assert len(parameters) >= 20
    assert [(place, one["name"]) for place, one in parameters if not one.get("description")] == []


@pytest.mark.parametrize("limit", ["0", "-1", "201", "9" * 30, "abc", "1.5", "%20"])
def test_a_page_has_between_1_and_200_rows(city: TestClient, limit: str) -> None:
    problem_of(city.get(f"{PREFIX}/enterprises?limit={limit}"), 422, "limit")


@pytest.mark.parametrize(
    "cursor", ["%00", "%FF", "8J-Yg", "AA", "游标", "!!!", "RjE=extra!", "Rj E", "R", "%20", "Rj%2B%2F"]
)
def test_a_cursor_that_no_page_gave_is_refused(city: TestClient, cursor: str) -> None:
    problem_of(city.get(f"{PREFIX}/enterprises?cursor={cursor}"), 422, "cursor")


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/enterprises/某路侧设备公司", "某路侧设备有限公司"),
        ("/enterprises/某路侧设备公司/recommendations", "某路侧设备有限公司"),
        ("/scenarios/路口车路协同", "路口车路协同改造"),
        ("/scenarios/路口车路协同/enterprises", "路口车路协同改造"),
        ("/pairs/某路侧设备公司/S1", "某路侧设备有限公司"),
        ("/pairs/F1/路口车路协同", "路口车路协同改造"),
        ("/projects/城市更新项目", "城市更新"),
    ],
)
def test_a_name_that_is_nearly_right_is_not_found_and_the_nearest_is_named(
    city: TestClient, path: str, nearest: str
) -> None:
    found = problem_of(city.get(PREFIX + path), 404)
    assert nearest in found["nearest"]
    assert nearest in found["detail"]


@pytest.mark.parametrize("noun", ["enterprises", "scenarios", "projects"])
def test_an_id_that_nobody_has_is_not_found_and_named(city: TestClient, noun: str) -> None:
    assert "X-404" in problem_of(city.get(f"{PREFIX}/{noun}/X-404"), 404)["detail"]


@pytest.mark.parametrize("noun", ["enterprises", "scenarios", "projects"])
@pytest.mark.parametrize("name", ["%00", "%FF", "%ED%A0%80", "%E2%80%AE", "..%2F..", "%20", "x" * 5_000])
def test_a_name_of_strange_characters_is_simply_not_found(city: TestClient, noun: str, name: str) -> None:
    problem_of(city.get(f"{PREFIX}/{noun}/{name}"), 404)


@pytest.mark.parametrize(
    ("noun", "name", "expected"),
    [
        ("enterprises", "某路侧设备有限公司", FIRMS[0]),
        ("enterprises", "F1", FIRMS[0]),
        ("scenarios", "路口车路协同改造", NEEDS[0]),
        ("projects", "P2", PROJECTS[1]),
        ("projects", "氢能园区", PROJECTS[1]),
    ],
)
def test_an_entity_is_found_by_id_or_name_and_comes_as_it_was_given(
    city: TestClient, noun: str, name: str, expected: dict[str, Any]
) -> None:
    found = city.get(f"{PREFIX}/{noun}/{name}").json()
    amounts = {"budget", "investment"}  # read into bounds
    assert {key: found[key] for key in expected if key not in amounts} == {
        key: value for key, value in expected.items() if key not in amounts
    }
    assert found["revision"] >= 1


def test_recommending_speaks_of_the_day_asked_for_and_keeps_to_k(city: TestClient) -> None:
    path = f"{PREFIX}/enterprises/F3/recommendations"
    before, after = (city.get(path, params={"on": on}).json() for on in ("2026-08-31", "2026-09-01"))
    assert (before["on"], after["on"]) == ("2026-08-31", "2026-09-01")
    assert "S3" in [row["id"] for row in before["results"]]
    assert "S3" in [row["id"] for row in after["rejected"]]
    assert [row["id"] for row in city.get(path, params={"k": 1}).json()["results"]] == [after["results"][0]["id"]]
    assert city.get(path).json()["on"] == DAY.isoformat()


@pytest.mark.parametrize("on", ["x", "2026-13-01", "2026-02-30", "2026年9月1日", "9" * 5_000, "%00"])
def test_a_day_that_is_none_is_refused(city: TestClient, on: str) -> None:
    for path in ("/enterprises/F1/recommendations", "/scenarios/S1/enterprises", "/pairs/F1/S1"):
        problem_of(city.get(f"{PREFIX}{path}?on={on}"), 422, "on")


@pytest.mark.parametrize("k", ["0", "-1", "201", "x"])
def test_k_lies_between_1_and_200(city: TestClient, k: str) -> None:
    for path in ("/enterprises/F1/recommendations", "/scenarios/S1/enterprises", "/pairs/F1/S1"):
        problem_of(city.get(f"{PREFIX}{path}?k={k}"), 422, "k")


def test_row_column_and_pair_show_the_same_number(city: TestClient) -> None:
    row = {one["id"]: one["score"] for one in city.get(f"{PREFIX}/enterprises/F1/recommendations").json()["results"]}
    for id, score in row.items():
        column = city.get(f"{PREFIX}/scenarios/{id}/enterprises").json()
        assert score == next(one["score"] for one in column["results"] if one["id"] == "F1")
        pair = city.get(f"{PREFIX}/pairs/F1/{id}").json()
        assert pair["score"] == score
        assert abs(sum(one["points"] for one in pair["contributions"]) - score) < 1e-9


def test_a_pair_says_what_would_lift_it_and_lists_do_not(city: TestClient) -> None:
    found = city.get(f"{PREFIX}/pairs/F2/S2").json()
    first, *others = found["lifts"]
    assert first["field"] == "qualifications" and first["advice"].endswith("符合硬性条件")
    assert not found["verdict"]["ok"] and first["score"] == pytest.approx(found["score"] + first["gain"])
    gains = [one["gain"] for one in others]
    assert gains == sorted(gains, reverse=True) and all(one["advice"].startswith("如果") for one in found["lifts"])
    for path in ("/enterprises/F2/recommendations", "/scenarios/S2/enterprises"):
        answer = city.get(PREFIX + path).json()
        assert not [row for row in answer["results"] if "lifts" in row]


def test_a_pair_that_is_out_says_why(city: TestClient) -> None:
    found = city.get(f"{PREFIX}/pairs/F5/S1").json()
    assert not found["verdict"]["ok"] and "注销" in found["verdict"]["reason"]
    assert found["why_not"]
