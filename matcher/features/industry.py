"""行业相近: kinship of the enterprise's industries and those the scenario suits, by GB/T 4754-2017."""

from datetime import date

import numpy as np

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable
from matcher.taxonomy import Taxonomy


class IndustryFit:
    """Closeness of the closest pair of codes; unknown where one side states none."""

    name = "industry"
    label = "行业相近"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        self._taxonomy = taxonomy

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where a side has no code."""
        known: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
        grid = np.full((len(pairs.scenarios), len(pairs.enterprises)), np.nan)
        for row, scenario in enumerate(pairs.scenarios):
            for column, enterprise in enumerate(pairs.enterprises):
                if scenario.industry_codes and enterprise.industry_codes:
                    key = (enterprise.industry_codes, scenario.industry_codes)
                    if key not in known:
                        known[key] = self._taxonomy.closest(*key)[0]
                    grid[row, column] = known[key]
        return pairs.pairwise(grid)

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """The closest pair of industries by name."""
        if not scenario.industry_codes:
            return "场景未限定行业"
        if not enterprise.industry_codes:
            return "企业未填写行业"
        value, code, other = self._taxonomy.closest(enterprise.industry_codes, scenario.industry_codes)
        if not value:
            return "企业行业与场景适配行业不同"
        mine, theirs = self._taxonomy.nearest_industry(code), self._taxonomy.nearest_industry(other)
        return f"同为{mine.name}" if mine == theirs else f"企业行业{mine.name}，场景适配{theirs.name}"
