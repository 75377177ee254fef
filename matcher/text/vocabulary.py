"""The words that word vectors are built for: common words of Chinese, and the terms of the lexicon."""

import re

import jieba

from matcher.text.lexicon import Lexicon
from matcher.text.normalize import HAN, normalize

COMMON_WORDS = 60_000
_WORD = re.compile(f"[{HAN}]{{2,7}}")
_NO_WORDS = frozenset(("ns", "nt", "m", "r", "t", "i", "l", "j"))  # places, bodies, numerals, pronouns, times, idioms


def vocabulary(lexicon: Lexicon, most: int = COMMON_WORDS) -> tuple[str, ...]:
    """The `most` common words and all terms of the lexicon, normalised, in ascending order."""
    terms = lexicon.concepts.terms | {normalize(term).text for term in lexicon.terms}
    return tuple(sorted({*common_words(most), *terms} - {""}))


def common_words(most: int) -> list[str]:
    """The most frequent words of jieba's dictionary, ties in ascending order.

    They have 2 to 7 Han characters and are no names of people, places and bodies, numerals, pronouns, times or idioms.
    """
    with jieba.get_dict_file() as file:
        rows = [line.split(" ") for line in file.read().decode("utf-8").splitlines()]
    found = [
        (-int(frequency), word)
        for word, frequency, tag in rows
        if _WORD.fullmatch(word) and tag not in _NO_WORDS and not tag.startswith("nr")
    ]
    return [word for _, word in sorted(found)[:most]]
