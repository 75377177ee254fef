"""档次 of a score: 强 / 中 / 弱 where there is evidence, else 无依据."""

from matcher.config import Config
from matcher.results import Band


def band(score: float, evidence_points: float, config: Config, is_title: bool = False) -> Band:
    """`evidence_points` is the part of the score that specific shared terms bring.

    A scenario that is only a title (需求待补) calls nobody 强.
    """
    if evidence_points < config.evidence_points:
        return Band.NONE
    if score >= config.strong and not is_title:
        return Band.STRONG
    return Band.MEDIUM if score >= config.medium else Band.WEAK
