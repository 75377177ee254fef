"""What the words of an entity mean: every one that cannot be read is named with what is expected in its place."""

from typing import Any

import pytest

from matcher import from_json, load_catalogue, load_sample, load_taxonomy
from matcher.entities import COOPERATION_MODES, Enterprise, Qualification, RequiredQualification, Scenario
from matcher.entities import ScenarioProject as Project
from matcher.entity_check import MOST_NAMED, is_placeholder, unreadable_fields
from matcher.taxonomy import ABROAD
from tests.conftest import tiny_data

TAXONOMY = load_taxonomy()


def faults(kind: type, **fields: Any) -> dict[str, str]:
    return unreadable_fields(from_json(kind, {"id": "A", "name": "甲", **fields}), TAXONOMY)


@pytest.mark.parametrize("data", [tiny_data(), load_catalogue(), load_sample()], ids=["tiny", "catalogue", "sample"])
def test_every_word_of_the_shipped_entities_can_be_read(data: Any) -> None:
    entities = (*data.enterprises, *data.projects, *data.scenarios)
    assert {one.id: found for one in entities if (found := unreadable_fields(one, TAXONOMY))} == {}


def test_unknown_words_of_a_firm_are_named_with_the_nearest() -> None:
    firm = Enterprise(
        "A",
        "甲",
        industry_codes=("3922", "ABC1", ""),
        service_areas=("全国", "海外", "沙坪坝片"),
        qualifications=(Qualification("iso 9001"), Qualification("测绘资格")),
    )
    found = unreadable_fields(firm, TAXONOMY)
    assert list(found) == ["industry_codes[1]", "industry_codes[2]", "service_areas[2]", "qualifications[1].type"]
    assert "“沙坪坝片”，最接近的有：沙坪坝" in found["service_areas[2]"]
    assert found["service_areas[2]"].endswith("；也可填所在的省市、“全国”或“海外”")
    assert "“测绘资格”，最接近的有：测绘资质" in found["qualifications[1].type"]


def test_unknown_qualifications_of_a_need_are_named() -> None:
    need = Scenario("S", "甲", required_qualifications=(RequiredQualification("CMMI"), RequiredQualification("火星证")))
    assert list(unreadable_fields(need, TAXONOMY)) == ["required_qualifications[1].type"]


@pytest.mark.parametrize(("kind", "field"), [(Enterprise, "qualifications"), (Scenario, "required_qualifications")])
def test_an_unknown_level_is_named_with_the_levels_there_are(kind: type, field: str) -> None:
    rows = [{"type": "CMMI", "level": "三级"}, {"type": "CMMI", "level": "9"}, {"type": "没有的", "level": "9"}]
    found = faults(kind, **{field: rows})
    assert list(found) == [f"{field}[1].level", f"{field}[2].type"]
    assert found[f"{field}[1].level"] == "不认识的CMMI等级“9”，应为：5、4、3、2、1"


def test_a_level_of_a_type_whose_levels_the_table_does_not_list_is_taken_as_it_is() -> None:
    assert faults(Enterprise, qualifications=[{"type": "物业服务企业信用等级", "level": "AAA"}]) == {}


@pytest.mark.parametrize("kind", [Enterprise, Scenario])
def test_an_unknown_way_to_work_together_is_named_with_those_there_are(kind: type) -> None:
    found = faults(kind, cooperation_modes=["采购", "联合开发", "抢劫"])
    assert list(found) == ["cooperation_modes[1]", "cooperation_modes[2]"]
    assert "最接近的有" not in found["cooperation_modes[2]"]
    assert all(reason.endswith(f"应为：{'、'.join(COOPERATION_MODES)}") for reason in found.values())


def test_the_field_and_the_district_of_a_need_have_to_exist() -> None:
    found = faults(Scenario, field="胡说", district="火星")
    assert found["district"].startswith("不认识的地区“火星”，没有相近的名称；请填片区")
    assert found["field"].startswith("不认识的领域“胡说”，应为：数字经济、")
    assert faults(Scenario, field="智慧城市", district="九龙坡区") == {}
    assert list(faults(Project, district="火星")) == ["district"]


def test_where_a_firm_is_registered_is_not_looked_up() -> None:
    assert faults(Enterprise, district="火星") == {}


@pytest.mark.parametrize(
    ("kind", "field"), [(Enterprise, "revenue_band"), (Scenario, "budget"), (Project, "investment")]
)
def test_an_amount_that_cannot_be_read_is_named_and_an_honest_word_is_unknown(kind: type, field: str) -> None:
    assert faults(kind, **{field: "很多钱"}) == {
        field: "“很多钱”读不出金额，请用数字写作 800万元、5000-8000万元，没有定下时写“待定”"
    }
    for written in ("面议", "另议", "待定", "不限", "一个亿", "5000-8000万元"):
        assert faults(kind, **{field: written}) == {}


def test_bounds_outweigh_the_words_beside_them() -> None:
    assert faults(Scenario, budget={"low_wan": 5, "as_written": "见附件"}) == {}
    assert list(faults(Scenario, budget={"as_written": "见附件"})) == ["budget"]


@pytest.mark.parametrize("name", ["未命名企业", " 未命名 ", "待定", "未知公司", "企业名称"])
def test_a_placeholder_is_no_name(name: str) -> None:
    assert is_placeholder(name)
    assert faults(Enterprise, name=name) == {"name": f"“{name.strip()}”只是占位，请填写真实的名称"}


@pytest.mark.parametrize("name", ["某公司", "甲", "未知数科技有限公司", "无锡某公司", "😀"])
def test_an_odd_name_may_be_one_all_the_same(name: str) -> None:
    assert not is_placeholder(name)


def test_areas_outside_the_country_pass() -> None:
    assert unreadable_fields(Enterprise("A", "甲", service_areas=ABROAD), TAXONOMY) == {}


def test_only_the_first_unknown_words_are_named() -> None:
    firm = Enterprise("A", "甲", service_areas=tuple(f"火星{place}" for place in range(50)))
    assert len(unreadable_fields(firm, TAXONOMY)) == MOST_NAMED
