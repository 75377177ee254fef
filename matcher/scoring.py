"""The one table of scores, enterprise × scenario: features, weights and bands over any block of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from matcher import ranking
from matcher.config import Config
from matcher.embedding.known_vectors import KnownVectors
from matcher.entities import Enterprise, Scenario
from matcher.features import FEATURES
from matcher.features.base import Floats, PairTable
from matcher.ranking.linear import LinearRanker
from matcher.results import Band
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock, measure
from matcher.taxonomy import Taxonomy


class ScoredPair(NamedTuple):
    """One pair of a ScoreTable: (n_features,) values and points, the score, what of it is evidence, and its band."""

    values: Floats
    points: Floats
    score: float
    band: Band


@dataclass(frozen=True)
class ScoreTable:
    """Scores of a block, (n_scenarios, n_enterprises), with what they are made of.

    `values` and `points` are (n_scenarios, n_enterprises, n_features) in the order of FEATURES, nan value = unknown;
    bias + points summed over features = scores. `evidence` is the part that specific shared terms bring; `is_title`
    says of each scenario whether it is only a title.
    """

    values: Floats
    points: Floats
    scores: Floats
    evidence: Floats
    is_title: tuple[bool, ...]

    def highest_band(self, scenario: int, enterprise: int, config: Config) -> Band:
        """The best that the evidence of one pair allows it to be called."""
        return ranking.highest_band(float(self.evidence[scenario, enterprise]), config, self.is_title[scenario])

    def band(self, scenario: int, enterprise: int, config: Config) -> Band:
        """Band of one pair by its rows in the block."""
        return ranking.band(
            float(self.scores[scenario, enterprise]),
            float(self.evidence[scenario, enterprise]),
            config,
            self.is_title[scenario],
        )

    def pair(self, scenario: int, enterprise: int, config: Config) -> "ScoredPair":
        """One pair by its rows in the block."""
        place = (scenario, enterprise)
        band = self.band(scenario, enterprise, config)
        return ScoredPair(self.values[place], self.points[place], float(self.scores[place]), band)


class Scorer:
    """Scores blocks of pairs. Enterprises and scenarios come in the order of the rows of their blocks."""

    def __init__(self, taxonomy: Taxonomy, config: Config, known: KnownVectors | None = None) -> None:
        self.features = tuple(feature(taxonomy, config) for feature in FEATURES)
        if config.weights.keys() != {feature.name for feature in self.features}:
            raise ValueError(f"weights 应恰好包含这些信号：{'、'.join(feature.name for feature in self.features)}")
        self._config = config
        self._ranker = LinearRanker(config)
        self._known = known or KnownVectors()

    def score(
        self,
        enterprises: Sequence[Enterprise],
        enterprise_block: EnterpriseBlock,
        scenarios: Sequence[Scenario],
        scenario_block: ScenarioBlock,
        on: date,
    ) -> ScoreTable:
        """Every pair of the two blocks on that day."""
        measures = measure(enterprise_block, scenario_block, self._known.calibration)
        shape = (len(scenarios), len(enterprises))
        pairs = PairTable(
            enterprises,
            scenarios,
            similarity=measures.similarity.ravel(),
            coverage=measures.coverage.ravel(),
            case_similarity=measures.cases.ravel(),
            meaning=measures.meaning.ravel(),
            on=on,
        )
        columns = {feature.name: feature.score(pairs) for feature in self.features}
        points = self._ranker.contributions(columns)
        text = points[:, list(columns).index("text_similarity")].reshape(shape)
        share = np.divide(measures.strong, measures.similarity, out=np.zeros(shape), where=measures.similarity > 0)
        return ScoreTable(
            values=np.stack(list(columns.values()), axis=1).reshape(*shape, len(columns)),
            points=points.reshape(*shape, len(columns)),
            scores=self._ranker.scores(columns).reshape(shape),
            evidence=text * share,
            is_title=tuple(map(is_title, scenarios)),
        )


def is_title(scenario: Scenario) -> bool:
    """Whether a scenario says nothing beyond its name (需求待补)."""
    return not (scenario.background or scenario.pain_points or scenario.requirements or scenario.target_figures)
