"""The texts of both sides, kept ready as blocks of rows. Any change is visible to the next question."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.embedding.base import Key, Rows
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.meanings import compare, need_block, offer_block, with_feedback
from matcher.embedding.passages import NeedView, need_views, passage_keys
from matcher.entities import Enterprise, Scenario
from matcher.retrieval.base import Ints, Matrix
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock
from matcher.retrieval.expansion import STRONG_LINK, Expansion
from matcher.retrieval.feedback import confidence, feedback, first_scores
from matcher.retrieval.index import TextIndex, similarities
from matcher.retrieval.term_space import Document, TermSpace
from matcher.retrieval.trades import TRADES, trade_of, trades_asked, trust
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

    def __init__(self, lexicon: Lexicon, config: Config, known: KnownVectors | None = None) -> None:
        unknown = config.enterprise_fields.keys() - set(ENTERPRISE_SECTIONS)
        unknown |= config.scenario_fields.keys() - set(SCENARIO_SECTIONS)
        if unknown:
            raise ValueError(f"不认识的文本栏目：{'、'.join(sorted(unknown))}")
        self.config = config
        self.known = known or KnownVectors()
        self.space = TermSpace(lexicon, config)
        self.expansion = Expansion(self.space, config)
        self.index = TextIndex(self.space, config.enterprise_fields)
        self._claims: dict[str, Document] = {}
        self._cases: dict[str, Document] = {}
        self._passages: dict[str, Sequence[Key]] = {}
        self._trades: dict[str, int] = {}
        self._scenarios: dict[str, Document] = {}
        self._requirements: dict[str, list[Document]] = {}
        self._needs: dict[str, tuple[float, ...]] = {}
        self._views: dict[str, Sequence[NeedView]] = {}
        self._asked: dict[str, Sequence[bool]] = {}
        self._blocks: tuple[EnterpriseBlock, ScenarioBlock] | None = None

    def learn(self, vectors: Mapping[str, Rows]) -> None:
        """Take in sentence vectors by the digest of their text."""
        self.known.add(vectors)
        self._blocks = None

    def put_enterprise(self, enterprise: Enterprise) -> None:
        """Add or replace."""
        self.index.put(enterprise.id, enterprise_passages(enterprise))
        self._claims[enterprise.id] = self._claim_document(enterprise)
        self._cases[enterprise.id] = self._case_document(enterprise)
        self._passages[enterprise.id] = passage_keys(enterprise, self.known.places)
        self._trades[enterprise.id] = trade_of(enterprise)
        self._blocks = None

    def remove_enterprise(self, id: str) -> None:
        """Remove; raises `NotFound`."""
        self.index.remove(id)
        del self._claims[id], self._cases[id], self._passages[id], self._trades[id]
        self._blocks = None

    def put_scenario(self, scenario: Scenario) -> None:
        """Add or replace."""
        self._scenarios[scenario.id] = self.scenario_document(scenario)
        self._requirements[scenario.id] = self._requirement_documents(scenario)
        self._needs[scenario.id] = _need_weights(scenario)
        self._views[scenario.id] = need_views(scenario, self.known.places)
        self._asked[scenario.id] = trades_asked(scenario)
        self._blocks = None

    def remove_scenario(self, id: str) -> None:
        """Remove a scenario that is there."""
        del self._scenarios[id], self._requirements[id], self._needs[id], self._views[id], self._asked[id]
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
            known = [*self._scenarios.values(), *requirements]
            linked = self.expansion.targets(sorted({term for document in known for term in document.words}))
            self.index.know([*known, Document(dict.fromkeys(linked, 1.0), {})])
            rows = self.index.rows
            self._reach(rows.vectors)
            enterprises = self._enterprise_rows(
                rows.ids,
                rows.vectors,
                rows.offers,
                [self._claims[id] for id in rows.ids],
                [self._cases[id] for id in rows.ids],
                [self._passages[id] for id in rows.ids],
                [self._trades[id] for id in rows.ids],
            )
            ids = tuple(sorted(self._scenarios))
            scenarios = self._scenario_rows(
                ids,
                [self._scenarios[id] for id in ids],
                [self._requirements[id] for id in ids],
                [self._needs[id] for id in ids],
                [self._views[id] for id in ids],
                [self._asked[id] for id in ids],
                enterprises,
                len(self.space.words.fitted.terms),
            )
            self._blocks = (enterprises, scenarios)
        return self._blocks

    def restore(self, enterprises: EnterpriseBlock, scenarios: ScenarioBlock) -> None:
        """Take over blocks that were fitted before, until the first change."""
        self.index.restore(enterprises.ids, enterprises.vectors, enterprises.offers)
        self._reach(enterprises.vectors)
        self._blocks = (enterprises, scenarios)

    def analyse_enterprises(self, enterprises: Sequence[Enterprise]) -> EnterpriseBlock:
        """Enterprises that are not held, in what was learned from those that are."""
        self.blocks()
        fields = self.config.enterprise_fields
        documents = [self.space.offer(enterprise_passages(one), fields) for one in enterprises]
        return self._enterprise_rows(
            tuple(one.id for one in enterprises),
            self.space.vectors(documents),
            self.space.offers(documents),
            [self._claim_document(one) for one in enterprises],
            [self._case_document(one) for one in enterprises],
            [passage_keys(one, self.known.places) for one in enterprises],
            [trade_of(one) for one in enterprises],
        )

    def analyse_scenarios(self, scenarios: Sequence[Scenario]) -> ScenarioBlock:
        """Scenarios that are not held, in what was learned from the enterprises that are."""
        held, _ = self.blocks()
        n_words = len(self.space.words.fitted.terms)
        documents = [self.scenario_document(one) for one in scenarios]
        requirements = [self._requirement_documents(one) for one in scenarios]
        with self.knowing([*documents, *(one for group in requirements for one in group)]):
            return self._scenario_rows(
                tuple(one.id for one in scenarios),
                documents,
                requirements,
                [_need_weights(one) for one in scenarios],
                [need_views(one, self.known.places) for one in scenarios],
                [trades_asked(one) for one in scenarios],
                held,
                n_words,
            )

    def share_unknown_words(self, enterprise: Enterprise, scenario: Scenario) -> bool:
        """Whether two that are not held share a word that none of those held has."""
        self.blocks()
        theirs = {*(own := self.scenario_document(scenario).words), *self.expansion.targets(sorted(own))}
        mine = self.space.offer(enterprise_passages(enterprise), self.config.enterprise_fields).words
        return any(term in theirs and term not in self.space.words.places for term in mine)

    @contextmanager
    def knowing(self, documents: Sequence[Document]) -> Iterator[None]:
        """While this lasts, words that only these documents have are known too."""
        n_words = len(self.space.words.fitted.terms)
        with self.space.words.knowing([document.words for document in documents]):
            yield
        self.expansion.forget_beyond(n_words)

    def _enterprise_rows(
        self,
        ids: tuple[str, ...],
        vectors: Matrix,
        offers: Matrix,
        claims: Sequence[Document],
        cases: Sequence[Document],
        passages: Sequence[Sequence[Key]],
        trades: Sequence[int],
    ) -> EnterpriseBlock:
        said = self.space.offers(claims)
        said.data[:] = 1.0
        claimed = sp.csr_array(vectors[:, : said.shape[1]].multiply(said))
        claimed.sort_indices()
        has_cases = np.array([bool(document.words) for document in cases], dtype=np.bool_)
        meanings = offer_block(passages, self.known)
        kinds = np.array(trades, np.int64)
        return EnterpriseBlock(ids, vectors, offers, claimed, self.space.vectors(cases), has_cases, meanings, kinds)

    def _scenario_rows(
        self,
        ids: tuple[str, ...],
        documents: Sequence[Document],
        requirements: Sequence[Sequence[Document]],
        needs: Sequence[tuple[float, ...]],
        views: Sequence[Sequence[NeedView]],
        asked: Sequence[Sequence[bool]],
        held: EnterpriseBlock,
        n_words: int,
    ) -> ScenarioBlock:
        base = self.space.need_words(documents)
        columns = np.unique(base.indices).astype(np.int64)
        lexical, semantic = self.expansion.lexical(columns), self.expansion.semantic(columns)
        lexicon_share = self.config.lexicon_share
        n_own = np.array([self.space.n_specific(document) for document in documents], np.int64)
        words = sp.csr_array(base + lexicon_share * (base @ lexical) + self.meaning_shares(n_own) @ (base @ semantic))
        vectors = self.space.beside_need_pairs(_in_order(words[:, :n_words]), documents)
        config, meant = self.config, need_block(views, self.known)
        wanted = np.array(asked, np.bool_).reshape(len(ids), len(TRADES))
        nearness = compare(held.meanings, meant, self.known.calibration)
        scores = first_scores(similarities(vectors, held.vectors), nearness, config) * trust(held.trades, wanted)
        believed = confidence(n_own, len(held.ids), config)
        helped = feedback(scores, held.vectors, self._may_feed, config.feedback_share * believed, config)
        meant = with_feedback(
            meant, held.meanings, scores, config.feedback_neighbours, config.meaning_feedback * believed
        )
        vectors = vectors + helped
        strong = (lexicon_share * (base @ self.expansion.lexical(columns, STRONG_LINK)))[:, :n_words]
        strong = strong + self._only_specific(base[:, :n_words])
        flat = [document for group in requirements for document in group]
        weights = [weight / sum(group) for group in needs for weight in group]
        indptr = np.concatenate([[0], np.cumsum([len(group) for group in needs])]).astype(np.int64)
        shares = sp.csr_array(
            (np.array(weights, np.float64), np.arange(len(flat), dtype=np.int64), indptr), shape=(len(ids), len(flat))
        )
        demands = self.space.demands(flat)
        demanded = np.unique(demands.indices)
        return ScenarioBlock(
            ids,
            _in_order(base[:, :n_words]),
            _in_order(vectors),
            _in_order(strong),
            sp.csr_array(demands[:, demanded]),
            _in_order(self.expansion.proofs(demanded.astype(np.int64))[demanded][:, :n_words]),
            shares,
            meant,
            wanted,
        )

    def _reach(self, vectors: Matrix) -> None:
        n_words, n_pairs = (len(one.terms) for one in self.space.fitted())
        specific = [float(self.space.is_specific(column)) for column in range(n_words)]
        self._may_feed = np.array(specific + [0.0] * n_pairs)  # (n_terms,): what feedback may add
        columns = np.unique(vectors.indices)
        self.expansion.reach(columns[columns < len(self.space.words.fitted.terms)].astype(np.int64))

    def meaning_shares(self, n_own_words: Ints) -> Matrix:
        """(n, n) diagonal: how much mere likeness in meaning counts, less where a scenario says much itself."""
        half = self.config.meaning_words
        return sp.csr_array(sp.diags_array(self.config.meaning_share * half / (half + n_own_words)))

    def _only_specific(self, words: Matrix) -> Matrix:
        rows = words.copy()
        rows.data = rows.data * self._may_feed[rows.indices]
        rows.eliminate_zeros()
        return rows

    def _claim_document(self, enterprise: Enterprise) -> Document:
        return self.space.offer(claim_passages(enterprise), self.config.enterprise_fields)

    def _case_document(self, enterprise: Enterprise) -> Document:
        return self.space.offer(case_passages(enterprise), {"cases": 1.0})

    def scenario_document(self, scenario: Scenario) -> Document:
        """The analysed texts of a scenario."""
        return self.space.need(scenario_passages(scenario), self.config.scenario_fields)

    def _requirement_documents(self, scenario: Scenario) -> list[Document]:
        return [self.space.need([passage], {"requirements": 1.0}) for passage in requirement_passages(scenario)]


def _in_order(rows: Matrix) -> Matrix:
    rows = sp.csr_array(rows)
    rows.sort_indices()
    return rows


def _need_weights(scenario: Scenario) -> tuple[float, ...]:
    return tuple(requirement.weight for requirement in scenario.requirements)
