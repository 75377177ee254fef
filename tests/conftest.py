"""The tiny city: a handful of made-up firms and needs that every test may use, and the switch for outside parts.

`MATCHER_REQUIRE=postgres,browser,office` turns a missing part from a skip into a failure; the end of a run says what
was skipped.
"""

import os
from collections.abc import Iterator
from datetime import date

import pytest

from matcher import Dataset, Matchmaker, from_json
from matcher.entities import Enterprise, Scenario, ScenarioProject

DAY = date(2026, 9, 1)

FIRMS = [
    {
        "id": "F1",
        "name": "某路侧设备有限公司",
        "capability": "研制路侧单元与毫米波雷达，提供车路协同路口改造，支持信号机接入与公交优先。",
        "industry_codes": ["3922"],
        "size": "小型",
        "service_areas": ["重庆"],
        "revenue_band": "2000-5000万元",
        "cases": [{"name": "城区四十个路口车路协同改造", "effect": "公交行程时间缩短 12%"}],
        "qualifications": [{"type": "ISO9001", "valid_from": "2024-01-01", "valid_until": "2027-01-01"}],
    },
    {
        "id": "F2",
        "name": "某氢能装备有限公司",
        "capability": "碱性电解槽与加氢站成套设备，储氢瓶组供氢稳定。",
        "industry_codes": ["3463"],
        "size": "中型",
        "service_areas": ["全国"],
        "qualifications": [{"type": "ISO9001", "valid_from": "2022-01-01", "valid_until": "2025-01-01"}],
    },
    {"id": "F3", "name": "某舞台科技有限公司", "text": "舞台机械、灯光与数字化舞台控制系统，承接剧场与智能场馆。"},
    {
        "id": "F4",
        "name": "某车联网主题餐厅",
        "capability": "以车联网为主题装修的餐厅，提供火锅与烧烤。",
        "industry_codes": ["6210"],
        "size": "微型",
    },
    {
        "id": "F5",
        "name": "某停业路侧设备有限公司",
        "capability": "研制路侧单元与毫米波雷达，提供车路协同路口改造。",
        "registration_status": "注销",
    },
    {
        "id": "F6",
        "name": "某楼宇自控有限公司",
        "capability": "楼宇自控、能耗监测与门禁停车，服务产业园区，平台可对接物业工单。",
        "industry_codes": ["6531"],
        "size": "大型",
        "risk_notes": [{"text": "被列入经营异常名录", "source": "公示系统", "noted_on": "2026-05-01"}],
    },
]
NEEDS = [
    {
        "id": "S1",
        "name": "路口车路协同改造",
        "project_id": "P1",
        "background": "在主干道路口布设路侧单元和毫米波雷达，实现公交优先与行人预警。",
        "requirements": [
            {"text": "路侧单元支持信号机接入", "need": "must"},
            {"text": "毫米波雷达检测行人", "need": "must"},
            {"text": "提供公交优先案例", "need": "nice"},
        ],
        "industry_codes": ["3922", "6531"],
        "district": "高新区",
        "budget": "800-1200万元",
        "required_qualifications": [{"type": "ISO9001", "need": "nice"}],
        "status": "公开",
    },
    {
        "id": "S2",
        "name": "园区氢能供应",
        "project_id": "P2",
        "background": "建设加氢站，采用电解槽制氢，为园区车辆供氢。",
        "requirements": [{"text": "电解槽与加氢站成套", "need": "must"}],
        "required_qualifications": [{"type": "ISO9001", "need": "must"}],
        "district": "九龙坡",
        "status": "公开",
    },
    {
        "id": "S3",
        "name": "剧场数字化舞台",
        "background": "剧场舞台机械与灯光升级。",
        "open_from": "2026-01-01",
        "open_until": "2026-08-31",
        "status": "公开",
    },
    {
        "id": "S4",
        "name": "产业园能耗管理",
        "project_id": "P1",
        "background": "园区楼宇能耗监测与自控。",
        "excluded_sizes": ["大型"],
        "district": "沙坪坝",
        "status": "公开",
    },
    {"id": "S5", "name": "只有标题的场景", "status": "公开"},
]
PROJECTS = [
    {"id": "P1", "name": "城市更新", "category": "城市治理新模式场景", "district": "高新区"},
    {"id": "P2", "name": "氢能园区", "category": "未来科学新应用场景", "district": "九龙坡", "investment": "约3.2亿元"},
]


def tiny_data() -> Dataset:
    return Dataset(
        tuple(from_json(Enterprise, firm) for firm in FIRMS),
        tuple(from_json(ScenarioProject, project) for project in PROJECTS),
        tuple(from_json(Scenario, need) for need in NEEDS),
        DAY,
    )


@pytest.fixture
def day() -> date:
    return DAY


@pytest.fixture(scope="session")
def tiny_city() -> Matchmaker:
    """A fitted matchmaker over the tiny city; do not change it, fit your own to do that."""
    return Matchmaker.from_data(tiny_data())


def require(part: str, is_there: bool, what: str) -> None:
    """Skip where a part of the outside world is missing, fail where the run demands it."""
    if is_there:
        return
    if part in os.environ.get("MATCHER_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required by MATCHER_REQUIRE but missing", pytrace=False)
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A fresh PostgreSQL database for this run; MATCHER_TEST_POSTGRES names the server."""
    import psycopg

    server = os.environ.get("MATCHER_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
    name = f"matcher_test_{os.getpid()}"
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        require("postgres", False, f"PostgreSQL ({server.split('@')[-1]})")
        return
    with connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        base = server.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://")
        yield f"{base}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        reasons = sorted({str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else "" for report in skipped})
        terminalreporter.write_line(f"not run here: {'; '.join(reasons)} (MATCHER_REQUIRE makes these failures)")
