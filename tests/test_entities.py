"""The things the engine compares."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from matcher.entities import Enterprise, Qualification, Requirement, Scenario, ScenarioProject

FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("on", "valid"),
    [(date(2025, 12, 31), False), (FROM, True), (date(2026, 6, 1), True), (UNTIL, True), (date(2027, 1, 1), False)],
)
def test_a_qualification_is_in_force_from_its_first_to_its_last_day(on: date, valid: bool) -> None:
    assert Qualification("ISO9001", valid_from=FROM, valid_until=UNTIL).is_valid(on) is valid


def test_a_qualification_without_an_end_is_unknown_but_not_before_its_start() -> None:
    assert Qualification("ISO9001").is_valid(FROM) is None
    assert Qualification("ISO9001", valid_from=FROM).is_valid(FROM) is None
    assert Qualification("ISO9001", valid_from=FROM).is_valid(date(2025, 12, 31)) is False
    assert Qualification("ISO9001", valid_until=UNTIL).is_valid(UNTIL) is True


@pytest.mark.parametrize("kind", [Enterprise, Scenario, ScenarioProject])
def test_only_an_id_with_the_prefix_is_illustrative(kind: type[Enterprise]) -> None:
    assert kind(id="示例-1", name="甲").is_illustrative
    assert not kind(id="1-示例-", name="示例-甲").is_illustrative


def test_a_must_counts_twice_a_nice_and_is_the_default() -> None:
    assert Requirement("甲").weight == 1.0 == 2 * Requirement("甲", "nice").weight


def test_an_entity_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Enterprise(id="A", name="甲").name = "乙"


def test_what_is_not_stated_is_unknown() -> None:
    scenario = Scenario(id="S", name="场景")
    assert scenario.first_use is scenario.budget is scenario.open_until is None
    assert scenario.requirements == ()
