"""Text to tokens: jieba cuts runs of Han characters; terms of the lexicon and Latin or number runs have own rules."""

import logging
import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Protocol

import jieba

from matcher.text.lexicon import Lexicon
from matcher.text.normalize import HAN, NormalizedText, normalize
from matcher.text.tokens import ALONE, Token

PART_WEIGHT = 0.8
CHARACTER_WEIGHT = 0.6
GENERIC_WEIGHT = 0.7
IDLE_PAIR = 0.6  # weight of a character pair that reaches into a generic word
KEPT_WORDS = 100_000
_PIECE = re.compile(
    f"(?P<han>[{HAN}]+)|(?P<latin>[a-z0-9]+(?:[.\\-+#&/_'][a-z0-9]+)*[+#]*)|(?P<ideograph>[\u3400-\u9fff\uf900-\ufaff])"
)
_HAN_RUN = re.compile(f"[{HAN}]+")
_CLAUSE_END = re.compile('[。.!?;,、:…()\\[\\]{}《》<>"“”|·]')
_FUNCTION_CHARACTERS = frozenset(
    "的了和与及或在是为等对以可被将并由从到向于其该各个之有无上下中内外年月日时又也都而且但则把让给更最很就这那我你他它们本所以不未已"
)
Range = tuple[int, int, float]


class Analyzer(Protocol):
    """Cuts a text into tokens in order of their start; the same text gives the same tokens."""

    def __call__(self, text: str) -> list[Token]: ...


class WordAnalyzer:
    """Words: terms of the lexicon by longest match, the rest by jieba; parts of long words at lower weight."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, text: str) -> list[Token]:
        return self.tokens(normalize(text))

    def tokens(self, plain: NormalizedText) -> list[Token]:
        """Tokens of a text that is normalised already."""
        ranges = list(self.ranges(plain.text))
        clauses = self.clauses(plain.text, ranges)
        found = []
        for start, end, weight in ranges:
            term = plain.text[start:end]
            if term in self._lexicon.ignored:
                continue
            if not self._tells(term):
                weight *= GENERIC_WEIGHT
            found.append(Token(term, *plain.original_span(start, end), weight, clauses[start]))
        return sorted(found, key=lambda token: (token.start, -token.end))

    def clauses(self, text: str, ranges: Sequence[Range]) -> list[int]:
        """Clause number of every character of a normalised text; ALONE where no more than one word tells anything."""
        numbers = _clause_numbers(text)
        words: dict[int, set[str]] = {}
        for start, end, weight in ranges:
            if weight == 1.0 and self._tells(text[start:end]):
                words.setdefault(numbers[start], set()).add(text[start:end])
        return [number if len(words.get(number, ())) > 1 else ALONE for number in numbers]

    def _tells(self, term: str) -> bool:
        return not self._lexicon.is_generic(term) and any(char.isalpha() for char in term)

    def ranges(self, text: str) -> Iterator[Range]:
        """Half-open ranges of a normalised text with their weight; PART_WEIGHT marks those inside another one."""
        place = 0
        for start, end in self._lexicon.longest_matches(text, _WordEdges(text).tears):
            yield from self._cut(text, place, start)
            yield start, end, 1.0
            if text[start:end] not in self._lexicon.ignored:
                yield from self._parts(text, start, end)
            place = end
        yield from self._cut(text, place, len(text))

    def _parts(self, text: str, start: int, end: int) -> Iterator[Range]:
        term = text[start:end]
        inside = {(start + a, start + b) for a, b in self._lexicon.nested(term)}
        inside |= {(a, b) for a, b, weight in self._cut(text, start, end) if weight > CHARACTER_WEIGHT}
        for a, b in sorted(inside - {(start, end)}):
            yield a, b, PART_WEIGHT

    def _cut(self, text: str, start: int, end: int) -> Iterator[Range]:
        for piece in _PIECE.finditer(text, start, end):
            if piece.lastgroup == "han":
                yield from self._han(piece.group(), piece.start())
            elif piece.lastgroup == "latin":
                yield from _latin(piece.group(), piece.start())
            else:
                yield piece.start(), piece.end(), 1.0

    def _han(self, run: str, offset: int) -> Iterator[Range]:
        for word, start, end in jieba_tokenizer().tokenize(run, HMM=False):
            if end - start > 1:
                yield offset + start, offset + end, 1.0
                if self._tells(word):
                    for a, b in _words_inside(word):
                        yield offset + start + a, offset + start + b, PART_WEIGHT
            elif word not in _FUNCTION_CHARACTERS:
                yield offset + start, offset + end, CHARACTER_WEIGHT


class _WordEdges:
    """Where the words of jieba's own reading of a normalised text begin and end; read when it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _runs(self) -> list[tuple[int, str]]:
        return [(run.start(), run.group()) for run in _HAN_RUN.finditer(self._text)]

    def tears(self, start: int, end: int) -> bool:
        """Whether a term of two or three characters would cut words on both sides of it (储能 in 存储能力)."""
        if end - start > 3 or not (_may_be_inside(self._text, start) and _may_be_inside(self._text, end)):
            return False
        if not _HAN_RUN.fullmatch(self._text, start, end):
            return False
        offset, run = self._runs[bisect_right(self._runs, start, key=itemgetter(0)) - 1]
        inside = _inside_words(run)
        return start - offset in inside and end - offset in inside


