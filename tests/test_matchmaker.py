"""Enterprises and scenarios go in, rankings with reasons come out."""

import random
from dataclasses import replace

import pytest

from matcher import Band, Dataset, Matchmaker, NotFound, load_config
from matcher.entities import Enterprise, Scenario
from tests.conftest import DAY, FIRMS, NEEDS, tiny_data

ROAD = Enterprise(
    id="新",
    name="新路侧",
    capability="研制路侧单元与毫米波雷达，提供车路协同路口改造，支持信号机接入与公交优先、行人预警。",
)
STAGE = Scenario(id="景", name="舞台改造", background="剧场舞台机械与灯光控制。")


@pytest.fixture
def city() -> Matchmaker:
    """A tiny city that a test may change."""
    return Matchmaker.from_data(tiny_data())


def numbers(matchmaker: Matchmaker) -> list[object]:
    scenarios, enterprises, table = matchmaker.table(DAY)
    return [scenarios, enterprises, table.scores.tolist()]


def test_the_best_firm_of_a_need_and_the_best_need_of_a_firm_find_each_other(tiny_city: Matchmaker) -> None:
    for firm, need in (("F1", "S1"), ("F3", "S3")):
        assert tiny_city.shortlist(need, DAY, rules=False).results[0].id in (firm, "F5")
        assert tiny_city.recommend(firm, DAY, rules=False).results[0].id == need


def test_a_ranking_is_sorted_numbered_and_carries_day_and_versions(tiny_city: Matchmaker) -> None:
    ranking = tiny_city.shortlist("路口车路协同改造", DAY)
    scores = [row.match.score for row in ranking.results]
    assert scores == sorted(scores, reverse=True)
    assert [row.rank for row in ranking.results] == list(range(1, len(scores) + 1))
    assert (ranking.on, ranking.query_id, ranking.query_name) == (DAY, "S1", "路口车路协同改造")
    assert ranking.weights_version == tiny_city.config.version


def test_row_column_pair_and_table_show_one_number(tiny_city: Matchmaker) -> None:
    scenarios, enterprises, table = tiny_city.table(DAY)
    for row, scenario in enumerate(scenarios):
        column = {one.id: one.match.score for one in tiny_city.shortlist(scenario, DAY, k=None, rules=False).results}
        for place, enterprise in enumerate(enterprises):
            listed = tiny_city.recommend(enterprise, DAY, k=None, rules=False).results
            score = next(one.match.score for one in listed if one.id == scenario)
            assert score == column[enterprise] == table.scores[row, place]
            assert score == tiny_city.explain(enterprise, scenario, DAY).score


def test_ties_go_by_id(city: Matchmaker) -> None:
    twins = [Enterprise(id=id, name="双胞胎", capability="舞台灯光") for id in ("T3", "T1", "T2")]
    city.fit(twins, [])
    ids = [row.id for row in city.shortlist("S3", DAY, k=None, rules=False).results]
    assert [id for id in ids if id in ("T1", "T2", "T3")] == ["T1", "T2", "T3"]


def test_k_cuts_the_list_and_none_gives_all(tiny_city: Matchmaker) -> None:
    whole = tiny_city.shortlist("S1", DAY, k=None, rules=False).results
    assert len(whole) == len(FIRMS)
    assert tiny_city.shortlist("S1", DAY, k=2, rules=False).results == whole[:2]
    assert len(tiny_city.recommend("F1", DAY, k=None, rules=False).results) == len(NEEDS)


@pytest.mark.parametrize("k", [0, -1])
def test_a_list_of_no_places_is_refused(tiny_city: Matchmaker, k: int) -> None:
    with pytest.raises(ValueError, match="k must be at least 1"):
        tiny_city.shortlist("S1", DAY, k=k)
    with pytest.raises(ValueError, match="k must be at least 1"):
        tiny_city.recommend("F1", DAY, k=k)
    with pytest.raises(ValueError, match="k must be at least 1"):
        tiny_city.why_not("F1", "S1", DAY, k=k)


