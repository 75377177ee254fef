"""业绩案例: how close the enterprise's delivered cases are to the scenario."""

from datetime import date

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable, saturate
from matcher.taxonomy import Taxonomy


class TrackRecord:
    """g(raw) of the TF-IDF sum over the terms that the cases and the scenario share; unknown where no case is named."""

    name = "track_record"
    label = "业绩案例"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        self._half_raw = config.half_raw

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where the enterprise names no case."""
        return saturate(pairs.case_similarity, self._half_raw)

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """How many cases were compared."""
        return f"对照企业列出的 {len(enterprise.cases)} 个案例" if enterprise.cases else "企业未填写案例"
