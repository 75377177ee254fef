"""The page of one pair: everything the engine says of it, and the words where they stand."""

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.pages.pairs import bars
from api.settings import Settings
from api.usecases.mark_texts import GENERIC, PLAIN, SECTIONS, SPECIFIC, Piece, marked_sections
from matcher.notes import NOTHING_ASKED, NOTHING_OFFERED
from matcher.results import Contribution, RequirementMatch, Span
from matcher.text.document import ENTERPRISE_SECTIONS, SCENARIO_SECTIONS, Passage
from matcher.wording import DEGREES, LIFTS, SAME_FOR_ALL, degree
from tests.api.answers import PREFIX, problem_of
from tests.conftest import FIRMS, NEEDS

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAIRS = [(firm["id"], need["id"]) for firm in FIRMS for need in NEEDS]


def words(page: str) -> str:
    return html.unescape(re.sub("<[^>]+>", "", page))


def shown(term: dict[str, Any]) -> str:
    """A matched word as a person reads it: with the scenario's own word where that is another one."""
    concept = f"（概念：{term['concept']}）" if term["concept"] else ""
    return f"{term['source']} ↔ {term['term']}{concept}" if term["source"] else term["term"]


def told(pair: dict[str, Any]) -> list[str]:
    """Every sentence and number of an explained pair that a person is to read."""
    contributions = [(one["label"], f"{one['points']:.4f}", one["evidence"]) for one in pair["contributions"]]
    terms = [f"{shown(term)} +{term['points']:.4f}" for one in pair["contributions"] for term in one["terms"]]
    requirements = [(one["text"], "、".join(one["terms"])) for one in pair["requirements"]]
    lines = [*pair["reasons"], *pair["warnings"], *pair["missing"], *pair["why_not"], pair["verdict"]["reason"]]
    lifts = [(one["advice"], f"增加 {one['gain']:.4f}，得分到 {one['score']:.4f}") for one in pair["lifts"]]
    versions = [pair["on"], pair["engine_version"], pair["weights_version"], f"{pair['score']:.4f}", pair["band"]]
    return [
        *sum(contributions, ()),
        *terms,
        *sum(requirements, ()),
        *sum(lifts, ()),
        *lines,
        *versions,
        "供参考，不是决定",
    ]


@pytest.mark.parametrize(("firm", "need"), PAIRS)
def test_the_page_tells_everything_that_the_interface_tells(city: TestClient, firm: str, need: str) -> None:
    for k in (1, 10):
        pair = city.get(f"{PREFIX}/pairs/{firm}/{need}", params={"k": k}).json()
        page = words(city.get(f"/pairs/{firm}/{need}", params={"k": k}).text)
        assert [one for one in told(pair) if one not in page] == []


def test_a_pair_that_is_out_says_so_and_one_that_is_in_says_that(city: TestClient) -> None:
    out, kept = city.get("/pairs/F5/S1").text, city.get("/pairs/F1/S1").text
    assert "不符合硬性条件：" in out and "没有发现" not in out
    assert "没有发现不符合硬性条件" in kept


def test_reasons_come_before_the_numbers(city: TestClient) -> None:
    page = city.get("/pairs/F1/S1").text
    headings = re.findall("<h2>(.*?)</h2>", page)
    assert headings[:5] == ["理由", "需求逐条对照", "得分构成", "双方对应的词", "欠缺"]


@pytest.mark.parametrize(("firm", "need"), [("F1", "S1"), ("F2", "S2"), ("F6", "S4")])
def test_the_marked_words_are_those_that_the_explanation_places(city: TestClient, firm: str, need: str) -> None:
    pair = city.get(f"{PREFIX}/pairs/{firm}/{need}").json()
    page = city.get(f"/pairs/{firm}/{need}").text
    originals = "".join(re.findall('<p class="original">(.*?)</p>', page, re.DOTALL))
    marked = "".join(re.findall("<mark[^>]*>(.*?)</mark>", originals))
    terms = [term for one in pair["contributions"] for term in one["terms"]]
    placed = [term["term"] for term in terms if term["enterprise_spans"] and not term["generic"]]
    assert placed
    assert [term for term in placed if term not in marked.lower()] == []


def test_a_pair_is_found_by_names_and_speaks_of_the_day_asked_for(city: TestClient) -> None:
    page = city.get("/pairs/某路侧设备有限公司/路口车路协同改造", params={"on": "2026-08-30", "k": 3}).text
    assert "基准日 2026-08-30" in page and "前 3 家" in page
    assert f"{PREFIX}/pairs/F1/S1?on=2026-08-30&amp;k=3" in page


def test_the_start_page_leads_to_the_pairs(client: TestClient) -> None:
    from matcher import load_catalogue

    with client.app.state.open_store(True) as store:
        for firm in load_catalogue().enterprises:
            store.enterprises.add(firm)
        store.commit()
    links = re.findall('href="(/pairs/[^"]+)"', client.get("/").text)
    published = [firm.id for firm in load_catalogue().enterprises]
    answers = {id: client.get(f"{PREFIX}/enterprises/{id}/recommendations", params={"k": 3}).json() for id in published}
    supported = [
        f"/pairs/{id}/{row['id']}" for id in published for row in answers[id]["results"] if row["band"] != "无依据"
    ]
    assert links == supported != []
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/pairs/某路侧设备公司/S1", 404, "某路侧设备有限公司"),
        ("/pairs/F1/路口车路协同", 404, "路口车路协同改造"),
        ("/pairs/F1/%3Cb%3E", 404, "<b>"),
        ("/pairs/F1", 404, "没有这个地址"),
        ("/nothing", 404, "没有这个地址"),
        ("/pairs/F1/S1?on=yesterday", 422, "不是日期"),
        ("/pairs/F1/S1?k=0", 422, "k"),
    ],
)
def test_what_goes_wrong_is_a_page_for_a_browser_and_a_problem_for_a_program(
    city: TestClient, path: str, status: int, told: str
) -> None:
    answer = city.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "content-security-policy" in answer.headers
    assert "<b>" not in answer.text
    assert told in words(answer.text) and "回到首页" in answer.text
    assert (city.head(path, headers=BROWSER).status_code, city.head(path, headers=BROWSER).content) == (status, b"")
    assert told in problem_of(city.get(path), status)["detail"]


