"""What may be sent that is no profile: a clear problem that names the field, or 无依据, and never a 500."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.answers import LOCAL, PREFIX, problem_of
from tests.conftest import FIRMS

JSON = {"content-type": "application/json"}
POSTS = [f"{PREFIX}/enterprises", f"{PREFIX}/recommendations"]
LIMIT = 2_000_000
NO_UTF_8 = "请求体不是 UTF-8 编码，请另存为 UTF-8 再提交"
CONTROL = "JSON 的文字里不能直接写控制字符"


@pytest.fixture(scope="module")
def client(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """One service that goes through all of it."""
    home = shutil.copytree(built_city, tmp_path_factory.mktemp("hostile") / "home")
    return TestClient(create_app(Settings(home=home, database_url="")), **LOCAL)


@pytest.fixture(autouse=True)
def unharmed(client: TestClient) -> Iterator[None]:
    """After every attempt the service still answers everything."""
    yield
    kept = client.get(f"{PREFIX}/enterprises", params={"limit": 200})
    assert [item["id"] for item in kept.json()["items"] if item["id"].startswith("F")] == [firm["id"] for firm in FIRMS]
    for path in ("/readyz", "/", f"{PREFIX}/enterprises/F1/recommendations"):
        assert client.get(path).status_code == 200, client.get(path).text


def pieces(total: int) -> Iterator[bytes]:
    for _ in range(total // 10_000):
        yield b" " * 10_000


@pytest.mark.parametrize("path", POSTS)
def test_a_body_announced_as_too_large_is_refused(client: TestClient, path: str) -> None:
    problem_of(client.post(path, content=b" " * (LIMIT + 1), headers=JSON), 413)


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_grows_too_large_while_it_arrives_is_refused(client: TestClient, path: str) -> None:
    answer = client.post(path, content=pieces(LIMIT + 10_000), headers=JSON)
    assert "content-length" not in answer.request.headers
    problem_of(answer, 413)


@pytest.mark.parametrize("path", POSTS)
def test_a_body_of_just_the_limit_is_read(client: TestClient, path: str) -> None:
    body = b'{"name": 1' + b" " * (LIMIT - 11) + b"}"
    assert len(body) == LIMIT
    problem_of(client.post(path, content=body, headers=JSON), 422, "name")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "a"',
        b"{name: a}",
        b"[" * 100_000,
        b'{"name": "a", "headcount": ' + b"1" * 5_000 + b"}",
        "{'name': '某公司'}".encode(),
    ],
    ids=["cut", "no quotes", "deep", "5000 digits", "single quotes"],
)
def test_what_is_no_json_is_said_to_be_none(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers=JSON)
    assert "JSON" in problem_of(answer, 400)["detail"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"name": "a"', "不是完整的 JSON，请检查引号、逗号和括号（第 1 行第 13 列）"),
        ('{"name": "甲",\n name: 1}'.encode(), "不是完整的 JSON，请检查引号、逗号和括号（第 2 行第 2 列）"),
        (b'{"name": "a\nb"}', rf"{CONTROL}：第 1 行第 12 列是换行，请改写成 \n 或删去"),
        ('{\n"name": "甲\t"}'.encode(), rf"{CONTROL}：第 2 行第 11 列是制表符，请改写成 \t 或删去"),
        (b'{"\x00": 1}', f"{CONTROL}：第 1 行第 3 列是字符 U+0000，请删去"),
        ('{"name": "某公司"}'.encode("gb18030"), NO_UTF_8),
        ('{"name": "某公司"}'.encode("utf-16"), NO_UTF_8),
        (b"\xff\xfe{}", NO_UTF_8),
        (b'{"name": "\xff"}', NO_UTF_8),
    ],
    ids=["cut", "no quotes", "line break", "tab", "NUL in a key", "GB 18030", "UTF-16", "half UTF-16", "a stray byte"],
)
def test_each_fault_of_a_body_is_told_in_its_own_words_and_with_its_place(
    client: TestClient, path: str, body: bytes, told: str
) -> None:
    assert problem_of(client.post(path, content=body, headers=JSON), 400)["detail"] == told


def test_a_mark_at_the_beginning_of_utf_8_is_no_fault(client: TestClient) -> None:
    body = '{"text": "路侧单元"}'.encode("utf-8-sig")
    assert client.post(f"{PREFIX}/recommendations", content=body, headers=JSON).status_code == 200


@pytest.mark.parametrize(
    ("path", "unknown", "known"),
    [
        ("/scenarios?distrct=高新区", ["distrct"], ["district", "status", "class", "cursor", "limit"]),
        ("/projects?status=公开&limit=1", ["status"], ["class", "cursor", "district", "limit"]),
        ("/enterprises?K=3&page=2", ["K", "page"], ["cursor", "limit"]),
        ("/enterprises/F1/recommendations?limit=3", ["limit"], ["k", "on"]),
        ("/pairs/F1/S1?k=x&day=1", ["day"], ["k", "on"]),
        ("/scenarios/S1?on=2026-09-01", ["on"], []),
        ("/projects/P1?" + "x" * 5_000, ["x" * 60 + "…"], []),
        ("/projects?=1&%00=2", ["(无名)", "�"], ["class", "cursor", "district", "limit"]),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_a_query_parameter_that_the_route_does_not_have_is_refused_and_those_it_has_are_named(
    client: TestClient, path: str, unknown: list[str], known: list[str]
) -> None:
    found = problem_of(client.get(PREFIX + path), 422, unknown[0])
    assert [error["field"] for error in found["errors"]] == unknown
    assert sorted(found["nearest"]) == sorted(known)
    assert all(name in found["errors"][0]["reason"] for name in known)


def test_the_parameter_that_was_probably_meant_comes_first(client: TestClient) -> None:
    found = problem_of(client.get(f"{PREFIX}/scenarios?distrct=高新区"), 422, "distrct")
    assert found["nearest"][0] == "district"
    assert found["detail"].startswith("distrct：没有这个查询参数，可用：district、")


@pytest.mark.parametrize("path", POSTS)
def test_what_is_sent_to_a_misspelt_address_is_not_taken(client: TestClient, path: str) -> None:
    problem_of(client.post(f"{path}?K=3", json={"name": "某某公司"}), 422, "K")  # `unharmed` sees that nothing is kept


def test_pages_and_probes_take_any_parameter(client: TestClient) -> None:
    for path in ("/", "/guide", "/healthz", "/pairs/F1/S1"):
        assert client.get(f"{path}?from=mail").status_code == 200


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"7", b'"text"', b"true", b"NaN"])
def test_what_is_no_object_is_said_to_be_none(client: TestClient, path: str, body: bytes) -> None:
    problem_of(client.post(path, content=body, headers=JSON), 422, "(请求内容)")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_site_is_no_json(client: TestClient, path: str, media_type: str) -> None:
    answer = client.post(path, content=b'{"name": "a"}', headers={"content-type": media_type})
    problem_of(answer, 415)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headcount", "1" + "0" * 400),
        ("headcount", "-1"),
        ("headcount", "1.5"),
        ("headcount", "true"),
        ("headcount", "NaN"),
        ("registered_capital_wan", "NaN"),
        ("registered_capital_wan", "Infinity"),
        ("registered_capital_wan", "1e999"),
        ("registered_capital_wan", "1" + "0" * 400),
        ("capability", "NaN"),
        ("capability", nested(500)),
        ("capability", r'"\ud800"'),
        ("capability", r'"\u0000"'),
        ("capability", r'"\u001b[31m"'),
        ("name", r'"\ud800"'),
        ("name", r'"\u0007"'),
        ("name", r'"   "'),
        ("name", r'"\u200b"'),
        ("name", '"' + "x" * 201 + '"'),
        ("industry_codes", r'["3922", 7]'),
        ("industry_codes", '"3922"'),
        ("qualifications", nested(500)),
        ("founded_on", '"2026-02-30"'),
        ("founded_on", "20260901"),
        ("size", '"巨型"'),
        ("nosuchfield", nested(500)),
        ("revision", "1"),
    ],
    ids=lambda value: value if len(value) < 30 else value[:27] + "...",
)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_field(
    client: TestClient, path: str, field: str, value: str
) -> None:
    rest = '"name": "某公司", ' if field != "name" else ""
    answer = client.post(path, content=f'{{{rest}"{field}": {value}}}'.encode(), headers=JSON)
    found = problem_of(answer, 422)
    assert any(error["field"].startswith(field) for error in found["errors"]), found


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"products": [{"name": "\x07"}]}, "products[0].name"),
        ({"risk_notes": [{"text": "\x7f"}]}, "risk_notes[0].text"),
        ({"qualifications": [{"type": "\x01"}]}, "qualifications[0].type"),
        ({"cases": [{"name": ""}]}, "cases[0].name"),
        ({"short_names": ["x"] * 201}, "short_names"),
        ({"capability": "车" * 20_001}, "capability"),
        ({"capability": "x" * 1_000_000}, "capability"),
    ],
    ids=["product", "risk note", "qualification", "case", "201 names", "20,001 characters", "1 MB"],
)
def test_a_part_that_is_empty_or_too_long_is_named(client: TestClient, path: str, record: Any, field: str) -> None:
    problem_of(client.post(path, json={"name": "某公司", **record}), 422, field)


def test_a_field_name_of_strange_characters_is_named_printably(client: TestClient) -> None:
    for name in (r"\ud800", r"\u0000", "x" * 10_000, "<script>"):
        found = problem_of(client.post(POSTS[0], content=f'{{"name": "a", "{name}": 1}}'.encode(), headers=JSON), 422)
        assert len(found["detail"]) < 200


@pytest.mark.parametrize(
    "text", ["", " ", "车", "😀😀😀", "!!!", "平台系统服务", "的", "a", "0", "\u200b", "\u202e", "\t\n", "1" * 20_000]
)
def test_a_text_that_says_nothing_has_no_evidence(client: TestClient, text: str) -> None:
    answer = client.post(f"{PREFIX}/recommendations", json={"text": text})
    assert answer.status_code == 200, answer.text
    assert {row["band"] for row in answer.json()["results"]} == {"无依据"}


@pytest.mark.parametrize(
    "text",
    [
        "路侧单元",
        "路侧单元" * 5_000,
        "路侧单元\u0007\u2028\u0085",
        "路\u200b侧\u200b单元",
        "𠮷" * 20_000,
        "㈱" * 20_000,
    ],
    ids=["plain", "repeated", "control characters", "zero width", "second plane", "compatibility"],
)
def test_a_strange_text_is_kept_and_compared(client: TestClient, text: str) -> None:
    name = f"某公司{len(client.get(f'{PREFIX}/enterprises', params={'limit': 200}).json()['items'])}"
    made = client.post(f"{PREFIX}/enterprises", json={"name": name, "text": text})
    assert made.status_code == 201, made.text
    answer = client.get(f"{PREFIX}/enterprises/{made.json()['id']}/recommendations")
    assert answer.status_code == 200
    assert all(0 <= row["score"] <= 1 for row in answer.json()["results"])


def test_answers_are_json_that_every_reader_takes(client: TestClient) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    for path in (f"{PREFIX}/enterprises/F3/recommendations", f"{PREFIX}/pairs/F3/S5"):
        json.loads(client.get(path).content.decode("utf-8"), parse_constant=refuse)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", f"{PREFIX}/enterprises", {"GET", "HEAD", "POST"}),
        ("PUT", f"{PREFIX}/enterprises/F1", {"GET", "HEAD"}),
        ("GET", f"{PREFIX}/recommendations", {"POST"}),
        ("POST", f"{PREFIX}/scenarios", {"GET", "HEAD"}),
        ("POST", f"{PREFIX}/openapi.json", {"GET", "HEAD"}),
        ("POST", "/", {"GET", "HEAD"}),
        ("TRACE", "/", {"GET", "HEAD"}),
        ("DELETE", "/static/style.css", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_is_not_allowed_says_which_are(
    client: TestClient, method: str, path: str, allowed: set[str]
) -> None:
    answer = client.request(method, path)
    problem_of(answer, 405)
    assert {name.strip() for name in answer.headers["allow"].split(",")} == allowed


@pytest.mark.parametrize(
    "path",
    ["/nothing", f"{PREFIX}/nothing", "/static/nothing.css", "/static/..%2fapp.py", "/docs", "/" + "x" * 5_000, "/%00"],
)
def test_an_address_that_leads_nowhere_is_not_found(client: TestClient, path: str) -> None:
    assert len(problem_of(client.get(path), 404)["detail"]) < 200
