"""Raters' sheets together: who agrees with whom, where they lie apart, and the one grade of each pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.errors import InvalidProfile
from matcher.evaluation.agreement import Agreement, agreement
from matcher.evaluation.drawing_files import Pair
from matcher.evaluation.rating_sheets import RatedSheet


@dataclass(frozen=True)
class Disagreement:
    """A pair that raters grade differently: sheet number -> grade, sheet number -> remark."""

    pair: Pair
    grades: dict[int, int]
    remarks: dict[int, str]

    @property
    def spread(self) -> int:
        """Highest grade minus lowest."""
        return max(self.grades.values()) - min(self.grades.values())


def in_order(sheets: Sequence[RatedSheet]) -> list[RatedSheet]:
    """Sheets by number; raises `InvalidProfile` where one came twice."""
    found: dict[int, RatedSheet] = {}
    for sheet in sheets:
        if sheet.number in found:
            raise InvalidProfile({f"评分表 {sheet.number}": f"交了不止一份：{found[sheet.number].file}、{sheet.file}"})
        found[sheet.number] = sheet
    return [found[number] for number in sorted(found)]


def agreements(sheets: Sequence[RatedSheet]) -> dict[tuple[int, int], Agreement]:
    """Agreement of every two sheets, on the pairs that both graded."""
    found = {}
    for one, other in combinations(sheets, 2):
        both = sorted(one.grades.keys() & other.grades.keys())
        found[one.number, other.number] = agreement(
            [one.grades[pair] for pair in both], [other.grades[pair] for pair in both]
        )
    return found


def disagreements(sheets: Sequence[RatedSheet]) -> list[Disagreement]:
    """Pairs with different grades, those farthest apart first, then by ids."""
    found = []
    for pair in sorted({pair for sheet in sheets for pair in sheet.grades}):
        grades = {sheet.number: sheet.grades[pair] for sheet in sheets if pair in sheet.grades}
        remarks = {sheet.number: sheet.remarks[pair] for sheet in sheets if pair in sheet.remarks}
        if len(set(grades.values())) > 1:
            found.append(Disagreement(pair, grades, remarks))
    return sorted(found, key=lambda one: (-one.spread, one.pair))


def combined(sheets: Sequence[RatedSheet]) -> dict[Pair, int]:
    """One grade a pair: the median of those given, rounded down where it lies between two grades."""
    pairs = sorted({pair for sheet in sheets for pair in sheet.grades})
    return {pair: _median([sheet.grades[pair] for sheet in sheets if pair in sheet.grades]) for pair in pairs}


def _median(grades: Sequence[int]) -> int:
    ordered = sorted(grades)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) // 2
