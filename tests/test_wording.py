"""Words that terminal and pages share."""

import pytest

from matcher.results import Contribution, RequirementMatch
from matcher.wording import DEGREES, SAME_FOR_ALL, degree, evidence


@pytest.mark.parametrize(
    ("coverage", "word"), [(0.5, "覆盖"), (0.49, "部分"), (0.2, "部分"), (0.19, "未体现"), (0, "未体现")]
)
def test_a_requirement_is_covered_in_part_or_not(coverage: float, word: str) -> None:
    assert degree(RequirementMatch("需求", "must", coverage)) == word


def test_the_bounds_of_the_words_are_said() -> None:
    assert DEGREES == "覆盖程度 50% 起算覆盖，20% 起算部分，不到 20% 算未体现"


def test_only_the_base_needs_other_words_than_its_evidence() -> None:
    assert evidence(Contribution("bias", "基础分", 1.0, 0.0, 0.0)) == SAME_FOR_ALL
    assert evidence(Contribution("scale", "规模匹配", None, 0.1, 0.05, "场景未注明预算")) == "场景未注明预算"
