"""Which texts are embedded: what a firm does itself, and a need in its several forms."""

from typing import Any

import pytest

from matcher import Enterprise, Scenario, from_json
from matcher.embedding.base import Key, Side
from matcher.embedding.passages import (
    MAX_NEED_CHARS,
    MAX_PASSAGES,
    PASSAGE_CHARS,
    NeedView,
    enterprise_pieces,
    need_views,
    passage_keys,
    requirement_keys,
    scenario_keys,
)

MANY = [f"面向第{number}号客户的第{number}类设备研制与生产" for number in range(600)]


def firm(**more: Any) -> Enterprise:
    return from_json(Enterprise, {"id": "F", "name": "某车联网有限公司", **more})


def need(**more: Any) -> Scenario:
    return from_json(Scenario, {"id": "S", "name": "路口改造", **more})


def said(enterprise: Enterprise) -> list[tuple[str, str]]:
    return [(piece.path, piece.key.text) for piece in enterprise_pieces(enterprise)]


def test_sentences_of_one_field_stand_together() -> None:
    text = "研制车载与路侧的通信单元和天线。承接园区道路的智能化改造施工!"
    assert said(firm(capability=text)) == [("capability", text)]


def test_a_few_words_between_two_stops_stand_alone() -> None:
    text = "研制车载与路侧的通信单元和天线。"
    assert said(firm(capability=f"{text}氢泄漏监测")) == [("capability", text), ("capability", "氢泄漏监测")]


@pytest.mark.parametrize(
    "stuffed",
    [
        "路侧单元" * 100,
        " ".join(["路侧单元"] * 100),
        "、".join(["路侧单元"] * 100),
        "。".join(["路侧单元"] * 100),
        "/".join(["路侧单元"] * 100),
        ",".join(f"路侧单元{number}" for number in range(100)),
        "。".join(f"路侧单元{char}" for char in "甲乙丙丁戊己庚辛壬癸"),
    ],
)
def test_a_keyword_written_again_and_again_is_not_read_again(stuffed: str) -> None:
    text = "研制车载天线与路侧单元并承接施工。"
    assert said(firm(capability=text + stuffed)) == said(firm(capability=text))
    assert len(said(firm(capability=stuffed))) == 1


def test_products_that_differ_in_a_number_are_one() -> None:
    products = [{"name": f"路侧单元{number}"} for number in range(100)]
    assert said(firm(products=products)) == [("products[0]", "路侧单元0")]


def test_things_of_like_names_stay_apart() -> None:
    text = "三维扫描仪、三维打印机、激光雷达、毫米波雷达"
    assert said(firm(capability=text)) == [("capability", text)]


def test_each_product_and_each_case_is_a_passage_of_its_own() -> None:
    products = [{"name": "毫米波雷达", "field": "交通", "advantage": "探测距离远"}, {"name": "激光雷达"}]
    assert said(firm(capability="研制雷达。", products=products, cases=[{"name": "某路口改造"}])) == [
        ("capability", "研制雷达。"),
        ("products[0]", "毫米波雷达。交通。探测距离远"),
        ("products[1]", "激光雷达"),
        ("cases[0]", "某路口改造"),
    ]


def test_texts_are_normalised_and_are_offers() -> None:
    assert passage_keys(firm(capability="研製　ＲＳＵ")) == (Key(Side.OFFER, "研制rsu"),)


def test_a_sentence_said_again_is_embedded_once() -> None:
    once = said(firm(capability="研制路侧单元。承接园区施工。"))
    assert said(firm(capability="研制路侧单元。承接园区施工。研制路侧单元。")) == once
    assert said(firm(capability="研制路侧单元。承接园区施工。\n研制路侧单元。\n承接园区施工。")) == once
    assert said(firm(capability="研制路侧单元。", products=[{"name": "研制路侧单元。"}])) == [
        ("capability", "研制路侧单元。")
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我公司不从事车联网业务。我公司经营餐饮。", "经营餐饮"),
        ("原从事车联网业务，已全部转让。现经营餐饮。", "经营餐饮"),
        ("为车联网企业提供保洁服务。", "提供保洁服务"),
        ("以车联网为主题装修的餐厅，提供火锅。", "火锅"),
    ],
    ids=["denied", "ended", "served", "theme"],
)
def test_what_is_no_own_capability_is_left_out(text: str, kept: str) -> None:
    whole = "".join(text for _, text in said(firm(capability=text)))
    assert kept in whole
    assert "车联网" not in whole


def test_the_name_speaks_only_where_nothing_else_does() -> None:
    assert said(firm()) == [("name", "某车联网有限公司")]
    assert said(firm(capability="。 ")) == [("name", "某车联网有限公司")]
    assert all(path != "name" for path, _ in said(firm(capability="经营餐饮")))