def test_the_rules_take_out_with_a_reason_and_change_no_score(tiny_city: Matchmaker) -> None:
    with_rules, without = (tiny_city.shortlist("S4", DAY, k=None, rules=rules) for rules in (True, False))
    assert {row.id: row.reason for row in with_rules.rejected} == {
        "F5": "企业登记状态为注销",
        "F6": "场景不面向大型企业",
    }
    assert without.rejected == ()
    kept = {row.id: row.match for row in with_rules.results}
    assert kept == {row.id: row.match for row in without.results if row.id in kept}
    assert {row.id: row.reason for row in tiny_city.recommend("F1", DAY).rejected} == {"S3": "征集已于 2026-08-31 截止"}


def test_the_order_in_which_entities_came_in_does_not_matter(tiny_city: Matchmaker) -> None:
    data = tiny_data()
    for seed in range(3):
        firms, needs = list(data.enterprises), list(data.scenarios)
        random.Random(seed).shuffle(firms)
        random.Random(seed).shuffle(needs)
        shuffled = Matchmaker.from_data(Dataset(tuple(firms), (), tuple(needs)))
        assert numbers(shuffled) == numbers(tiny_city)
        assert shuffled.shortlist("S1", DAY, k=None) == tiny_city.shortlist("S1", DAY, k=None)


def test_what_was_added_and_removed_again_leaves_no_trace(city: Matchmaker, tiny_city: Matchmaker) -> None:
    city.put_enterprise(ROAD)
    city.put_scenario(STAGE)
    assert numbers(city) != numbers(tiny_city)
    city.remove_enterprise("新")
    city.remove_scenario("景")
    assert numbers(city) == numbers(tiny_city)


def test_an_added_firm_and_an_added_need_are_in_the_next_answer(city: Matchmaker) -> None:
    city.put_enterprise(ROAD)
    city.put_scenario(STAGE)
    assert "新" in [row.id for row in city.shortlist("S1", DAY, k=2).results]
    assert city.recommend("F3", DAY).results[0].id == "景"


def test_a_replaced_firm_says_only_the_new(city: Matchmaker) -> None:
    before = city.explain("F1", "S1", DAY)
    city.put_enterprise(Enterprise(id="F1", name="改行", capability="火锅烧烤"))
    assert before.band is Band.STRONG
    assert city.explain("F1", "S1", DAY).band is Band.NONE


def test_adding_data_twice_is_adding_it_once(tiny_city: Matchmaker) -> None:
    assert numbers(Matchmaker.from_data(tiny_data(), tiny_data())) == numbers(tiny_city)


def test_an_unknown_name_gives_the_nearest_names(tiny_city: Matchmaker) -> None:
    with pytest.raises(NotFound) as firm:
        tiny_city.recommend("某氢能装备公司", DAY)
    with pytest.raises(NotFound) as need:
        tiny_city.shortlist("园区氢能", DAY)
    assert firm.value.nearest[0] == "某氢能装备有限公司"
    assert need.value.nearest[0] == "园区氢能供应"


def test_a_firm_answers_to_its_short_and_former_names(city: Matchmaker) -> None:
    city.put_enterprise(replace(ROAD, short_names=("路新",), former_names=("老路侧",)))
    assert city.enterprise("路新") == city.enterprise("老路侧") == city.enterprise("新")


@pytest.mark.parametrize("name", ["没有", "", "某氢能装备公司"])
def test_what_is_not_held_cannot_be_removed(city: Matchmaker, name: str) -> None:
    with pytest.raises(NotFound):
        city.remove_enterprise(name)
    assert "F2" in city.enterprises


@pytest.mark.parametrize("name", ["没有", "", "园区氢能"])
def test_a_need_that_is_not_held_cannot_be_removed(city: Matchmaker, name: str) -> None:
    with pytest.raises(NotFound):
        city.remove_scenario(name)
    assert "S2" in city.scenarios


def test_what_is_held_can_be_removed_by_its_name(city: Matchmaker) -> None:
    city.remove_enterprise("某氢能装备有限公司")
    city.remove_scenario("园区氢能供应")
    assert set(city.enterprises) == {"F1", "F3", "F4", "F5", "F6"}
    assert set(city.scenarios) == {"S1", "S3", "S4", "S5"}
    scenarios, enterprises, _ = city.table(DAY)
    assert ("S2" in scenarios, "F2" in enterprises) == (False, False)


def test_a_name_that_two_have_removes_neither(city: Matchmaker) -> None:
    city.fit([Enterprise(id=id, name="双胞胎") for id in ("T1", "T2")], [])
    with pytest.raises(NotFound):
        city.remove_enterprise("双胞胎")
    assert {"T1", "T2"} <= set(city.enterprises)


