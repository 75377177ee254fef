"""How surely an enterprise lives on another trade, and what of its words is then believed."""

from itertools import pairwise

import numpy as np
import pytest

from matcher import Enterprise, load_sample
from matcher.datasets import load_trade_model
from matcher.retrieval.trades import LONG_CHARS, TRADES, VERY_LONG_CHARS, trades_of, trust
from matcher.text.standing.trade_model import TradeModel
from matcher.text.standing.trades import TRADE_WEIGHT, Trade

SHIPPED = load_trade_model()


def lives_on(text: str, name: str = "某某科技有限公司") -> dict[Trade, float]:
    return dict(zip(TRADES, trades_of(Enterprise("X", name, capability=text), SHIPPED), strict=True))


def test_what_is_believed_is_the_mean_over_the_trades_unless_one_is_asked_for() -> None:
    half = np.zeros((2, len(TRADES)))
    half[1, TRADES.index(Trade.TRAINING)] = 0.5
    asked = np.zeros((2, len(TRADES)), np.bool_)
    asked[1, TRADES.index(Trade.TRAINING)] = True
    weight = TRADE_WEIGHT[Trade.TRAINING]
    assert trust(half, asked) == pytest.approx(np.array([[1.0, 1 - 0.5 * (1 - weight)], [1.0, 1.0]]))


@pytest.mark.parametrize(
    "text",
    [
        "研制激光雷达与毫米波雷达，自有产线两条，年出货三万台，已通过车规认证。",
        "为水厂设计并安装臭氧接触池与加药系统，自己编程调试，驻厂三个月后交付。",
        "第三方检测实验室，做电池针刺、挤压、过充试验，出具报告，设备全部自有。",
        "公司研发工业相机与检测算法，也给客户的操作工做两天使用培训，经销商遍布八省。",
    ],
)
def test_who_makes_builds_or_measures_is_not_doubted(text: str) -> None:
    assert sum(lives_on(text).values()) < 0.2


@pytest.mark.parametrize(
    ("trade", "text"),
    [
        (Trade.TRAINING, "周末班与晚班滚动开，教大家用激光雷达建图，老师来自车企，结束后发一张证，交通食宿自理。"),
        (Trade.TRADING, "常年囤有激光雷达、毫米波雷达各品牌原包装，当天下单当天走货，量大从优，支持月结开票。"),
        (Trade.LEISURE, "以激光雷达为灯光主题的情侣餐吧，服务员穿宇航服送餐，生日有合影，周五有驻唱。"),
        (Trade.INVESTMENT, "聚焦激光雷达与自动驾驶赛道的早期基金，单笔五百万到两千万，已投十二家，两家过会。"),
    ],
)
def test_another_trade_is_heard_through_the_field_s_own_words(trade: Trade, text: str) -> None:
    found = lives_on(text)
    assert max(found, key=lambda one: found[one]) is trade
    assert found[trade] > 0.3


def test_no_model_and_no_text_say_nothing() -> None:
    firm = Enterprise("X", "某某科技有限公司", capability="研制激光雷达。")
    assert trades_of(firm, TradeModel()) == [0.0] * len(TRADES)
    assert trades_of(Enterprise("X", "某某科技有限公司"), SHIPPED) == [0.0] * len(TRADES)


def test_few_of_the_sample_s_firms_are_doubted() -> None:
    """The sample holds a score of schools, restaurants, agents and shops beside its makers."""
    doubted = [firm.name for firm in load_sample().enterprises if sum(trades_of(firm, SHIPPED)) > 0.5]
    assert len(doubted) <= 25


HISTORY = (
    "公司的前身是地方铸造厂，改制后登陆主板，现专业从事汽车制动总成与悬架系统的研发、制造和销售。"
    "拥有四个生产基地、二十一条自动化产线和通过国家认可的试验中心，主要产品有制动卡钳、电子驻车、空气弹簧，"
    "配套国内十余家整车企业并出口欧洲。公司承担国家重点专项两项，主持起草行业标准九项，拥有发明专利一百三十件。"
)
SIDELINES = (
    "公司同时持有产业基金份额，参股融资租赁公司、商业银行与保理公司，投资设立创业投资管理企业，开展股权投资；"
    "旗下贸易子公司代理进口钢材批发，物业公司管理厂区保洁保安，培训中心为新员工组织培训。"
)


def test_sidelines_in_a_long_text_make_no_other_trade() -> None:
    text = HISTORY * 4 + SIDELINES + HISTORY
    assert len(text) > VERY_LONG_CHARS
    assert sum(lives_on(text, "某某投资发展股份有限公司").values()) < 0.2


@pytest.mark.parametrize(
    ("trade", "name"), [(Trade.FACILITY, "某某物业管理有限公司"), (Trade.TRAINING, "某某职业培训学校有限公司")]
)
def test_a_name_that_says_the_trade_is_not_talked_away(trade: Trade, name: str) -> None:
    text = HISTORY * 2 + SIDELINES + "公司提供物业管理、保洁、保安与绿化养护，开设培训班，学员结业后考证上岗。" * 8
    assert len(text) > VERY_LONG_CHARS
    assert lives_on(text, name)[trade] > 0.9


def test_no_single_character_changes_what_is_believed() -> None:
    text = (SIDELINES + HISTORY) * 4
    name = "某某投资发展股份有限公司"
    doubts = [sum(lives_on(text[:length], name).values()) for length in range(LONG_CHARS - 20, VERY_LONG_CHARS + 20)]
    assert doubts[0] > 0.9 > 0.2 > doubts[-1]
    assert max(abs(after - before) for before, after in pairwise(doubts)) < 0.1
