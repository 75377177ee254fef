"""What a browser gets: pages, headers, health; and nothing from outside."""

import html
import json
import re
import shlex
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from matcher import Enterprise, from_json
from tests.api.answers import PREFIX, documented

PAGES = ["/", "/guide", "/pairs/F1/S1", "/pairs/F5/S1", "/pairs/F3/S5"]
EVERYWHERE = [*PAGES, "/static/style.css", "/healthz", "/readyz", f"{PREFIX}/enterprises", f"{PREFIX}/openapi.json"]
EVENT = re.compile("^on[a-z]+$")


class Elements(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_outside_and_runs_nothing_inline(city: TestClient, path: str) -> None:
    answer = city.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    elements = Elements(answer.text).found
    assert len(elements) > 10
    for tag, attributes in elements:
        assert tag not in ("script", "style", "iframe", "object", "embed", "base"), tag
        assert "style" not in attributes
        assert not [name for name in attributes if EVENT.match(name)]
        for name in ("href", "src", "action", "srcset", "poster"):
            address = attributes.get(name, "/")
            assert re.match("(/(?!/)|#)", address), f"{tag} {name}={address} leads outside"


@pytest.mark.parametrize("path", PAGES)
def test_every_address_on_a_page_leads_somewhere(city: TestClient, path: str) -> None:
    elements = Elements(city.get(path).text).found
    addresses = {a["href"].split("#")[0] for _, a in elements if "href" in a} - {""}
    assert addresses
    for address in sorted(addresses):
        assert city.get(address).status_code == 200, address


def test_a_style_sheet_names_nothing_outside(city: TestClient) -> None:
    sheet = city.get("/static/style.css").text
    assert "@import" not in sheet
    assert not re.search(r"url\(|//", sheet)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_its_language_and_has_one_heading_and_a_title(city: TestClient, path: str) -> None:
    page = city.get(path).text
    tags = [tag for tag, _ in Elements(page).found]
    assert '<html lang="zh-CN">' in page
    assert (tags.count("h1"), tags.count("title"), tags.count("main")) == (1, 1, 1)


def test_the_guide_describes_every_operation_of_openapi(city: TestClient) -> None:
    page = city.get("/guide").text
    operations = [
        (method.upper(), path, operation)
        for path, methods in city.get(f"{PREFIX}/openapi.json").json()["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) >= 13
    for method, path, operation in operations:
        assert f"{method} {path}" in page
        assert operation["summary"] in page


def test_what_a_firm_writes_is_text_on_a_page_and_never_markup(client: TestClient) -> None:
    name = "<script>alert(1)</script><b>&amp;'\"{{7777*7}}"
    record = {"id": "CQ2021-E01", "name": name, "risk_notes": [{"text": "<i onclick=x>", "source": "<u>"}]}
    record["capability"] = "<b>路侧单元</b>与<i>毫米波雷达</i>"
    with client.app.state.open_store(True) as store:  # only firms of the published list are shown at the start
        store.enterprises.add(from_json(Enterprise, record))
        store.commit()
    for path in ("/", "/pairs/CQ2021-E01/S1"):
        page = client.get(path).text
        assert "&lt;script&gt;" in page
        assert not [tag for tag, _ in Elements(page).found if tag in ("script", "b", "i", "u")]
        assert "{{7777*7}}" in page
        assert "54439" not in page
    assert "&lt;b&gt;<mark>路侧单元</mark>&lt;/b&gt;" in page


def test_the_start_page_shows_the_firms_that_the_published_list_names_whatever_their_ids_look_like(
    client: TestClient,
) -> None:
    records = [{"id": "CQ2021-E99", "name": "编号相像的公司"}, {"id": "CQ2021-E02", "name": "清单所列的公司"}]
    with client.app.state.open_store(True) as store:
        for record in records:
            store.enterprises.add(from_json(Enterprise, {**record, "tracks": ["车联网"]}))
        store.commit()
    headings = re.findall("<h2>(.*?)</h2>", client.get("/").text)
    assert [heading for heading in headings if "公司" in heading] == ["清单所列的公司"]


@pytest.mark.parametrize("path", [*EVERYWHERE, "/nothing", f"{PREFIX}/enterprises/nobody"])
def test_every_answer_carries_the_security_headers(city: TestClient, path: str) -> None:
    headers = city.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy and "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_refusals_carry_the_security_headers_too(city: TestClient) -> None:
    for answer in (
        city.delete(f"{PREFIX}/enterprises"),
        city.post(f"{PREFIX}/enterprises", content=b" " * 2_000_001),
        city.post(f"{PREFIX}/enterprises", json={"name": "a"}, headers={"origin": "null"}),
        city.post(f"{PREFIX}/enterprises", content=b"{"),
    ):
        assert answer.status_code in (400, 403, 405, 413, 415, 422)
        assert "content-security-policy" in answer.headers


def test_the_process_is_healthy_and_ready(city: TestClient) -> None:
    assert documented(city.app, city.get("/healthz"), "/healthz") == {"status": "ok"}
    ready = documented(city.app, city.get("/readyz"), "/readyz")
    assert (ready["status"], ready["enterprises"], ready["scenarios"]) == ("ready", 6, 5)


@pytest.mark.parametrize(
    ("path", "status"),
    [*((path, 200) for path in EVERYWHERE), (f"{PREFIX}/enterprises/nobody", 404), (f"{PREFIX}/recommendations", 405)],
)
def test_head_is_answered_as_get_without_a_body(city: TestClient, path: str, status: int) -> None:
    head, get = city.head(path), city.get(path)
    assert (head.status_code, get.status_code, head.content) == (status, status, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]


def test_the_guide_shows_what_to_send_and_it_is_accepted(client: TestClient) -> None:
    page = client.get("/guide").text
    assert "<td></td>" not in page
    commands = [html.unescape(found) for found in re.findall("<code>(curl .*?)</code>", page, re.DOTALL)]
    examples = [html.unescape(found) for found in re.findall(r"<code>(\{.*?\n\})</code>", page, re.DOTALL)]
    posts = [path for path, methods in client.app.openapi()["paths"].items() if "post" in methods]
    assert len(commands) == len(examples) == len(posts) == 2
    for command, example, path in zip(commands, examples, posts, strict=True):
        program, _, method, address, _, header, _, body = shlex.split(command)
        assert (program, method, address) == ("curl", "POST", f"http://127.0.0.1{path}")
        assert json.loads(body) == json.loads(example)
        name, value = header.split(": ")
        assert client.post(path, content=body.encode(), headers={name: value}).status_code in (200, 201)
