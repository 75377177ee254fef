"""Amounts of money as people write them, in 万元."""

import pytest

from matcher.amounts import Amount, parse, why_unclear, why_unread


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("近2400亿元", 24_000_000, 24_000_000),
        ("约3.2亿元", 32_000, 32_000),
        ("5000-8000万元", 5000, 8000),
        ("5000万元-8000万元", 5000, 8000),
        ("5000万至1亿元", 5000, 10_000),
        ("1～2亿", 10_000, 20_000),
        ("8000—5000万元", 5000, 8000),
        ("5,000万元", 5000, 5000),
        ("1，200 万元", 1200, 1200),
        ("２０００－５０００万元", 2000, 5000),
        ("300元", 0.03, 0.03),
        ("5千元", 0.5, 0.5),
        ("5千", 0.5, 0.5),
        ("3百万元", 300, 300),
        ("2千万元人民币", 2000, 2000),
        ("0元", 0, 0),
    ],
)
def test_an_amount_has_its_bounds_in_wan(written: str, low: float, high: float) -> None:
    assert parse(written) == Amount(low, high, written)


@pytest.mark.parametrize(
    "word",
    [
        "不低于",
        "不少于",
        "不小于",
        "大于等于",
        "至少",
        "最少",
        "最低",
        "超过",
        "大于",
        "高于",
        "多于",
        "超",
        "≥",
        ">=",
        ">",
        "不低于人民币",
        "不低于约",
    ],
)
def test_a_word_before_an_amount_makes_it_the_lower_bound(word: str) -> None:
    assert parse(f"{word}1000万") == Amount(1000, None, f"{word}1000万")


@pytest.mark.parametrize(
    "word",
    [
        "不高于",
        "不超过",
        "不多于",
        "不大于",
        "小于等于",
        "不足",
        "不到",
        "低于",
        "少于",
        "小于",
        "至多",
        "最多",
        "最高",
        "≤",
        "<=",
        "<",
        "不超过人民币",
    ],
)
def test_a_word_before_an_amount_makes_it_the_upper_bound(word: str) -> None:
    assert parse(f"{word}1000万") == Amount(None, 1000, f"{word}1000万")


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        ("以上", 50, None),
        ("及以上", 50, None),
        ("（含）以上", 50, None),
        ("人民币以上", 50, None),
        ("起", 50, None),
        ("+", 50, None),
        ("以内", None, 50),
        ("以下", None, 50),
        ("(含)以下", None, 50),
        ("左右", 50, 50),
    ],
)
def test_a_word_after_an_amount_bounds_it_too(word: str, low: float | None, high: float | None) -> None:
    assert parse(f"50万元{word}") == Amount(low, high, f"50万元{word}")


@pytest.mark.parametrize("written", ["", "待定", "面议", "万元", "-", "…", "几百万元"])
def test_a_text_without_a_number_is_unknown_and_never_a_guess(written: str) -> None:
    assert parse(written) == Amount(None, None, written)


def test_a_bare_number_has_the_unit_of_its_column() -> None:
    assert parse("300", default_unit="万").low_wan == 300
    assert parse("300").low_wan == 0.03
    assert parse("300-500", default_unit="亿") == Amount(3_000_000, 5_000_000, "300-500")
    assert parse("300以上", default_unit="万元") == Amount(300, None, "300以上")
    assert parse("约1,200左右", default_unit="万元").low_wan == 1200
    assert parse("不超过300万", default_unit="亿元").high_wan == 300


def test_the_middle_is_that_of_the_known_bounds() -> None:
    assert Amount(800, 1200).middle_wan == (800 + 1200) / 2
    assert Amount(800, None).middle_wan == 800
    assert Amount(None, 1200).middle_wan == 1200
    assert Amount().middle_wan is None


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("1.2万亿元", 120_000_000, 120_000_000),
        ("1亿2000万元", 12_000, 12_000),
        ("500万元以上1000万元以下", 500, 1000),
        ("2026年度预算800万元", 800, 800),
        ("超声设备100万元", 100, 100),
        ("2万亿-3万亿元", 200_000_000, 300_000_000),
        ("1亿2000万-1亿5000万元", 12_000, 15_000),
        ("1亿零500万元", 10_500, 10_500),
        ("1亿5000元", 10_000.5, 10_000.5),
        ("3万5千元", 3.5, 3.5),
        ("1千5百万元", 1500, 1500),
        ("100多万元", 100, 100),
        ("近2000余万元", 2000, 2000),
        ("2千多万", 2000, 2000),
        ("1000+万元", 1000, 1000),
        ("10来亿元", 100_000, 100_000),
        ("大于500万元，小于1000万元", 500, 1000),
        ("不超过500万元，不低于100万元", 100, 500),
        ("500万元以上，最高1000万元", 500, 1000),
        ("不低于500万元，其中一期200万元", 500, None),
        ("总投资2亿元，其中一期8000万元", 20_000, 20_000),
        ("5000万元以上-1亿元", 5000, 10_000),
        ("100万元(含)至500万元(不含)", 100, 500),
        ("从500万到800万", 500, 800),
        ("单项15万-30万元，首批合计约700万元", 15, 30),
        ("1、预算800万元", 800, 800),
        ("3个项目共800万元", 800, 800),
        ("2024-2026年1亿元", 10_000, 10_000),
        ("2026-09-01 800万元", 800, 800),
        ("2026/9/1前投入 1 200 万元", 1200, 1200),
        ("2026年9月1日 500-800万元", 500, 800),
        ("年产5万吨，投资2亿元", 20_000, 20_000),
        ("5G专网300万元", 300, 300),
        ("10万平方米厂房，6000万元", 6000, 6000),
        ("5000万投资", 5000, 5000),
        ("¥2,000,000.00", 200, 200),
        ("RMB 100万", 100, 100),
        ("预算：人民币 0.5 亿元整", 5000, 5000),
        ("一次性奖励50万元，不超过总投资的30%", 50, 50),
        ("1000万以上1亿以下", 1000, 10_000),
        ("不低于1000万且不高于2000万", 1000, 2000),
    ],
)
def test_an_amount_among_other_words_is_not_misread(written: str, low: float, high: float) -> None:
    assert parse(written) == Amount(low, high, written)


