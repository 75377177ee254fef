"""A score taken apart: the terms sum to the points, the spans cut the right words, and why not."""

from dataclasses import replace

import pytest

from matcher import Band, Match, Matchmaker, Verdict, explanation, load_config, load_taxonomy
from matcher.entities import Case, Enterprise, Product, Requirement, Scenario
from matcher.explanation import OTHER_TERMS, SHOWN_TERMS, SPANS_PER_TERM
from matcher.results import Contribution, RequirementMatch, TermMatch
from matcher.text.lexicon import Lexicon
from matcher.text.normalize import normalize
from tests.conftest import DAY, tiny_data

WRITTEN = Enterprise(
    id="W",
    name="㈱某智慧公司",
    capability="㈱\u3000研製路側 單元，Ｔ－Ｂｏｘ及毫米波雷達。ｶﾞラス",
    products=(Product("車路協同套件", figures="雷达 １２ 套"),),
    cases=(Case("路口改造", effect="公交優先"),),
)
NEED = Scenario(
    id="N",
    name="车路协同平台",
    background="布设路侧单元、T-Box与毫米波雷达。",
    requirements=(Requirement("雷达检测"), Requirement("公交優先", "nice")),
    target_figures=("路口改造十处",),
)


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    lexicon = Lexicon(("路侧单元", "毫米波雷达", "T-Box", "车路协同"), ("平台", "公司"))
    return Matchmaker(load_taxonomy(), lexicon, load_config()).fit([WRITTEN], [NEED])


@pytest.fixture(scope="module")
def match(market: Matchmaker) -> Match:
    return market.explain("W", "N", DAY)


def terms_of(match: Match) -> tuple[TermMatch, ...]:
    return next(one.terms for one in match.contributions if one.feature == "text_similarity")


def text_at(entity: object, path: str) -> str:
    for part in path.replace("[", ".").replace("]", "").split("."):
        entity = entity[int(part)] if part.isdigit() else getattr(entity, part)
    assert isinstance(entity, str)
    return entity


def test_contributions_sum_to_the_score_and_terms_to_the_points_of_the_text(tiny_city: Matchmaker) -> None:
    for enterprise in tiny_city.enterprises:
        for scenario in tiny_city.scenarios:
            match = tiny_city.explain(enterprise, scenario, DAY)
            assert sum(one.points for one in match.contributions) == pytest.approx(match.score, abs=1e-9)
            points = match.contributions[0].points
            assert sum(term.points for term in terms_of(match)) == pytest.approx(points, abs=1e-9)


def test_the_bias_is_a_visible_contribution() -> None:
    biased = Matchmaker.from_data(
        config=replace(load_config(), bias=0.125, weights=dict.fromkeys(load_config().weights, 0.1))
    )
    match = biased.fit([WRITTEN], [NEED]).explain("W", "N", DAY)
    assert match.contributions[-1] == Contribution("bias", "基础分", 1.0, 0.125, 0.125)
    assert sum(one.points for one in match.contributions) == pytest.approx(match.score, abs=1e-9)


def test_terms_come_largest_first_and_each_once(match: Match) -> None:
    terms = terms_of(match)
    assert [term.points for term in terms] == sorted((term.points for term in terms), reverse=True)
    assert len({term.term for term in terms}) == len(terms)
    assert {"路侧单元", "T-Box", "毫米波雷达", "车路协同"} <= {term.term for term in terms}


def test_spans_cut_the_words_out_of_the_original_text_of_both_sides(match: Match) -> None:
    checked = 0
    for term in terms_of(match):
        for entity, spans in ((WRITTEN, term.enterprise_spans), (NEED, term.scenario_spans)):
            for span in spans:
                cut = text_at(entity, span.field)[span.start : span.end]
                assert normalize(cut).text == normalize(term.term).text
                checked += 1
    assert checked > 10


@pytest.mark.parametrize(
    ("term", "field", "written"),
    [
        ("路侧单元", "capability", "路側 單元"),
        ("T-Box", "capability", "Ｔ－Ｂｏｘ"),
        ("毫米波雷达", "capability", "毫米波雷達"),
        ("车路协同", "products[0].name", "車路協同"),
        ("公交", "cases[0].effect", "公交"),
    ],
)
def test_a_term_is_highlighted_as_it_was_written(match: Match, term: str, field: str, written: str) -> None:
    found = next(one for one in terms_of(match) if one.term == term)
    spans = [span for span in found.enterprise_spans if span.field == field]
    assert [text_at(WRITTEN, field)[span.start : span.end] for span in spans] == [written]