def test_an_entity_that_is_not_held_is_compared_and_leaves_no_trace(city: Matchmaker, tiny_city: Matchmaker) -> None:
    assert city.recommend(ROAD, DAY).results[0].id == "S1"
    assert city.shortlist(STAGE, DAY).results[0].id == "F3"
    assert numbers(city) == numbers(tiny_city)
    with pytest.raises(NotFound):
        city.enterprise("新")


def test_an_entity_of_a_held_id_with_other_words_is_compared_by_its_own(tiny_city: Matchmaker) -> None:
    changed = replace(tiny_city.enterprises["F1"], capability="火锅", cases=(), name="改行")
    assert tiny_city.explain(changed, "S1", DAY).band is Band.NONE
    assert tiny_city.explain(tiny_city.enterprises["F1"], "S1", DAY) == tiny_city.explain("F1", "S1", DAY)


@pytest.mark.parametrize("held", [0, 1, 3])
def test_two_entities_that_are_not_held_are_compared_by_their_words(held: int) -> None:
    data = tiny_data()
    market = Matchmaker.from_data(replace(data, enterprises=data.enterprises[1 : 1 + held], scenarios=()))
    firm = Enterprise(id="A", name="甲", capability="路侧单元与毫米波雷达")
    need = Scenario(id="B", name="乙", background="路侧单元与毫米波雷达")
    assert market.explain(firm, need, DAY).band is not Band.NONE


def test_why_not_is_empty_for_those_who_are_shown(tiny_city: Matchmaker) -> None:
    assert tiny_city.why_not("F1", "S1", DAY, k=1) == ()


def test_why_not_gives_the_place_of_those_who_are_not(tiny_city: Matchmaker) -> None:
    column = tiny_city.shortlist("S1", DAY, k=None).results
    place, gap, *_ = tiny_city.why_not(column[2].id, "S1", DAY, k=1)
    assert place.startswith(f"得分 {column[2].match.score:.4f}，在这个场景的 {len(column)} 家企业中排第 3，")
    assert gap == f"与入选的最后一名相差 {column[0].match.score - column[2].match.score:.4f} 分"


def test_why_not_gives_the_rule_even_to_the_best(tiny_city: Matchmaker) -> None:
    assert tiny_city.why_not("F5", "S1", DAY) == ("不符合硬性条件：企业登记状态为注销",)


@pytest.mark.parametrize("id", ["别的", "F4"])
def test_why_not_places_a_firm_that_is_not_held_by_its_score(tiny_city: Matchmaker, id: str) -> None:
    best = replace(tiny_city.enterprises["F1"], id=id, name="另一家")
    score = tiny_city.explain(best, "S1", DAY).score
    assert score > tiny_city.shortlist("S1", DAY).results[1].match.score
    told = tiny_city.why_not(best, "S1", DAY, k=2)
    assert told == ()


def test_one_firm_with_an_unknown_industry_does_not_stop_the_others(city: Matchmaker) -> None:
    city.put_enterprise(Enterprise(id="坏", name="坏代码", industry_codes=("zz",)))
    assert city.shortlist("S1", DAY).results[0].id == "F1"


def test_risk_notes_warn_and_change_no_number(city: Matchmaker, tiny_city: Matchmaker) -> None:
    clean = replace(city.enterprises["F6"], risk_notes=())
    city.put_enterprise(clean)
    assert numbers(city) == numbers(tiny_city)
    assert tiny_city.explain("F6", "S1", DAY).warnings == (
        "风险提示：被列入经营异常名录（来源：公示系统，2026-05-01）",
    )
    assert city.explain("F6", "S1", DAY).warnings == ()


def test_an_empty_market_has_empty_answers() -> None:
    empty = Matchmaker.from_data()
    assert empty.recommend(ROAD, DAY).results == ()
    assert empty.shortlist(STAGE, DAY).results == ()
    assert empty.table(DAY)[2].scores.shape == (0, 0)


def test_an_empty_copy_has_the_same_settings_and_holds_nothing() -> None:
    own = replace(load_config(), version="own")
    copy = Matchmaker.from_data(tiny_data(), config=own).empty_copy()
    assert dict(copy.enterprises) == dict(copy.scenarios) == {}
    assert copy.shortlist(STAGE, DAY).weights_version == "own"
