"""Words that terminal and pages share, so that one thing is called the same everywhere."""

from matcher.explanation import COVERED, PARTLY
from matcher.results import Contribution, RequirementMatch

DEGREES = f"覆盖程度 {COVERED:.0%} 起算覆盖，{PARTLY:.0%} 起算部分，不到 {PARTLY:.0%} 算未体现"
LIFTS = (
    "只写真实具备的内容。每一条都是单独改动后重新计算的结果，几条一起做时增加值不能直接相加；"
    "句意相近需要的句向量还没有算出时，这一项按原来的得分计。"
)
SAME_FOR_ALL = "每一对都相同的起点，与双方内容无关"


def degree(requirement: RequirementMatch) -> str:
    """How far a requirement is covered, in a word."""
    if requirement.coverage >= COVERED:
        return "覆盖"
    return "部分" if requirement.coverage >= PARTLY else "未体现"


def evidence(contribution: Contribution) -> str:
    """What stands behind a summand; the base, which no feature measures, says what it is."""
    return SAME_FOR_ALL if contribution.feature == "bias" else contribution.evidence
