"""The rivals: their formulas by hand, and what they make of nothing."""

import sys
from math import log, sqrt

import numpy as np
import pytest

from matcher import MissingBackend
from matcher.evaluation.rivals import RIVALS, bm25, tfidf

DOCUMENTS = [["氢能", "电解槽", "电解槽"], ["氢能"], ["舞台", "灯光"]]


def test_bm25_is_the_formula_of_lucene() -> None:
    length, mean = 3, 2
    rarity = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = rarity * 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * length / mean))
    scores = bm25(DOCUMENTS, [["电解槽"], ["电解槽", "没有"], ["没有"], []])
    assert scores[0].tolist() == pytest.approx([expected, 0, 0])
    assert scores[1].tolist() == scores[0].tolist()
    assert not scores[2:].any()


def test_tfidf_is_the_cosine_with_sublinear_counts() -> None:
    common, rare = log(4 / 3) + 1, log(4 / 2) + 1  # scikit-learn's smooth idf
    strength = (1 + log(2)) * rare
    scores = tfidf(DOCUMENTS, [["电解槽"], ["氢能"], ["没有"], []])
    assert scores[0].tolist() == pytest.approx([strength / sqrt(strength**2 + common**2), 0, 0])
    assert scores[1, 1] == pytest.approx(1)
    assert not scores[2:].any()


@pytest.mark.parametrize("name", RIVALS)
def test_documents_without_a_word_are_never_found(name: str) -> None:
    assert RIVALS[name]([[], []], [["氢能"], []]).tolist() == [[0, 0], [0, 0]]
    assert RIVALS[name]([["氢能"], []], [["氢能"]])[0, 1] == 0
    assert RIVALS[name](DOCUMENTS, []).shape == (0, 3)


@pytest.mark.parametrize("name", RIVALS)
def test_the_same_input_gives_the_same_numbers(name: str) -> None:
    assert np.array_equal(RIVALS[name](DOCUMENTS, DOCUMENTS), RIVALS[name](DOCUMENTS, DOCUMENTS))


def test_without_bm25s_the_command_that_brings_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    with pytest.raises(MissingBackend, match=r"缺少可选组件 bm25s，请先执行：.*pip install .*--no-rivals"):
        bm25(DOCUMENTS, [["氢能"]])
