"""Which words get a vector: common ones, the terms of the lexicon, and what those consist of."""

import pytest

from matcher import load_lexicon
from matcher.text.vocabulary import common_words, vocabulary


@pytest.fixture(scope="module")
def words() -> tuple[str, ...]:
    return vocabulary(load_lexicon())


def test_what_jieba_takes_for_a_name_or_an_abbreviation_comes_in_as_part_of_a_term(words: tuple[str, ...]) -> None:
    field = {"卫星", "雷达", "通信", "自动化", "数控", "纳米", "红外", "储能", "安防", "led"}
    assert field <= set(words)
    assert {"卫星", "雷达", "通信", "自动化"}.isdisjoint(common_words(60_000))


def test_words_are_in_order_each_once_without_bare_numbers_and_single_parts(words: tuple[str, ...]) -> None:
    assert list(words) == sorted(set(words))
    assert not [word for word in words if word.isdigit() and word not in load_lexicon().concepts.terms]
    assert not [word for word in words if len(word) == 1 and word not in load_lexicon().concepts.terms]
    assert len(words) <= 120_000


def test_the_shipped_vectors_hold_nearly_the_whole_vocabulary(words: tuple[str, ...]) -> None:
    """Whoever adds a few terms need not build them anew at once; whoever adds many does."""
    held = set(load_lexicon().vectors.words)
    assert len(held & set(words)) >= 0.97 * len(words), "请执行 matcher lexicon vectors"
