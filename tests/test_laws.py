"""The laws every score obeys (contracts: "Laws as tests"), over the pairs of the sample, at least 200 examples each.

Here by words alone; `test_laws_with_sentences` asks the same of the engine with sentence vectors.
"""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from matcher import Match, Matchmaker, Product, Ranking, load_catalogue, load_sample, match_json, ranking_json
from matcher.embedding.known_vectors import KnownVectors
from matcher.entities import Enterprise, Scenario

DATA = load_catalogue() + load_sample()
ON = date(2026, 9, 1)
BANDS = ["无依据", "弱", "中", "强"]
PHASES = (Phase.explicit, Phase.generate)  # a smaller example would cost as many sentences as a larger one
LAW = settings(
    max_examples=200, deadline=None, derandomize=True, phases=PHASES, suppress_health_check=list(HealthCheck)
)
TO_TRADITIONAL = OpenCC("s2t")
LAST_PLACES = 1e-12  # a different order of the same summands
BOILERPLATE = (
    "一般项目：技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；信息系统集成服务；软件开发；人工智能应用软件开发；"
    "物联网技术服务；互联网销售；货物进出口；会议及展览服务。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
)
FIRM = {firm.id: firm for firm in DATA.enterprises}
NEED = {need.id: need for need in DATA.scenarios}
firms = st.sampled_from(list(FIRM))
talkative_firms = st.sampled_from([id for id, firm in FIRM.items() if len(firm.capability) > 60])
needs = st.sampled_from(list(NEED))
full_needs = st.sampled_from([id for id, need in NEED.items() if need.requirements])


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    return Matchmaker.from_data(DATA, vectors=KnownVectors())


@pytest.fixture(scope="module")
def row_of(market: Matchmaker) -> Callable[[str], Ranking]:
    return cache(lambda id: market.recommend(id, ON, k=None, rules=False))


@pytest.fixture(scope="module")
def column_of(market: Matchmaker) -> Callable[[str], Ranking]:
    return cache(lambda id: market.shortlist(id, ON, k=None, rules=False))


def level(match: Match) -> int:
    return BANDS.index(match.band)


@LAW
@given(firm=firms, need=needs)
def test_a_score_lies_between_0_and_1_and_is_the_sum_of_its_contributions(market, firm, need) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    match = market.explain(firm, need, ON)
    assert 0 <= match.score <= 1
    assert math.fsum(one.points for one in match.contributions) == pytest.approx(match.score, abs=1e-9)
    text = match.contributions[0]
    if text.terms:
        assert math.fsum(term.points for term in text.terms) == pytest.approx(text.points, abs=1e-9)
    else:
        assert text.points == 0


@LAW
@given(firm=st.sampled_from(list(FIRM)[::9]), need=st.sampled_from(list(NEED)[::5]))
def test_a_pair_has_one_number_in_both_directions(market, row_of, column_of, firm, need) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    row, column = row_of(firm.id), column_of(need.id)
    from_row = next(one.match.score for one in row.results if one.id == need.id)
    from_column = next(one.match.score for one in column.results if one.id == firm.id)
    assert from_row == from_column == market.explain(firm, need, ON).score


@LAW
@given(firm=firms, need=needs, random=st.randoms(use_true_random=False))
def test_the_order_of_fields_is_irrelevant(market, firm, need, random) -> None:
    firm = FIRM[firm]
    need = NEED[need]

    def shuffled(items: tuple) -> tuple:
        return tuple(random.sample(items, len(items)))

    other = replace(
        firm,
        products=shuffled(firm.products),
        cases=shuffled(firm.cases),
        qualifications=shuffled(firm.qualifications),
        industry_codes=shuffled(firm.industry_codes),
        service_areas=shuffled(firm.service_areas),
    )
    turned = replace(need, target_figures=shuffled(need.target_figures), industry_codes=shuffled(need.industry_codes))
    assert market.explain(other, turned, ON).score == market.explain(firm, need, ON).score


@LAW
@given(random=st.randoms(use_true_random=False), size=st.integers(2, 6))
def test_the_order_of_firms_and_documents_is_irrelevant(market, random, size) -> None:
    some_firms = random.sample(DATA.enterprises, size)
    some_needs = random.sample(DATA.scenarios, 3)
    first = market.empty_copy().fit(some_firms, some_needs)
    second = market.empty_copy().fit(some_firms[::-1], some_needs[::-1])
    assert (first.table(ON)[2].scores == second.table(ON)[2].scores).all()


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def spaced(text: str) -> str:
    return "".join(f"{char} " if "\u4e00" <= char <= "\u9fd5" else char for char in text)


