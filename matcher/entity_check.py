"""What the words of an entity mean: whether its codes, places, levels and amounts can be read.

Asked where entities come in (files, the API, `matcher data check`); what was stored once is read as it stands.
"""

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import islice

from matcher import amounts
from matcher.entities import COOPERATION_MODES, Enterprise, Qualification, RequiredQualification, Scenario
from matcher.entities import ScenarioProject as Project
from matcher.errors import UnknownCode, printable
from matcher.taxonomy import ABROAD, LIKENESS, Taxonomy

MOST_NAMED = 20  # faults of one entity that are named one by one
_WHAT = ("企业", "公司", "单位", "场景", "项目")
PLACEHOLDER_NAMES = {"未命名", "无名称", "未填写", "未知", "待定", "待填写", "待补充", "暂无", "无", "名称"}
PLACEHOLDER_NAMES |= {form.format(what) for what in _WHAT for form in ("未命名{}", "未知{}", "{}名称")}
Fault = tuple[str, str]


def is_placeholder(name: str) -> bool:
    """Whether a name only says that there is none yet (未命名企业)."""
    return name.strip() in PLACEHOLDER_NAMES


def unreadable_fields(entity: Enterprise | Project | Scenario, taxonomy: Taxonomy) -> dict[str, str]:
    """Field path -> what is wrong, what is expected, and the nearest known words; empty where all can be read."""
    return dict(islice(((path, reason) for path, reason in _checked(entity, taxonomy) if reason), MOST_NAMED))


def _checked(entity: Enterprise | Project | Scenario, taxonomy: Taxonomy) -> Iterator[Fault]:
    if is_placeholder(entity.name):
        yield "name", f"“{entity.name.strip()}”只是占位，请填写真实的名称"
    if isinstance(entity, Enterprise):
        yield from _checked_enterprise(entity, taxonomy)
    elif entity.district:
        advice = "；请填片区、区县或城市，如 高新区、沙坪坝"
        yield "district", _fault_of(entity.district, taxonomy.district, advice)
    if isinstance(entity, Project) and entity.investment and entity.investment.middle_wan is None:
        yield "investment", _fault_of_amount(entity.investment.as_written)
    if isinstance(entity, Scenario):
        yield from _checked_scenario(entity, taxonomy)


def _checked_enterprise(entity: Enterprise, taxonomy: Taxonomy) -> Iterator[Fault]:
    yield from _checked_both(entity, taxonomy)
    for place, area in enumerate(entity.service_areas):
        if area.strip() not in ABROAD:
            advice = "；也可填所在的省市、“全国”或“海外”"
            yield f"service_areas[{place}]", _fault_of(area, taxonomy.district, advice)
    yield from _checked_qualifications("qualifications", entity.qualifications, taxonomy, "能力介绍")
    yield "revenue_band", _fault_of_amount(entity.revenue_band, "万元")


def _checked_scenario(entity: Scenario, taxonomy: Taxonomy) -> Iterator[Fault]:
    if entity.field:
        yield "field", _fault_of(entity.field, taxonomy.field)
    yield from _checked_both(entity, taxonomy)
    if entity.budget and entity.budget.middle_wan is None:
        yield "budget", _fault_of_amount(entity.budget.as_written)
    yield from _checked_qualifications("required_qualifications", entity.required_qualifications, taxonomy, "需求条目")


def _checked_both(entity: Enterprise | Scenario, taxonomy: Taxonomy) -> Iterator[Fault]:
    for place, code in enumerate(entity.industry_codes):
        yield f"industry_codes[{place}]", _fault_of(code, taxonomy.nearest_industry)
    for place, mode in enumerate(entity.cooperation_modes):
        yield f"cooperation_modes[{place}]", _fault_of(mode, _cooperation_mode)


def _checked_qualifications(
    field: str, named: Sequence[Qualification | RequiredQualification], taxonomy: Taxonomy, elsewhere: str
) -> Iterator[Fault]:
    for place, one in enumerate(named):
        fault = _fault_of(one.type, taxonomy.qualification, f"；表中没有的资质请写进{elsewhere}")
        yield f"{field}[{place}].type", fault
        if one.level and not fault and taxonomy.qualification(one.type).levels:
            yield f"{field}[{place}].level", _fault_of(one.level, partial(taxonomy.level, one.type))


def _cooperation_mode(typed: str) -> str:
    if typed.strip() not in COOPERATION_MODES:
        nearest = get_close_matches(typed.strip(), COOPERATION_MODES, n=1, cutoff=LIKENESS)
        raise UnknownCode("合作方式", typed, nearest, COOPERATION_MODES)
    return typed.strip()


def _fault_of(typed: str, look_up: Callable[[str], object], advice: str = "") -> str:
    """What is wrong with a word that a table has to know."""
    try:
        look_up(typed)
    except UnknownCode as error:
        return f"{error}{advice}"
    return ""


def _fault_of_amount(written: str, default_unit: str = "元") -> str:
    fault = amounts.why_unclear(written, default_unit)
    return f"“{printable(written, 20)}”{fault}" if fault else ""
