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
    """n scenarios: `base` and `strong` (n, n_words), `vectors` (n, n_terms), and their requirements.

    `base` holds the scenario's own words; `vectors` those, the words they stand for, and character pairs; `strong` is
    the part of it that can be evidence: specific words and what the lexicon links closely to them. `demands`
    (n_requirements, n_demanded) holds the share of each demanded word in a requirement, `proofs` (n_demanded, n_words)
    how far each word proves it. `shares` (n, n_requirements) is the weight of each requirement of a scenario; its rows
    sum to 1, or to 0 where a scenario states none.
    """

    ids: tuple[str, ...]
    base: Matrix
    vectors: Matrix
    strong: Matrix
    demands: Matrix
    proofs: Matrix
    shares: Matrix

    def take(self, rows: Sequence[int]) -> "ScenarioBlock":
        """The block of some rows, in the order given, with only their requirements."""
        picked = list(rows)
        shares = self.shares[picked]
        kept = np.unique(shares.indices)
        demands = self.demands[kept]
        demanded = np.unique(demands.indices)
        return ScenarioBlock(
            tuple(self.ids[row] for row in picked),
            self.base[picked],
            self.vectors[picked],
            self.strong[picked],
            sp.csr_array(demands[:, demanded]),
            self.proofs[demanded],
            sp.csr_array(shares[:, kept]),
        )


@dataclass(frozen=True)
class TextMeasures:
    """(n_scenarios, n_enterprises) float64 each; nan in `coverage` and `cases` where there is nothing to measure."""

    similarity: Floats
    strong: Floats
    coverage: Floats
    cases: Floats


def measure(enterprises: EnterpriseBlock, scenarios: ScenarioBlock) -> TextMeasures:
    """Compare every scenario with every enterprise; a pair has the same numbers in whatever blocks it stands."""
    covered = requirement_coverage(enterprises.offers, scenarios.demands, scenarios.proofs)
    coverage = np.asarray(scenarios.shares @ covered)
    coverage[np.diff(scenarios.shares.indptr) == 0] = np.nan
    cases = similarities(scenarios.vectors, enterprises.cases)
    cases[:, ~enterprises.has_cases] = np.nan
    return TextMeasures(
        similarity=similarities(scenarios.vectors, enterprises.vectors),
        strong=similarities(scenarios.strong, enterprises.claims),
        coverage=np.minimum(coverage, 1.0),
        cases=cases,
    )


def requirement_coverage(offers: Matrix, demands: Matrix, proofs: Matrix) -> Floats:
    """(n_requirements, n_enterprises) in [0, 1]: the share of each requirement's words that an enterprise proves.

    However many words prove a demanded one, it is covered once.
    """
    proven = np.minimum(similarities(proofs, offers), 1.0)
    covered: Floats = np.minimum(np.asarray(demands @ proven, dtype=np.float64), 1.0)
    return covered
