"""Both sides as rows ready to be compared, and the one comparison of their words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matcher.retrieval.base import Floats, Matrix
from matcher.retrieval.index import similarities


@dataclass(frozen=True)
class EnterpriseBlock:
    """n enterprises: `vectors` and `cases` (n, n_terms), `offers` and `claims` (n, n_words), `has_cases` (n,) bool.

    `claims` is `vectors` cut down to the words that an enterprise says of itself, outside its 经营范围.
    """

    ids: tuple[str, ...]
    vectors: Matrix
    offers: Matrix
    claims: Matrix
    cases: Matrix
    has_cases: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def take(self, rows: Sequence[int]) -> "EnterpriseBlock":
        """The block of some rows, in the order given."""
        picked = list(rows)
        ids = tuple(self.ids[row] for row in picked)
        return EnterpriseBlock(
            ids,
            self.vectors[picked],
            self.offers[picked],
            self.claims[picked],
            self.cases[picked],
            self.has_cases[picked],
        )


@dataclass(frozen=True)
class ScenarioBlock:
    """n scenarios: `vectors` (n, n_terms), `specific` (n, n_words), `demands` (n_requirements, n_words).

    `specific` is `vectors` cut down to the words that can be evidence. `shares` (n, n_requirements) holds the
    weight of each requirement of a scenario; its rows sum to 1, or to 0 where a scenario states none.
    """

    ids: tuple[str, ...]
    vectors: Matrix
    specific: Matrix
    demands: Matrix
    shares: Matrix

    def take(self, rows: Sequence[int]) -> "ScenarioBlock":
        """The block of some rows, in the order given, with only their requirements."""
        picked = list(rows)
        shares = self.shares[picked]
        kept = np.unique(shares.indices)
        ids = tuple(self.ids[row] for row in picked)
        return ScenarioBlock(
            ids, self.vectors[picked], self.specific[picked], self.demands[kept], sp.csr_array(shares[:, kept])
        )


@dataclass(frozen=True)
class TextMeasures:
    """(n_scenarios, n_enterprises) float64 each; nan in `coverage` and `cases` where there is nothing to measure."""

    similarity: Floats
    specific: Floats
    coverage: Floats
    cases: Floats


def measure(enterprises: EnterpriseBlock, scenarios: ScenarioBlock) -> TextMeasures:
    """Compare every scenario with every enterprise; a pair has the same numbers in whatever blocks it stands."""
    covered = similarities(scenarios.demands, enterprises.offers)
    coverage = np.zeros((len(scenarios.ids), len(enterprises.ids)))
    for row in range(len(scenarios.ids)):
        first, last = scenarios.shares.indptr[row : row + 2]
        if first == last:
            coverage[row] = np.nan
        for place in range(first, last):
            coverage[row] += scenarios.shares.data[place] * covered[scenarios.shares.indices[place]]
    cases = similarities(scenarios.vectors, enterprises.cases)
    cases[:, ~enterprises.has_cases] = np.nan
    return TextMeasures(
        similarity=similarities(scenarios.vectors, enterprises.vectors),
        specific=similarities(scenarios.specific, enterprises.claims),
        coverage=np.minimum(coverage, 1.0),
        cases=cases,
    )
