"""The words of features: the table of pairs, and what a feature is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.taxonomy import Taxonomy

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class PairTable:
    """企业 × 场景, one row a pair, scenario-major: pair p is (scenarios[p // n], enterprises[p % n]) of n enterprises.

    The four text columns are (n_pairs,) float64 measured by retrieval: `similarity` >= 0 is the raw sum over shared
    terms; `coverage` in [0, 1] is the share of the requirements covered, nan where the scenario states none;
    `case_similarity` >= 0 is the raw sum over the enterprise's cases, nan where it names none; `meaning` in [0, 1] is
    the nearness of sentence vectors, nan where either side has none yet.
    """

    enterprises: Sequence[Enterprise]
    scenarios: Sequence[Scenario]
    similarity: Floats
    coverage: Floats
    case_similarity: Floats
    meaning: Floats
    on: date

    def __len__(self) -> int:
        return len(self.enterprises) * len(self.scenarios)

    def pairwise(self, grid: Floats) -> Floats:
        """A (n_scenarios, n_enterprises) grid as the column of its pairs."""
        return np.ascontiguousarray(grid, dtype=np.float64).reshape(len(self))


class Feature(Protocol):
    """One signal of fit. `score` gives (n_pairs,) float64 in [0, 1], nan = unknown; `evidence` says why in Chinese."""

    name: str
    label: str

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None: ...

    def score(self, pairs: PairTable) -> Floats: ...

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str: ...


def saturate(raw: Floats, half: float) -> Floats:
    """x / (x + half): 0 at 0, one half at `half`, below 1 always."""
    return raw / (raw + half)
