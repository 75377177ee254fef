"""How strongly a document says each of its terms."""

import math
from collections.abc import Iterable, Mapping, Sequence

from matcher.text.tokens import Token

MOST_CLAUSES = 4  # saying a thing in a fifth clause proves nothing more
TELLING_WEIGHT = 0.5  # below it stand numbers, single characters and generic words


def term_strengths(fields: Iterable[tuple[Sequence[Token], float]]) -> Mapping[str, float]:
    """Strength of every term of a document given as fields of (tokens, field weight).

    A term counts once per clause that says something else beside it, damped as 1 + ln(clauses) and no more than
    MOST_CLAUSES; clauses that differ only in numbers, single characters or generic words are one. So a repeated
    sentence or a stuffed keyword adds nothing. A term's weight is the highest that any of its occurrences has.
    """
    weights: dict[str, float] = {}
    clauses: dict[str, set[frozenset[str]]] = {}
    for tokens, field_weight in fields:
        by_clause: dict[int, set[str]] = {}
        for token in tokens:
            if token.weight >= TELLING_WEIGHT:
                by_clause.setdefault(token.clause, set()).add(token.term)
            weights[token.term] = max(weights.get(token.term, 0.0), token.weight * field_weight)
        for terms in by_clause.values():
            clause = frozenset(terms)
            for term in terms:
                clauses.setdefault(term, set()).add(clause)
    return {term: weight * (1 + math.log(_said(clauses.get(term, set())))) for term, weight in weights.items()}


def _said(clauses: set[frozenset[str]]) -> int:
    return min(MOST_CLAUSES, max(1, sum(len(clause) > 1 for clause in clauses)))
