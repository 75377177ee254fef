"""Both sides as rows ready to be compared, and the one comparison of their words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matcher.embedding.calibration import Calibration
from matcher.embedding.meanings import NeedBlock, OfferBlock, compare
from matcher.retrieval.base import Floats, Matrix
from matcher.retrieval.disclaimers import sincerity
from matcher.retrieval.index import similarities
from matcher.retrieval.trades import trust

THIN_SHARE, THIN_WORDS = 0.55, 3
Flags = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class EnterpriseBlock:
    """n enterprises: `vectors` and `cases` (n, n_terms), `offers` and `claims` (n, n_words), `has_cases` (n,) bool,

    `trades` (n, n_trades): how surely it lives on each of TRADES; `disclaimed` (n, n_words): what it denies.

    `claims` is `vectors` cut down to the words that an enterprise says of itself, outside its 经营范围.
    """

    ids: tuple[str, ...]
    vectors: Matrix
    offers: Matrix
    claims: Matrix
    cases: Matrix
    has_cases: np.ndarray[tuple[int], np.dtype[np.bool_]]
    meanings: OfferBlock
    trades: Floats
    disclaimed: Matrix

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
            self.meanings.take(picked),
            self.trades[picked],
            self.disclaimed[picked],
        )


@dataclass(frozen=True)
class ScenarioBlock:
    """n scenarios: `base` and `strong` (n, n_words), `vectors` (n, n_terms), and their requirements.

    `base` holds the scenario's own words; `vectors` those, the words they stand for, and character pairs; `strong` is
    the part of it that can be evidence: specific words and what the lexicon links closely to them. `demands`
    (n_requirements, n_demanded) holds the share of each demanded word in a requirement, `proofs` (n_demanded, n_words)
    how far each word proves it. `shares` (n, n_requirements) is the weight of each requirement of a scenario; its rows
    sum to 1, or to 0 where a scenario states none. `asked` (n, n_trades) bool says which trades it asks for;
    `named` (n, n_words) is the share of each specific word in its name.
    """

    ids: tuple[str, ...]
    base: Matrix
    vectors: Matrix
    strong: Matrix
    demands: Matrix
    proofs: Matrix
    shares: Matrix
    meanings: NeedBlock
    asked: Flags
    named: Matrix

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
            self.meanings.take(picked),
            self.asked[picked],
            self.named[picked],
        )


@dataclass(frozen=True)
class TextMeasures:
    """(n_scenarios, n_enterprises) float64 each; nan in all but the first two where there is nothing to measure."""

    similarity: Floats
    strong: Floats
    coverage: Floats
    cases: Floats
    meaning: Floats


def measure(
    enterprises: EnterpriseBlock, scenarios: ScenarioBlock, calibration: Calibration | None = None
) -> TextMeasures:
    """Compare every scenario with every enterprise; a pair has the same numbers in whatever blocks it stands."""
    covered = requirement_coverage(enterprises.offers, scenarios.demands, scenarios.proofs)
    coverage = np.asarray(scenarios.shares @ covered)
    coverage[np.diff(scenarios.shares.indptr) == 0] = np.nan
    cases = similarities(scenarios.vectors, enterprises.cases)
    cases[:, ~enterprises.has_cases] = np.nan
    believed = belief(enterprises, scenarios.asked, scenarios.named)
    strong = similarities(scenarios.strong, enterprises.claims) * _thin_evidence(enterprises, scenarios)
    return TextMeasures(
        similarity=similarities(scenarios.vectors, enterprises.vectors) * believed,
        strong=strong * believed,
        coverage=np.minimum(coverage, 1.0),
        cases=cases * believed,
        meaning=compare(enterprises.meanings, scenarios.meanings, calibration) * believed,
    )


def belief(enterprises: EnterpriseBlock, asked: Flags, named: Matrix) -> Floats:
    """(n_scenarios, n_enterprises) in [0, 1]: how far an enterprise's words count, by its trade and its disclaimers."""
    return trust(enterprises.trades, asked) * sincerity(named, enterprises.offers, enterprises.disclaimed)


def _thin_evidence(enterprises: EnterpriseBlock, scenarios: ScenarioBlock) -> Floats:
    """(n_scenarios, n_enterprises): the share of evidence that counts.

    In a few words each one looms large: against a scenario that states no requirement a word or two in common
    prove nothing, and more prove about half.
    """
    shares = np.ones((len(scenarios.ids), len(enterprises.ids)))
    thin = np.flatnonzero(np.diff(scenarios.shares.indptr) == 0)
    if len(thin):
        in_common = similarities(_pattern(scenarios.strong[thin]), _pattern(enterprises.claims))
        shares[thin] = THIN_SHARE * (in_common >= THIN_WORDS)
    return shares


def _pattern(rows: Matrix) -> Matrix:
    return sp.csr_array(((rows.data != 0).astype(np.float64), rows.indices, rows.indptr), shape=rows.shape)


def requirement_coverage(offers: Matrix, demands: Matrix, proofs: Matrix) -> Floats:
    """(n_requirements, n_enterprises) in [0, 1]: the share of each requirement's words that an enterprise proves.

    However many words prove a demanded one, it is covered once.
    """
    proven = np.minimum(similarities(proofs, offers), 1.0)
    covered: Floats = np.minimum(np.asarray(demands @ proven, dtype=np.float64), 1.0)
    return covered
