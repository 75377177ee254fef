"""档次 of a score: 强 / 中 / 弱 where there is evidence, else 无依据."""

from matcher.config import Config
from matcher.results import Band


def band(score: float, evidence_points: float, config: Config) -> Band:
    """`evidence_points` is the part of the score that specific shared terms bring."""
    if evidence_points < config.evidence_points:
        return Band.NONE
    if score >= config.strong:
        return Band.STRONG
    return Band.MEDIUM if score >= config.medium else Band.WEAK
