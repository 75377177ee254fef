"""文本相似: how much the enterprise's words and the scenario's words have in common."""

from datetime import date

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable, saturate
from matcher.taxonomy import Taxonomy


class TextSimilarity:
    """g(raw) = raw / (raw + half_raw) of the TF-IDF sum over shared terms."""

    name = "text_similarity"
    label = "文本相似"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        self._half_raw = config.half_raw

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), never nan."""
        return saturate(pairs.similarity, self._half_raw)

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """Empty: the explanation lists the shared terms themselves."""
        return ""
