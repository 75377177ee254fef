"""Hard rules: who is out, and why."""

from datetime import date

import pytest

from matcher import load_taxonomy
from matcher.constraints import CONSTRAINTS, OK, check, warnings
from matcher.entities import Enterprise, Qualification, RequiredQualification, RiskNote, Scenario
from matcher.entity_json import REGISTRATION_STATUSES, SCENARIO_STATUSES
from matcher.results import Verdict
from tests.conftest import DAY, tiny_data

TAXONOMY = load_taxonomy()
MUST = (RequiredQualification("CMMI", "3"),)


def firm(**known: object) -> Enterprise:
    return Enterprise(id="F", name="企业", **known)


def need(**known: object) -> Scenario:
    return Scenario(id="S", name="场景", **known)


def verdict(enterprise: Enterprise, scenario: Scenario, on: date = DAY) -> Verdict:
    return check(enterprise, scenario, on, TAXONOMY)


@pytest.mark.parametrize("status", ["", *REGISTRATION_STATUSES])
def test_only_a_firm_struck_off_is_out(status: str) -> None:
    ended = status in ("注销", "吊销")
    wanted = Verdict(False, f"企业登记状态为{status}") if ended else OK
    assert verdict(firm(registration_status=status), need()) == wanted


@pytest.mark.parametrize("status", ["", *SCENARIO_STATUSES])
def test_only_an_open_scenario_takes_firms(status: str) -> None:
    wanted = OK if status in ("", "公开", "对接中") else Verdict(False, f"场景状态为{status}，当前不征集企业")
    assert verdict(firm(), need(status=status)) == wanted


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (date(2026, 7, 31), "征集尚未开始（2026-08-01 起）"),
        (date(2026, 8, 1), ""),
        (date(2026, 8, 31), ""),
        (date(2026, 9, 1), "征集已于 2026-08-31 截止"),
    ],
)
def test_the_first_and_last_day_of_the_collection_are_open(on: date, reason: str) -> None:
    scenario = need(open_from=date(2026, 8, 1), open_until=date(2026, 8, 31))
    assert verdict(firm(), scenario, on) == Verdict(not reason, reason)


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ((), ""),
        ((Qualification("ISO9001"),), "必须具备CMMI3，企业所填资质中没有"),
        ((Qualification("CMMI", "2", valid_until=date(2030, 1, 1)),), "必须具备CMMI3，企业的CMMI2等级不足"),
        (
            (Qualification("CMMI", "5", valid_until=date(2026, 8, 31)),),
            "必须具备CMMI3，企业的CMMI5已于 2026-08-31 到期",
        ),
        (
            (Qualification("CMMI", "3", valid_from=date(2026, 9, 2)),),
            "必须具备CMMI3，企业的CMMI3要到 2026-09-02 才生效",
        ),
        ((Qualification("CMMI"),), ""),
        ((Qualification("CMMI", "3", valid_until=DAY),), ""),
    ],
)
def test_a_must_qualification_is_held_high_enough_and_in_force(held: tuple[Qualification, ...], reason: str) -> None:
    assert verdict(firm(qualifications=held), need(required_qualifications=MUST)) == Verdict(not reason, reason)


def test_a_nice_qualification_takes_nobody_out() -> None:
    assert verdict(firm(), need(required_qualifications=(RequiredQualification("CMMI", "3", "nice"),))) is OK


def test_a_later_must_counts_beside_a_nice_and_a_held_one() -> None:
    wanted = (RequiredQualification("ITSS", need="nice"), RequiredQualification("ISO9001"), *MUST)
    answer = verdict(firm(qualifications=(Qualification("ISO9001"),)), need(required_qualifications=wanted))
    assert answer.reason == "必须具备CMMI3，企业所填资质中没有"


def test_an_excluded_size_is_out_and_an_unknown_one_is_not() -> None:
    scenario = need(excluded_sizes=("大型", "中型"))
    assert verdict(firm(size="大型"), scenario) == Verdict(False, "场景不面向大型企业")
    assert verdict(firm(size="小型"), scenario) is OK
    assert verdict(firm(), scenario) is OK


def test_the_first_rule_that_takes_a_pair_out_speaks() -> None:
    answer = verdict(firm(registration_status="注销", size="大型"), need(status="下架", excluded_sizes=("大型",)))
    assert answer.reason == "企业登记状态为注销"


def test_every_rejection_has_a_reason_and_no_other_answer_has_one() -> None:
    data = tiny_data()
    answers = [
        rule(enterprise, scenario, on, TAXONOMY)
        for rule in CONSTRAINTS
        for enterprise in data.enterprises
        for scenario in data.scenarios
        for on in (DAY, date(1990, 1, 1))
    ]
    assert {bool(answer.reason) for answer in answers if not answer.ok} == {True}
    assert {bool(answer.reason) for answer in answers if answer.ok} == {False}


def test_risk_notes_and_unproven_qualifications_are_warned_of_and_take_nobody_out() -> None:
    notes = (RiskNote("被处罚", "公示系统", date(2026, 5, 1)), RiskNote("传闻"))
    risky = firm(risk_notes=notes, qualifications=(Qualification("CMMI"),))
    scenario = need(required_qualifications=MUST)
    assert warnings(risky, scenario, DAY, TAXONOMY) == (
        "风险提示：被处罚（来源：公示系统，2026-05-01）",
        "风险提示：传闻（来源：未注明）",
        "待核验：场景要求CMMI3，企业的CMMI等级未注明、有效期未注明",
    )
    assert warnings(firm(), scenario, DAY, TAXONOMY) == ("待核验：必须具备CMMI3，企业未填写资质",)
    assert verdict(risky, scenario) is OK
    assert warnings(firm(), need(), DAY, TAXONOMY) == ()


@pytest.mark.parametrize(
    ("held", "doubt"),
    [
        (Qualification("CMMI", "9", valid_until=DAY), "企业的CMMI9等级无法比较"),
        (Qualification("CMMI", "9"), "企业的CMMI9等级无法比较、有效期未注明"),
        (Qualification("CMMI", "5"), "企业的CMMI5有效期未注明"),
        (Qualification("CMMI", valid_until=DAY), "企业的CMMI等级未注明"),
    ],
)
def test_what_is_held_is_named_as_it_was_given_and_what_is_not_known_of_it(held: Qualification, doubt: str) -> None:
    scenario = need(required_qualifications=MUST)
    assert warnings(firm(qualifications=(held,)), scenario, DAY, TAXONOMY) == (f"待核验：场景要求CMMI3，{doubt}",)