def test_what_has_ended_does_not_come_back_where_nothing_else_is_said() -> None:
    assert all("转让" not in text for _, text in said(firm(capability="原从事车联网业务，已全部转让。")))


def test_the_registered_scope_speaks_only_where_nothing_else_does() -> None:
    assert said(firm(business_scope="餐饮服务")) == [("business_scope", "餐饮服务")]
    assert said(firm(capability="研制雷达", business_scope="餐饮服务")) == [("capability", "研制雷达")]


def test_neighbours_are_put_together_up_to_the_length_that_a_model_reads_well() -> None:
    passages = [text for _, text in said(firm(capability="。".join(MANY[:40])))]
    assert all(len(text) <= PASSAGE_CHARS for text in passages)
    assert all(len(text) + len(MANY[0]) + 3 > PASSAGE_CHARS for text in passages[:-1])
    assert "".join(passages) == "。".join(MANY[:40])


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    passages = [text for _, text in said(firm(capability="、".join(MANY[:40])))]
    assert "".join(passages) == "、".join(MANY[:40])
    assert all(len(text) <= PASSAGE_CHARS for text in passages)
    assert all(text.endswith("、") for text in passages[:-1])


def test_a_long_sentence_without_any_mark_is_cut_all_the_same() -> None:
    text = "".join(chr(0x4E00 + 41 * place) for place in range(2 * PASSAGE_CHARS + 30))
    assert [len(part) for _, part in said(firm(capability=text))] == [PASSAGE_CHARS, PASSAGE_CHARS, 30]


def test_there_are_at_most_so_many_passages_the_first_ones() -> None:
    keys = passage_keys(firm(capability="。".join(MANY)))
    assert len(keys) == MAX_PASSAGES == 32
    assert keys[0].text.startswith(MANY[0])
    assert keys == passage_keys(firm(capability="。".join(MANY[:599])))


def test_the_order_of_firms_and_a_second_look_change_nothing() -> None:
    told = firm(capability="研制雷达。", products=[{"name": "激光雷达"}])
    assert enterprise_pieces(told) == enterprise_pieces(told)


# Needs


def test_a_need_is_its_name_the_whole_and_each_requirement() -> None:
    """Name and whole one share each, the requirements one together, a must twice a nice."""
    asked = need(
        background="在主干道布设路侧单元",
        requirements=[{"text": "支持信号机接入", "need": "must"}, {"text": "提供案例", "need": "nice"}],
    )
    views = need_views(asked)
    assert [view.key.text for view in views] == [
        "路口改造",
        "路口改造。在主干道布设路侧单元",
        "支持信号机接入",
        "提供案例",
    ]
    assert [view.weight for view in views] == pytest.approx([1 / 3, 1 / 3, 2 / 9, 1 / 9], abs=1e-15)
    assert {view.key.side for view in views} == {Side.NEED}


def test_pain_points_stand_in_for_a_background_that_is_missing() -> None:
    assert need_views(need(pain_points="路口拥堵"))[1].key.text == "路口改造。路口拥堵"
    assert need_views(need(pain_points="路口拥堵", background="布设雷达"))[1].key.text == "路口改造。布设雷达"


def test_a_need_that_is_only_a_name_is_one_view() -> None:
    assert need_views(need()) == [NeedView(Key(Side.NEED, "路口改造"), 1.0)]


def test_what_is_said_twice_is_one_view_with_both_shares() -> None:
    views = need_views(need(background="布设雷达", requirements=[{"text": "路口改造"}]))
    assert [(view.key.text, view.weight) for view in views] == [
        ("路口改造", pytest.approx(2 / 3)),
        ("路口改造。布设雷达", pytest.approx(1 / 3)),
    ]


def test_a_need_that_says_nothing_has_no_view() -> None:
    assert need_views(Scenario("S", "")) == []
    assert need_views(Scenario("S", " \u200b")) == []
    assert scenario_keys(Scenario("S", "")) == ()


def test_a_need_is_cut_where_a_model_stops_reading() -> None:
    views = need_views(need(background="。".join(MANY)))
    assert len(views[1].key.text) == MAX_NEED_CHARS


def test_requirements_keep_their_order_and_their_repetitions() -> None:
    asked = need(requirements=[{"text": "乙项"}, {"text": "甲項"}, {"text": "乙项"}])
    assert [key.text for key in requirement_keys(asked)] == ["乙项", "甲项", "乙项"]
    assert [key.text for key in scenario_keys(asked)] == ["路口改造", "乙项", "甲项"]
