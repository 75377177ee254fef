"""规模匹配: whether the enterprise's yearly revenue carries the scenario's budget."""

from datetime import date

import numpy as np

from matcher import amounts
from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable
from matcher.taxonomy import Taxonomy


class ScaleFit:
    """min(1, revenue / budget), both at the middle of what is stated; size alone never counts for or against a firm."""

    name = "scale"
    label = "规模匹配"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        pass

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where revenue or budget is not stated."""
        revenues = np.array([_revenue_wan(enterprise) for enterprise in pairs.enterprises], np.float64)
        budgets = np.array([_budget_wan(scenario) for scenario in pairs.scenarios], np.float64)
        return pairs.pairwise(np.minimum(1.0, revenues[None, :] / budgets[:, None]))

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """Both amounts as they were written."""
        if np.isnan(_budget_wan(scenario)) or scenario.budget is None:
            return "场景未注明预算"
        if np.isnan(_revenue_wan(enterprise)):
            return "企业未填写营收区间"
        budget = scenario.budget.as_written or f"{_budget_wan(scenario):g}万元"
        return f"企业营收{enterprise.revenue_band}，场景预算{budget}"


def _revenue_wan(enterprise: Enterprise) -> float:
    middle = amounts.parse(enterprise.revenue_band, default_unit="万").middle_wan
    return np.nan if middle is None else middle


def _budget_wan(scenario: Scenario) -> float:
    middle = scenario.budget.middle_wan if scenario.budget else None
    return middle if middle else np.nan
