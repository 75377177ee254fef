"""What would lift a firm: every gain is the difference of two explanations, and no advice asks for a lie."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from matcher import Band, Matchmaker, load_config, load_taxonomy
from matcher.amounts import Amount
from matcher.embedding.base import Key, Rows
from matcher.embedding.calibration import Calibration
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.passages import passage_keys, scenario_keys
from matcher.entities import Case, Enterprise, Qualification, RequiredQualification, Requirement, Scenario
from matcher.lifting import LEAST_GAIN, MOST_LIFTS, OPENS, Lift, changes, lifts, lifts_json
from matcher.text.lexicon import Lexicon
from tests.conftest import DAY, FIRMS, NEEDS, tiny_data

YESTERDAY, LATER = DAY - timedelta(days=1), DAY + timedelta(days=365)
LEXICON = Lexicon(
    ("路侧单元", "毫米波雷达", "车路协同", "信号机", "公交优先", "行人", "电解槽", "加氢站", "舞台灯光"),
    ("平台", "公司", "支持", "提供"),
)
NEED = Scenario(
    id="S",
    name="路口车路协同改造",
    background="在主干道路口布设路侧单元和毫米波雷达。",
    requirements=(
        Requirement("路侧单元接入信号机"),
        Requirement("毫米波雷达检测行人"),
        Requirement("电解槽与加氢站成套", "nice"),
    ),
    industry_codes=("3922", "6531"),
    district="高新区",
    budget=Amount(800.0, 1200.0, "800-1200万元"),
    required_qualifications=(RequiredQualification("ISO9001", need="nice"),),
)
BARE = Enterprise(id="F", name="某公司", capability="研制毫米波雷达，用于车路协同。")
PERFECT = Enterprise(
    id="P",
    name="另一家公司",
    capability="路侧单元接入信号机。毫米波雷达检测行人。电解槽与加氢站成套。路口布设。",
    industry_codes=("3922",),
    service_areas=("全国",),
    revenue_band="2000-5000万元",
    cases=tuple(Case(name) for name in ("路口车路协同改造", "主干道路口布设路侧单元和毫米波雷达")),
    qualifications=(Qualification("ISO9001", valid_until=LATER),),
)
STAGE = Enterprise(id="G", name="舞台公司", capability="舞台灯光。")
FIELDS = {"capability", "qualifications", "service_areas", "cases", "revenue_band", "industry_codes"}


def market_of(*firms: Enterprise, needs: Sequence[Scenario] = (NEED,), known: KnownVectors | None = None) -> Matchmaker:
    return Matchmaker(load_taxonomy(), LEXICON, load_config(), known or KnownVectors()).fit(firms, needs)


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    return market_of(BARE, PERFECT, STAGE)


@pytest.fixture(scope="module")
def wordy_city() -> Matchmaker:
    """The tiny city without sentence vectors."""
    data = tiny_data()
    return Matchmaker.from_data(vectors=KnownVectors()).fit(data.enterprises, data.scenarios)


def advice_of(found: Sequence[Lift], field: str) -> list[str]:
    return [lift.advice for lift in found if lift.field == field]


def followed(firm: Enterprise, need: Scenario, lift: Lift, on: date) -> Enterprise:
    """The firm that did what the advice says, written down without the code that gave it."""
    if lift.field == "capability":
        return replace(firm, capability=f"{firm.capability}\n{lift.advice.split('“')[1].split('”')[0]}")
    if lift.field == "qualifications":
        wanted = [one for one in need.required_qualifications if one.title in lift.advice]
        held = (Qualification(one.type, one.level, "", None, on) for one in wanted)
        return replace(firm, qualifications=(*firm.qualifications, *held))
    if lift.field == "service_areas":
        return replace(firm, service_areas=(*firm.service_areas, need.district))
    if lift.field == "cases":
        return replace(firm, cases=(*firm.cases, Case(name=need.name)))
    if lift.field == "revenue_band":
        return replace(firm, revenue_band=need.budget.as_written if need.budget else "")
    return replace(firm, industry_codes=(need.industry_codes[0],))


def test_each_kind_of_change_is_advised_under_a_condition(market: Matchmaker) -> None:
    found = lifts(market, "F", "S", DAY)
    assert {lift.field for lift in found} == FIELDS
    assert all(lift.advice.startswith("如果") for lift in found)
    bare = ("路侧单元接入信号机", "电解槽与加氢站成套")  # the other one is covered already
    assert set(advice_of(found, "capability")) == {f"如果具备，在能力介绍里写明：“{text}”" for text in bare}
    (qualification,) = advice_of(found, "qualifications")
    assert qualification == "如果持有ISO9001且在 2026-09-01 有效，写进资质并注明有效期"
    assert advice_of(found, "service_areas") == ["如果也在高新区提供服务，把它写进服务区域"]
    assert advice_of(found, "cases") == ["如果完成过与“路口车路协同改造”同类的项目，写进案例"]
    assert advice_of(found, "revenue_band") == ["如果年营收不低于场景预算（800-1200万元），填写营收区间"]
    assert advice_of(found, "industry_codes") == ["如果从事通信终端设备制造（3922），写进行业代码"]


def test_the_gain_is_the_difference_of_two_explanations(market: Matchmaker) -> None:
    before = market.explain("F", "S", DAY)
    for lift in lifts(market, "F", "S", DAY):
        after = market.explain(followed(BARE, NEED, lift, DAY), NEED, DAY)
        assert (lift.score, lift.band) == (after.score, after.band)
        assert lift.gain == after.score - before.score


def test_gains_of_single_signals_are_those_of_their_weights(market: Matchmaker) -> None:
    """A full value in place of the neutral one: 1 - .5 of .02 and of .01, 1 - .2 of .03."""
    gains = {lift.field: lift.gain for lift in lifts(market, "F", "S", DAY)}
    weights, neutral = market.config.weights, market.config.neutral
    for field, feature in (
        ("qualifications", "qualification"),
        ("service_areas", "district"),
        ("revenue_band", "scale"),
    ):
        assert gains[field] == pytest.approx(weights[feature] * (1 - neutral[feature]), abs=1e-12)
    assert gains["industry_codes"] >= weights["industry"] * (1 - neutral["industry"]) - 1e-12


def test_following_any_advice_gives_at_least_the_promised_score(wordy_city: Matchmaker) -> None:
    checked = 0
    for firm in wordy_city.enterprises.values():
        for need in wordy_city.scenarios.values():
            before = wordy_city.explain(firm, need, DAY)
            found = lifts(wordy_city, firm, need, DAY)
            for lift in found:
                after = wordy_city.explain(followed(firm, need, lift, DAY), need, DAY)
                assert after.score >= lift.score - 1e-12
                assert after.verdict.ok or not before.verdict.ok
                checked += 1
            gains = [lift.gain for lift in found if OPENS not in lift.advice]
            assert gains == sorted(gains, reverse=True) and len(found) <= MOST_LIFTS
            assert all(lift.gain >= LEAST_GAIN and lift.advice.startswith("如果") for lift in found)
    assert checked > 30


def test_the_order_of_the_market_changes_nothing(market: Matchmaker) -> None:
    other = market_of(STAGE, PERFECT, BARE)
    assert lifts(market, "F", "S", DAY) == lifts(other, BARE, NEED, DAY) == lifts(market, BARE, "S", DAY)


def test_a_firm_that_has_it_all_needs_no_advice(market: Matchmaker) -> None:
    match = market.explain("P", "S", DAY)
    assert list(changes(market.taxonomy, match, PERFECT, NEED, DAY)) == []
    assert lifts(market, "P", "S", DAY) == ()


def test_what_changes_next_to_nothing_is_left_out(market: Matchmaker) -> None:
    """A revenue that carries the budget brings half the weight of the signal: half of what is the least."""
    light = replace(market.config, weights={**market.config.weights, "scale": LEAST_GAIN})
    dull = Matchmaker(market.taxonomy, LEXICON, light, KnownVectors()).fit([BARE, PERFECT, STAGE], [NEED])
    assert "revenue_band" in {one.field for one in changes(dull.taxonomy, dull.explain("F", "S", DAY), BARE, NEED, DAY)}
    assert advice_of(lifts(dull, "F", "S", DAY), "revenue_band") == []


def test_at_most_eight_and_each_thing_once() -> None:
    many = replace(NEED, requirements=tuple(Requirement(f"{word}检测") for word in "甲乙丙丁戊己庚辛壬癸甲"))
    found = lifts(market_of(BARE, STAGE, needs=[many]), "F", "S", DAY)
    assert len(found) == MOST_LIFTS == len({lift.advice for lift in found})


def requiring(*wanted: RequiredQualification) -> Matchmaker:
    return market_of(BARE, STAGE, needs=[replace(NEED, required_qualifications=wanted)])


@pytest.mark.parametrize(
    "held",
    [
        Qualification("ISO9001", valid_until=YESTERDAY),
        Qualification("ISO9001", valid_from=LATER),
        Qualification("ISO27001", valid_until=LATER),
    ],
    ids=["expired", "not yet in force", "another one"],
)
def test_what_makes_a_pair_eligible_comes_first_and_says_so(held: Qualification) -> None:
    city, firm = requiring(RequiredQualification("ISO9001")), replace(BARE, qualifications=(held,))
    assert not city.explain(firm, "S", DAY).verdict.ok
    first, *others = lifts(city, firm, "S", DAY)
    assert first.advice == f"如果持有ISO9001且在 2026-09-01 有效，写进资质并注明有效期{OPENS}"
    assert not [lift for lift in others if OPENS in lift.advice]
    assert max(lift.gain for lift in others) > first.gain


def test_a_level_that_is_too_low_is_named_with_the_level_that_is_asked_for() -> None:
    firm = replace(BARE, qualifications=(Qualification("CMMI", "2", valid_until=LATER),))
    first = lifts(requiring(RequiredQualification("CMMI", "3")), firm, "S", DAY)[0]
    assert first.advice.startswith("如果持有CMMI3且") and first.advice.endswith(OPENS)


def test_several_musts_make_eligible_only_together() -> None:
    wanted = (RequiredQualification("ISO9001"), RequiredQualification("ISO27001"))
    firm = replace(BARE, qualifications=(Qualification("CMMI", "3", valid_until=LATER),))
    found = lifts(requiring(*wanted), firm, "S", DAY)
    assert found[0].advice.startswith("如果持有ISO9001、ISO27001且") and found[0].advice.endswith(OPENS)
    assert len(advice_of(found, "qualifications")) == 3
    assert sum(OPENS in lift.advice for lift in found) == 1


def test_a_list_that_is_empty_is_filled_in_at_once_since_half_of_it_would_put_the_firm_out() -> None:
    city = requiring(RequiredQualification("ISO9001"), RequiredQualification("ISO27001"))
    assert city.explain("F", "S", DAY).verdict.ok
    (advice,) = advice_of(lifts(city, "F", "S", DAY), "qualifications")
    assert advice == "如果持有ISO9001、ISO27001且在 2026-09-01 有效，写进资质并注明有效期"


def test_no_advice_ever_puts_a_firm_out() -> None:
    """Of a must and a nice, neither alone gains; a list of the nice one would lack the must."""
    city = requiring(RequiredQualification("ISO9001"), RequiredQualification("ISO27001", need="nice"))
    for lift in lifts(city, "F", "S", DAY):
        need = city.scenarios["S"]
        assert city.explain(followed(BARE, need, lift, DAY), need, DAY).verdict.ok


def test_a_revenue_that_nobody_can_read_counts_as_none(market: Matchmaker) -> None:
    unread, small = (replace(BARE, revenue_band=text) for text in ("保密", "100万元"))
    assert advice_of(lifts(market, unread, "S", DAY), "revenue_band")
    assert not advice_of(lifts(market, small, "S", DAY), "revenue_band")


def test_an_industry_that_the_table_does_not_know_is_passed_over(market: Matchmaker) -> None:
    strange = replace(NEED, id="X", industry_codes=("zz", "6531"))
    (advice,) = advice_of(lifts(market, "F", strange, DAY), "industry_codes")
    assert "（6531）" in advice
    assert not advice_of(lifts(market, "F", replace(strange, industry_codes=("zz",)), DAY), "industry_codes")


def test_a_scenario_that_is_not_held_gives_the_advice_it_gives_when_held(market: Matchmaker) -> None:
    strange = replace(NEED, id="X", background="电解槽制氢与储氢瓶组。")
    held = market_of(BARE, PERFECT, STAGE, needs=[NEED, strange])
    for firm in (BARE, replace(BARE, id="N", capability="储氢瓶组。")):
        found, expected = lifts(market, firm, strange, DAY), lifts(held, firm, "X", DAY)
        assert [lift.advice for lift in found] == [lift.advice for lift in expected]
        assert [lift.score for lift in found] == pytest.approx([lift.score for lift in expected], abs=1e-12)
    assert market.scenarios.keys() == {"S"}


class Given(KnownVectors):
    """One and the same vector for the texts that are known."""

    calibration = Calibration(np.zeros(4), 0.0, 2.0)

    def __init__(self, texts: Sequence[Key]) -> None:
        super().__init__("given")
        self.texts = set(texts)

    def rows(self, keys: Sequence[Key]) -> Rows | None:
        if not keys or not self.texts.issuperset(keys):
            return None
        return np.full((len(keys), 4), 60, np.int8)


def test_a_changed_text_without_a_vector_keeps_the_points_that_its_sentences_had() -> None:
    known = Given([*passage_keys(BARE), *scenario_keys(NEED)])
    city, bare = market_of(BARE, PERFECT, STAGE, known=known), market_of(BARE, PERFECT, STAGE)
    before = {one.feature: one for one in city.explain("F", "S", DAY).contributions}
    kept = before["sentence_similarity"]
    assert kept.value and kept.points > 0.05
    for lift in lifts(city, "F", "S", DAY):
        after = city.explain(followed(BARE, NEED, lift, DAY), NEED, DAY)
        others = [one.points - before[one.feature].points for one in after.contributions if one is not kept]
        now = next(one for one in after.contributions if one.feature == "sentence_similarity")
        assert (now.value is None) == (lift.field in ("capability", "cases"))
        assert lift.gain == pytest.approx(sum(others) - (now.points - kept.points), abs=1e-12)
        assert lift.score == pytest.approx(sum(one.points for one in before.values()) + lift.gain, abs=1e-12)
        if now.value is None:
            assert lift.score > after.score
    without = {lift.advice: lift.gain for lift in lifts(bare, "F", "S", DAY)}
    assert {lift.advice for lift in lifts(city, "F", "S", DAY)} == without.keys()


def test_the_band_is_that_of_the_score_that_is_shown() -> None:
    """Without the sentences' points, which wait for their vector, a change would seem to stand a band lower."""
    known = Given([*passage_keys(BARE), *scenario_keys(NEED)])
    config = load_config()
    severe = replace(config, strong=0.4, medium=0.2, neutral={**config.neutral, "sentence_similarity": 0.0})
    city = Matchmaker(load_taxonomy(), LEXICON, severe, known).fit([BARE, PERFECT, STAGE], [NEED])
    found = lifts(city, "F", "S", DAY)
    assert [lift.band for lift in found] == [Band.STRONG if lift.score >= 0.4 else Band.MEDIUM for lift in found]
    assert {lift.band for lift in found} == {Band.STRONG, Band.MEDIUM}
    assert city.explain(followed(BARE, NEED, found[0], DAY), NEED, DAY).band is not found[0].band is Band.STRONG


def test_a_lift_as_json_has_its_five_parts() -> None:
    assert lifts_json([Lift("cases", "如果……", 0.01, 0.31, Band.STRONG)]) == [
        {"field": "cases", "advice": "如果……", "gain": 0.01, "score": 0.31, "band": "强"}
    ]


def test_advice_names_what_has_expired_and_not_what_is_there(wordy_city: Matchmaker) -> None:
    found = lifts(wordy_city, FIRMS[1]["id"], NEEDS[1]["id"], DAY)
    assert found[0].advice == f"如果持有ISO9001且在 2026-09-01 有效，写进资质并注明有效期{OPENS}"
    assert not advice_of(found, "service_areas"), "the whole country is served"