def test_a_fault_and_a_database_that_is_away_are_pages_too(client: TestClient, settings: Settings) -> None:
    @client.app.get("/fault")
    def fault() -> None:
        raise RuntimeError("secret detail")

    answer = client.get("/fault", headers=BROWSER)
    assert (answer.status_code, "服务内部出错" in answer.text, "secret" in answer.text) == (500, True, False)
    for file in settings.home.glob("matcher.db*"):
        file.unlink()
    answer = client.get("/pairs/F1/S1", headers=BROWSER)
    assert (answer.status_code, "matcher init" in answer.text) == (503, True)
    assert int(answer.headers["retry-after"]) >= 1


def test_the_interface_answers_a_browser_with_problems_as_it_says(city: TestClient) -> None:
    problem_of(city.get(f"{PREFIX}/pairs/nobody/S1", headers=BROWSER), 404)


def test_every_section_has_a_name_for_people() -> None:
    assert SECTIONS.keys() == {*ENTERPRISE_SECTIONS, *SCENARIO_SECTIONS}


def test_overlapping_words_are_marked_once_and_the_specific_ones_win() -> None:
    passages = [Passage("capability", "capability", "智慧园区平台"), Passage("cases[0].name", "cases", "")]
    places = [(Span("capability", 0, 4), False), (Span("capability", 2, 6), True), (Span("cases[0].name", 0, 9), True)]
    (section,) = marked_sections(passages, places)
    assert (section.label, section.texts) == ("能力介绍", ((Piece("智慧园区", SPECIFIC), Piece("平台", GENERIC)),))
    assert marked_sections(passages, ())[0].texts == ((Piece("智慧园区平台", PLAIN),),)


def test_bars_share_one_scale_and_the_base_has_no_more_than_it_brings() -> None:
    drawn = bars([Contribution("a", "甲", 0.5, 0.8, 0.4), Contribution("bias", "基础分", 1.0, 0.2, 0.2)])
    assert [(most, gained) for _, most, gained in drawn] == [(100.0, 50.0), (25.0, 25.0)]
    assert bars([Contribution("bias", "基础分", 1.0, 0.0, 0.0)])[0][1:] == (0.0, 0.0)


def test_each_requirement_has_one_word_and_one_number_everywhere(city: TestClient) -> None:
    pair = city.get(f"{PREFIX}/pairs/F1/S1").json()
    page = words(city.get("/pairs/F1/S1").text)
    assert DEGREES in page
    for one in pair["requirements"]:
        said = degree(RequirementMatch(one["text"], one["need"], one["coverage"]))
        need = {"must": "必须", "nice": "期望"}[one["need"]]
        assert f"{said} {need} {one['text']} 覆盖程度 {one['coverage'] * 100:.0f}%" in " ".join(page.split())
        assert any(f"{one['text']}（企业材料未体现）" in line for line in pair["missing"]) == (said == "未体现")


def test_what_would_lift_a_pair_stands_in_its_order_with_what_it_rests_on(city: TestClient) -> None:
    pair = city.get(f"{PREFIX}/pairs/F2/S1").json()
    page = words(city.get("/pairs/F2/S1").text)
    places = [page.index(one["advice"]) for one in pair["lifts"]]
    assert places == sorted(places) != []
    assert page.index("欠缺") < page.index("怎样能更合适") < page.index(LIFTS) < places[0]
    changed = [one for one in pair["lifts"] if one["band"] != pair["band"]]
    plain = " ".join(page.split())
    assert plain.count("，变为 ") == len(changed) and plain.count("，仍为 ") == len(pair["lifts"]) - len(changed)


def test_a_pair_without_advice_has_no_heading_for_it(city: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "怎样能更合适" in city.get("/pairs/F2/S1").text
    monkeypatch.setattr("api.usecases.explain_pair.lifts", lambda *pair: ())
    page = city.get("/pairs/F2/S1").text
    assert "欠缺" in page and "怎样能更合适" not in page


def test_the_base_says_what_it_is(city: TestClient) -> None:
    assert f"基础分0.0000—— {SAME_FOR_ALL}".replace(" ", "") in re.sub(r"\s", "", words(city.get("/pairs/F1/S1").text))


def test_a_side_that_says_nothing_is_told_so_first(city: TestClient) -> None:
    assert NOTHING_ASKED in city.get("/pairs/F1/S5").text
    for note in (NOTHING_ASKED, NOTHING_OFFERED):
        assert note not in city.get("/pairs/F1/S1").text


def test_every_number_of_the_sum_carries_its_column_for_narrow_screens(city: TestClient) -> None:
    table = re.findall("<table.*?</table>", city.get("/pairs/F1/S1").text, re.DOTALL)[0]
    assert table.count("<tr") == 1 + len(city.get(f"{PREFIX}/pairs/F1/S1").json()["contributions"])
    for label in ("得分", "取值", "权重"):
        assert table.count(f'data-label="{label}"') == table.count("<tr") - 1