class BigramAnalyzer:
    """Pairs of neighbouring Han characters: what no dictionary knows, and likeness between different words.

    No pair reaches into a function word or a place; one that reaches into a generic word weighs less.
    """

    def __init__(self, words: WordAnalyzer, lexicon: Lexicon) -> None:
        self._words, self._lexicon = words, lexicon

    def __call__(self, text: str) -> list[Token]:
        return self.tokens(normalize(text))

    def tokens(self, plain: NormalizedText) -> list[Token]:
        """Tokens of a text that is normalised already."""
        weights: dict[int, float] = {}  # of each place inside a word
        ranges = list(self._words.ranges(plain.text))
        for start, end, weight in ranges:
            term = plain.text[start:end]
            if weight != PART_WEIGHT and term not in self._lexicon.ignored:
                weights.update(dict.fromkeys(range(start, end), IDLE_PAIR if self._lexicon.is_generic(term) else 1.0))
        clauses = self._words.clauses(plain.text, ranges)

        return [
            Token(
                plain.text[place : place + 2],
                *plain.original_span(place, place + 2),
                min(weights[place], weights[place + 1]),
                clauses[place],
            )
            for run in re.finditer(f"[{HAN}]+", plain.text)
            for place in range(run.start(), run.end() - 1)
            if place in weights and place + 1 in weights
        ]


def _may_be_inside(text: str, place: int) -> bool:
    """Whether any word of the dictionary of up to four characters reaches over a place."""
    frequencies = jieba_tokenizer().FREQ
    firsts, lasts = range(max(place - 3, 0), place), range(place + 1, min(place + 3, len(text)) + 1)
    return any(frequencies.get(text[first:last]) for first in firsts for last in lasts if last - first <= 4)


@lru_cache(maxsize=KEPT_WORDS)
def _inside_words(run: str) -> frozenset[int]:
    """Places of a run of Han characters that stand inside a word."""
    return frozenset(
        place for _, start, end in jieba_tokenizer().tokenize(run, HMM=False) for place in range(start + 1, end)
    )


@lru_cache(maxsize=KEPT_WORDS)
def _words_inside(word: str) -> tuple[tuple[int, int], ...]:
    """Ranges of the words inside a word; of two that cross each other only the commoner (毫米波: 毫米, not 米波)."""
    found: list[tuple[int, int, int]] = []
    for length in (2, 3):
        for start in range(len(word) - length + 1):
            frequency = jieba_tokenizer().FREQ.get(word[start : start + length])
            if frequency and length < len(word):
                found.append((-frequency, start, start + length))
    kept: list[tuple[int, int]] = []
    for _, start, end in sorted(found):
        if not any(start < a < end < b or a < start < b < end for a, b in kept):
            kept.append((start, end))
    return tuple(sorted(kept))


def _latin(run: str, offset: int) -> Iterator[Range]:
    yield offset, offset + len(run), 1.0
    parts = list(re.finditer("[a-z0-9]{2,}", run))
    if len(parts) > 1 or (parts and parts[0].group() != run):
        for part in parts:
            if not part.group().isdigit():
                yield offset + part.start(), offset + part.end(), PART_WEIGHT


def _clause_numbers(text: str) -> list[int]:
    """Clause number of every character."""
    numbers, clause = [], 0
    ends = {found.start() for found in _CLAUSE_END.finditer(text)}
    for place in range(len(text)):
        numbers.append(clause)
        between_digits = 0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()
        clause += place in ends and not between_digits
    return numbers


@cache
def jieba_tokenizer() -> jieba.Tokenizer:
    """jieba with a private cache folder: its default one is shared by all users and read back unchecked."""
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matcher"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(folder)
    except (OSError, RuntimeError):  # no home: work without the cache
        tokenizer.tmp_dir = os.devnull
    tokenizer.initialize()
    return tokenizer
