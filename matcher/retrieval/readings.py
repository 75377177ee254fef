"""What is read of one entity before it is compared with others."""

from collections.abc import Sequence
from typing import NamedTuple

from matcher.config import Config
from matcher.embedding.base import Key
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.passages import NeedView, need_views, passage_keys
from matcher.entities import Enterprise, Scenario
from matcher.retrieval.term_space import Document, TermSpace
from matcher.retrieval.trades import trades_asked, trades_of
from matcher.text.document import (
    Passage,
    case_passages,
    claim_passages,
    enterprise_passages,
    requirement_passages,
    scenario_passages,
)


class EnterpriseReading(NamedTuple):
    """An enterprise: its claims, cases, passages, how surely it lives on each of TRADES, what it disclaims."""

    claims: Document
    cases: Document
    passages: Sequence[Key]
    trades: Sequence[float]
    disclaimed: Document


class ScenarioReading(NamedTuple):
    """A scenario: all it says, its name, its requirements with their weights, its views, the trades it asks for."""

    document: Document
    name: Document
    requirements: Sequence[Document]
    weights: Sequence[float]
    views: Sequence[NeedView]
    asked: Sequence[bool]


class Reader:
    """Reads entities in one space of terms."""

    def __init__(self, space: TermSpace, config: Config, known: KnownVectors) -> None:
        self._space, self._config, self._known = space, config, known

    def enterprise(self, enterprise: Enterprise) -> EnterpriseReading:
        """What counts of an enterprise beside all its words."""
        return EnterpriseReading(
            self._space.offer(claim_passages(enterprise), self._config.enterprise_fields),
            self._space.offer(case_passages(enterprise), {"cases": 1.0}),
            passage_keys(enterprise, self._known.places),
            trades_of(enterprise, self._space.lexicon.trades),
            self._space.disclaimed(enterprise_passages(enterprise)),
        )

    def offer(self, enterprise: Enterprise) -> Document:
        """All words of an enterprise."""
        return self._space.offer(enterprise_passages(enterprise), self._config.enterprise_fields)

    def scenario(self, scenario: Scenario) -> ScenarioReading:
        """What counts of a scenario."""
        return ScenarioReading(
            self.scenario_document(scenario),
            self._space.need([Passage("name", "name", scenario.name)], {"name": 1.0}),
            [self._space.need([passage], {"requirements": 1.0}) for passage in requirement_passages(scenario)],
            tuple(requirement.weight for requirement in scenario.requirements),
            need_views(scenario, self._known.places),
            trades_asked(scenario),
        )

    def scenario_document(self, scenario: Scenario) -> Document:
        """All that a scenario says."""
        return self._space.need(scenario_passages(scenario), self._config.scenario_fields)
