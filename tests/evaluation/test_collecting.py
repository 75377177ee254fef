"""Sheets together: one grade a pair, agreement on what both graded, and the largest disagreements first."""

import pytest

from matcher import InvalidProfile
from matcher.evaluation.collecting import agreements, combined, disagreements, in_order
from matcher.evaluation.drawing_files import Pair
from matcher.evaluation.rating_sheets import RatedSheet

A, B, C = ("S1", "F1"), ("S1", "F2"), ("S2", "F1")


def sheet(number: int, **grades: int) -> RatedSheet:
    pairs: dict[str, Pair] = {"a": A, "b": B, "c": C}
    return RatedSheet(number, f"{number}.xlsx", {pairs[name]: grade for name, grade in grades.items()})


def test_the_median_counts_and_between_two_grades_the_lower() -> None:
    assert combined([sheet(1, a=3), sheet(2, a=2)]) == {A: 2}
    assert combined([sheet(1, a=0), sheet(2, a=3)]) == {A: 1}
    assert combined([sheet(1, a=0), sheet(2, a=2)]) == {A: 1}
    assert combined([sheet(1, a=0), sheet(2, a=3), sheet(3, a=3)]) == {A: 3}
    assert combined([sheet(1, a=0), sheet(2, a=1), sheet(3, a=2), sheet(4, a=3)]) == {A: 1}


def test_a_pair_that_one_rater_graded_has_that_grade_and_one_that_nobody_graded_none() -> None:
    assert combined([sheet(1, a=3, b=0), sheet(2, b=0)]) == {A: 3, B: 0}


def test_agreement_is_measured_on_what_both_graded() -> None:
    found = agreements([sheet(1, a=3, b=1), sheet(2, b=1, c=0), sheet(3, a=3, b=2)])
    assert {pair: (one.n, one.plain) for pair, one in found.items()} == {
        (1, 2): (1, 1.0),
        (1, 3): (2, 0.5),
        (2, 3): (1, 0.0),
    }


def test_the_farthest_apart_come_first() -> None:
    found = disagreements([sheet(1, a=1, b=0, c=2), sheet(2, a=2, b=3, c=2), sheet(3, c=2)])
    assert [(one.pair, one.grades, one.spread) for one in found] == [(B, {1: 0, 2: 3}, 3), (A, {1: 1, 2: 2}, 1)]


def test_a_sheet_that_came_twice_is_refused_with_both_files() -> None:
    assert [one.number for one in in_order([sheet(2), sheet(1)])] == [1, 2]
    with pytest.raises(InvalidProfile, match=r"评分表 1：交了不止一份：1\.xlsx、1\.xlsx"):
        in_order([sheet(1), sheet(2), sheet(1)])
