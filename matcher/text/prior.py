"""How rare words are in Chinese at large: the IDF table that the jieba package carries (analyse/idf.txt)."""

import math
from collections.abc import Iterable
from functools import cache
from importlib import resources

MEDIAN_RARITY = 0.85
EVERYDAY_IDF = 6.0  # a word below it stands in at least one of 400 texts of any kind


def rarities(words: Iterable[str]) -> list[float]:
    """Rarity in [0, 1] of each word: 0 = the commonest word of the table, 1 = the rarest; unknown words are rare."""
    table = _table()
    return [table.get(word, MEDIAN_RARITY) for word in words]


def is_everyday(word: str) -> bool:
    """Whether a word stands in texts of every kind (历史, 下降, 直接)."""
    return _idf().get(word, math.inf) < EVERYDAY_IDF


@cache
def _table() -> dict[str, float]:
    idf = _idf()
    low, high = min(idf.values()), max(idf.values())
    return {word: (value - low) / (high - low) for word, value in idf.items() if math.isfinite(value)}


@cache
def _idf() -> dict[str, float]:
    lines = resources.files("jieba").joinpath("analyse/idf.txt").read_text("utf-8").splitlines()
    return {word: float(value) for word, _, value in (line.rpartition(" ") for line in lines) if word}