def on_new_lines(text: str) -> str:
    return text.replace("，", "，\n　").replace(" ", "   ")


def traditional(text: str) -> str:
    return TO_TRADITIONAL.convert(text)


@pytest.mark.parametrize("write", [full_width, spaced, on_new_lines, traditional], ids=lambda write: write.__name__)
@LAW
@given(firm=talkative_firms, need=needs)
def test_width_white_space_and_script_are_irrelevant(market, write: Callable[[str], str], firm, need) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    other = replace(firm, capability=write(firm.capability), business_scope=write(firm.business_scope))
    turned = replace(need, background=write(need.background), pain_points=write(need.pain_points))
    before, after = market.explain(firm, need, ON), market.explain(other, turned, ON)
    assert after.score == pytest.approx(before.score, abs=LAST_PLACES)


@LAW
@given(firm=talkative_firms, need=needs, data=st.data())
def test_a_repeated_sentence_is_no_gain(market, firm, need, data) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    sentence = data.draw(st.sampled_from([one for one in firm.capability.split("。") if one]))
    other = replace(firm, capability=f"{firm.capability}。{'。'.join([sentence] * data.draw(st.integers(1, 100)))}")
    before, after = market.explain(firm, need, ON), market.explain(other, need, ON)
    assert abs(after.score - before.score) <= 0.02
    assert after.band == before.band


@LAW
@given(firm=talkative_firms, need=needs, data=st.data(), joint=st.sampled_from(["", " ", "、", "，", "。", "/"]))
def test_a_stuffed_keyword_is_no_gain(market, firm, need, data, joint) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    words = [token.term for token in market.texts.space.words_of(firm.capability) if len(token.term) > 1]
    word = data.draw(st.sampled_from(words))
    other = replace(firm, capability=f"{firm.capability}。{joint.join([word] * 100)}")
    before, after = market.explain(firm, need, ON), market.explain(other, need, ON)
    assert abs(after.score - before.score) <= 0.02
    assert after.band == before.band


def test_a_varied_keyword_is_no_gain_either(market) -> None:
    need = NEED["示例-S002"]
    once = Enterprise("X", "某公司", capability="从事通信设备研制，产品有路侧单元，已小批量供货。")
    before = market.explain(once, need, ON)
    numbered = "，".join(f"路侧单元{number}" for number in range(100))
    lettered = "，".join(f"路侧单元{char}" for char in "甲乙丙丁戊己庚辛壬癸" * 10)
    for stuffed in (
        replace(once, capability=f"{once.capability}{numbered}"),
        replace(once, capability=f"{once.capability}{lettered}"),
        replace(once, products=tuple(Product(f"路侧单元{number}") for number in range(100))),
    ):
        after = market.explain(stuffed, need, ON)
        assert abs(after.score - before.score) <= 0.02
        assert after.band == before.band


@LAW
@given(firm=talkative_firms, need=full_needs, data=st.data())
def test_saying_an_unmet_requirement_never_lowers_coverage_nor_the_pair(market, firm, need, data) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    before = market.explain(firm, need, ON)
    wanted = data.draw(st.sampled_from(before.requirements)).text
    after = market.explain(replace(firm, capability=f"{firm.capability}。{wanted}"), need, ON)
    assert all(new.coverage >= old.coverage for new, old in zip(after.requirements, before.requirements, strict=True))
    assert after.score >= before.score - 0.01


@LAW
@given(firm=talkative_firms, need=needs, data=st.data())
def test_one_word_more_or_less_changes_little(market, firm, need, data) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    words = market.texts.space.words_of(firm.capability)
    gone = data.draw(st.sampled_from(words))
    less = replace(firm, capability=firm.capability[: gone.start] + firm.capability[gone.end :])
    extra = data.draw(st.sampled_from(market.texts.space.words_of(need.name + need.background)))
    more = replace(firm, capability=f"{firm.capability}。{extra.term}")
    before = market.explain(firm, need, ON).score
    assert abs(market.explain(less, need, ON).score - before) <= 0.05
    assert abs(market.explain(more, need, ON).score - before) <= 0.05


@LAW
@given(firm=firms, need=needs)
def test_registration_boilerplate_moves_no_unrelated_pair_up_a_band(market, firm, need) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    before = market.explain(firm, need, ON)
    for padded in (
        replace(firm, business_scope=f"{firm.business_scope}{BOILERPLATE}"),
        replace(firm, capability=f"{firm.capability}\n{BOILERPLATE}"),
        replace(firm, capability=f"{firm.capability}经营范围：{BOILERPLATE}"),
    ):
        assert level(market.explain(padded, need, ON)) <= level(before)


