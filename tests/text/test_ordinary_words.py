"""No ordinary word broke: the words of everyday business prose are still cut whole with the whole lexicon in use.

`ordinary_words.tsv` is read beside this file; its first lines say what its columns mean.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from matcher.datasets import load_terms
from matcher.text.analyzer import PART_WEIGHT, WordAnalyzer
from matcher.text.normalize import normalize

FILE = Path(__file__).with_name("ordinary_words.tsv")
WORDS = WordAnalyzer(load_terms())


class Prose(NamedTuple):
    """A sentence, the words that must come out whole, and words that must not come out at all."""

    text: str
    whole: tuple[str, ...]
    absent: tuple[str, ...]


def read() -> list[Prose]:
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, whole, absent = (*line.split("\t"), "")[:3]
            found.append(Prose(text, tuple(whole.split("、")), tuple(filter(None, absent.split("、")))))
    return found


PROSE = read()


def faults(prose: Prose) -> list[str]:
    """The words of a sentence that are torn or missing, and those that should not be there."""
    text = normalize(prose.text).text
    ranges = list(WORDS.ranges(text))
    everywhere = {(start, end) for start, end, _ in ranges}
    outermost = [(start, end) for start, end, weight in ranges if weight != PART_WEIGHT]
    torn = [word for word in prose.whole if not any(is_whole(at, everywhere, outermost) for at in places(word, text))]
    return torn + [word for word in prose.absent if word in {text[start:end] for start, end in outermost}]


def places(word: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(normalize(word).text), text)]


def is_whole(at: tuple[int, int], everywhere: set[tuple[int, int]], outermost: list[tuple[int, int]]) -> bool:
    """Whether a word stands at a place, alone or inside a longer one, and no other word cuts into it."""
    start, end = at
    return at in everywhere and not any(a < start < b < end or start < a < end < b for a, b in outermost)


def test_the_list_is_long_and_names_no_sentence_twice() -> None:
    assert len(PROSE) >= 300
    assert len({prose.text for prose in PROSE}) == len(PROSE)
    assert not [prose.text for prose in PROSE for word in prose.whole if word not in prose.text]


def test_words_of_ordinary_prose_are_cut_whole() -> None:
    broken = {prose.text: faults(prose) for prose in PROSE}
    assert {text: found for text, found in broken.items() if found} == {}


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        (Prose("智慧城市平台", ("智慧城市", "城市"), ()), []),
        (Prose("智慧城市平台", ("市平",), ("智慧城市",)), ["市平", "智慧城市"]),
    ],
)
def test_a_torn_word_and_one_too_many_would_be_noticed(prose: Prose, found: list[str]) -> None:
    assert faults(prose) == found
