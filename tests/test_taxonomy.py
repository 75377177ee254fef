"""Fixed words of the domain: industries, districts, qualifications."""

from datetime import date
from typing import Any

import pytest

from matcher import UnknownCode, load_taxonomy
from matcher.entities import Qualification, RequiredQualification
from matcher.taxonomy import ABROAD, Holding

DAY, UNTIL, PAST = date(2026, 9, 1), date(2027, 1, 1), date(2026, 8, 31)
TAXONOMY = load_taxonomy()


@pytest.mark.parametrize(
    ("code", "known"),
    [("3922", "3922"), (" c3922 ", "3922"), ("C39", "39"), ("39", "39"), ("c", "C"), ("0111", "0111")],
)
def test_an_industry_is_known_with_or_without_its_letter(code: str, known: str) -> None:
    assert TAXONOMY.industry(code).code == known


@pytest.mark.parametrize("code", ["", "zz", "99", "C9", "路", "3929"])
def test_an_unknown_industry_is_an_error_with_the_nearest_codes(code: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        TAXONOMY.industry(code)
    assert (caught.value.kind, caught.value.code) == ("行业代码", code)
    assert all(near in TAXONOMY.industries for near in caught.value.nearest)


def test_the_nearest_codes_look_alike() -> None:
    with pytest.raises(UnknownCode) as caught:
        TAXONOMY.industry("3929")
    assert "392" in caught.value.nearest


def test_the_ancestry_runs_from_the_letter_to_the_code_or_its_group() -> None:
    assert TAXONOMY.ancestry("3922") == ("C", "39", "392", "3922")
    assert TAXONOMY.ancestry("C") == ("C",)
    assert TAXONOMY.ancestry("3929") == ("C", "39", "392")


def test_an_unknown_code_is_named_whole_when_its_group_is_unknown_too() -> None:
    with pytest.raises(UnknownCode) as caught:
        TAXONOMY.ancestry("9999")
    assert caught.value.code == "9999"


@pytest.mark.parametrize(
    ("code", "other", "closeness"),
    [
        ("3922", "3922", 1.0),
        ("3922", "3921", 0.85),
        ("3922", "3911", 0.6),
        ("3922", "2710", 0.2),
        ("3922", "6531", 0.0),
        ("39", "3922", 1.0),
        ("392", "39", 1.0),
        ("C", "3922", 0.2),
        ("C", "C", 0.2),
    ],
)
def test_closeness_is_the_deepest_shared_level_in_both_directions(code: str, other: str, closeness: float) -> None:
    assert TAXONOMY.closeness(code, other) == closeness == TAXONOMY.closeness(other, code)


def test_the_closest_pair_of_two_lists_is_found_and_the_first_of_equals() -> None:
    assert TAXONOMY.closest(["6531", "3922", "3921"], iter(["6210", "3921", "3922"])) == (1.0, "3922", "3922")
    assert TAXONOMY.closest(["6531"], ["3922"]) == (0.0, "", "")
    assert TAXONOMY.closest([], ["3922"]) == (0.0, "", "")


def test_every_industry_has_its_parent_one_level_up() -> None:
    for industry in TAXONOMY.industries.values():
        if industry.level == 1:
            assert industry.parent == ""
        else:
            assert TAXONOMY.industries[industry.parent].level == industry.level - 1


def test_a_district_is_known_by_name_or_alias() -> None:
    assert TAXONOMY.district("九龙坡").name == TAXONOMY.district(" 九龙坡区 ").name == "九龙坡"
    with pytest.raises(UnknownCode) as caught:
        TAXONOMY.district("九龙坡坡")
    assert "九龙坡" in caught.value.nearest


@pytest.mark.parametrize(
    ("area", "district", "covered"),
    [
        ("九龙坡", "九龙坡", True),
        ("九龙坡区", "重庆九龙坡", True),
        ("重庆", "九龙坡", True),
        ("全国", "九龙坡", True),
        ("成渝", "高新区", True),
        ("九龙坡", "重庆", False),
        ("沙坪坝", "九龙坡", False),
        ("火星", "九龙坡", False),
        ("重庆", "火星", False),
        (" 火星 ", "火星", True),
    ],
)
def test_an_area_covers_what_lies_in_it_and_an_unknown_one_only_itself(area: str, district: str, covered: bool) -> None:
    assert TAXONOMY.covers(area, district) is covered


@pytest.mark.parametrize(
    "name", ["ISO9001", "iso 9001", "质量管理体系认证", "GB/T 19001", "ＩＳＯ９００１", "ISO\u30009001"]
)
def test_a_qualification_is_known_by_name_or_alias_in_any_width(name: str) -> None:
    assert TAXONOMY.qualification(name).type == "ISO9001"


def test_quotation_marks_of_a_qualification_do_not_matter() -> None:
    assert TAXONOMY.qualification("专精特新“小巨人”企业") is TAXONOMY.qualification('专精特新"小巨人"企业')


def test_an_unknown_qualification_gives_the_nearest() -> None:
    with pytest.raises(UnknownCode) as caught:
        TAXONOMY.qualification("ISO9002")
    assert "ISO9001" in caught.value.nearest


def held(level: str = "", until: date | None = UNTIL, type: str = "CMMI") -> Qualification:
    return Qualification(type, level, valid_until=until)


@pytest.mark.parametrize(
    ("mine", "answer"),
    [
        ([], Holding.MISSING),
        ([held("5", type="ITSS")], Holding.MISSING),
        ([held("5", PAST)], Holding.EXPIRED),
        ([held("2")], Holding.LOWER),
        ([held("")], Holding.UNPROVEN),
        ([held("高")], Holding.UNPROVEN),
        ([held("3", None)], Holding.UNPROVEN),
        ([held("2", None)], Holding.LOWER),
        ([held("3")], Holding.VALID),
        ([held("5", type="CMMI认证")], Holding.VALID),
        ([held("5", PAST), held("2"), held("4")], Holding.VALID),
        ([held("5", PAST), held("2")], Holding.LOWER),
    ],
)
def test_the_best_answer_of_what_is_held_counts(mine: list[Qualification], answer: Holding) -> None:
    assert TAXONOMY.holding(mine, RequiredQualification("CMMI", "3"), DAY) is answer


def test_a_qualification_outside_the_table_is_compared_by_its_name() -> None:
    wanted = RequiredQualification("某证书", "甲级")
    assert TAXONOMY.holding([held("甲级", type=" 某 证书")], wanted, DAY) is Holding.VALID
    assert TAXONOMY.holding([held("乙级", type="某证书")], wanted, DAY) is Holding.UNPROVEN
    assert TAXONOMY.holding([held("甲级", type="别的")], wanted, DAY) is Holding.MISSING
    assert TAXONOMY.holding([held(type="某证书")], RequiredQualification("某证书"), DAY) is Holding.VALID


def test_areas_outside_the_country_contain_no_district() -> None:
    assert not any(TAXONOMY.covers(area, "高新区") for area in ABROAD)


@pytest.mark.parametrize(
    ("type", "written", "level"),
    [
        ("CMMI", "3", "3"),
        ("cmmi认证", "三级", "3"),
        ("CMMI", "CMMI 5级", "5"),
        ("CMMI", "ＭＬ３", "3"),
        ("CMMI", "Level 4", "4"),
        ("ITSS", "2", "二级"),
        ("ITSS", "贰级", "二级"),
        ("安防资质", "一级", "壹级"),
        ("CS评估", "cs3", "CS3"),
        ("CS评估", "3级", "CS3"),
        ("ISO26262", "D", "ASIL D"),
        ("测绘资质", "甲", "甲级"),
        ("市政总承包", "特级", "特级"),
    ],
)
def test_a_level_is_known_however_it_is_written(type: str, written: str, level: str) -> None:
    assert TAXONOMY.level(type, written) == level
    better = RequiredQualification(type, level)
    assert TAXONOMY.holding([held(written, type=type)], better, DAY) is Holding.VALID


@pytest.mark.parametrize("level", ["9", "高", "级", "L", "", "CMMI", "33", "三十"])
def test_an_unknown_level_is_an_error_with_the_levels_there_are(level: str) -> None:
    with pytest.raises(UnknownCode, match=r"不认识的CMMI等级“.*”，应为：5、4、3、2、1") as caught:
        TAXONOMY.level("CMMI认证", level)
    assert caught.value.known == ("5", "4", "3", "2", "1")


def test_the_best_of_what_is_held_is_named_with_its_answer() -> None:
    wanted = RequiredQualification("CMMI", "3")
    first, second = held("2"), held("4")
    assert TAXONOMY.best([first, second], wanted, DAY) == (Holding.VALID, second)
    assert TAXONOMY.best([held("二级")], wanted, DAY) == (Holding.LOWER, held("二级"))
    assert TAXONOMY.best([held(type="ITSS")], wanted, DAY) == (Holding.MISSING, None)


def test_a_field_is_known_by_its_name() -> None:
    assert TAXONOMY.field(" 智慧城市 ") == "智慧城市"
    with pytest.raises(UnknownCode, match=r"最接近的有：智慧城市.*，应为：数字经济、") as caught:
        TAXONOMY.field("智慧的城市")
    assert caught.value.known == tuple(TAXONOMY.fields)


@pytest.mark.parametrize("look_up", [TAXONOMY.industry, TAXONOMY.district, TAXONOMY.qualification])
@pytest.mark.parametrize("word", ["火星", "zz", "胡说八道", "胡说资质", "x" * 1_000])
def test_what_is_like_nothing_gets_no_far_fetched_suggestion(look_up: Any, word: str) -> None:
    with pytest.raises(UnknownCode, match="，没有相近的名称") as caught:
        look_up(word)
    assert caught.value.nearest == ()