def test_generic_terms_and_the_collected_rest_are_marked(match: Match) -> None:
    assert {term.term for term in terms_of(match) if not term.is_generic} >= {"路侧单元", "雷达"}
    assert all(term.is_generic for term in terms_of(match) if term.term in ("平台", OTHER_TERMS))


def test_pairs_without_a_word_of_their_own_are_shown_as_one_entry(market: Matchmaker) -> None:
    """路口雷达 and 道口雷电 share no word, but the pair 口雷."""
    firm = Enterprise(id="A", name="甲", capability="路口雷达")
    need = Scenario(id="B", name="乙", background="道口雷电")
    config = replace(market.config, feedback_share=0.0)
    match = Matchmaker(market.taxonomy, Lexicon(), config).fit([firm], [need]).explain("A", "B", DAY)
    assert terms_of(match) == (TermMatch(OTHER_TERMS, match.contributions[0].points, is_generic=True),)
    assert match.contributions[0].points > 0
    assert match.band is Band.NONE


def test_only_the_first_terms_have_spans_and_at_most_five_each(market: Matchmaker) -> None:
    clauses = [f"{word}{place}。" for place in range(7) for word in ("路侧单元", "毫米波雷达")]
    words = "公交 行人 火锅 烧烤 舞台 灯光 剧场 氢气 电池 水泵 钢铁 茶叶 棉花 玻璃 陶瓷".replace(" ", "。")
    text = "".join(clauses) + words
    firm, need = Enterprise(id="A", name="甲", capability=text), Scenario(id="B", name="乙", background=text)
    terms = terms_of(market.explain(firm, need, DAY))
    assert max(len(term.enterprise_spans) for term in terms) == SPANS_PER_TERM
    both = Matchmaker(market.taxonomy, Lexicon(), market.config).fit([firm], [need])
    many = terms_of(both.explain("A", "B", DAY))
    assert len(many) > SHOWN_TERMS
    assert not any(term.enterprise_spans or term.scenario_spans for term in many[SHOWN_TERMS:])


def test_strangers_share_no_term(market: Matchmaker) -> None:
    match = market.explain(Enterprise(id="A", name="火锅"), "N", DAY)
    assert terms_of(match) == ()
    assert match.band is Band.NONE
    assert match.reasons == ()


def test_each_requirement_has_its_coverage_and_the_words_that_cover_it(match: Match) -> None:
    first, second = match.requirements
    assert (first.text, first.need, second.need) == ("雷达检测", "must", "nice")
    assert first.terms == ("雷达",)
    assert set(second.terms) == {"公交", "优先"}
    assert 0 < first.coverage < 1
    assert 0 < second.coverage <= 1


def contribution(feature: str, value: float | None, evidence: str = "") -> Contribution:
    return Contribution(feature, "标签", value, 0.1, 0.05, evidence)


def requirement(coverage: float, need: str = "must", terms: tuple[str, ...] = ()) -> RequirementMatch:
    return RequirementMatch(f"{need}{coverage}", need, coverage, terms)


def test_reasons_name_the_specific_terms_first() -> None:
    terms = [TermMatch("平台", 0.2, is_generic=True), *(TermMatch(f"词{place}", 0.1) for place in range(7))]
    (only,) = explanation.reasons(Band.WEAK, [], terms, [])
    assert only == "双方都提到：" + "、".join(f"词{place}（+0.100）" for place in range(5))


def test_reasons_count_the_requirements_and_name_the_closest() -> None:
    requirements = [
        requirement(0.5),
        requirement(0.7, terms=("甲", "乙", "丙", "丁")),
        requirement(0.2),
        requirement(0.19),
    ]
    (only,) = explanation.reasons(Band.WEAK, [], [], requirements)
    assert only == "4 项需求中覆盖 2 项、部分涉及 1 项，最贴近的是“must0.7”（甲、乙、丙）"
    assert explanation.reasons(Band.WEAK, [], [], [requirement(0.19)]) == ()


def test_a_long_requirement_is_shortened() -> None:
    (only,) = explanation.reasons(Band.WEAK, [], [], [RequirementMatch("长" * 29, "must", 0.5)])
    assert only.endswith(f"“{'长' * 27}…”")


def test_reasons_name_the_strong_signals_that_say_why() -> None:
    signals = [
        contribution("industry", 0.7, "行业相同"),
        contribution("scale", 0.6, "规模小"),
        contribution("district", None, "不知"),
        contribution("qualification", 1.0),
        contribution("text_similarity", 1.0, "文本"),
        contribution("bias", 1.0, "基础"),
    ]
    assert explanation.reasons(Band.WEAK, signals, [], []) == ("标签：行业相同",)


