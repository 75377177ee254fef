"""资质符合: which share of the qualifications the scenario names the enterprise holds, in force on the day."""

from datetime import date

import numpy as np

from matcher.config import Config
from matcher.entities import Enterprise, RequiredQualification, Scenario
from matcher.features.base import Floats, PairTable
from matcher.taxonomy import Holding, Taxonomy


class QualificationFit:
    """Share held of all that are named (must or nice); unknown where one side states none."""

    name = "qualification"
    label = "资质符合"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        self._taxonomy = taxonomy

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where the scenario or the enterprise names no qualification."""
        grid = np.full((len(pairs.scenarios), len(pairs.enterprises)), np.nan)
        for row, scenario in enumerate(pairs.scenarios):
            if scenario.required_qualifications:
                grid[row] = [self._share(enterprise, scenario, pairs.on) for enterprise in pairs.enterprises]
        return pairs.pairwise(grid)

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """Which of the named qualifications are held, as the enterprise gave them."""
        if not scenario.required_qualifications:
            return "场景未要求资质"
        if not enterprise.qualifications:
            return "企业未填写资质"
        answers = [self._taxonomy.best(enterprise.qualifications, one, on) for one in scenario.required_qualifications]
        held = dict.fromkeys(one.title for holding, one in answers if one and holding >= Holding.UNPROVEN)
        return f"持有{'、'.join(held)}" if held else "未见场景列出的资质"

    def _share(self, enterprise: Enterprise, scenario: Scenario, on: date) -> float:
        wanted = scenario.required_qualifications
        if not enterprise.qualifications:
            return float("nan")
        return sum(self._holds(enterprise, one, on) for one in wanted) / len(wanted)

    def _holds(self, enterprise: Enterprise, wanted: RequiredQualification, on: date) -> bool:
        return self._taxonomy.holding(enterprise.qualifications, wanted, on) >= Holding.UNPROVEN