def test_a_scenario_cut_to_its_first_sentence_moves_no_unrelated_pair_up_a_band(market) -> None:
    """Unrelated = 无依据; and a weak pair never becomes a strong one."""
    for need in list(NEED.values())[8::6]:
        short = Scenario(
            need.id, need.name, background=need.background.split("。")[0], industry_codes=need.industry_codes,
            district=need.district, budget=need.budget, required_qualifications=need.required_qualifications,
        )  # fmt: skip
        for firm in list(FIRM.values())[::3]:
            before, after = market.explain(firm, need, ON), market.explain(firm, short, ON)
            assert level(before) or not level(after), (firm.id, need.id)
            assert level(before) > 1 or level(after) < 3, (firm.id, need.id)


@LAW
@given(firm=firms, need=needs, place=st.text(max_size=20), city=st.sampled_from(["重庆", "深圳", "璧山", "", "海外"]))
def test_the_registered_address_never_changes_a_score(market, firm, need, place, city) -> None:
    firm = FIRM[firm]
    need = NEED[need]
    moved = replace(firm, address=place, district=city)
    assert market.explain(moved, need, ON).score == market.explain(firm, need, ON).score


@pytest.mark.parametrize("place", ["璧山", "江津", "重庆市", "九龙坡区", "深圳", "西部科学城"])
def test_a_place_in_name_or_text_is_worth_nothing(market, place) -> None:
    plain = Enterprise("X", "某某科技有限公司", capability="从事胶轮有轨电车信号系统研制。")
    local = Enterprise("X", f"{place}某某科技有限公司", capability=f"{place}，从事胶轮有轨电车信号系统研制。")
    for need in NEED.values():
        assert market.explain(local, need, ON).score == market.explain(plain, need, ON).score


def test_what_has_no_evidence_names_no_shared_words(market) -> None:
    for need in list(NEED.values())[::7]:
        for row in market.shortlist(need, ON, k=None, rules=False).results:
            assert bool(row.match.reasons) == (row.match.band != "无依据")


def test_a_scenario_that_is_not_held_gets_the_number_it_has_when_held(market) -> None:
    strange = Scenario("X", "魑魅魍魉勘探", background="用车路协同与饕餮纹样识别，勘探魍魉，路侧单元与貔貅互通。")
    held = market.empty_copy().fit(FIRM.values(), [*NEED.values(), strange])
    for firm in list(FIRM.values())[::5]:
        score = market.explain(firm, strange, ON).score
        assert score == pytest.approx(held.explain(firm, strange, ON).score, abs=LAST_PLACES)


@LAW
@given(need=needs, k=st.integers(1, 20))
def test_a_ranking_is_sorted_with_ties_by_id_and_every_rejection_has_a_reason(market, need, k) -> None:
    need = NEED[need]
    ranking = market.shortlist(need, ON, k)
    order = [(-row.match.score, row.id) for row in ranking.results]
    assert order == sorted(order)
    assert [row.rank for row in ranking.results] == list(range(1, len(order) + 1))
    assert all(row.reason for row in ranking.rejected)
    assert len(ranking.results) == min(k, len(DATA.enterprises) - len(ranking.rejected))


def test_equal_firms_rank_by_id() -> None:
    twins = [Enterprise(id, "某路侧设备有限公司", capability="路侧单元") for id in ("B", "A", "C")]
    ranking = Matchmaker.from_data().fit(twins, [Scenario("S", "路侧单元")]).shortlist("S", ON)
    assert [row.id for row in ranking.results] == ["A", "B", "C"]
    assert len({row.match.score for row in ranking.results}) == 1


@LAW
@given(firm=firms, need=needs)
def test_the_same_question_gets_the_same_bytes(market, firm, need) -> None:
    firm = FIRM[firm]
    need = NEED[need]

    def answer() -> bytes:
        ranking = ranking_json(market.recommend(firm, ON, k=3))
        return json.dumps([ranking, match_json(market.explain(firm, need, ON))], ensure_ascii=False).encode()

    assert answer() == answer()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_firms_get_sensible_answers(count: int) -> None:
    known = [firm for firm in DATA.enterprises if firm.name in ("大唐高鸿", "腾讯", "商汤科技")][:count]
    market = Matchmaker.from_data().fit(known, DATA.scenarios)
    ranking = market.shortlist("科学大道智能交通", ON)
    assert len(ranking.results) == count
    asked = next(firm for firm in DATA.enterprises if firm.name == "大唐高鸿")
    first = [row.name for row in market.recommend(asked, ON, k=3).results]
    assert set(first) == {"科学大道智能交通", "路侧感知与车路协同预警服务", "电车路口信号优先与协同控制"}
