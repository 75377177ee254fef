"""片区契合: whether the enterprise serves the scenario's place and fits the focus industries of its 片区.

The registered address is never read: outside firms stand equal (公平竞争审查条例).
"""

from datetime import date

import numpy as np

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable
from matcher.taxonomy import Taxonomy

KINDRED = 0.6  # closeness from which industries are called kindred: the same 大类


class DistrictFit:
    """Mean of what is known: service areas contain the place (1 or 0), closeness to its focus industries."""

    name = "district"
    label = "片区契合"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        self._taxonomy = taxonomy

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where neither part is known."""
        known: dict[tuple[tuple[str, ...], tuple[str, ...], str], float] = {}
        grid = np.full((len(pairs.scenarios), len(pairs.enterprises)), np.nan)
        for row, scenario in enumerate(pairs.scenarios):
            for column, enterprise in enumerate(pairs.enterprises):
                key = (enterprise.service_areas, enterprise.industry_codes, scenario.district)
                if key not in known:
                    parts = [part for part in self._parts(*key) if part is not None]
                    known[key] = sum(parts) / len(parts) if parts else np.nan
                grid[row, column] = known[key]
        return pairs.pairwise(grid)

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """What is known of place and focus industries."""
        if not scenario.district:
            return "场景未注明片区"
        serves, focus = self._parts(enterprise.service_areas, enterprise.industry_codes, scenario.district)
        if serves is None and focus is None:
            return "企业未填写服务区域"
        words = []
        if focus is not None:
            words.append(f"行业与{scenario.district}重点产业{'相近' if focus >= KINDRED else '不同'}")
        if serves is not None:
            words.append(f"企业服务区域{'包含' if serves else '未包含'}{scenario.district}")
        return "，".join(words)

    def _parts(
        self, areas: tuple[str, ...], codes: tuple[str, ...], district: str
    ) -> tuple[float | None, float | None]:
        if not district:
            return None, None
        serves = float(any(self._taxonomy.covers(area, district) for area in areas)) if areas else None
        wanted = self._taxonomy.focus_of(district)
        focus = self._taxonomy.closest(codes, wanted)[0] if codes and wanted else None
        return serves, focus
