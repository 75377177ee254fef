"""The texts of both sides, kept ready as blocks of rows. Any change is visible to the next question."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.retrieval.base import Matrix
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock
from matcher.retrieval.index import TextIndex
from matcher.retrieval.term_space import Document, TermSpace
from matcher.text.document import (
    ENTERPRISE_SECTIONS,
    SCENARIO_SECTIONS,
    case_passages,
    claim_passages,
    enterprise_passages,
    requirement_passages,
    scenario_passages,
)
from matcher.text.lexicon import Lexicon


class MarketTexts:
    """Analysed texts by id; IDF is learned from the enterprises, and the terms of the scenarios are known too."""

    def __init__(self, lexicon: Lexicon, config: Config) -> None:
        unknown = config.enterprise_fields.keys() - set(ENTERPRISE_SECTIONS)
        unknown |= config.scenario_fields.keys() - set(SCENARIO_SECTIONS)
        if unknown:
            raise ValueError(f"不认识的文本栏目：{'、'.join(sorted(unknown))}")
        self._config = config
        self.space = TermSpace(lexicon, config)
        self.index = TextIndex(self.space, config.enterprise_fields)
        self._claims: dict[str, Document] = {}
        self._cases: dict[str, Document] = {}
        self._scenarios: dict[str, Document] = {}
        self._requirements: dict[str, list[Document]] = {}
        self._needs: dict[str, tuple[float, ...]] = {}
        self._blocks: tuple[EnterpriseBlock, ScenarioBlock] | None = None

    def put_enterprise(self, enterprise: Enterprise) -> None:
        """Add or replace."""
        self.index.put(enterprise.id, enterprise_passages(enterprise))
        self._claims[enterprise.id] = self._claim_document(enterprise)
        self._cases[enterprise.id] = self._case_document(enterprise)
        self._blocks = None

    def remove_enterprise(self, id: str) -> None:
        """Remove; raises `NotFound`."""
        self.index.remove(id)
        del self._claims[id], self._cases[id]
        self._blocks = None

    def put_scenario(self, scenario: Scenario) -> None:
        """Add or replace."""
        self._scenarios[scenario.id] = self._scenario_document(scenario)
        self._requirements[scenario.id] = self._requirement_documents(scenario)
        self._needs[scenario.id] = _need_weights(scenario)
        self._blocks = None

    def remove_scenario(self, id: str) -> None:
        """Remove a scenario that is there."""
        del self._scenarios[id], self._requirements[id], self._needs[id]
        self._blocks = None

    def enterprise_block(self) -> EnterpriseBlock:
        """All enterprises, by id."""
        return self.blocks()[0]

    def scenario_block(self) -> ScenarioBlock:
        """All scenarios, by id."""
        return self.blocks()[1]

    def blocks(self) -> tuple[EnterpriseBlock, ScenarioBlock]:
        """Both sides; fitted anew where something has changed."""
        if self._blocks is None:
            requirements = [document for documents in self._requirements.values() for document in documents]
            self.index.know([*self._scenarios.values(), *requirements])
            rows = self.index.rows
            enterprises = self._enterprise_rows(
                rows.ids,
                rows.vectors,
                rows.offers,
                [self._claims[id] for id in rows.ids],
                [self._cases[id] for id in rows.ids],
            )
            ids = tuple(sorted(self._scenarios))
            scenarios = self._scenario_rows(
                ids,
                [self._scenarios[id] for id in ids],
                [self._requirements[id] for id in ids],
                [self._needs[id] for id in ids],
            )
            self._blocks = (enterprises, scenarios)
        return self._blocks

    def restore(self, enterprises: EnterpriseBlock, scenarios: ScenarioBlock) -> None:
        """Take over blocks that were fitted before, until the first change."""
        self.index.restore(enterprises.ids, enterprises.vectors, enterprises.offers)
        self._blocks = (enterprises, scenarios)

    def analyse_enterprises(self, enterprises: Sequence[Enterprise]) -> EnterpriseBlock:
        """Enterprises that are not held, in what was learned from those that are."""
        self.blocks()
        fields = self._config.enterprise_fields
        documents = [self.space.document(enterprise_passages(one), fields) for one in enterprises]
        return self._enterprise_rows(
            tuple(one.id for one in enterprises),
            self.space.vectors(documents),
            self.space.offers(documents),
            [self._claim_document(one) for one in enterprises],
            [self._case_document(one) for one in enterprises],
        )

    def analyse_scenarios(self, scenarios: Sequence[Scenario]) -> ScenarioBlock:
        """Scenarios that are not held, in what was learned from the enterprises that are."""
        self.blocks()
        return self._scenario_rows(
            tuple(one.id for one in scenarios),
            [self._scenario_document(one) for one in scenarios],
            [self._requirement_documents(one) for one in scenarios],
            [_need_weights(one) for one in scenarios],
        )

    def share_unknown_words(self, enterprise: Enterprise, scenario: Scenario) -> bool:
        """Whether two that are not held share a word that none of those held has."""
        self.blocks()
        theirs = self._scenario_document(scenario).words
        mine = self.space.document(enterprise_passages(enterprise), self._config.enterprise_fields).words
        return any(term in theirs and term not in self.space.words.places for term in mine)

    def _enterprise_rows(
        self,
        ids: tuple[str, ...],
        vectors: Matrix,
        offers: Matrix,
        claims: Sequence[Document],
        cases: Sequence[Document],
    ) -> EnterpriseBlock:
        said = self.space.offers(claims)
        said.data[:] = 1.0
        claimed = sp.csr_array(vectors[:, : said.shape[1]].multiply(said))
        claimed.sort_indices()
        has_cases = np.array([bool(document.words) for document in cases], dtype=np.bool_)
        return EnterpriseBlock(ids, vectors, offers, claimed, self.space.vectors(cases), has_cases)

    def _scenario_rows(
        self,
        ids: tuple[str, ...],
        documents: Sequence[Document],
        requirements: Sequence[Sequence[Document]],
        needs: Sequence[tuple[float, ...]],
    ) -> ScenarioBlock:
        vectors = self.space.vectors(documents)
        flat = [document for group in requirements for document in group]
        weights = [weight / sum(group) for group in needs for weight in group]
        indptr = np.concatenate([[0], np.cumsum([len(group) for group in needs])]).astype(np.int64)
        shares = sp.csr_array(
            (np.array(weights, np.float64), np.arange(len(flat), dtype=np.int64), indptr), shape=(len(ids), len(flat))
        )
        return ScenarioBlock(ids, vectors, self._only_specific(vectors), self.space.demands(flat), shares)

    def _only_specific(self, vectors: Matrix) -> Matrix:
        rows = sp.csr_array(vectors[:, : len(self.space.words.fitted.terms)])
        columns, places = np.unique(rows.indices, return_inverse=True)
        specific = np.array([self.space.is_specific(int(column)) for column in columns], np.float64)
        rows.data = rows.data * specific[places] if len(columns) else rows.data
        rows.eliminate_zeros()
        return rows

    def _claim_document(self, enterprise: Enterprise) -> Document:
        return self.space.document(claim_passages(enterprise), self._config.enterprise_fields)

    def _case_document(self, enterprise: Enterprise) -> Document:
        return self.space.document(case_passages(enterprise), {"cases": 1.0})

    def _scenario_document(self, scenario: Scenario) -> Document:
        return self.space.document(scenario_passages(scenario), self._config.scenario_fields)

    def _requirement_documents(self, scenario: Scenario) -> list[Document]:
        return [self.space.document([passage], {"requirements": 1.0}) for passage in requirement_passages(scenario)]


def _need_weights(scenario: Scenario) -> tuple[float, ...]:
    return tuple(requirement.weight for requirement in scenario.requirements)
