"""A learned reading of the main trade (主营): which trade a firm's own description sounds like, whatever its field.

Multinomial logistic regression over character n-grams (Cavnar & Trenkle 1994), learned from descriptions written for
it (`data/trades/`); the words of the field stand in all trades alike, so what is left is how a firm speaks of itself.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.text.normalize import normalize
from matcher.text.repetition import without_repeats

LONGEST_GRAM = 4
NAME_ENDINGS = (2, 3, 4)  # characters of the name before its legal form
_HAN = re.compile("[\u4e00-\u9fd5]+")
_CLAUSE = re.compile("[^,。;:!?、()]+")
Weights = NDArray[np.int8]
Floats = NDArray[np.float64]


def grams(stem: str, text: str) -> frozenset[str]:
    """The character n-grams of a normalised name without legal form ("#…") and of a normalised text, each once.

    None crosses a mark, so a sentence said twice adds none; "^" stands where a run of Han characters begins.
    """
    found = {f"#{stem[-n:]}" for n in NAME_ENDINGS if stem}
    for clause in set(_CLAUSE.findall(text)):
        for run in _HAN.findall(without_repeats(clause)):
            marked = f"^{run}"
            for length in range(1, LONGEST_GRAM + 1):
                found.update(marked[start : start + length] for start in range(len(marked) - length + 1))
    return frozenset(found - {"^"})


@dataclass(frozen=True)
class TradeModel:
    """`weights` (n_grams, n_trades) int8 times `scale`, `idf` (n_grams,), `intercept` (n_trades,), by `vocabulary`.

    `trades` names the columns. A model without grams knows nothing.
    """

    trades: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    idf: Floats = field(default_factory=lambda: np.zeros(0))
    weights: Weights = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    scale: float = 1.0
    intercept: Floats = field(default_factory=lambda: np.zeros(0))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Row of every gram."""
        return {gram: place for place, gram in enumerate(self.vocabulary)}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything in it."""
        parts = (self.idf.tobytes(), self.weights.tobytes(), self.intercept.tobytes())
        return hashlib.sha256(repr((self.trades, self.vocabulary, self.scale)).encode() + b"".join(parts)).hexdigest()

    def probabilities(self, stem: str, text: str) -> Mapping[str, float]:
        """Trade by trade, summing to 1; empty where nothing is known of the text."""
        rows = np.array(sorted(self.places[gram] for gram in grams(stem, text) if gram in self.places), np.int64)
        if not len(rows):
            return {}
        values = self.idf[rows] / np.sqrt((self.idf[rows] ** 2).sum())
        logits = self.intercept + self.scale * (values[:, None] * self.weights[rows]).sum(axis=0)
        shares = np.exp(logits - logits.max())
        return dict(zip(self.trades, (shares / shares.sum()).tolist(), strict=True))


def described(stem: str, text: str) -> Sequence[str]:
    """The grams of a description as people write it, ascending: what a model is learned from."""
    return sorted(grams(stem, normalize(text).text))
