"""档次 of a score: 强 / 中 / 弱 where there is evidence, else 无依据."""

from matcher.config import Config
from matcher.results import Band

_ASCENDING = (Band.NONE, Band.WEAK, Band.MEDIUM, Band.STRONG)


def band(score: float, evidence_points: float, config: Config, is_title: bool = False) -> Band:
    """The band that the score reaches, as far as the evidence allows it (`highest_band`)."""
    highest = highest_band(evidence_points, config, is_title)
    return min(band_of_score(score, config), highest, key=_ASCENDING.index)


def band_of_score(score: float, config: Config) -> Band:
    """The band that a score would have with evidence enough."""
    return Band.STRONG if score >= config.strong else Band.MEDIUM if score >= config.medium else Band.WEAK


def highest_band(evidence_points: float, config: Config, is_title: bool = False) -> Band:
    """The best that a pair can be called, whatever its score.

    `evidence_points` is the part of the score that specific shared terms bring: signals that many pairs have in common
    (industry, district, scale) make nobody fit. A scenario that is only a title (需求待补) calls nobody 强.
    """
    if evidence_points < config.evidence_points:
        return Band.NONE
    if evidence_points < config.medium_evidence:
        return Band.WEAK
    return Band.MEDIUM if is_title or evidence_points < config.strong_evidence else Band.STRONG
