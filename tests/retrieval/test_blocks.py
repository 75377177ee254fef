"""Both sides as rows, and their one comparison."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from matcher.embedding.calibration import Calibration
from matcher.embedding.meanings import NeedBlock, OfferBlock
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock, measure, requirement_coverage
from matcher.retrieval.trades import TRADES
from matcher.text.standing.trades import TRADE_WEIGHT, Trade


def matrix(*rows: list[float]) -> sp.csr_array:
    return sp.csr_array(np.array(rows, np.float64))


FIRMS = EnterpriseBlock(
    ("A", "B"),
    vectors=matrix([1, 0], [2, 3]),
    offers=matrix([1, 0], [0.5, 1]),
    claims=matrix([1, 0], [0, 3]),
    cases=matrix([0, 4], [0, 0]),
    has_cases=np.array([True, False]),
    meanings=OfferBlock(np.array([[3, 4], [3, 4]], np.int8), np.array([0, 2, 2]), np.ones(2)),
    trades=np.zeros((2, len(TRADES))),
    disclaimed=matrix([0, 0], [0, 0]),
)
NEEDS = ScenarioBlock(
    ("S", "T", "U"),
    base=matrix([1, 0], [0, 1], [0, 0]),
    vectors=matrix([1, 1], [0, 2], [0, 0]),
    strong=matrix([1, 0], [0, 2], [0, 0]),
    demands=matrix([1, 0], [0.5, 0.5], [0, 1]),
    proofs=matrix([1, 0], [0, 1]),
    shares=matrix([2 / 3, 1 / 3, 0], [0, 0, 1], [0, 0, 0]),
    meanings=NeedBlock(np.array([[4, 3], [5, 0]], np.int8), np.array([0, 1, 2, 2]), np.ones(2)),
    asked=np.zeros((3, len(TRADES)), np.bool_),
    named=matrix([1, 0], [0, 1], [0, 0]),
)
CALIBRATION = Calibration(np.zeros(2), 0.0, 1.0)


def test_similarity_is_the_sum_over_shared_terms_and_strong_the_part_that_the_firm_claims() -> None:
    measured = measure(FIRMS, NEEDS)
    assert measured.similarity.tolist() == [[1, 2 + 3], [0, 2 * 3], [0, 0]]
    assert measured.strong.tolist() == [[1, 0], [0, 2 * 3], [0, 0]]


def test_coverage_is_the_weighted_mean_over_the_requirements_and_unknown_without_any() -> None:
    coverage = measure(FIRMS, NEEDS).coverage
    assert coverage[0] == pytest.approx([2 / 3 * 1 + 1 / 3 * 0.5, 2 / 3 * 0.5 + 1 / 3 * (0.25 + 0.5)], abs=1e-15)
    assert coverage[1].tolist() == [0, 1]
    assert np.isnan(coverage[2]).all()


def test_cases_are_unknown_where_a_firm_names_none() -> None:
    cases = measure(FIRMS, NEEDS).cases
    assert cases[:, 0].tolist() == [4, 8, 0]
    assert np.isnan(cases[:, 1]).all()


def test_a_pair_measures_the_same_alone_as_among_others() -> None:
    whole = measure(FIRMS, NEEDS, CALIBRATION)
    for row in range(3):
        for column in range(2):
            alone = measure(FIRMS.take([column]), NEEDS.take([row]), CALIBRATION)
            for name in ("similarity", "strong", "coverage", "cases", "meaning"):
                assert np.array_equal(
                    getattr(alone, name), getattr(whole, name)[row : row + 1, column : column + 1], equal_nan=True
                )


def test_taking_rows_keeps_their_order_and_only_their_requirements() -> None:
    firms, needs = FIRMS.take([1, 0]), NEEDS.take([1])
    assert firms.ids == ("B", "A")
    assert firms.has_cases.tolist() == [False, True]
    assert needs.base.toarray().tolist() == [[0, 1]]
    assert needs.demands.toarray().tolist() == [[1]]  # of the one requirement left, only the word that it demands
    assert needs.proofs.toarray().tolist() == [[0, 1]]
    assert needs.shares.toarray().tolist() == [[1]]


def test_a_word_that_proves_a_demanded_one_covers_it_in_its_proportion() -> None:
    offers = matrix([0, 1, 0.5], [1, 1, 0])
    demands, proofs = matrix([0.75]), matrix([1, 0.6, 0.4])  # one demanded word, proved by itself and two others
    assert requirement_coverage(offers, demands, proofs)[0] == pytest.approx([0.75 * (0.6 + 0.2), 0.75], abs=1e-15)


def test_a_demanded_word_is_covered_once_however_many_words_prove_it() -> None:
    demands, proofs = matrix([0.5, 0.25]), matrix([1, 0.6, 0.6], [0, 0, 0.5])
    covered = requirement_coverage(matrix([0, 1, 1]), demands, proofs)
    assert covered.tolist() == [[0.5 * 1 + 0.25 * 0.5]]


def test_coverage_is_never_more_than_whole() -> None:
    assert requirement_coverage(matrix([1, 1]), matrix([0.75, 0.75]), matrix([1, 0], [0, 1])).tolist() == [[1.0]]


def test_taking_nothing_gives_an_empty_block() -> None:
    measured = measure(FIRMS.take([]), NEEDS.take([]))
    assert measured.similarity.shape == measured.coverage.shape == measured.cases.shape == (0, 0)


def test_meaning_is_the_calibrated_cosine_and_unknown_where_a_side_has_no_vector() -> None:
    meaning = measure(FIRMS, NEEDS, CALIBRATION).meaning
    assert meaning[:2, 0] == pytest.approx([(3 * 4 + 4 * 3) / 25, 3 / 5], abs=1e-15)
    assert np.isnan(meaning[2]).all()
    assert np.isnan(meaning[:, 1]).all()
    assert np.isnan(measure(FIRMS, NEEDS).meaning).all()


def test_the_words_of_a_firm_of_another_trade_count_little_unless_that_trade_is_asked_for() -> None:
    lives_on = np.zeros((2, len(TRADES)))
    lives_on[1, TRADES.index(Trade.TRAINING)] = 1.0
    school = replace(FIRMS, trades=lives_on)
    asked = NEEDS.asked.copy()
    asked[1, TRADES.index(Trade.TRAINING)] = True
    before, after = measure(FIRMS, NEEDS), measure(school, replace(NEEDS, asked=asked))
    weight = TRADE_WEIGHT[Trade.TRAINING]
    assert 0 < weight < 0.5
    for name in ("similarity", "strong", "cases"):
        old, new = getattr(before, name), getattr(after, name)
        assert np.array_equal(new[:, 0], old[:, 0], equal_nan=True)
        assert new[0, 1] == pytest.approx(old[0, 1] * weight, rel=1e-12, nan_ok=True)
        assert np.array_equal(new[1, 1], old[1, 1], equal_nan=True)
    assert np.array_equal(after.coverage, before.coverage, equal_nan=True)
