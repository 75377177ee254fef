"""Hard rules: who is out, and why. They stand apart from the score and never change it."""

from collections.abc import Callable
from datetime import date

from matcher.entities import Enterprise, Qualification, RequiredQualification, Scenario
from matcher.results import Verdict
from matcher.taxonomy import Holding, Taxonomy

Constraint = Callable[[Enterprise, Scenario, date, Taxonomy], Verdict]
OK = Verdict(ok=True)
ENDED_STATUSES = ("注销", "吊销")
CLOSED_STATUSES = ("草稿", "审核", "已揭榜", "已落地", "下架")


def is_registered(enterprise: Enterprise, scenario: Scenario, on: date, taxonomy: Taxonomy) -> Verdict:
    """登记状态 注销 or 吊销 is out."""
    if enterprise.registration_status in ENDED_STATUSES:
        return Verdict(False, f"企业登记状态为{enterprise.registration_status}")
    return OK


def is_open(enterprise: Enterprise, scenario: Scenario, on: date, taxonomy: Taxonomy) -> Verdict:
    """A scenario outside its collection period, or in a status that takes no firm, is out."""
    if scenario.status in CLOSED_STATUSES:
        return Verdict(False, f"场景状态为{scenario.status}，当前不征集企业")
    if scenario.open_from is not None and on < scenario.open_from:
        return Verdict(False, f"征集尚未开始（{scenario.open_from.isoformat()} 起）")
    if scenario.open_until is not None and on > scenario.open_until:
        return Verdict(False, f"征集已于 {scenario.open_until.isoformat()} 截止")
    return OK


def has_qualifications(enterprise: Enterprise, scenario: Scenario, on: date, taxonomy: Taxonomy) -> Verdict:
    """Every must qualification has to be held, high enough, and in force on the day.

    A firm that filled in no qualification at all is not out: unknown is not "no". It is warned of instead.
    """
    if not enterprise.qualifications:
        return OK
    for wanted in scenario.required_qualifications:
        if wanted.need != "must":
            continue
        if reason := _why_not_held(*taxonomy.best(enterprise.qualifications, wanted, on), on):
            return Verdict(False, f"必须具备{wanted.title}，{reason}")
    return OK


def _why_not_held(holding: Holding, held: Qualification | None, on: date) -> str:
    """Why a required qualification is not held; empty where it is, or may be."""
    if held is None:
        return "企业所填资质中没有"
    if holding is Holding.LOWER:
        return f"企业的{held.title}等级不足"
    if holding is Holding.EXPIRED and held.valid_from and on < held.valid_from:
        return f"企业的{held.title}要到 {held.valid_from.isoformat()} 才生效"
    if holding is Holding.EXPIRED and held.valid_until:
        return f"企业的{held.title}已于 {held.valid_until.isoformat()} 到期"
    return ""


def is_admitted_size(enterprise: Enterprise, scenario: Scenario, on: date, taxonomy: Taxonomy) -> Verdict:
    """A size that the scenario excludes is out; an unknown size is not."""
    if enterprise.size and enterprise.size in scenario.excluded_sizes:
        return Verdict(False, f"场景不面向{enterprise.size}企业")
    return OK


CONSTRAINTS: tuple[Constraint, ...] = (is_registered, is_open, has_qualifications, is_admitted_size)


def check(enterprise: Enterprise, scenario: Scenario, on: date, taxonomy: Taxonomy) -> Verdict:
    """The first rule that takes the pair out, or OK."""
    return next((verdict for rule in CONSTRAINTS if not (verdict := rule(enterprise, scenario, on, taxonomy)).ok), OK)


def warnings(enterprise: Enterprise, scenario: Scenario, on: date, taxonomy: Taxonomy) -> tuple[str, ...]:
    """What a person must know before deciding; it never changes score or rank."""
    found = []
    for note in enterprise.risk_notes:
        day = f"，{note.noted_on.isoformat()}" if note.noted_on else ""
        found.append(f"风险提示：{note.text}（来源：{note.source or '未注明'}{day}）")
    for wanted in scenario.required_qualifications:
        holding, held = taxonomy.best(enterprise.qualifications, wanted, on)
        if wanted.need == "must" and not enterprise.qualifications:
            found.append(f"待核验：必须具备{wanted.title}，企业未填写资质")
        elif held and holding is Holding.UNPROVEN:
            found.append(f"待核验：场景要求{wanted.title}，{_what_is_unproven(held, wanted, on, taxonomy)}")
    return tuple(found)


def _what_is_unproven(held: Qualification, wanted: RequiredQualification, on: date, taxonomy: Taxonomy) -> str:
    doubts = []
    if taxonomy.reaches_level(wanted, held.level) is None:
        doubts.append("等级无法比较" if held.level else "等级未注明")
    if held.is_valid(on) is None:
        doubts.append("有效期未注明")
    return f"企业的{held.title}{'、'.join(doubts)}"
