"""The terms both sides are compared in: words and character pairs side by side in one sparse space."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.retrieval.base import Matrix, Strengths
from matcher.retrieval.tfidf import FittedTerms, TfidfVectorizer, divide_rows
from matcher.text.analyzer import BigramAnalyzer, WordAnalyzer
from matcher.text.document import Passage
from matcher.text.frequencies import term_strengths
from matcher.text.lexicon import Lexicon
from matcher.text.normalize import NormalizedText, normalize
from matcher.text.prior import MEDIAN_RARITY, rarities
from matcher.text.standing import WEIGHT, Standing, Statement, statements
from matcher.text.tokens import Token

KEPT_ANALYSES = 20_000  # passages whose tokens are kept; a fit and an explanation need the same ones
DISCLAIMING = (Standing.DENIED, Standing.ENDED)
COVERAGE_FLOOR_TERMS = 3  # a requirement of fewer terms counts as one of this many: one word is thin proof


class Document(NamedTuple):
    """Term strengths of one text or entity: words, and character pairs."""

    words: Strengths
    pairs: Strengths


class TermSpace:
    """Analysis and weighting of both kinds of terms. Columns: words ascending, then pairs ascending."""

    def __init__(self, lexicon: Lexicon, config: Config) -> None:
        self.lexicon = lexicon
        self._config = config
        self._words = WordAnalyzer(lexicon)
        self._pairs = BigramAnalyzer(self._words, lexicon)
        self._analyse = lru_cache(maxsize=KEPT_ANALYSES)(self._analyse_anew)
        self._claimed = lru_cache(maxsize=KEPT_ANALYSES)(self._claimed_anew)
        self._placed = lru_cache(maxsize=KEPT_ANALYSES)(self._place)
        self.words = TfidfVectorizer(rarities, config.prior_documents, config.length_slope)
        self.pairs = TfidfVectorizer(_median_rarities, config.prior_documents, config.length_slope)

    def need(self, passages: Iterable[Passage], section_weights: Mapping[str, float]) -> Document:
        """Analyse the passages of a scenario or a query; a passage of a section without a weight is left out."""
        return self._document(passages, section_weights, self._analyse)

    def offer(self, passages: Iterable[Passage], section_weights: Mapping[str, float]) -> Document:
        """Analyse the passages of an enterprise: what it denies, has given up or merely serves is left out (standing),

        and so are ambiguous aliases (歧义) that stand beside no other term of their concept.
        """
        document = self._document(passages, section_weights, self._claimed)
        concepts = self.lexicon.concepts
        words = {
            term: strength
            for term, strength in document.words.items()
            if not concepts.is_ambiguous(term) or not concepts.companions(term).isdisjoint(document.words)
        }
        return Document(words, document.pairs)

    def disclaimed(self, passages: Iterable[Passage]) -> Document:
        """The specific words of what an enterprise denies or has ended, each once."""
        found: dict[str, float] = {}
        for passage in passages:
            plain = normalize(passage.text)
            gone = [_places(plain, one) for one in statements(plain.text) if one.standing in DISCLAIMING]
            starts = [start for start, _ in gone]
            for token in self._analyse(passage.text)[0] if gone else ():
                place = bisect_right(starts, token.start) - 1
                if place >= 0 and token.start < gone[place][1] and self.lexicon.is_specific(token.term):
                    found[token.term] = 1.0
        return Document(found, {})

    def _document(
        self,
        passages: Iterable[Passage],
        section_weights: Mapping[str, float],
        analyse: Callable[[str], tuple[Sequence[Token], Sequence[Token]]],
    ) -> Document:
        words: list[tuple[Sequence[Token], float]] = []
        pairs: list[tuple[Sequence[Token], float]] = []
        for passage in passages:
            weight = section_weights.get(passage.section, 0.0)
            if weight and passage.text:
                found = analyse(passage.text)
                words.append((found[0], weight))
                pairs.append((found[1], weight))
        return Document(term_strengths(words), term_strengths(pairs))

    def words_of(self, text: str) -> list[Token]:
        """The words of a text, known or not, with their places in it."""
        return list(self._analyse(text)[0])

    def tokens(self, text: str) -> Sequence[tuple[int, Token]]:
        """Every token of a text with its column, for highlighting; unknown terms are left out."""
        return self._placed(text)

    def _place(self, text: str) -> Sequence[tuple[int, Token]]:
        words, pairs = self._analyse(text)
        offset = len(self.words.places)
        found = [(self.words.places[token.term], token) for token in words if token.term in self.words.places]
        return found + [
            (offset + self.pairs.places[token.term], token) for token in pairs if token.term in self.pairs.places
        ]

    def fit(self, documents: Sequence[Document], vocabulary: Sequence[Document]) -> None:
        """Learn from `documents` (the enterprises); the terms of `vocabulary` (the scenarios) become known."""
        self.words.fit([document.words for document in documents], [document.words for document in vocabulary])
        self.pairs.fit([document.pairs for document in documents], [document.pairs for document in vocabulary])
        self._placed.cache_clear()

    def fitted(self) -> tuple[FittedTerms, FittedTerms]:
        """What was learned, for a snapshot."""
        return self.words.fitted, self.pairs.fitted

    def restore(self, words: FittedTerms, pairs: FittedTerms) -> None:
        """Take over what was learned."""
        self.words.restore(words)
        self.pairs.restore(pairs)
        self._placed.cache_clear()

    def vectors(self, documents: Sequence[Document]) -> Matrix:
        """(n_documents, n_terms) float64, sorted indices; each block divided by its pivoted length."""
        words = self.words.transform([document.words for document in documents])
        pairs = self.pairs.transform([document.pairs for document in documents])
        return _beside(words, self._config.bigram_share * pairs)

    def need_words(self, documents: Sequence[Document]) -> Matrix:
        """(n_documents, n_words): the words of scenarios, each row of length 1, so that short and long ones compare."""
        return self.words.unit([document.words for document in documents])

    def beside_need_pairs(self, words: Matrix, documents: Sequence[Document]) -> Matrix:
        """(n_documents, n_terms): rows of words beside the character pairs of the scenarios, again of length 1."""
        pairs = self.pairs.unit([document.pairs for document in documents])
        return _beside(words, self._config.bigram_share * pairs)

    def shares(self, documents: Sequence[Document]) -> Matrix:
        """(n_documents, n_words): the share each specific word has in a text; rows sum to 1, or to 0 without any."""
        specific = [self._specific(document.words) for document in documents]
        totals = np.array([math.fsum(self.words.weights(one)) for one in specific], dtype=np.float64)
        return divide_rows(self.words.weighted(specific), totals)

    def demands(self, documents: Sequence[Document]) -> Matrix:
        """(n_documents, n_words): the share each specific word has in a requirement; rows sum to at most 1."""
        specific = [self._specific(document.words) for document in documents]
        floor = COVERAGE_FLOOR_TERMS * self.words.typical_idf()
        totals = np.array([max(math.fsum(self.words.weights(one)), floor) for one in specific], dtype=np.float64)
        return divide_rows(self.words.weighted(specific), totals)

    def offers(self, documents: Sequence[Document]) -> Matrix:
        """(n_documents, n_words): how surely an enterprise says each word, at most 1."""
        return self.words.presence([document.words for document in documents])

    def term(self, column: int) -> str:
        """The term of a column."""
        words = self.words.fitted.terms
        return words[column] if column < len(words) else self.pairs.fitted.terms[column - len(words)]

    def is_pair(self, column: int) -> bool:
        """Whether the column is a character pair, not a word."""
        return column >= len(self.words.fitted.terms)

    def is_specific(self, column: int) -> bool:
        """Whether the term of a column tells something: no pair, generic word, number or single character."""
        return not self.is_pair(column) and self.lexicon.is_specific(self.term(column))

    def is_evidence(self, column: int) -> bool:
        """Whether the term of a column can be evidence of fit."""
        return not self.is_pair(column) and self.lexicon.is_evidence(self.term(column))

    def n_specific(self, document: Document) -> int:
        """How many words of a document tell something, known or not."""
        return sum(map(self.lexicon.is_specific, document.words))

    def _analyse_anew(self, text: str) -> tuple[Sequence[Token], Sequence[Token]]:
        plain = normalize(text)
        return self._words.tokens(plain), self._pairs.tokens(plain)

    def _claimed_anew(self, text: str) -> tuple[Sequence[Token], Sequence[Token]]:
        plain = normalize(text)
        words, pairs = self._analyse(text)
        found = [(*_places(plain, one), WEIGHT[one.standing]) for one in statements(plain.text)]
        return (_weighed(words, found), _weighed(pairs, found)) if found else (words, pairs)

    def _specific(self, strengths: Strengths) -> Strengths:
        return {term: 1.0 for term in strengths if self.lexicon.is_specific(term)}


def _places(plain: NormalizedText, statement: Statement) -> tuple[int, int]:
    return plain.original_span(statement.start, statement.end)


def _weighed(tokens: Sequence[Token], statements: Sequence[tuple[int, int, float]]) -> Sequence[Token]:
    """The tokens with the weight of the statement that they begin in; those that weigh nothing are left out.

    Statements are in order and do not overlap.
    """
    starts = [start for start, _, _ in statements]
    kept = []
    for token in tokens:
        place = bisect_right(starts, token.start) - 1
        weight = statements[place][2] if place >= 0 and token.start < statements[place][1] else 1.0
        if weight:
            kept.append(token._replace(weight=token.weight * weight))
    return kept


def _beside(left: Matrix, right: Matrix) -> Matrix:
    joined = sp.csr_array(sp.hstack([left, right], format="csr"))
    joined.sort_indices()
    return joined


def _median_rarities(pairs: Sequence[str]) -> list[float]:
    return [MEDIAN_RARITY] * len(pairs)
