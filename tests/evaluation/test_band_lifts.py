"""What the bands hold on a judged set, and the thresholds that reach a lift: numbers computed by hand."""

from dataclasses import replace

import numpy as np
import pytest

from matcher import Band, Dataset, Matchmaker
from matcher.evaluation.bands import (
    BandRow,
    Proposal,
    ScoredPairs,
    SetBands,
    Threshold,
    measure_bands,
    propose,
    rounded,
    score_pairs,
)
from matcher.evaluation.judgments import Direction, read_judged_set
from tests.conftest import DAY
from tests.evaluation.conftest import QUERIES, Write, lines, qrels

S, M, W, N = Band
# ten pairs, of which those of .9 and .6 are relevant: prevalence .2
PAIRS = ScoredPairs(
    np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]),
    (S, S, M, M, M, W, W, W, N, N),
    (S,) * 8 + (N, N),
    np.array([1, 0, 0, 1, 1, 0, 0, 1, 0, 0], bool),
    np.array([1, 0, 0, 1, 0, 0, 0, 0, 0, 0], bool),
)


def test_each_band_is_measured_against_chance() -> None:
    found = measure_bands(PAIRS, 2, 1.5)
    assert (found.pairs, found.judged, found.relevant, found.prevalence) == (10, 4, 2, 0.2)
    assert found.rows == (
        BandRow(S, 2, 0.2, 1, 1, 1 / 2, (1 / 2) / 0.2),
        BandRow(M, 3, 0.3, 2, 1, 1 / 3, (1 / 3) / 0.2),
        BandRow(W, 3, 0.3, 1, 0, 0.0, 0.0),
        BandRow(N, 2, 0.2, 0, 0, 0.0, 0.0),
    )


def test_a_band_without_a_pair_has_no_precision() -> None:
    found = measure_bands(replace(PAIRS, bands=(M,) * 10), 2, 1.5)
    assert found.rows[0] == BandRow(S, 0, 0.0, 0, 0, None, None)
    assert (found.rows[1].precision, found.rows[1].lift) == (0.2, 1)


def test_the_threshold_is_the_lowest_score_that_reaches_the_lift() -> None:
    # lift of the pairs down to .9 .8 .7 .6 .5 .4 .3 .2: 5, 5/2, 5/3, 5/2, 2, 5/3, 10/7, 5/4
    found = measure_bands(PAIRS, 2.5, 1.25)
    assert found.strong == Threshold(2.5, 5, 0.6, 4, 2.5)  # though from .7 on it is only 5/3
    assert found.medium == Threshold(1.25, 5, 0.2, 8, 1.25)  # the pairs below have no evidence
    assert measure_bands(PAIRS, 2.6, 1.9).strong.score == 0.9
    assert measure_bands(PAIRS, 2.6, 1.9).medium.score == 0.5


def test_a_relevant_pair_without_evidence_counts_for_the_prevalence_alone() -> None:
    found = measure_bands(replace(PAIRS, bands=(N, *PAIRS.bands[1:]), highest=(N, *PAIRS.highest[1:])), 2, 1.25)
    assert (found.prevalence, found.rows[3].pairs, found.rows[3].relevant) == (0.2, 3, 1)
    assert found.strong == Threshold(2, 1 / 3 / 0.2)  # .8 .7 .6: one of three
    assert found.medium == Threshold(1.25, 1 / 3 / 0.2, 0.5, 4, 1 / 4 / 0.2)


def test_pairs_of_one_score_are_taken_together() -> None:
    pairs = replace(PAIRS, scores=np.array([0.9, 0.9, 0.9, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]))
    found = measure_bands(pairs, 2.6, 2.4)  # at .9 one of three, never one of one
    assert found.strong == Threshold(2.6, 2.5)
    assert found.medium == Threshold(2.4, 2.5, 0.6, 4, 2.5)


def test_what_can_be_medium_at_most_has_no_say_in_what_is_strong() -> None:
    found = measure_bands(replace(PAIRS, highest=(M, M, M, *PAIRS.highest[3:])), 2.5, 2.5)
    assert found.strong == Threshold(2.5, 5, 0.5, 2, 2.5)  # .6 and .5: one of two
    assert found.medium == Threshold(2.5, 5, 0.6, 4, 2.5)