def test_missing_names_bare_requirements_must_first_then_unknown_signals() -> None:
    signals = [
        contribution("track_record", None, "企业未填写案例"),
        contribution("scale", None, "场景未注明预算"),
        contribution("industry", 0.0, "企业行业与场景适配行业不同"),
        contribution("qualification", None, "企业未填写资质"),
    ]
    found = explanation.missing(signals, [requirement(0.19, "nice"), requirement(0.0), requirement(0.2)])
    assert found == (
        "必须：must0.0（企业材料未体现）",
        "期望：nice0.19（企业材料未体现）",
        "企业未填写案例，补充后可重新评估",
        "企业未填写资质，补充后可重新评估",
    )


def test_a_scenario_without_requirements_has_its_own_need_filled_in() -> None:
    signals = [contribution("district", None, "企业未填写服务区域")]
    assert explanation.missing(signals, []) == (
        "场景没有公布逐条需求，需求待补",
        "企业未填写服务区域，补充后可重新评估",
    )
    assert explanation.missing([], [requirement(1.0)]) == ()


def test_what_the_scenario_does_not_state_is_not_held_against_the_firm(tiny_city: Matchmaker) -> None:
    """S5 states nothing at all; F1 has cases, F3 states nothing but its text."""
    assert tiny_city.explain("F1", "S5", DAY).missing == ("场景没有公布逐条需求，需求待补",)
    assert tiny_city.explain("F3", "S5", DAY).missing == (
        "场景没有公布逐条需求，需求待补",
        "企业未填写案例，补充后可重新评估",
    )


MATCH = Match("F", "S", 0.25, Band.WEAK, missing=("缺案例",))


def test_why_not_names_the_rule_that_takes_a_pair_out() -> None:
    out = replace(MATCH, verdict=Verdict(False, "已注销"))
    assert explanation.why_not(out, 3, 9, None) == ("不符合硬性条件：已注销",)


def test_why_not_names_place_gap_and_what_is_missing() -> None:
    assert explanation.why_not(MATCH, 3, 9, 0.75) == (
        "得分 0.2500，在这个场景的 9 家企业中排第 3，档次：弱",
        "与入选的最后一名相差 0.5000 分",
        "缺案例",
    )


def test_why_not_has_no_gap_to_an_equal_or_to_nobody() -> None:
    for last in (None, 0.25):
        assert explanation.why_not(MATCH, 3, 9, last) == (
            "得分 0.2500，在这个场景的 9 家企业中排第 3，档次：弱",
            "缺案例",
        )


def test_why_not_says_that_nothing_is_shared() -> None:
    assert "双方共同的专业词不足以作为依据" in explanation.why_not(replace(MATCH, band=Band.NONE), 3, 9, None)


def test_a_score_that_lacks_evidence_says_why_its_band_is_lower() -> None:
    config = replace(load_config(), strong=0.02, medium=0.01, evidence_points=0.0001, medium_evidence=0.0002)
    for strong_evidence, band in ((0.0002, "强"), (0.9, "中")):
        market = Matchmaker.from_data(tiny_data(), config=replace(config, strong_evidence=strong_evidence))
        match = market.explain("F1", "S1", DAY)
        assert match.band == band
        said = [line for line in match.missing if "专业词还不够" in line]
        assert said == ([] if band == "强" else ["得分达到“强”，但双方共同的专业词还不够，只列为“中”"])


def test_abbreviations_are_shown_in_the_capitals_of_the_texts(market: Matchmaker) -> None:
    firm = Enterprise("A", "某公司", capability="自研ＬｏＲａ网关、MBR膜组器、OPC接口、T-Box与毫米波雷达。")
    need = Scenario(
        "B",
        "泵站改造",
        background="接入LoRa与OPC，改造MBR膜组器，试验T-Box。",
        requirements=(Requirement("OPC接口，LoRa组网"),),
    )
    match = market.explain(firm, need, DAY)
    shown = {term.term for term in terms_of(match)} | {term for one in match.requirements for term in one.terms}
    assert shown >= {"LoRa", "OPC", "MBR", "T-Box"}
    assert shown.isdisjoint({"lora", "opc", "mbr", "t-box"})


def test_a_pair_is_taken_apart_without_likeness_in_meaning_too() -> None:
    config = replace(load_config(), meaning_share=0.0)
    market = Matchmaker(load_taxonomy(), Lexicon(("路侧单元",), ()), config).fit([WRITTEN], [NEED])
    assert "路侧单元" in {term.term for term in terms_of(market.explain("W", "N", DAY))}
