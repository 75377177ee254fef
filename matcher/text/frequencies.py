"""How strongly a document says each of its terms."""

import math
from collections.abc import Iterable, Mapping, Sequence

from matcher.text.tokens import ALONE, Token

MOST_CLAUSES = 4  # saying a thing in a fifth clause proves nothing more
TELLING_WEIGHT = 0.75  # below it stand numbers, single characters and generic words


def term_strengths(fields: Iterable[tuple[Sequence[Token], float]]) -> Mapping[str, float]:
    """Strength of every term of a document given as fields of (tokens, field weight).

    A term counts once per clause that says something else beside it, damped as 1 + ln(clauses) and no more than
    MOST_CLAUSES; clauses that differ only in numbers, single characters or generic words are one. A term's weight is
    the highest that it has in such a clause; a keyword alone in its clause decides only where there is no other. So a
    repeated sentence or a stuffed keyword adds nothing.
    """
    alone: dict[str, float] = {}
    beside: dict[str, float] = {}
    clauses: dict[str, set[frozenset[str]]] = {}
    for tokens, field_weight in fields:
        by_clause: dict[int, set[str]] = {}
        for token in tokens:
            weights = alone if token.clause == ALONE else beside
            weights[token.term] = max(weights.get(token.term, 0.0), token.weight * field_weight)
            if token.clause != ALONE and token.weight >= TELLING_WEIGHT:
                by_clause.setdefault(token.clause, set()).add(token.term)
        for terms in by_clause.values():
            clause = frozenset(terms)
            for term in terms:
                clauses.setdefault(term, set()).add(clause)
    return {term: weight * _damped(len(clauses.get(term, ()))) for term, weight in {**alone, **beside}.items()}


def _damped(n_clauses: int) -> float:
    return 1 + math.log(min(MOST_CLAUSES, max(1, n_clauses)))
