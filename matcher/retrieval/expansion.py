"""Expansion (语义扩展): the words of other firms' mouths that a scenario's word stands for.

It happens on the scenario's side only: the enterprises stay plain, and the sum of a pair stays one sparse product
whose every summand joins a word of the scenario with a word of the enterprise.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.retrieval.base import Floats, Ints, Matrix
from matcher.retrieval.term_space import TermSpace
from matcher.text.concepts import Link
from matcher.text.word_vectors import cosines

STRONG_LINK = 0.4  # from this strength on a link of the lexicon is evidence, as if the word itself were said
PROOF_LINK = 0.25  # from this strength on it also covers a requirement, in its proportion
WORDS_AT_ONCE = 256


class Expansion:
    """Matrices (n_words, n_words) from a scenario's word (row) to the enterprise's words (columns).

    The row of a word holds, for each other word t, strength(t) * idf(t), divided by the word's own weight and by the
    Euclidean length of all of them relative to it, to the power `dilution`: a word with many relatives does not
    outweigh one with few. Only specific words expand and are reached. What an answer gives depends on the words that
    the enterprises held say, and on nothing else.
    """

    def __init__(self, space: TermSpace, config: Config) -> None:
        self._space, self._vectors, self._config = space, space.lexicon.vectors, config
        self._links = lru_cache(maxsize=50_000)(space.lexicon.concepts.links)
        self.reach(np.zeros(0, np.int64))

    def reach(self, columns: Ints) -> None:
        """Take over the columns of the words that enterprises say: only those are looked for by meaning."""
        self._said = columns
        self._linked: dict[int, tuple[Ints, Floats, Floats]] = {}
        self._near: dict[int, tuple[Ints, Floats]] = {}
        self._reached: tuple[Ints, np.ndarray[tuple[int, int], np.dtype[np.float32]]] | None = None

    def forget_beyond(self, n_words: int) -> None:
        """Drop what is kept of columns from `n_words` on: they belonged to a scenario that is not held."""
        for kept in (self._linked, self._near):
            for column in [column for column in kept if column >= n_words]:
                del kept[column]

    def targets(self, terms: Sequence[str]) -> list[str]:
        """The words that the lexicon links to these; an enterprise may use them, so they must be known."""
        return sorted({link.term for term in terms if self._expands(term) for link in self._links(term)})

    def links(self, term: str) -> dict[str, Link]:
        """The lexicon's links of a word by the other word."""
        return {link.term: link for link in self._links(term)} if self._expands(term) else {}

    def lexical(self, columns: Ints, least_strength: float = 0.0) -> Matrix:
        """What the lexicon links; `least_strength` leaves out weaker links, and changes no value of the others."""
        rows = []
        for column in columns.tolist():
            if column not in self._linked:
                self._linked[column] = self._linked_words(column)
            targets, shares, strengths = self._linked[column]
            kept = strengths >= least_strength
            rows.append((column, targets[kept], shares[kept]))
        return self._matrix(rows)

    def _linked_words(self, column: int) -> tuple[Ints, Floats, Floats]:
        """Columns, shares and strengths of what the lexicon links to a word; shares are taken over all links."""
        words = self._space.words
        links = self.links(self._space.term(column))
        weights = np.array(words.weights({term: link.strength for term, link in links.items()}), np.float64)
        shares = _shares(weights, float(words.fitted.idf[column]), self._config.dilution)
        known = [place for place, term in enumerate(links) if term in words.places]
        targets = np.array([words.places[term] for term in links if term in words.places], np.int64)
        strengths = np.array([link.strength for link in links.values()], np.float64)
        return targets, shares[known], strengths[known]

    def semantic(self, columns: Ints) -> Matrix:
        """What lies near in meaning: the nearest words by cosine, with cosine squared as their strength."""
        if not len(self._vectors.words):
            return self._matrix([])
        idf = self._space.words.fitted.idf
        reached, vectors = self._reachable()
        expanding = [column for column in columns.tolist() if self._expands(self._space.term(column))]
        self._find_near([column for column in expanding if column not in self._near], reached, vectors, idf)
        return self._matrix([(column, *self._near[column]) for column in expanding])

    def _find_near(
        self,
        expanding: Sequence[int],
        reached: Ints,
        vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]],
        idf: Floats,
    ) -> None:
        for first in range(0, len(expanding), WORDS_AT_ONCE):
            some = expanding[first : first + WORDS_AT_ONCE]
            near = cosines(self._vectors.of([self._space.term(column) for column in some]), vectors)
            for column, closeness in zip(some, near, strict=True):
                closeness[reached == column] = 0.0
                best = _nearest(closeness, self._config.neighbours, self._config.least_cosine)
                targets = reached[best]
                weights = closeness[best] ** 2 * idf[targets]
                self._near[column] = (targets, _shares(weights, float(idf[column]), self._config.dilution))

    def proofs(self, columns: Ints) -> Matrix:
        """How far each other word proves that a word is covered: the strength of the lexicon's link, itself 1."""
        places = self._space.words.places
        rows = []
        for column in columns.tolist():
            proof = {column: 1.0}
            for link in self.links(self._space.term(column)).values():
                if link.strength >= PROOF_LINK and link.term in places:
                    proof[places[link.term]] = link.strength
            rows.append((column, np.array(sorted(proof), np.int64), np.array([proof[key] for key in sorted(proof)])))
        return self._matrix(rows)

    def _expands(self, term: str) -> bool:
        return self._space.lexicon.is_specific(term)

    def _reachable(self) -> tuple[Ints, np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
        """Columns and vectors of the specific words that have one."""
        if self._reached is None:
            terms = self._space.words.fitted.terms
            columns = np.array([place for place in self._said.tolist() if self._expands(terms[place])], np.int64)
            vectors = self._vectors.of([terms[column] for column in columns.tolist()])
            known = vectors.any(axis=1)
            self._reached = columns[known], vectors[known]
        return self._reached

    def _matrix(self, rows: Sequence[tuple[int, Ints, Floats]]) -> Matrix:
        n_words = len(self._space.words.fitted.terms)
        if not rows:
            return sp.csr_array((n_words, n_words), dtype=np.float64)
        sources = np.concatenate([np.full(len(targets), column, np.int64) for column, targets, _ in rows])
        targets = np.concatenate([targets for _, targets, _ in rows])
        values = np.concatenate([values for _, _, values in rows])
        matrix = sp.csr_array((values, (sources, targets)), shape=(n_words, n_words))
        matrix.sort_indices()
        return matrix


def _shares(weights: Floats, own_weight: float, dilution: float) -> Floats:
    if not own_weight:
        return weights
    spread = float(np.sqrt(1 + ((weights / own_weight) ** 2).sum()))
    shares: Floats = weights / (own_weight * spread**dilution)
    return shares


def _nearest(closeness: Floats, k: int, least: float) -> Ints:
    """Places of the k closest above `least`, ties by place, ascending."""
    above = np.flatnonzero(closeness > least)
    if len(above) > k:
        above = above[np.lexsort((above, -closeness[above]))[:k]]
    return np.sort(above).astype(np.int64)
