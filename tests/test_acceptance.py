"""What the first issue is for: the roadshow enterprises find their scenarios, by mechanism and not by name."""

from datetime import date

import pytest

from matcher import Enterprise, Match, Matchmaker, load_catalogue, load_sample

ON = date(2026, 9, 1)
TRAFFIC = {"科学大道智能交通"}
AI_PARK_OR_DISTRICT = {"科学谷智慧园区", "青凤高科智慧园区", "江津智慧商圈", "中小企业行业小模型训推一体服务"}


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    return Matchmaker.from_data(load_catalogue(), load_sample())


def shared_words(match: Match) -> set[str]:
    return {term.term for term in match.contributions[0].terms if not term.is_generic}


@pytest.mark.parametrize(
    ("name", "expected", "telling", "bands"),
    [
        ("大唐高鸿", TRAFFIC, {"车路协同", "路侧单元", "毫米波雷达"}, ("强", "中")),
        ("腾讯", AI_PARK_OR_DISTRICT, {"智慧园区", "数字孪生"}, ("强", "中")),
        ("商汤科技", AI_PARK_OR_DISTRICT, {"访客", "楼宇"}, ("强", "中", "弱")),
    ],
)
def test_a_roadshow_enterprise_finds_its_scenario_first(market, name, expected, telling, bands) -> None:
    first = market.recommend(name, ON).results[0]
    assert first.name in expected
    assert first.match.band in bands
    assert telling <= shared_words(first.match)


@pytest.mark.parametrize(
    ("capability", "expected"),
    [
        (
            "我们做路边通信单元和车上终端，模组支持C-V2X直连；路口装毫米波雷达和摄像机，"
            "把行人和车辆的位置发给信号机和司机，已在多地示范道路做过公交优先和盲区预警的车路协同改造。",
            {"科学大道智能交通", "路侧感知与车路协同预警服务", "电车路口信号优先与协同控制"},
        ),
        (
            "本公司为产业园做物联网平台：门禁、停车、能耗、会议室和访客都接进来，"
            "楼宇设备用数字孪生大屏展示，物业工单自动派发，安防告警联动处置。",
            {"科学谷智慧园区", "青凤高科智慧园区"},
        ),
        (
            "专注步行街和购物中心的会员运营、消费券发放与小程序，客流热力分析、停车引导和无感支付一并提供给商户。",
            {"江津智慧商圈", "步行街客流感知与停车诱导", "商圈消费券精准核销与商户经营分析"},
        ),
    ],
)
def test_a_paraphrased_profile_under_an_invented_name_finds_the_same(market, capability, expected) -> None:
    ranking = market.recommend(Enterprise("X1", "某某乙公司", capability=capability), ON)
    assert ranking.results[0].name in expected
    assert ranking.results[0].match.reasons


def test_a_name_alone_wins_nothing(market) -> None:
    namesake = Enterprise("X2", "大唐高鸿", capability="经营日用百货零售，兼营烟酒。")
    ranking = market.recommend(namesake, ON)
    assert all(row.match.band in ("无依据", "弱") for row in ranking.results)


@pytest.mark.parametrize("text", ["", "车", "😀🚗🎉", "\u200b\u200e", "。，、！", "0123456789"])
def test_a_profile_that_says_nothing_has_no_evidence(market, text) -> None:
    ranking = market.recommend(Enterprise("X3", "某公司", capability=text), ON)
    assert ranking.results
    assert {row.match.band for row in ranking.results} == {"无依据"}
