"""Metrics: numbers computed by hand, then agreement with ir-measures on random data."""

from math import log2

import ir_measures
import numpy as np
import pytest

from matcher.evaluation.metrics import METRICS, discounted_gain, measure, ndcg, ranked, recall, reciprocal_rank


def grades(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_the_gain_is_the_grade_and_the_discount_the_logarithm_of_the_rank() -> None:
    assert discounted_gain(grades(3, 0, 2), 10) == 3 / log2(2) + 0 / log2(3) + 2 / log2(4)
    assert discounted_gain(grades(3, 0, 2), 2) == 3
    assert discounted_gain(grades(), 10) == 0


def test_the_ideal_holds_all_judged_documents_found_or_not() -> None:
    ideal = 3 / log2(2) + 2 / log2(3) + 1 / log2(4)
    assert ndcg(grades(3, 2, 1), grades(1, 2, 3), 10) == pytest.approx(1)
    assert ndcg(grades(0, 3), grades(1, 2, 3, 0), 10) == pytest.approx(3 / log2(3) / ideal)
    assert ndcg(grades(0, 3), grades(1, 2, 3, 0), 1) == 0
    assert ndcg(grades(1, 3), grades(1, 3), 1) == pytest.approx(1 / 3)
    assert ndcg(grades(0), grades(0), 10) == 0


def test_the_first_that_fits_gives_the_reciprocal_rank() -> None:
    assert reciprocal_rank(grades(0, 0, 1, 3), grades(1, 3), 10) == 1 / 3
    assert reciprocal_rank(grades(0, 0, 1), grades(1), 2) == 0
    assert reciprocal_rank(grades(), grades(1), 10) == 0


def test_recall_is_the_share_of_those_that_fit() -> None:
    assert recall(grades(0, 2, 1), grades(1, 2, 3, 0), 100) == 2 / 3
    assert recall(grades(0, 2, 1), grades(1, 2, 3, 0), 2) == 1 / 3
    assert recall(grades(0), grades(0), 100) == 0


def test_ties_keep_the_order_of_ids_and_what_is_not_found_has_no_rank() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.0, 0.9])
    assert ranked(scores, scores > 0).tolist() == [1, 4, 0, 2]
    assert ranked(scores, np.full(5, True)).tolist() == [1, 4, 0, 2, 3]


def test_a_table_is_measured_query_by_query() -> None:
    found = measure(np.array([[0.0, 1.0], [2.0, 1.0]]), np.array([[1, 0], [1, 0]]), np.array([[False, True]] * 2))
    assert {name: column.tolist() for name, column in found.items()} == {
        "ndcg@10": [0, 0],
        "mrr@10": [0, 0],
        "recall@100": [0, 0],
    }
    everything = measure(np.array([[0.0, 1.0], [2.0, 1.0]]), np.array([[1, 0], [1, 0]]), np.full((2, 2), True))
    assert everything["mrr@10"].tolist() == [1 / 2, 1]
    assert everything["ndcg@10"].tolist() == pytest.approx([1 / log2(3), 1])
    assert list(everything) == list(METRICS)


@pytest.mark.parametrize("seed", range(5))
def test_they_agree_with_ir_measures(seed: int) -> None:
    chance = np.random.default_rng(seed)
    shape = (20, 250)
    scores = chance.permuted(np.tile(np.arange(1.0, shape[1] + 1), (shape[0], 1)), axis=1)  # no ties: theirs differ
    judged = np.where(chance.random(shape) < 0.08, chance.integers(0, 4, shape), 0)
    judged[:, 0] = 1  # at least one that fits
    kept = chance.random(shape) < 0.6
    judgments = [
        ir_measures.Qrel(str(query), str(document), int(judged[query, document]))
        for query, document in np.argwhere(judged > 0)
    ]
    run = [
        ir_measures.ScoredDoc(str(query), str(document), float(scores[query, document]))
        for query, document in np.argwhere(kept)
    ]
    theirs_by_name = {
        "ndcg@10": ir_measures.nDCG @ 10,
        "mrr@10": ir_measures.RR @ 10,
        "recall@100": ir_measures.R @ 100,
    }
    ours = measure(scores, judged, kept)
    for name, metric in theirs_by_name.items():
        theirs = {one.query_id: one.value for one in ir_measures.iter_calc([metric], judgments, run)}
        assert ours[name].tolist() == pytest.approx([theirs[str(query)] for query in range(shape[0])], abs=1e-9)
        assert 0 < ours[name].mean() < 1