def test_a_set_in_which_nothing_is_relevant_has_no_thresholds() -> None:
    found = measure_bands(replace(PAIRS, relevant=np.zeros(10, bool)), 2, 1.5)
    assert (found.prevalence, found.is_usable) == (0, False)
    assert (found.strong, found.medium) == (Threshold(2, 0), Threshold(1.5, 0))
    assert [(row.precision, row.lift) for row in found.rows] == [(0, None)] * 4
    with pytest.raises(ValueError, match="no pairs"):
        none = np.zeros(0, bool)
        measure_bands(ScoredPairs(np.zeros(0), (), (), none, none), 2, 1.5)


def with_thresholds(strong: float | None, medium: float | None) -> SetBands:
    return replace(
        measure_bands(PAIRS, 2, 1.5), strong=Threshold(2, 5, score=strong), medium=Threshold(1.5, 5, score=medium)
    )


def test_the_proposal_is_the_median_over_the_sets_that_reach_both_lifts() -> None:
    sets = [with_thresholds(0.301, 0.14), with_thresholds(0.222, 0.162), with_thresholds(0.25, 0.19)]
    assert propose(sets) == Proposal(0.25, 0.16, 3)  # .25 of .222 .25 .301; .162 of .14 .162 .19
    assert propose([*sets, with_thresholds(None, 0.9), with_thresholds(0.9, None)]) == propose(sets)
    assert propose(sets[:2]) == Proposal(0.26, 0.15, 2)  # (.301 + .222) / 2 = .2615, (.14 + .162) / 2 = .151
    assert propose([with_thresholds(None, 0.1)]) is None
    assert propose([]) is None


@pytest.mark.parametrize(
    ("score", "nearest"), [(0.0, 0.0), (0.1319, 0.13), (0.1326, 0.135), (0.2249, 0.225), (0.998, 1.0), (1.0, 1.0)]
)
def test_thresholds_are_multiples_of_five_thousandths(score: float, nearest: float) -> None:
    assert rounded(score) == nearest


@pytest.mark.parametrize("direction", ["scenario-to-enterprise", "enterprise-to-scenario"])
def test_scores_and_bands_are_those_that_serve_users(write: Write, direction: Direction) -> None:
    more = [*QUERIES, {"id": "S3", "text": "剧场舞台机械", "title": "剧场"}, {"id": "S4", "title": "路侧单元"}]
    rows = [("S1", "F1", "2"), ("S1", "F3", "0"), ("S4", "F1", "1")]
    judged = read_judged_set(write(queries=lines(more), qrels=qrels(rows)), "dev", direction)
    found = score_pairs(judged, DAY)
    assert found.scores.shape == (6,)  # S2 and S3 were not judged
    market = Matchmaker.from_data(Dataset(judged.enterprises, (), judged.scenarios))
    matches = [
        market.explain(enterprise, scenario, DAY)
        for scenario in judged.scenarios
        for enterprise in judged.enterprises
        if {scenario.id, enterprise.id} & {"S1", "S4"}
    ]
    assert found.scores.tolist() == [match.score for match in matches]
    assert found.bands == tuple(match.band for match in matches)


def test_only_queries_that_were_judged_count_and_what_nobody_judged_does_not_fit(write: Write) -> None:
    rows = [("S1", "F1", "2"), ("S1", "F3", "0")]
    judged = read_judged_set(write(qrels=qrels(rows)), "dev", "scenario-to-enterprise")
    found = score_pairs(judged, DAY)  # S1 with F1, F2, F3
    assert found.judged.tolist() == [True, False, True]
    assert found.relevant.tolist() == [True, False, False]
    assert [band == Band.NONE for band in found.highest] == [False, True, True]
    whole = read_judged_set(write(qrels=qrels([*rows, ("S2", "F1", "0")])), "dev", "scenario-to-enterprise")
    assert score_pairs(whole, DAY).relevant.tolist() == [True, False, False, False, False, False]
