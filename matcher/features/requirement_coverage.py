"""需求覆盖: which share of what the scenario asks for the enterprise's own words cover."""

from datetime import date

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Floats, PairTable
from matcher.taxonomy import Taxonomy


class RequirementCoverage:
    """Mean coverage of the requirements, a must counting twice a nice; unknown where none is stated."""

    name = "requirement_coverage"
    label = "需求覆盖"

    def __init__(self, taxonomy: Taxonomy, config: Config) -> None:
        pass

    def score(self, pairs: PairTable) -> Floats:
        """(n_pairs,), nan where the scenario states no requirement."""
        return pairs.coverage

    def evidence(self, enterprise: Enterprise, scenario: Scenario, on: date) -> str:
        """How many requirements there are; the explanation lists them one by one."""
        if not scenario.requirements:
            return "场景未列出需求条目"
        must = sum(requirement.need == "must" for requirement in scenario.requirements)
        return f"场景列出 {must} 项必须、{len(scenario.requirements) - must} 项期望"
