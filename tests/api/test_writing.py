"""Writing: what POST accepts and refuses, who may write, and that the very next answer knows of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import ROUTES, create_app
from api.routes.bodies import READING, WritingRoute
from api.settings import Settings
from matcher import Enterprise, Scenario, from_json
from matcher.notes import NOTHING_ASKED, NOTHING_OFFERED
from tests.api.answers import LOCAL, PREFIX, documented, problem_of
from tests.conftest import FIRMS

ENTERPRISES = f"{PREFIX}/enterprises"
NEW = {
    "name": "某加氢装备新公司",
    "capability": "电解槽制氢、加氢站成套与园区供氢运营。",
    "industry_codes": ["3463"],
    "qualifications": [{"type": "ISO9001", "valid_from": "2024-01-01", "valid_until": "2027-01-01"}],
}


def enterprise_ids(client: TestClient) -> list[str]:
    return [item["id"] for item in client.get(ENTERPRISES, params={"limit": 200}).json()["items"]]


def test_a_new_firm_gets_an_id_and_an_address(client: TestClient, service: FastAPI) -> None:
    answer = client.post(ENTERPRISES, json=NEW)
    assert answer.status_code == 201, answer.text
    made = documented(service, answer, ENTERPRISES)
    assert answer.headers["location"] == f"{ENTERPRISES}/{made['id']}"
    assert {key: made[key] for key in NEW} == NEW
    assert client.get(answer.headers["location"]).json() == made


@pytest.mark.parametrize(
    "id", ["my-firm_1.2", "x" * 64, "企业甲", "𠮷" * 64], ids=["marks", "64 letters", "Chinese", "second plane"]
)
def test_a_firm_may_bring_its_own_id_and_is_found_at_its_address(client: TestClient, id: str) -> None:
    answer = client.post(ENTERPRISES, json={"id": id, **NEW})
    assert (answer.status_code, answer.json()["id"]) == (201, id)
    assert answer.headers["location"] == f"{ENTERPRISES}/{quote(id)}"
    assert client.get(answer.headers["location"]).json()["id"] == id


CODE, OTHER_CODE = "91500001000000000K", "915000020000000002"


def test_the_same_firm_twice_is_a_conflict_that_names_the_one_there_is(client: TestClient, service: FastAPI) -> None:
    id = client.post(ENTERPRISES, json=NEW).json()["id"]
    answer = client.post(ENTERPRISES, json={**NEW, "capability": "别的"})
    detail = problem_of(answer, 409)["detail"]
    assert detail == f"同名企业“{NEW['name']}”已存在（编号 {id}）；如确为另一家，请自定编号（id）"
    documented(service, answer, ENTERPRISES)
    assert [error["field"] for error in answer.json()["errors"]] == ["name"]
    assert client.get("/readyz").json()["enterprises"] == len(FIRMS) + 1
    assert client.get(f"{ENTERPRISES}/{NEW['name']}").json()["capability"] == NEW["capability"]


def test_another_firm_of_the_same_name_brings_its_own_id_or_another_credit_code(client: TestClient) -> None:
    assert client.post(ENTERPRISES, json={**NEW, "credit_code": CODE}).status_code == 201
    for more in ({}, {"credit_code": CODE}):
        assert "不同的统一社会信用代码" in problem_of(client.post(ENTERPRISES, json={**NEW, **more}), 409)["detail"]
    assert client.post(ENTERPRISES, json={**NEW, "credit_code": OTHER_CODE}).status_code == 201
    assert client.post(ENTERPRISES, json={**NEW, "id": "second"}).status_code == 201
    assert client.post(ENTERPRISES, json={**NEW, "name": f"{NEW['name']}二"}).status_code == 201
    assert client.get("/readyz").json()["enterprises"] == len(FIRMS) + 4


def test_a_conflict_costs_no_revision(client: TestClient) -> None:
    revision = client.post(ENTERPRISES, json=NEW).json()["revision"]
    assert client.post(ENTERPRISES, json=NEW).status_code == 409
    assert client.get("/readyz").json()["revision"] == revision


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"qualifications": [{"type": "CMMI", "level": "9"}]}, "qualifications[0].level", "应为：5、4、3、2、1"),
        ({"revenue_band": "很多"}, "revenue_band", "5000-8000万元"),
        ({"cooperation_modes": ["抢劫"]}, "cooperation_modes[0]", "应为：采购、"),
    ],
)
@pytest.mark.parametrize("path", [ENTERPRISES, f"{PREFIX}/recommendations"])
def test_a_value_that_cannot_be_read_is_named_with_what_is_expected(
    client: TestClient, path: str, fields: dict[str, Any], field: str, told: str
) -> None:
    assert told in problem_of(client.post(path, json={**NEW, **fields}), 422, field)["detail"]


def test_a_firm_is_not_kept_under_a_placeholder(client: TestClient) -> None:
    problem_of(client.post(ENTERPRISES, json={**NEW, "name": "未命名企业"}), 422, "name")


def test_rows_that_were_kept_before_a_rule_are_read_and_shown_as_they_were_given(client: TestClient) -> None:
    record = {
        "id": "OLD",
        "name": "未命名企业",
        "capability": "车路协同路侧单元",
        "revenue_band": "很多",
        "cooperation_modes": ["抢劫"],
        "qualifications": [{"type": "ISO9001"}, {"type": "CMMI", "level": "九级"}],
    }
    need = {"id": "OLDS", "name": "旧场景", "budget": {"as_written": "很多钱"}, "field": "胡说", "district": "火星"}
    need["required_qualifications"] = [{"type": "CMMI", "level": "3"}]
    with client.app.state.open_store(True) as store:
        store.enterprises.put(from_json(Enterprise, record))
        store.scenarios.put(from_json(Scenario, need))
        store.commit()
    assert client.get(f"{ENTERPRISES}/OLD").json()["revenue_band"] == "很多"
    pair = client.get(f"{PREFIX}/pairs/OLD/OLDS").json()
    assert "待核验：场景要求CMMI3，企业的CMMI九级等级无法比较、有效期未注明" in pair["warnings"]
    assert pair["verdict"]["ok"]
    assert client.get(f"{PREFIX}/enterprises/OLD/recommendations").status_code == 200


@pytest.mark.parametrize("path", [ENTERPRISES, f"{PREFIX}/recommendations"])
@pytest.mark.parametrize(
    ("content_type", "now"),
    [
        (None, "现在没有写"),
        ("", "现在没有写"),
        ("text/plain", "现在是 text/plain"),
        ("application/x-www-form-urlencoded", "现在是 application/x-www-form-urlencoded"),
        ("application/jsonx", "现在是 application/jsonx"),
    ],
)
def test_a_body_that_is_not_announced_as_json_is_told_how_to_announce_it(
    client: TestClient, service: FastAPI, path: str, content_type: str | None, now: str
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    answer = client.post(path, content=json.dumps(NEW).encode(), headers=headers)
    detail = problem_of(answer, 415)["detail"]
    assert detail == f"请求内容应为 JSON：请把请求头 Content-Type 写成 application/json（{now}）"
    documented(service, answer, path)
    for good in ("application/json; charset=utf-8", "Application/JSON", "application/vnd.api+json"):
        more = {"content-type": good}
        assert client.post(path, content=b'{"text": "' + b"a" * 30_000 + b'"}', headers=more).status_code == 422


PLACEHOLDERS = [{}, {"name": "未命名企业"}, {"name": "未知公司"}, {"name": ""}]


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_profile_without_a_name_is_called_so_and_its_placeholder_brings_nothing(
    client: TestClient, name: dict[str, str]
) -> None:
    found = client.post(f"{PREFIX}/recommendations", json=name).json()
    query = {"id": "未保存", "name": "未命名企业", "marks": [], "notes": [NOTHING_OFFERED]}
    assert found["query"] == query
    text = [row["contributions"][0] for row in found["results"]]
    assert {(one["feature"], one["points"]) for one in text} == {("text_similarity", 0.0)}
    assert not any(one["terms"] for one in text)


def test_a_side_that_says_nothing_is_told_what_to_fill_in(client: TestClient, service: FastAPI) -> None:
    for record in ({}, {"text": "😀"}, {"text": "路"}, {"text": "平台 系统"}, {"name": "某车路协同公司"}):
        answer = client.post(f"{PREFIX}/recommendations", json=record)
        assert documented(service, answer, f"{PREFIX}/recommendations")["query"]["notes"] == [NOTHING_OFFERED]
    assert client.post(f"{PREFIX}/recommendations", json=NEW).json()["query"]["notes"] == []
    assert client.get(f"{PREFIX}/scenarios/S5/enterprises").json()["query"]["notes"] == [NOTHING_ASKED]
    assert client.get(f"{PREFIX}/pairs/F1/S5").json()["notes"] == [NOTHING_ASKED]
    assert client.get(f"{PREFIX}/pairs/F1/S1").json()["notes"] == []


@pytest.mark.parametrize("id", [".", "..", "a/b", "a b", "x" * 65, "a\n", "a?b", "<b>", "😀"])
def test_an_id_that_cannot_stand_in_an_address_is_refused(client: TestClient, id: str) -> None:
    problem_of(client.post(ENTERPRISES, json={"id": id, **NEW}), 422, "id")


def test_an_id_that_is_taken_is_a_conflict_and_changes_nothing(client: TestClient) -> None:
    before = client.get(f"{ENTERPRISES}/F1").json()
    assert "F1" in problem_of(client.post(ENTERPRISES, json={"id": "F1", **NEW}), 409)["detail"]
    assert client.get(f"{ENTERPRISES}/F1").json() == before
    assert client.get("/readyz").json()["enterprises"] == len(FIRMS)


@pytest.mark.parametrize("id", ["示例-甲", "CQ2021-E99"])
def test_the_ids_of_the_shipped_data_are_kept_for_it(client: TestClient, id: str) -> None:
    problem_of(client.post(ENTERPRISES, json={"id": id, **NEW}), 422, "id")
    assert client.post(f"{PREFIX}/recommendations", json={"id": id, **NEW}).status_code == 200, "nothing is kept"


def test_writing_can_be_switched_off(settings: Settings) -> None:
    client = TestClient(create_app(settings.model_copy(update={"writing": "off"})), **LOCAL)
    assert "MATCHER_WRITING" in problem_of(client.post(ENTERPRISES, json=NEW), 403)["detail"]
    assert client.post(f"{PREFIX}/recommendations", json=NEW).status_code == 200
    assert enterprise_ids(client) == [firm["id"] for firm in FIRMS]


@pytest.mark.parametrize("code", ["Z", "ABC1", "0000", "99999", "车联网"])
def test_an_unknown_industry_code_is_named_as_it_was_written(client: TestClient, code: str) -> None:
    answer = client.post(ENTERPRISES, json={**NEW, "industry_codes": ["3922", code]})
    reasons = {error["field"]: error["reason"] for error in problem_of(answer, 422, "industry_codes[1]")["errors"]}
    assert reasons.keys() == {"industry_codes[1]"}
    assert f"“{code}”" in reasons["industry_codes[1]"]


def test_everything_that_is_wrong_is_said_at_once(client: TestClient) -> None:
    record = {
        "capability": 7,
        "size": "巨型",
        "headcount": -1,
        "founded_on": "昨天",
        "products": [{"name": "甲"}, {}],
        "colour": "red",
        "credit_code": "91500000000000000X",
    }
    found = problem_of(client.post(ENTERPRISES, json=record), 422)
    assert {error["field"] for error in found["errors"]} == {
        "name", "capability", "size", "headcount", "founded_on", "products[1].name", "colour", "credit_code",
    }  # fmt: skip
    assert enterprise_ids(client) == [firm["id"] for firm in FIRMS]


def test_the_very_next_answers_contain_the_new_firm(client: TestClient) -> None:
    id = client.post(ENTERPRISES, json=NEW).json()["id"]
    assert client.get("/readyz").json()["enterprises"] == len(FIRMS) + 1
    assert id in enterprise_ids(client)
    assert client.get(f"{ENTERPRISES}/{NEW['name']}").json()["id"] == id
    assert client.get(f"{ENTERPRISES}/{id}/recommendations").json()["results"][0]["id"] == "S2"
    assert client.get(f"{PREFIX}/scenarios/S2/enterprises").json()["results"][0]["id"] == id
    assert client.get(f"{PREFIX}/pairs/{id}/S2").json()["verdict"]["ok"]
    assert f"{len(FIRMS) + 1} 家企业" in client.get("/").text


def test_a_second_service_on_the_same_database_knows_the_firm_at_once(
    settings: Settings, tmp_path: Path, client: TestClient
) -> None:
    elsewhere = Settings(home=tmp_path / "second", database_url=settings.database)
    second = TestClient(create_app(elsewhere), **LOCAL)
    assert second.get("/readyz").json()["enterprises"] == len(FIRMS)
    id = client.post(ENTERPRISES, json=NEW).json()["id"]
    column = second.get(f"{PREFIX}/scenarios/S2/enterprises").json()
    assert column["results"][0]["id"] == id
    assert column == client.get(f"{PREFIX}/scenarios/S2/enterprises").json()
    back = second.post(ENTERPRISES, json={**NEW, "id": "back"}).json()["id"]
    assert client.get(f"{ENTERPRISES}/{back}/recommendations").json()["results"][0]["id"] == "S2"


def test_a_profile_is_compared_without_being_kept(client: TestClient, service: FastAPI) -> None:
    profile = {key: value for key, value in NEW.items() if key != "name"}
    answer = client.post(f"{PREFIX}/recommendations", json=profile, params={"k": 2})
    found = documented(service, answer, f"{PREFIX}/recommendations")
    assert len(found["results"]) == 2
    assert found["results"][0]["id"] == "S2"
    assert enterprise_ids(client) == [firm["id"] for firm in FIRMS]


def test_a_profile_gets_the_numbers_that_the_kept_firm_gets(client: TestClient) -> None:
    unsaved = client.post(f"{PREFIX}/recommendations", json=NEW).json()["results"]
    id = client.post(ENTERPRISES, json=NEW).json()["id"]
    kept = client.get(f"{ENTERPRISES}/{id}/recommendations").json()["results"]
    assert [row["id"] for row in unsaved] == [row["id"] for row in kept]


def test_a_stored_firm_and_the_same_firm_as_a_profile_get_the_same_scores(client: TestClient) -> None:
    unsaved = client.post(f"{PREFIX}/recommendations", json=FIRMS[0]).json()
    stored = client.get(f"{ENTERPRISES}/F1/recommendations").json()
    assert [(row["id"], row["score"]) for row in unsaved["results"]] == [
        (row["id"], row["score"]) for row in stored["results"]
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "localhost.evil.example:8000"},
        {"host": "192.168.1.5"},
        {"host": "0.0.0.0"},
        {"host": ""},
        {"host": "[::1"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
        {"origin": "http://127.0.0.1@evil.example"},
        {"x-forwarded-for": "127.0.0.1"},
        {"x-forwarded-host": "evil.example"},
        {"x-real-ip": "127.0.0.1"},
        {"x-forwarded-proto": "https"},
        {"X-Forwarded-Anything": ""},
        {"forwarded": "for=127.0.0.1"},
        {"via": "1.1 proxy"},
    ],
    ids=lambda headers: json.dumps(headers),
)
def test_only_this_machine_may_write(client: TestClient, headers: dict[str, str]) -> None:
    problem_of(client.post(ENTERPRISES, json=NEW, headers=headers), 403)
    assert enterprise_ids(client) == [firm["id"] for firm in FIRMS]


@pytest.mark.parametrize("peer", ["192.168.1.5", "8.8.8.8", "::ffff:8.8.8.8", "testclient"])
def test_another_machine_may_read_and_compare_but_not_write(service: FastAPI, peer: str) -> None:
    stranger = TestClient(service, **{**LOCAL, "client": (peer, 50000)})
    problem_of(stranger.post(ENTERPRISES, json=NEW), 403)
    assert enterprise_ids(stranger) == [firm["id"] for firm in FIRMS]
    assert stranger.post(f"{PREFIX}/recommendations", json=NEW).status_code == 200


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b'{"name": "a"', "application/json"),
        (b"\xff", "application/json"),
        (b'{"name": 7}', "application/json"),
        (b"[]", "application/json"),
        (b"name=a", "application/x-www-form-urlencoded"),
        (b" " * 2_000_001, "application/json"),
        (b'{"id": "F1", "name": "a"}', "application/json"),
    ],
    ids=["cut", "no UTF-8", "wrong type", "no object", "form", "too large", "taken"],
)
def test_who_may_not_write_is_told_so_whatever_was_sent(service: FastAPI, body: bytes, media_type: str) -> None:
    stranger = TestClient(service, **{**LOCAL, "client": ("192.168.1.5", 50000)})
    problem_of(stranger.post(ENTERPRISES, content=body, headers={"content-type": media_type}), 403)


def test_a_body_of_somebody_who_may_not_write_is_not_even_read(service: FastAPI) -> None:
    def body() -> Iterator[bytes]:
        yield b"{"

    asked: list[str] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def watched_receive() -> Any:
            asked.append(scope["path"])
            return await receive()

        await service(scope, watched_receive, send)

    stranger = TestClient(watched, **{**LOCAL, "client": ("192.168.1.5", 50000)})
    problem_of(stranger.post(ENTERPRISES, content=body()), 403)
    assert asked == []
    neighbour = TestClient(watched, **LOCAL)
    problem_of(neighbour.post(ENTERPRISES, content=body(), headers={"content-type": "application/json"}), 400)
    assert asked


def test_every_route_that_writes_is_guarded() -> None:
    writing = {
        (method, route.path): type(route)
        for module in ROUTES
        for route in module.router.routes
        for method in route.methods
        if method not in READING
    }
    comparing = [("POST", "/recommendations")]  # keeps nothing
    assert {place for place, kind in writing.items() if not issubclass(kind, WritingRoute)} == set(comparing)
    assert ("POST", "/enterprises") in writing


@pytest.mark.parametrize("path", [ENTERPRISES, f"{PREFIX}/recommendations"])
@pytest.mark.parametrize(
    ("body", "key"),
    [
        ('{"name": "甲", "text": "路侧单元", "name": "乙"}', "name"),
        ('{"name": "甲", "products": [{"name": "a", "figures": "1", "figures": "2"}]}', "figures"),
        ('{"name": "甲", "colour": 1, "colour": 1}', "colour"),
        ('{"name": "甲", "n\\u0061me": "乙"}', "name"),
    ],
    ids=["at the top", "inside", "unknown", "escaped"],
)
def test_a_key_that_is_said_twice_is_refused_by_its_name(client: TestClient, path: str, body: str, key: str) -> None:
    answer = client.post(path, content=body.encode(), headers={"content-type": "application/json"})
    found = problem_of(answer, 422, key)
    assert [error["field"] for error in found["errors"]] == [key]


def test_many_keys_said_twice_are_told_quickly(client: TestClient) -> None:
    body = "{" + ",".join(f'"{place}":0,"{place}":1' for place in range(80_000)) + "}"
    answer = client.post(ENTERPRISES, content=body, headers={"content-type": "application/json"})
    assert 1 <= len(problem_of(answer, 422)["errors"]) <= 20


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("127.0.0.1", {"host": "localhost:8000", "origin": "http://localhost:8000"}),
        ("::1", {"host": "[::1]:8000", "origin": "http://[::1]:8000"}),
        ("127.0.0.5", {"host": "127.0.0.1"}),
    ],
)
def test_this_machine_may_write_under_each_of_its_names(service: FastAPI, peer: str, headers: Any) -> None:
    here = TestClient(service, **{**LOCAL, "client": (peer, 50000)})
    assert here.post(ENTERPRISES, json=NEW, headers=headers).status_code == 201
