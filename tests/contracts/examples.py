"""Entities for the storage tests: small ones, and one of each noun with every field filled."""

from typing import Any

from matcher import Enterprise, Scenario, ScenarioProject, from_json


def firm(id: str, name: str = "某公司", **more: Any) -> Enterprise:
    return from_json(Enterprise, {"id": id, "name": name, **more})


def project(id: str, **more: Any) -> ScenarioProject:
    return from_json(ScenarioProject, {"id": id, "name": "某项目", **more})


def scenario(id: str, **more: Any) -> Scenario:
    return from_json(Scenario, {"id": id, "name": "某场景", **more})


FULL_FIRM = firm(
    "全部字段",
    short_names=["甲", ""],
    former_names=["旧名"],
    credit_code="91500000MA5U000A5N",
    founded_on="2001-02-03",
    registration_type="有限责任公司",
    registration_status="存续",
    registered_capital_wan=0.1,
    paid_in_capital_wan=123456789.125,
    industry_codes=["3922", "6531"],
    size="小型",
    headcount=0,
    revenue_band="2000-5000万元",
    district="高新区",
    address="第一行\n第二行\t“引号”'单引号'\\反斜线%_",
    listed_code="000851",
    qualifications=[{"type": "ISO9001", "level": "一级", "valid_from": "2024-01-01", "valid_until": "2027-01-01"}],
    capability="路侧单元😀𠮷" * 3_000,
    products=[{"name": "雷达", "field": "交通", "figures": "250 米"}],
    cases=[{"name": "案例", "year": 2024, "size_wan": 12.5, "effect": "缩短 12%"}],
    intellectual_property=[{"kind": "发明专利", "name": "方法", "granted_on": "2020-02-29"}],
    business_scope="一般项目",
    cooperation_modes=["采购"],
    service_areas=["全国"],
    risk_notes=[{"text": "提示", "source": "公示系统", "noted_on": "2026-05-01"}],
    tracks=["车联网"],
    confirmed_on="2026-04-28",
    source="来源",
    editorial=["capability"],
)
FULL_PROJECT = project(
    "全部字段",
    category="大类",
    district="片区",
    responsible_unit="单位",
    investment="约3.2亿元",
    period="2026-2028年",
    carrier="载体",
    batch="批次",
    published_on="2026-07-15",
    source="来源",
    editorial=["period"],
)
FULL_SCENARIO = scenario(
    "全部字段",
    project_id="全部字段",
    field="交通",
    tier="小切口",
    list_type="机会",
    background="背景",
    pain_points="痛点",
    requirements=[{"text": "必须", "need": "must"}, {"text": "期望", "need": "nice"}],
    target_figures=["下降 15%"],
    site_and_data="场地",
    cooperation_modes=["试点验证"],
    budget={"low_wan": 0.0, "high_wan": 1200.5, "as_written": "至多1200.5万元"},
    first_use=False,
    required_qualifications=[{"type": "ISO9001", "level": "一级", "need": "nice"}],
    excluded_sizes=["大型"],
    industry_codes=["3922"],
    district="片区",
    responsible_unit="单位",
    open_from="2026-01-01",
    open_until="2026-12-31",
    status="公开",
    source="来源",
    editorial=["field"],
)
