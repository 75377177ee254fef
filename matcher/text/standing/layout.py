"""Sentences and clauses of a normalised text, and where a noun phrase begins."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from matcher.text.standing.kinds import Statement
from matcher.text.standing.words import MAKING

NEAR = 48  # characters looked at on one side of a word: no rule reads further, so the work grows with the length
_BREAK = re.compile("[。!?;…,:]")
_NUMBER = re.compile("\\d[,:]\\d")
_MAKING = re.compile(MAKING)
_PHRASE_EDGE = re.compile(
    "经营|打造|推出|设计|制作|开发|生产|销售|提供|主营|从事|开设|运营|承接|举办|策划|一家|一个|一间|首家|专注|聚焦|发起"
    "|管理|设立|开办|开展|组织|面向|负责|参与|出版|发行|获得|获|我们|公司|[了有的和与及是为做在以等卖造办开给用]"
)


class Layout:
    """A text cut into clauses at , and :, and into sentences at 。 ! ? ; …; a number keeps its comma and colon."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        self._ends: list[int] = []
        self._sentences = [0]
        sentence = 0
        for found in _BREAK.finditer(text):
            sign = found.group()
            if sign in ",:" and _NUMBER.match(text, max(0, found.start() - 1)):
                continue
            self._ends.append(found.start())
            self._starts.append(found.end())
            sentence += sign not in ",:"
            self._sentences.append(sentence)
        self._ends.append(len(text))
        self._making: list[int] | None = None

    def __len__(self) -> int:
        """How many clauses there are."""
        return len(self._starts)

    def number(self, place: int) -> int:
        """The clause in which a character stands."""
        return bisect_right(self._starts, place) - 1

    def span(self, number: int) -> tuple[int, int]:
        """The half-open range of a clause, without the sign that ends it."""
        return self._starts[number], self._ends[number]

    def clause(self, number: int) -> str:
        """The text of a clause."""
        return self.text[self._starts[number] : self._ends[number]]

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether two clauses exist and stand in one sentence."""
        return min(one, other) >= 0 and max(one, other) < len(self) and self._sentences[one] == self._sentences[other]

    def before(self, place: int) -> str:
        """What its clause or bracket says before a character, no more than NEAR characters of it."""
        start = self._starts[self.number(place)]
        said = self.text[max(start, place - NEAR) : place]
        inside = said.rpartition("(")[2]
        return said if ")" in inside else inside

    def after(self, place: int) -> str:
        """What its clause or bracket says from a character on, no more than NEAR characters of it."""
        rest = self.text[place : min(self._ends[self.number(place)], place + NEAR)]
        return rest[: closing(rest)]

    def phrase_start(self, place: int) -> int:
        """Where the noun phrase that ends at a character begins: behind a verb, a particle, 、 or the start."""
        head = re.split('[、/"“”《》]', self.before(place))[-1]
        edge = 0
        for found in _PHRASE_EDGE.finditer(head):
            edge = found.end()
        return place - len(head) + edge

    def makes(self, start: int, end: int, gone: list[Statement]) -> bool:
        """Whether the range names making of its own (研发, 生产, 施工 …) outside the ranges that are gone."""
        if self._making is None:
            found = (match.start() for match in _MAKING.finditer(self.text))
            self._making = list(_outside(found, sorted(gone)))
        place = bisect_left(self._making, start)
        return place < len(self._making) and self._making[place] < end

    def sentence_span(self, number: int) -> tuple[int, int]:
        """The half-open range of the sentence around a clause."""
        first = bisect_left(self._sentences, self._sentences[number])
        last = bisect_right(self._sentences, self._sentences[number]) - 1
        return self._starts[first], self._ends[last]


def closing(text: str) -> int:
    """Where a bracket closes that was opened before the text; its length where none does."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return place
    return len(text)


def _outside(places: Iterator[int], ranges: list[Statement]) -> Iterator[int]:
    """The places, rising, that stand in none of the ranges, sorted by start."""
    following, covered = 0, 0
    for place in places:
        while following < len(ranges) and ranges[following].start <= place:
            covered = max(covered, ranges[following].end)
            following += 1
        if place >= covered:
            yield place
