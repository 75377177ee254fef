"""Word vectors (词向量) as data: how close two words are in meaning where no concept says it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]
UNIT = 127  # length of a stored vector; whole numbers, so that every machine computes the same
LONGEST_PART = 8
MIN_KNOWN_SHARE = 0.75


@dataclass(frozen=True)
class WordVectors:
    """`rows` is (n_words, n_dims) int8, each about UNIT long; `words` are normalised and unique, in any order."""

    words: tuple[str, ...] = ()
    rows: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 1), np.int8))

    def __post_init__(self) -> None:
        if self.rows.dtype != np.int8 or self.rows.shape[:1] != (len(self.words),):
            raise ValueError("word vectors must be int8, one row a word")

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of words and rows: other vectors give other scores."""
        sum = hashlib.sha256("\n".join(self.words).encode())
        sum.update(np.ascontiguousarray(self.rows).tobytes())
        return sum.hexdigest()

    def of(self, terms: Sequence[str]) -> Rows:
        """(n_terms, n_dims) float32 holding whole numbers; a row of zeros where nothing is known of a term.

        A term outside the vocabulary has the mean of the known words it consists of, by longest match from the left,
        where they make up most of it.
        """
        found = np.zeros((len(terms), self.rows.shape[1]), np.float32)
        for row, term in enumerate(terms):
            place = self._places.get(term)
            found[row] = self.rows[place] if place is not None else self._composed(term)
        return found

    def _composed(self, term: str) -> Rows:
        places, start, known = [], 0, 0
        while start < len(term):
            for end in range(min(len(term), start + LONGEST_PART), start + 1, -1):
                place = self._places.get(term[start:end])
                if place is not None:
                    places.append(place)
                    known += end - start
                    start = end
                    break
            else:
                start += 1
        total = self.rows[places].astype(np.float32).sum(axis=0)
        length = float(np.sqrt((total * total).sum()))
        if known < MIN_KNOWN_SHARE * len(term) or not length:
            return np.zeros(self.rows.shape[1], np.float32)
        scaled: Rows = np.rint(total * np.float32(UNIT / length))
        return scaled

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words)}


def read_rows(file: Path) -> NDArray[np.int8]:
    """The rows of a .npy file, read as they are needed; raises OSError and ValueError."""
    rows: NDArray[np.int8] = np.load(file, mmap_mode="r", allow_pickle=False)
    return rows


def lengths(rows: Rows) -> NDArray[np.float64]:
    """(n,) Euclidean lengths of rows of whole numbers; 1 for a row of zeros."""
    squares = (rows.astype(np.float64) ** 2).sum(axis=1)
    return np.where(squares > 0, np.sqrt(squares), 1.0)


def cosines(left: Rows, right: Rows) -> NDArray[np.float64]:
    """(n_left, n_right) cosines; products of whole numbers are exact in float32, in whatever order they are summed."""
    products = (left @ right.T).astype(np.float64)
    return products / lengths(left)[:, None] / lengths(right)[None, :]
