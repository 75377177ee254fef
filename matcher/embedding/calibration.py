"""What a model's cosines mean: learned from reference texts, so that every model speaks in the same measure.

Raw vectors of a sentence model all point much the same way. With the mean of ordinary company texts taken away, the
cosine of unrelated texts is near 0 (Mu & Viswanath 2018, all-but-the-top).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.base import Key, Rows, Side, quantised
from matcher.text.normalize import normalize

Floats = NDArray[np.float64]
UNRELATED_PERCENTILE = 95.0  # below this a need and an offer have no more in common than any two
FULL_OVER_FITTING = 2.0  # a share of 1 is for what comes twice as near as an ordinary fit, so that the best differ too


class Reference(NamedTuple):
    """A need in a few words and the sentence of a firm that meets it."""

    need: str
    offer: str

    @property
    def keys(self) -> tuple[Key, Key]:
        """What has to be embedded."""
        return Key(Side.NEED, normalize(self.need).text), Key(Side.OFFER, normalize(self.offer).text)


@dataclass(frozen=True)
class Calibration:
    """校准: the (n_dims,) mean that is taken away, and which cosines count as 0 and as 1."""

    centre: Floats
    low: float
    high: float

    def centred(self, rows: Rows) -> Rows:
        """(n, n_dims): rows with the mean taken away, in the same measure."""
        return quantised(unit(rows) - self.centre)

    def measure(self, cosines: Floats) -> Floats:
        """Cosines as shares in [0, 1]."""
        shares: Floats = np.clip((cosines - self.low) / (self.high - self.low), 0.0, 1.0)
        return shares


def calibrate(needs: Rows, offers: Rows) -> Calibration:
    """From the vectors of reference pairs, (n_pairs, n_dims) each, row by row a need and an offer that meets it."""
    centre = unit(offers).mean(axis=0)
    plain = Calibration(centre, 0.0, 1.0)
    cosines = cosine(plain.centred(needs), plain.centred(offers))
    fitting = np.eye(len(cosines), dtype=np.bool_)
    low = float(np.percentile(cosines[~fitting], UNRELATED_PERCENTILE))
    high = FULL_OVER_FITTING * float(np.median(cosines[fitting]))
    return Calibration(centre, round(low, 6), round(max(high, low + 0.05), 6))


def unit(rows: Rows) -> Floats:
    """(n, n_dims) float64 rows of length 1, zeros where there is no direction."""
    exact = rows.astype(np.float64)
    return exact / np.maximum(lengths(rows), 1.0)[:, None]


def lengths(rows: Rows) -> Floats:
    """(n,) float64: exact, since sums of squares of small whole numbers are."""
    exact = rows.astype(np.float64)
    found: Floats = np.sqrt(np.einsum("ij,ij->i", exact, exact))
    return found


def cosine(left: Rows, right: Rows) -> Floats:
    """(n_left, n_right) float64; the products are whole numbers, the same in whatever block a row stands."""
    products = (left.astype(np.float32) @ right.astype(np.float32).T).astype(np.float64)  # below 2**24: exact
    scale = np.maximum(lengths(left), 1.0)[:, None] * np.maximum(lengths(right), 1.0)[None, :]
    found: Floats = products / scale
    return found


def keys_of(reference: Sequence[Reference]) -> tuple[list[Key], list[Key]]:
    """Needs and offers of the reference pairs."""
    pairs = [one.keys for one in reference]
    return [need for need, _ in pairs], [offer for _, offer in pairs]
