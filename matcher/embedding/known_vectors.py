"""The vectors that are at hand, of one model. A text without one is unknown, never waited for."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from matcher.embedding.base import Embedder, Key, Rows
from matcher.embedding.calibration import Calibration, Reference, calibrate, keys_of
from matcher.embedding.passages import NO_PLACES, Places

TEXTS_A_STEP = 16


class KnownVectors:
    """Vectors by text. `model` is empty where no model is in use: then everything is unknown.

    `places` finds what is left out of every text before it is embedded.
    """

    def __init__(self, model: str = "", reference: Sequence[Reference] = (), places: Places = NO_PLACES) -> None:
        self.model, self.places = model, places
        self._reference = tuple(reference)
        self._rows: dict[str, Rows] = {}

    def of_model(self, model: str) -> "KnownVectors":
        """Nothing known yet of another model, with the same reference texts."""
        return KnownVectors(model, self._reference, self.places)

    def of(self, keys: Iterable[Key]) -> dict[str, Rows]:
        """The vectors of texts and of the reference by digest, as far as known."""
        reference = [key for group in keys_of(self._reference) for key in group]
        digests = map(digest, [*reference, *keys])
        return {one: self._rows[one] for one in digests if one in self._rows}

    def add(self, vectors: Mapping[str, Rows]) -> None:
        """Learn vectors by the digest of their text."""
        self._rows.update(vectors)
        self.__dict__.pop("calibration", None)

    @cached_property
    def calibration(self) -> Calibration | None:
        """What the cosines of this model mean; None where the reference texts have no vectors yet."""
        needs, offers = (self._stacked(keys) for keys in keys_of(self._reference))
        return None if needs is None or offers is None else calibrate(needs, offers)

    @cached_property
    def fingerprint(self) -> str:
        """Names what decides how a vector is read: the model, the reference texts, and what is left out of texts."""
        return hashlib.sha256(repr((self.model, self._reference, self.places.pattern)).encode()).hexdigest()

    def rows(self, keys: Sequence[Key]) -> Rows | None:
        """(n_keys, n_dims) with the mean of the reference taken away; None where any vector is missing."""
        if not keys or self.calibration is None:
            return None
        found = self._stacked(keys)
        return None if found is None else self.calibration.centred(found)

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        """Keys without a vector, those of the reference first, each once."""
        if not self.model:
            return []
        reference = [key for group in keys_of(self._reference) for key in group]
        return [key for key in dict.fromkeys([*reference, *keys]) if digest(key) not in self._rows]

    def _stacked(self, keys: Sequence[Key]) -> Rows | None:
        found = [self._rows.get(digest(key)) for key in keys]
        known = [row for row in found if row is not None]
        is_whole = len(known) == len(found) and len({row.shape for row in known}) == 1
        return np.stack(known) if is_whole else None


def digest(key: Key) -> str:
    """SHA-256 of a text and its side, cut to 32 hexadecimal digits."""
    return hashlib.sha256(f"{key.side}\n{key.text}".encode("utf-8", "replace")).hexdigest()[:32]


def embedded(embedder: Embedder, keys: Sequence[Key], step: int = TEXTS_A_STEP) -> Iterator[dict[str, Rows]]:
    """The vectors of texts, `step` texts at a time, short texts first: what was computed is kept by whoever asks."""
    ordered = sorted(keys, key=lambda key: (key.side, len(key.text), key.text))
    for first in range(0, len(ordered), step):
        for side in dict.fromkeys(key.side for key in ordered[first : first + step]):
            group = [key for key in ordered[first : first + step] if key.side == side]
            rows = embedder.embed([key.text for key in group], side)
            yield {digest(key): row for key, row in zip(group, rows, strict=True)}
