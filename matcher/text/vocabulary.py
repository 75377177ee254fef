"""The words that word vectors are built for: common words of Chinese, the terms of the lexicon, and their parts."""

import re

import jieba

from matcher.text.analyzer import WordAnalyzer
from matcher.text.lexicon import Lexicon
from matcher.text.normalize import HAN, normalize

COMMON_WORDS = 60_000
_WORD = re.compile(f"[{HAN}]{{2,7}}")
_NO_WORDS = frozenset(("ns", "nt", "m", "r", "t", "i", "l", "j"))  # places, bodies, numerals, pronouns, times, idioms


def vocabulary(lexicon: Lexicon, most: int = COMMON_WORDS) -> tuple[str, ...]:
    """The `most` common words, all terms of the lexicon and the words they consist of, normalised, ascending.

    The parts bring in what jieba takes for a name or an abbreviation: 卫星, 雷达, 通信, 自动化.
    """
    terms = lexicon.concepts.terms | {normalize(term).text for term in lexicon.terms}
    analyse = WordAnalyzer(lexicon)
    parts = {token.term for term in terms for token in analyse(term)}
    words = {part for part in parts if len(part) > 1 and not part.isdigit()}
    return tuple(sorted({*common_words(most), *terms, *words} - {""}))


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
