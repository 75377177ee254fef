"""What is said again: a keyword written a hundred times, or with a hundred numbers, is read once."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

SHORT_CHARS = 12  # a piece of text up to this is a keyword or the name of a thing, not a statement
MOST_SHORT = 300  # short pieces that are read; who names more names everything, and each is compared with all others
NEARLY = 2 / 3  # which share of its character pairs makes a short piece the same as another

_AGAIN = re.compile(r"([^\s。!?;]{2,16}?)(?:[ /|]?\1){2,}")
_PIECE = re.compile("[^,、]+[,、]*")
_NUMBER = re.compile(r"\d+")
_MARKS = "。!?;,、 "
Pairs = frozenset[str]


def without_repeats(sentence: str) -> str:
    """A normalised sentence without the pieces that nearly repeat an earlier one, and without words said in a row."""
    kept: list[str] = []
    seen: list[Pairs] = []
    for piece in _PIECE.findall(_AGAIN.sub(r"\1", sentence)):
        if is_short(piece):
            if len(seen) == MOST_SHORT or is_among(said := character_pairs(piece), seen):
                continue
            seen.append(said)
        kept.append(piece)
    return "".join(kept)


def novel(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences without the short ones that another says too; of two nearly equal ones the shorter stays."""
    told = sorted(sentences, key=lambda one: (len(one), one))
    seen = [character_pairs(sentence) for sentence in told if not is_short(sentence)]
    most = len(seen) + MOST_SHORT
    for sentence in told:
        if is_short(sentence):
            if len(seen) == most or is_among(said := character_pairs(sentence), seen):
                continue
            seen.append(said)
        yield sentence


def is_short(text: str) -> bool:
    """Whether a text is so short that it names a thing and states nothing."""
    return len(text.strip(_MARKS)) <= SHORT_CHARS


def is_among(pairs: Pairs, others: Iterable[Pairs]) -> bool:
    """Whether nearly all of these character pairs stand in one of the others."""
    return bool(pairs) and any(len(pairs & other) >= NEARLY * len(pairs) for other in others)


def character_pairs(text: str) -> Pairs:
    """The pairs of neighbouring characters, marks left out; one number is like another."""
    bare = _NUMBER.sub("0", text.strip(_MARKS))
    return frozenset("".join(pair) for pair in pairwise(bare)) or frozenset([bare] if bare else [])
