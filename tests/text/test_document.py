"""Which texts of an entity count, and where each stands."""

from dataclasses import replace

from matcher.entities import Case, Enterprise, IntellectualProperty, Product, Requirement, RiskNote, Scenario
from matcher.text.document import (
    case_passages,
    claim_passages,
    enterprise_passages,
    requirement_passages,
    scenario_passages,
)

FIRM = Enterprise(
    id="F",
    name="名",
    district="注册地",
    address="地址",
    registration_status="存续",
    capability="能力",
    products=(Product("产品", "领域", "来源", "指标", "优势", "成熟度"),),
    cases=(Case("案例一"), Case("案例二", client="客户", place="地点", effect="成效")),
    intellectual_property=(IntellectualProperty("专利", "权利"),),
    business_scope="范围",
    risk_notes=(RiskNote("风险"),),
    source="出处",
)
NEED = Scenario(
    id="S",
    name="名",
    background="背景",
    pain_points="痛点",
    requirements=(Requirement("需求一"), Requirement("需求二", "nice")),
    target_figures=("指标",),
    site_and_data="场地",
    district="片区",
    responsible_unit="单位",
)


def test_the_texts_of_a_firm_stand_at_their_paths() -> None:
    assert {passage.path: passage.text for passage in enterprise_passages(FIRM) if passage.text} == {
        "name": "名",
        "capability": "能力",
        "products[0].name": "产品",
        "products[0].field": "领域",
        "products[0].figures": "指标",
        "products[0].advantage": "优势",
        "cases[0].name": "案例一",
        "cases[1].name": "案例二",
        "cases[1].effect": "成效",
        "intellectual_property[0].name": "权利",
    }


def test_place_address_status_and_risk_are_no_capability() -> None:
    said = "".join(passage.text for passage in enterprise_passages(FIRM))
    assert not [word for word in ("注册地", "地址", "存续", "风险", "出处", "客户", "地点") if word in said]


def test_the_registered_scope_speaks_only_for_a_firm_that_says_nothing_else_and_is_no_claim() -> None:
    silent = replace(FIRM, capability="", products=(), cases=())
    assert "business_scope" not in {passage.path for passage in enterprise_passages(FIRM)}
    assert {passage.path for passage in enterprise_passages(silent)} >= {"name", "business_scope"}
    assert "business_scope" not in {passage.path for passage in claim_passages(silent)}


def test_cases_stand_apart() -> None:
    assert [passage.text for passage in case_passages(FIRM)] == ["案例一", "", "案例二", "成效"]


def test_the_texts_of_a_need_stand_at_their_paths() -> None:
    assert {passage.path: passage.text for passage in scenario_passages(NEED)} == {
        "name": "名",
        "background": "背景",
        "pain_points": "痛点",
        "requirements[0].text": "需求一",
        "requirements[1].text": "需求二",
        "target_figures[0]": "指标",
        "site_and_data": "场地",
    }


def test_requirements_keep_their_order() -> None:
    assert [passage.text for passage in requirement_passages(NEED)] == ["需求一", "需求二"]
