"""The bands on a judged set: what is in each, against chance, and the thresholds that would reach a stated lift.

Pairs are those of the queries that were judged at all with every document. Relevant is a pair of grade > 0; a pair
that nobody judged counts as not relevant, so precision is a lower bound where labels are incomplete. Lift is the
precision of some pairs over the prevalence, the share of relevant pairs among all: 1 is what chance gives (Witten,
Frank & Hall 2011, 5.7). The engine is the one that serves users, with its default settings; hard rules are off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher import Band, Dataset, Matchmaker
from matcher.embedding.known_vectors import KnownVectors
from matcher.evaluation.judgments import JudgedSet
from matcher.evaluation.metrics import Floats

STEPS_PER_POINT = 200  # proposals are multiples of 0.005
ROUNDING = 1e-9  # a lift that falls short by less than this is reached
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """The pairs of a judged set, one entry a pair: (n_pairs,) scores, and by pair what is known of it.

    `bands` are those of the default settings, `highest` the best that its evidence allows each pair to be called.
    """

    scores: Floats
    bands: tuple[Band, ...]
    highest: tuple[Band, ...]
    judged: Flags
    relevant: Flags


@dataclass(frozen=True)
class BandRow:
    """One band of a set; precision and lift are None where it holds no pair."""

    band: Band
    pairs: int
    share: float
    judged: int
    relevant: int
    precision: float | None
    lift: float | None


@dataclass(frozen=True)
class Threshold:
    """The lowest score from which on the pairs with evidence enough reach the lift `wanted`: how many, and which lift.

    `score` is None where no score does; `peak` is the highest lift that any does, 0 where there is no such pair.
    """

    wanted: float
    peak: float
    score: float | None = None
    pairs: int = 0
    lift: float | None = None


@dataclass(frozen=True)
class SetBands:
    """The bands of one set, from 强 to 无依据, and its thresholds."""

    pairs: int
    judged: int
    relevant: int
    prevalence: float
    rows: tuple[BandRow, ...]
    strong: Threshold
    medium: Threshold

    @property
    def is_usable(self) -> bool:
        """Whether the set has a say in a proposal: both lifts are reached."""
        return self.strong.score is not None and self.medium.score is not None


@dataclass(frozen=True)
class Proposal:
    """Thresholds for [bands] of the configuration: medians over `n_sets` sets, multiples of 0.005."""

    strong: float
    medium: float
    n_sets: int


def score_pairs(judged: JudgedSet, on: date, vectors: KnownVectors | None = None) -> ScoredPairs:
    """Score every pair of the queries that occur among the grades; without `vectors` that signal is unknown."""
    market = Matchmaker.from_data(Dataset(judged.enterprises, (), judged.scenarios), vectors=vectors or KnownVectors())
    scenarios, enterprises, table = market.table(on)
    by_scenario = judged.direction == "scenario-to-enterprise"
    places = [
        (row, column)
        for row, scenario in enumerate(scenarios)
        for column, enterprise in enumerate(enterprises)
        if (scenario if by_scenario else enterprise) in judged.grades
    ]
    ids = [(scenarios[row], enterprises[column]) for row, column in places]
    asked = ids if by_scenario else [(enterprise, scenario) for scenario, enterprise in ids]
    grades = [judged.grades[query].get(document) for query, document in asked]
    return ScoredPairs(
        np.array([table.scores[place] for place in places], np.float64),
        tuple(table.band(*place, market.config) for place in places),
        tuple(table.highest_band(*place, market.config) for place in places),
        np.array([grade is not None for grade in grades], np.bool_),
        np.array([bool(grade) for grade in grades], np.bool_),
    )


def measure_bands(pairs: ScoredPairs, strong_lift: float, medium_lift: float) -> SetBands:
    """What each band holds, and the threshold of each lift; raises ValueError where there is no pair at all."""
    if not len(pairs.scores):
        raise ValueError("no pairs")
    prevalence = float(pairs.relevant.mean())
    strong = np.array([band == Band.STRONG for band in pairs.highest], np.bool_)
    medium = strong | np.array([band == Band.MEDIUM for band in pairs.highest], np.bool_)
    return SetBands(
        len(pairs.scores),
        int(pairs.judged.sum()),
        int(pairs.relevant.sum()),
        prevalence,
        tuple(_row(band, pairs, prevalence) for band in Band),
        _threshold(pairs, strong, prevalence, strong_lift),
        _threshold(pairs, medium, prevalence, medium_lift),
    )


def propose(sets: Sequence[SetBands]) -> Proposal | None:
    """The median threshold over the sets that reach both lifts; None where none does."""
    found = [(one.strong.score, one.medium.score) for one in sets]
    usable = [(strong, medium) for strong, medium in found if strong is not None and medium is not None]
    if not usable:
        return None
    strong, medium = (rounded(float(score)) for score in np.median(usable, axis=0))
    return Proposal(strong, medium, len(usable))


def rounded(score: float) -> float:
    """The nearest multiple of 0.005."""
    return round(round(score * STEPS_PER_POINT) / STEPS_PER_POINT, 3)


def _row(band: Band, pairs: ScoredPairs, prevalence: float) -> BandRow:
    chosen = np.array([one == band for one in pairs.bands], np.bool_)
    n, relevant = int(chosen.sum()), int((chosen & pairs.relevant).sum())
    precision = relevant / n if n else None
    lift = precision / prevalence if precision is not None and prevalence else None
    return BandRow(band, n, n / len(chosen), int((chosen & pairs.judged).sum()), relevant, precision, lift)


def _threshold(pairs: ScoredPairs, chosen: Flags, prevalence: float, wanted: float) -> Threshold:
    """Try every score that occurs among the chosen pairs, (n_pairs,) flags; pairs of one score go together."""
    scores, relevant = pairs.scores[chosen], pairs.relevant[chosen]
    if not len(scores) or not prevalence:
        return Threshold(wanted, 0.0)
    order = np.argsort(-scores, kind="stable")
    scores, hits = scores[order], np.cumsum(relevant[order])
    counts = np.flatnonzero(np.append(scores[1:] < scores[:-1], True)) + 1  # of the pairs down to each score
    lifts = hits[counts - 1] / counts / prevalence
    reached = np.flatnonzero(lifts >= wanted - ROUNDING)
    if not len(reached):
        return Threshold(wanted, float(lifts.max()))
    last = reached[-1]
    n = int(counts[last])
    return Threshold(wanted, float(lifts.max()), float(scores[n - 1]), n, float(lifts[last]))
