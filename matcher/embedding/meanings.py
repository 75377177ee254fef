"""Both sides as rows of sentence vectors, and how near they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.base import Key, Rows, quantised
from matcher.embedding.calibration import Calibration, cosine, unit
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.passages import NeedView, Piece, enterprise_pieces, need_views, requirement_keys
from matcher.entities import Enterprise, Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HALF_BELIEVED_CHARS = 20.0


@dataclass(frozen=True)
class OfferBlock:
    """n enterprises: `rows` (n_rows, n_dims) int8, those of enterprise i from `starts[i]` to `starts[i + 1]`.

    The first row of each is the mean of its passages, the others are the passages; who is unknown has none. `weights`
    (n_rows,) is how far each row is believed: a few words say less than a passage.
    """

    rows: Rows
    starts: Ints
    weights: Floats

    def take(self, picked: Sequence[int]) -> "OfferBlock":
        """The block of some enterprises, in the order given."""
        ranges = [slice(self.starts[row], self.starts[row + 1]) for row in picked]
        return OfferBlock(*_stacked([self.rows[one] for one in ranges]), _joined(self.weights, ranges))


@dataclass(frozen=True)
class NeedBlock:
    """n scenarios: the views (NeedView) of each as rows, like those of an OfferBlock, with their (n_rows,) weights."""

    rows: Rows
    starts: Ints
    weights: Floats

    def take(self, picked: Sequence[int]) -> "NeedBlock":
        """The block of some scenarios, in the order given."""
        ranges = [slice(self.starts[row], self.starts[row + 1]) for row in picked]
        return NeedBlock(*_stacked([self.rows[one] for one in ranges]), _joined(self.weights, ranges))


def offer_block(passages: Iterable[Sequence[Key]], known: KnownVectors) -> OfferBlock:
    """From the keys of each enterprise's passages."""
    parts: list[Rows | None] = []
    weights = [np.zeros(0)]
    for keys in passages:
        rows = known.rows(keys)
        parts.append(rows)
        if rows is not None:
            lengths = np.array([len(key.text) for key in keys], np.float64)
            mean = (lengths[:, None] * unit(rows)).sum(axis=0)
            parts[-1] = np.vstack([quantised(mean[None, :]), rows])
            weights.append(np.concatenate([[1.0], belief(lengths)]))
    return OfferBlock(*_stacked(parts), np.concatenate(weights))


def belief(lengths: Floats) -> Floats:
    """(n,): how far passages of these lengths in characters are believed, the longest fully."""
    shares = lengths / (lengths + HALF_BELIEVED_CHARS)
    found: Floats = shares / shares.max()
    return found


def need_block(views: Iterable[Sequence[NeedView]], known: KnownVectors) -> NeedBlock:
    """From the views of each scenario."""
    groups = list(views)
    parts = [known.rows([view.key for view in group]) for group in groups]
    weights = [view.weight for group, rows in zip(groups, parts, strict=True) if rows is not None for view in group]
    return NeedBlock(*_stacked(parts), np.array(weights, np.float64))


def compare(offers: OfferBlock, needs: NeedBlock, calibration: Calibration | None) -> Floats:
    """(n_scenarios, n_enterprises) in [0, 1], nan = unknown: the weighted mean over the views of a scenario.

    For each view it is the mean of the best passage's nearness and that of the whole enterprise: the best passage finds
    the one product that matters in a long profile; the whole tells what the enterprise is.
    """
    found = np.full((len(needs.starts) - 1, len(offers.starts) - 1), np.nan)
    asked, held = (np.flatnonzero(np.diff(side.starts)) for side in (needs, offers))
    if calibration is None or not len(asked) or not len(held):
        return found
    nearness = cosine(needs.rows, offers.rows) * offers.weights
    starts = offers.starts[held]
    whole = nearness[:, starts]
    nearness[:, starts] = -1.0
    best = np.maximum.reduceat(nearness, starts, axis=1)
    views = needs.weights[:, None] * ((best + whole) / 2)
    found[np.ix_(asked, held)] = calibration.measure(np.add.reduceat(views, needs.starts[asked], axis=0))
    return found


def with_feedback(needs: NeedBlock, offers: OfferBlock, scores: Floats, n_best: int, shares: Floats) -> NeedBlock:
    """The views moved towards what the best enterprises are (Rocchio 1971 in the space of sentence vectors).

    `scores` is (n_scenarios, n_enterprises) >= 0, nan where unknown; `shares` (n_scenarios,) is how far each moves.
    """
    held = np.flatnonzero(np.diff(offers.starts))
    if not len(held) or not len(needs.rows):
        return needs
    means = unit(offers.rows[offers.starts[held]])
    moved = needs.rows.copy()
    for scenario in np.flatnonzero(np.diff(needs.starts)):
        known = np.nan_to_num(scores[scenario][held])
        best = np.lexsort((held, -known))[:n_best]
        towards = (known[best][:, None] * means[best]).sum(axis=0)
        length = float(np.linalg.norm(towards))
        if length:
            rows = slice(needs.starts[scenario], needs.starts[scenario + 1])
            moved[rows] = quantised(unit(needs.rows[rows]) + shares[scenario] / length * towards)
    return NeedBlock(moved, needs.starts, needs.weights)


@dataclass(frozen=True)
class SentencePair:
    """最接近的一对句子: what the need says, the passage that comes nearest with its field, how near in [0, 1]."""

    need: str
    path: str
    passage: str
    nearness: float


def nearest_passage(enterprise: Enterprise, scenario: Scenario, known: KnownVectors) -> SentencePair | None:
    """The passage of an enterprise that comes nearest to the scenario; None where either is unknown."""
    views = sorted(need_views(scenario, known.places), key=lambda view: -len(view.key.text))
    return _nearest(enterprise_pieces(enterprise, known.places), views[0].key, known) if views else None


def nearest_to_requirements(
    enterprise: Enterprise, scenario: Scenario, known: KnownVectors
) -> tuple[SentencePair | None, ...]:
    """For each requirement the passage that comes nearest to it."""
    pieces = enterprise_pieces(enterprise, known.places)
    return tuple(_nearest(pieces, key, known) for key in requirement_keys(scenario, known.places))


def _nearest(pieces: Sequence[Piece], need: Key, known: KnownVectors) -> SentencePair | None:
    asked, rows = known.rows([need]), known.rows([piece.key for piece in pieces])
    if asked is None or rows is None or known.calibration is None:
        return None
    nearness = cosine(asked, rows)[0]
    best = int(np.argmax(nearness * belief(np.array([len(piece.key.text) for piece in pieces], np.float64))))
    share = float(known.calibration.measure(nearness[[best]])[0])
    return SentencePair(need.text, pieces[best].path, pieces[best].key.text, share)


def _joined(weights: Floats, ranges: Sequence[slice]) -> Floats:
    return np.concatenate([np.zeros(0), *(weights[one] for one in ranges)])


def _stacked(parts: Sequence[Rows | None]) -> tuple[Rows, Ints]:
    known = [part for part in parts if part is not None and len(part)]
    rows = np.vstack(known) if known else np.zeros((0, 0), np.int8)
    counts = [0 if part is None else len(part) for part in parts]
    return rows, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
