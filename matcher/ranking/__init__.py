"""From feature values to a score and its band."""

from matcher.ranking.bands import band

__all__ = ["band"]
