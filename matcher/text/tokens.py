"""The token: what every analyzer gives."""

from typing import NamedTuple

ALONE = -1


class Token(NamedTuple):
    """A term (词) of a text.

    `start` and `end` are half-open offsets into the original text; `weight` in (0, 1] is below 1 for a part of a longer
    term. `clause` counts the clauses of the text from 0: text between two punctuation marks; it is ALONE for the
    tokens of a clause in which no more than one word tells anything.
    """

    term: str
    start: int
    end: int
    weight: float
    clause: int
