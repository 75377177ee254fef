"""From feature values to a score and its band."""

from matcher.ranking.bands import band, band_of_score, highest_band

__all__ = ["band", "band_of_score", "highest_band"]
