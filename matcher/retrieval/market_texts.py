"""The texts of both sides, kept ready as blocks of rows. Any change is visible to the next question."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.embedding.base import Rows
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.meanings import compare, need_block, offer_block, with_feedback
from matcher.entities import Enterprise, Scenario
from matcher.retrieval.base import Ints, Matrix
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock, belief
from matcher.retrieval.expansion import STRONG_LINK, Expansion
from matcher.retrieval.feedback import confidence, feedback, first_scores
from matcher.retrieval.index import TextIndex, similarities
from matcher.retrieval.readings import EnterpriseReading, Reader, ScenarioReading
from matcher.retrieval.term_space import Document, TermSpace
from matcher.retrieval.trades import TRADES
from matcher.text.document import ENTERPRISE_SECTIONS, SCENARIO_SECTIONS, enterprise_passages
from matcher.text.lexicon import Lexicon

Reaches = dict[Scenario, tuple[sp.csc_array, frozenset[int]]]  # kept for the answers until the next change
MOST_REACHES = 500


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
        self._reader = Reader(self.space, config, self.known)
        self._enterprises: dict[str, EnterpriseReading] = {}
        self._scenarios: dict[str, ScenarioReading] = {}
        self.reaches: Reaches = {}
        self._blocks: tuple[EnterpriseBlock, ScenarioBlock] | None = None

    def learn(self, vectors: Mapping[str, Rows]) -> None:
        """Take in sentence vectors by the digest of their text."""
        self.known.add(vectors)
        self._forget()

    def put_enterprise(self, enterprise: Enterprise) -> None:
        """Add or replace."""
        self.index.put(enterprise.id, enterprise_passages(enterprise))
        self._enterprises[enterprise.id] = self._reader.enterprise(enterprise)
        self._forget()

    def remove_enterprise(self, id: str) -> None:
        """Remove; raises `NotFound`."""
        self.index.remove(id)
        del self._enterprises[id]
        self._forget()

    def put_scenario(self, scenario: Scenario) -> None:
        """Add or replace."""
        self._scenarios[scenario.id] = self._reader.scenario(scenario)
        self._forget()

    def remove_scenario(self, id: str) -> None:
        """Remove a scenario that is there."""
        del self._scenarios[id]
        self._forget()

    def _forget(self) -> None:
        self._blocks = None
        self.reaches.clear()

    def enterprise_block(self) -> EnterpriseBlock:
        """All enterprises, by id."""
        return self.blocks()[0]

    def scenario_block(self) -> ScenarioBlock:
        """All scenarios, by id."""
        return self.blocks()[1]

    def blocks(self) -> tuple[EnterpriseBlock, ScenarioBlock]:
        """Both sides; fitted anew where something has changed."""
        if self._blocks is None:
            needs = [one for reading in self._scenarios.values() for one in (reading.document, *reading.requirements)]
            linked = self.expansion.targets(sorted({term for document in needs for term in document.words}))
            denied = {term for reading in self._enterprises.values() for term in reading.disclaimed.words}
            self.index.know([*needs, Document(dict.fromkeys([*linked, *sorted(denied)], 1.0), {})])
            rows = self.index.rows
            self._reach(rows.vectors)
            offering = [self._enterprises[id] for id in rows.ids]
            enterprises = self._enterprise_rows(rows.ids, rows.vectors, rows.offers, offering)
            ids = tuple(sorted(self._scenarios))
            n_words = len(self.space.words.fitted.terms)
            scenarios = self._scenario_rows(ids, [self._scenarios[id] for id in ids], enterprises, n_words)
            self.reaches.clear()
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
        documents = [self._reader.offer(one) for one in enterprises]
        return self._enterprise_rows(
            tuple(one.id for one in enterprises),
            self.space.vectors(documents),
            self.space.offers(documents),
            [self._reader.enterprise(one) for one in enterprises],
        )

    def analyse_scenarios(self, scenarios: Sequence[Scenario]) -> ScenarioBlock:
        """Scenarios that are not held, in what was learned from the enterprises that are."""
        held, _ = self.blocks()
        n_words = len(self.space.words.fitted.terms)
        readings = [self._reader.scenario(one) for one in scenarios]
        with self.knowing([one for reading in readings for one in (reading.document, *reading.requirements)]):
            return self._scenario_rows(tuple(one.id for one in scenarios), readings, held, n_words)

    def share_unknown_words(self, enterprise: Enterprise, scenario: Scenario) -> bool:
        """Whether two that are not held share a word that none of those held has."""
        self.blocks()
        theirs = {*(own := self.scenario_document(scenario).words), *self.expansion.targets(sorted(own))}
        mine = {*self._reader.offer(enterprise).words, *self._reader.enterprise(enterprise).disclaimed.words}
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
        readings: Sequence[EnterpriseReading],
    ) -> EnterpriseBlock:
        said = self.space.offers([one.claims for one in readings])
        said.data[:] = 1.0
        claimed = sp.csr_array(vectors[:, : said.shape[1]].multiply(said))
        claimed.sort_indices()
        cases = [one.cases for one in readings]
        return EnterpriseBlock(
            ids,
            vectors,
            offers,
            claimed,
            self.space.vectors(cases),
            np.array([bool(document.words) for document in cases], dtype=np.bool_),
            offer_block([one.passages for one in readings], self.known),
            np.array([one.trades for one in readings], np.float64).reshape(len(ids), len(TRADES)),
            self.space.offers([one.disclaimed for one in readings]),
        )

    def _scenario_rows(
        self,
        ids: tuple[str, ...],
        readings: Sequence[ScenarioReading],
        held: EnterpriseBlock,
        n_words: int,
    ) -> ScenarioBlock:
        documents = [one.document for one in readings]
        base = self.space.need_words(documents)
        columns = np.unique(base.indices).astype(np.int64)
        lexical, semantic = self.expansion.lexical(columns), self.expansion.semantic(columns)
        lexicon_share = self.config.lexicon_share
        n_own = np.array([self.space.n_specific(document) for document in documents], np.int64)
        words = sp.csr_array(base + lexicon_share * (base @ lexical) + self.meaning_shares(n_own) @ (base @ semantic))
        vectors = self.space.beside_need_pairs(_in_order(words[:, :n_words]), documents)
        config, meant = self.config, need_block([one.views for one in readings], self.known)
        wanted = np.array([one.asked for one in readings], np.bool_).reshape(len(ids), len(TRADES))
        named = _in_order(self.space.shares([one.name for one in readings])[:, :n_words])
        nearness = compare(held.meanings, meant, self.known.calibration)
        scores = first_scores(similarities(vectors, held.vectors), nearness, config) * belief(held, wanted, named)
        believed = confidence(n_own, len(held.ids), config)
        helped = feedback(scores, held.vectors, self._may_feed, config.feedback_share * believed, config)
        meant = with_feedback(
            meant, held.meanings, scores, config.feedback_neighbours, config.meaning_feedback * believed
        )
        vectors = vectors + helped
        strong = (lexicon_share * (base @ self.expansion.lexical(columns, STRONG_LINK)))[:, :n_words]
        strong = strong + self._only_evidence(base[:, :n_words])
        flat = [document for one in readings for document in one.requirements]
        weights = [weight / sum(one.weights) for one in readings for weight in one.weights]
        indptr = np.concatenate([[0], np.cumsum([len(one.weights) for one in readings])]).astype(np.int64)
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
            named,
        )

    def _reach(self, vectors: Matrix) -> None:
        n_words, n_pairs = (len(one.terms) for one in self.space.fitted())
        specific = [float(self.space.is_specific(column)) for column in range(n_words)]
        self._may_feed = np.array(specific + [0.0] * n_pairs)  # (n_terms,): what feedback may add
        proving = [float(self.space.is_evidence(column)) for column in range(n_words)]
        self._may_prove = np.array(proving + [0.0] * n_pairs)  # (n_terms,): what can be evidence
        columns = np.unique(vectors.indices)
        self.expansion.reach(columns[columns < len(self.space.words.fitted.terms)].astype(np.int64))

    def meaning_shares(self, n_own_words: Ints) -> Matrix:
        """(n, n) diagonal: how much mere likeness in meaning counts, less where a scenario says much itself."""
        half = self.config.meaning_words
        return sp.csr_array(sp.diags_array(self.config.meaning_share * half / (half + n_own_words)))

    def _only_evidence(self, words: Matrix) -> Matrix:
        rows = words.copy()
        rows.data = rows.data * self._may_prove[rows.indices]
        rows.eliminate_zeros()
        return rows

    def scenario_document(self, scenario: Scenario) -> Document:
        """The analysed texts of a scenario."""
        return self._reader.scenario_document(scenario)


def _in_order(rows: Matrix) -> Matrix:
    rows = sp.csr_array(rows)
    rows.sort_indices()
    return rows
