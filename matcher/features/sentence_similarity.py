"""句意相近: how near the enterprise's passages come to the scenario in meaning, whatever words they use."""

from datetime import date

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable
from matcher.taxonomy import Taxonomy


class SentenceSimilarity:
    """Calibrated cosine of sentence vectors: the mean of the best passage's and of the whole profile's."""

    name = "sentence_similarity"
    label = "句意相近"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        pass

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where a side has no vector yet."""
        return pairs.meaning

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """Empty: the explanation quotes the passage that comes nearest."""
        return ""
