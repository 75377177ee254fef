"""Words that analyzers must know: terms of the field, kept whole, and generic words, which are no evidence."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from matcher.text.concepts import ConceptNet
from matcher.text.normalize import normalize
from matcher.text.prior import is_everyday
from matcher.text.standing.trade_model import TradeModel
from matcher.text.word_vectors import WordVectors

_QUANTITY = re.compile(
    "[第约近超每数几两多半一二三四五六七八九十百千万亿余0-9.]*"
    "(?:元|万元|亿元|美元|小时|分钟|秒|毫秒|天|日|周|月|年|季度|年度|公里|千米|米|厘米|毫米|平方米|平方公里|亩|公顷|吨|公斤|千克|克|升|毫升|度|"
    "千瓦|兆瓦|千瓦时|人|名|位|家|户|台|台套|套|个|辆|条|项|件|次|批|座|栋|层|路|组|成|倍|折|份|片|张|人次|种|类|期|轮|步|点|号|万|亿|余|多)"
)


@dataclass(frozen=True)
class Lexicon:
    """Terms of the field (词条), generic words (泛词) and places (地名), as people write them.

    Matching is on the normalised form. A place is no term at all: where a firm sits must never score.
    """

    terms: tuple[str, ...] = ()
    generic_words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    concepts: ConceptNet = field(default_factory=ConceptNet)
    vectors: WordVectors = field(default_factory=WordVectors)
    trades: TradeModel = field(default_factory=TradeModel)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything in it: another lexicon gives other scores."""
        concepts = [
            (one.name, sorted(one.terms.items()), one.industry_codes) for one in self.concepts.concepts.values()
        ]
        content = (
            self.terms,
            self.generic_words,
            self.places,
            concepts,
            self.vectors.fingerprint,
            self.trades.fingerprint,
        )
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def generic(self) -> frozenset[str]:
        """Generic words in normalised form."""
        return frozenset(normalize(word).text for word in self.generic_words)

    @cached_property
    def ignored(self) -> frozenset[str]:
        """Places in normalised form."""
        return frozenset(normalize(word).text for word in self.places)

    def is_specific(self, term: str) -> bool:
        """Whether a normalised term tells something: not generic, not a number, not a single Han character."""
        return len(term) > 1 and not self.is_generic(term) and any(char.isalpha() for char in term)

    def is_evidence(self, term: str) -> bool:
        """Whether a specific term can be evidence of fit: no word of every day, unless a field has it as a term."""
        return self.is_specific(term) and (not is_everyday(term) or term in self.concepts.terms)

    def is_generic(self, term: str) -> bool:
        """Whether a normalised term is a generic word or a quantity (三成, 百余, 小时): it tells nothing of a field."""
        return term in self.generic or _QUANTITY.fullmatch(term) is not None

    def longest_matches(
        self, text: str, is_torn: Callable[[int, int], bool] = lambda start, end: False
    ) -> Iterator[tuple[int, int]]:
        """Half-open ranges of the longest terms in a normalised text, left to right, never overlapping.

        `is_torn` says where a term cannot stand, because other words stand there.
        """
        place = 0
        while place < len(text):
            end = self._match_at(text, place, is_torn)
            if end is None:
                place += 1
                continue
            yield place, end
            place = end

    def nested(self, text: str) -> Iterator[tuple[int, int]]:
        """Ranges of all terms strictly inside a normalised term, such as 智能网联 inside 智能网联汽车."""
        for start in range(len(text)):
            for length in self._lengths.get(text[start : start + 2], ()):
                end = start + length
                if (
                    length < len(text)
                    and end <= len(text)
                    and text[start:end] in self._known
                    and _stands_free(text, start, end)
                ):
                    yield start, end

    @cached_property
    def _known(self) -> frozenset[str]:
        own = (normalize(word).text for word in (*self.terms, *self.places))
        return frozenset(term for term in own if len(term) > 1) | self.concepts.terms

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        return _lengths_by_prefix(self._known)

    def _match_at(self, text: str, start: int, is_torn: Callable[[int, int], bool]) -> int | None:
        for length in self._lengths.get(text[start : start + 2], ()):
            end = start + length
            is_term = end <= len(text) and text[start:end] in self._known and _stands_free(text, start, end)
            if is_term and not is_torn(start, end):
                return end
        return None


def _lengths_by_prefix(terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for term in terms:
        lengths.setdefault(term[:2], set()).add(len(term))
    return {prefix: tuple(sorted(found, reverse=True)) for prefix, found in lengths.items()}


def _stands_free(text: str, start: int, end: int) -> bool:
    """A Latin or number edge of a term must not continue: rsu is not in rsus."""
    before = start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start])
    after = end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])
    return not before and not after


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