@pytest.mark.parametrize(
    "written",
    [
        "5G专网",
        "第2期",
        "分3期实施",
        "100万吨",
        "30%",
        "3千瓦",
        "2026年",
        "2026-09-01",
        "3个月",
        "350-400W",
        "3个月300",
    ],
)
def test_a_number_that_counts_something_else_is_no_money(written: str) -> None:
    assert parse(written) == Amount(None, None, written)


@pytest.mark.parametrize(
    "written", ["100万美元", "US$100万", "100万港币", "€5,000", "100万澳元", "100万 USD", "5亿日元", "300万新加坡元"]
)
def test_another_currency_is_not_taken_for_yuan(written: str) -> None:
    assert parse(written) == Amount(None, None, written)


@pytest.mark.parametrize("written", ["增加元器件采购100万元", "创新元年投入100万元"])
def test_a_word_that_looks_like_a_currency_is_none(written: str) -> None:
    assert parse(written) == Amount(100, 100, written)


@pytest.mark.parametrize("written", ["", " ", "待定", "面议", "-", "…", "5000-8000万元", "300", "预算待2027年定"])
def test_a_text_that_is_read_or_states_no_figure_has_nothing_to_change(written: str) -> None:
    assert why_unread(written) == ""


@pytest.mark.parametrize("written", ["5G专网", "30%", "2026年", "100万吨", "３期", "十元", "几十五万元", "￥abc1x"])
def test_a_figure_that_cannot_be_read_is_a_fault_with_advice(written: str) -> None:
    assert why_unread(written).startswith("读不出金额，请用数字写作 800万元")


def test_a_foreign_amount_is_a_fault_of_its_own() -> None:
    assert why_unread("100万美元") == "外币金额请折算成人民币后填写"


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("一个亿", 10_000, 10_000),
        ("1个亿左右", 10_000, 10_000),
        ("一亿五千万", 15_000, 15_000),
        ("壹佰万元整", 100, 100),
        ("三百五十万", 350, 350),
        ("一百零五万", 105, 105),
        ("一万零五百元", 1.05, 1.05),
        ("十万", 10, 10),
        ("十余亿元", 100_000, 100_000),
        ("三百多万", 300, 300),
        ("不低于一千万", 1000, None),
        ("一千万到三千万", 1000, 3000),
        ("二〇二六年八百万元", 800, 800),
        ("3000万一期，其后待定", 3000, 3000),
    ],
)
def test_a_number_in_words_is_read_like_one_in_digits(written: str, low: float, high: float | None) -> None:
    assert parse(written) == Amount(low, high, written)
    assert why_unclear(written) == why_unread(written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "两万五",
        "三到五百万",
        "五千-八千万",
        "三五百万",
        "一两千万",
        "三千五万",
        "一点五亿",
        "半个亿",
        "一亿半",
        "几百万",
        "唯一元件",
    ],
)
def test_a_number_in_words_that_can_be_read_in_two_ways_is_not_guessed(written: str) -> None:
    assert parse(written) == Amount(None, None, written)
    assert why_unclear(written).startswith("读不出金额，请用数字写作 800万元")


@pytest.mark.parametrize("written", ["很多", "很多钱", "火星", "千万级", "无所谓", "5G专网"])
def test_a_word_that_is_no_amount_is_a_fault(written: str) -> None:
    assert why_unclear(written).startswith("读不出金额，请用数字写作 800万元")


@pytest.mark.parametrize(
    "written", ["", "/", "—", "无", "面议", "另议", "待定", "不限", "暂无预算", "保密", "待2027年确定", "5万元"]
)
def test_an_honest_word_for_no_amount_is_none(written: str) -> None:
    assert why_unclear(written) == ""


def test_the_unit_of_the_column_counts_for_what_is_unclear() -> None:
    assert why_unclear("300", "万元") == ""
    assert why_unclear("100万美元") == "外币金额请折算成人民币后填写"
