"""What is evidence and what is not (contracts: "Evidence and bands")."""

from datetime import date

import pytest

from matcher import Enterprise, Matchmaker, Scenario, load_catalogue, load_sample
from matcher.embedding.known_vectors import KnownVectors

ON = date(2026, 9, 1)
NONE_OR_WEAK = ("无依据", "弱")
ROADSIDE = "示例-S002"  # 路侧感知与车路协同预警服务


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    return Matchmaker.from_data(load_catalogue(), load_sample())


def band(market: Matchmaker, capability: str, need: str | Scenario = ROADSIDE) -> str:
    return market.explain(Enterprise("X", "某公司", capability=capability), need, ON).band


def test_an_ended_business_is_no_capability(market) -> None:
    text = "原从事车路协同、路侧单元、毫米波雷达与车载终端业务，2024年已全部转让，现经营茶叶。"
    assert band(market, text) == "无依据"


def test_what_a_firm_denies_is_no_capability(market) -> None:
    assert band(market, "本公司不从事车路协同，也不生产路侧单元、毫米波雷达和车载终端，只做绿化养护。") == "无依据"


def test_serving_a_field_is_not_being_in_it(market) -> None:
    assert band(market, "为车路协同企业、路侧单元厂家和毫米波雷达工厂提供保洁与安保。") == "无依据"


def test_a_theme_business_is_not_in_the_field(market) -> None:
    assert band(market, "车路协同主题餐厅，店内有路侧单元与毫米波雷达造型的包间，主营火锅。") == "无依据"


def test_an_ambiguous_alias_counts_only_beside_its_concept(market) -> None:
    need = Scenario("S", "RSU布设", background="沿主干道布设RSU，与车载终端直连通信。")
    assert band(market, "为上市公司设计RSU（限制性股票单位）等股权激励方案。", need) == "无依据"


def test_a_firm_in_other_words_is_found_through_the_lexicon_alone() -> None:
    market = Matchmaker.from_data(load_catalogue(), load_sample(), vectors=KnownVectors())
    need = Scenario("S", "车联网先导应用", background="建设车联网，服务智能网联。")
    firm = Enterprise("X", "某公司", capability="生产PC5模组、OBU与RSU，已装车二十万套。")
    match = market.explain(firm, need, ON)
    assert match.band != "无依据"
    assert "车联网 ↔ PC5模组（概念：车路协同" in match.reasons[0]
    restaurant = Enterprise("Y", "某公司", capability="车联网主题餐厅，店内有智能网联造型的包间，主营火锅。")
    assert market.explain(restaurant, need, ON).band == "无依据"


def test_most_pairs_of_the_sample_have_nothing_to_go_by(market: Matchmaker) -> None:
    scenarios, enterprises, table = market.table(ON)
    bands = [
        table.band(row, column, market.config) for row in range(len(scenarios)) for column in range(len(enterprises))
    ]
    assert bands.count("无依据") >= 0.6 * len(bands)
