"""Word vectors: known words, words made of known ones, exact and the same everywhere."""

import math

import numpy as np
import pytest

from matcher import load_lexicon
from matcher.text.word_vectors import MIN_KNOWN_SHARE, UNIT, WordVectors, cosines, lengths

WORDS = ("道路", "路口", "信号", "信号机", "雷达")
ROWS = np.array([[127, 0], [0, 127], [90, 90], [100, -78], [-127, 0]], np.int8)
VECTORS = WordVectors(WORDS, ROWS)


def of(term: str, vectors: WordVectors = VECTORS) -> list[float]:
    return vectors.of([term])[0].tolist()


def test_a_known_word_has_its_row() -> None:
    found = VECTORS.of(["雷达", "道路"])
    assert found.dtype == np.float32
    assert found.tolist() == [[-127, 0], [127, 0]]


def test_a_term_of_known_words_has_their_mean_scaled_to_the_unit_and_rounded() -> None:
    half = round(UNIT / math.sqrt(2))
    assert of("道路路口") == [half, half]


def test_the_parts_are_the_longest_from_the_left() -> None:
    total = np.array([100, -78]) + np.array([0, 127])  # 信号机 and not 信号
    assert of("信号机路口") == np.rint(total * UNIT / np.linalg.norm(total)).tolist()


def test_a_character_that_no_word_explains_is_stepped_over() -> None:
    assert of("道路信号机新") == of("道路信号机")
    assert of("新道路信号机") == of("道路信号机")


@pytest.mark.parametrize(("term", "is_known"), [("道路路口新旧", False), ("道路新", False), ("路口信号机新", True)])
def test_known_words_must_make_up_most_of_a_term(term: str, is_known: bool) -> None:
    """4 of 6 and 2 of 3 characters are too few, 5 of 6 are enough."""
    assert MIN_KNOWN_SHARE == 0.75
    assert any(of(term)) is is_known


@pytest.mark.parametrize("term", ["", "新", "火锅", "v2x"])
def test_what_nothing_is_known_of_is_a_row_of_zeros(term: str) -> None:
    assert of(term) == [0, 0]


def test_words_that_cancel_each_other_say_nothing() -> None:
    assert of("道路雷达") == [0, 0]


def test_no_word_and_no_term_give_empty_rows() -> None:
    assert VECTORS.of([]).shape == (0, 2)
    assert WordVectors().of(["路口"]).tolist() == [[0]]


def test_the_order_of_the_vocabulary_does_not_matter_and_the_same_term_has_the_same_row() -> None:
    turned = WordVectors(WORDS[::-1], ROWS[::-1])
    terms = [*WORDS, "道路路口", "信号机路口", "火锅"]
    assert turned.of(terms).tolist() == VECTORS.of(terms).tolist()
    assert [VECTORS.of([term])[0].tolist() for term in terms] == VECTORS.of(terms).tolist()


def test_cosines_are_products_of_whole_numbers_divided_by_lengths() -> None:
    left, right = VECTORS.of(["道路", "信号"]), VECTORS.of(["信号机", "路口"])
    length = math.sqrt(100**2 + 78**2)
    assert cosines(left, right)[0].tolist() == [127 * 100 / 127 / length, 0]
    assert cosines(left, right)[1, 0] == pytest.approx((90 * 100 - 90 * 78) / math.sqrt(2 * 90**2) / length, rel=1e-15)


def test_a_row_of_zeros_is_near_to_nothing() -> None:
    zeros = np.zeros((1, 2), np.float32)
    assert lengths(zeros).tolist() == [1]
    assert cosines(zeros, VECTORS.of(["道路"])).tolist() == [[0]]


def test_cosines_are_exact_whatever_the_order_of_summing() -> None:
    rows = load_lexicon().vectors.rows[:400].astype(np.float32)
    whole = rows.astype(np.int64) @ rows.astype(np.int64).T
    assert np.abs(whole).max() < 2**24  # every sum is a whole number that float32 holds
    assert ((rows @ rows.T).astype(np.int64) == whole).all()
    turned = rows[:, ::-1].copy()
    assert np.array_equal(cosines(rows, rows), cosines(turned, turned))
    assert np.array_equal(cosines(rows[7:8], rows), cosines(rows, rows)[7:8])


def test_the_fingerprint_is_that_of_words_and_rows() -> None:
    same = WordVectors(WORDS, np.asfortranarray(ROWS))
    assert same.fingerprint == VECTORS.fingerprint
    assert WordVectors(WORDS, ROWS[::-1]).fingerprint != VECTORS.fingerprint
    assert WordVectors(("街道", *WORDS[1:]), ROWS).fingerprint != VECTORS.fingerprint


@pytest.mark.parametrize("rows", [ROWS.astype(np.float32), ROWS[:4], np.zeros(5, np.float32)])
def test_rows_that_do_not_fit_their_words_are_refused(rows: np.ndarray) -> None:
    with pytest.raises(ValueError, match="int8"):
        WordVectors(WORDS, rows)


def test_the_shipped_vectors_are_small_unique_and_about_one_unit_long() -> None:
    vectors = load_lexicon().vectors
    assert len(vectors.words) == len(set(vectors.words)) <= 120_000
    assert vectors.rows.nbytes + sum(len(word.encode()) + 1 for word in vectors.words) <= 12_000_000
    long = lengths(vectors.rows.astype(np.float32))
    assert (abs(long - UNIT) < 5).all()
