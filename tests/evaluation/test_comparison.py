"""The engine beside its rivals: whose scores they are, how intervals and tests are computed."""

from datetime import date

import numpy as np
import pytest

from matcher import Dataset, Matchmaker
from matcher.evaluation.comparison import compare, difference, interval
from matcher.evaluation.judgments import Direction, read_judged_set
from tests.conftest import DAY
from tests.evaluation.conftest import Write, qrels


def test_few_queries_are_tested_by_every_choice_of_signs() -> None:
    ours, theirs = np.array([0.9, 0.8, 0.7]), np.array([0.5, 0.6, 0.6])  # gaps .4 .2 .1
    found = difference(ours, theirs)
    assert found.mean == pytest.approx(0.7 / 3)
    assert found.p == 2 / 8  # of 8 choices only +++ and --- lie as far out
    assert difference(np.array([0.5, 0.1]), np.array([0.1, 0.5])).p == 1
    assert difference(ours, ours).p == 1


def test_many_queries_are_tested_at_random_from_a_fixed_seed() -> None:
    gaps = np.tile([0.3, -0.1], 30)
    clear, none = difference(gaps, np.zeros(60)), difference(np.tile([0.1, -0.1], 30), np.zeros(60))
    assert clear.p < 0.001 and none.p == 1
    assert difference(gaps, np.zeros(60)) == clear
    assert difference(np.zeros(60), gaps).p == clear.p
    assert 0 < difference(np.tile([1.0, 0.0], 30), np.tile([0.0, 0.0], 30)).p < 0.001  # never 0: one was observed


def test_the_random_test_agrees_with_the_exact_one() -> None:
    gaps = np.array([0.2, 0.3, -0.1, 0.05, 0.15, -0.2, 0.4, 0.1, -0.05, 0.25, 0.1, -0.1, 0.3])
    exact = difference(gaps, np.zeros(13)).p
    with_zero = difference(np.append(gaps, 0.0), np.zeros(14)).p  # one query more than is enumerated
    assert with_zero == pytest.approx(exact, abs=0.01)


def test_the_interval_holds_the_mean_and_narrows_with_more_queries() -> None:
    values = np.tile([0.0, 1.0], 50)
    low, high = interval(values)
    assert low < 0.5 < high
    assert (low, high) == pytest.approx((0.5 - 1.96 * 0.05, 0.5 + 1.96 * 0.05), abs=0.02)
    assert interval(np.full(5, 0.25)) == (0.25, 0.25)
    assert interval(values) == (low, high)


@pytest.mark.parametrize("direction", ["scenario-to-enterprise", "enterprise-to-scenario"])
def test_the_scores_are_those_that_serve_users(write: Write, direction: Direction) -> None:
    judged = read_judged_set(write(qrels=qrels([("S1", "F1", "1"), ("S2", "F2", "1")])), "dev", direction)
    found = compare(judged, DAY, with_rivals=False)
    market = Matchmaker.from_data(Dataset(judged.enterprises, (), judged.scenarios))
    ranks = []
    for query, wanted in (("S1", "F1"), ("S2", "F2")):
        ask = market.shortlist if direction == "scenario-to-enterprise" else market.recommend
        ranks.append([row.id for row in ask(query, DAY, k=None).results].index(wanted) + 1)
    assert found.engine.means["mrr@10"] == pytest.approx(sum(1 / rank for rank in ranks) / 2)
    assert found.engine.means["recall@100"] == 1
    assert (found.rivals, found.differences) == ({}, {})


def test_rivals_are_measured_on_the_same_queries(write: Write) -> None:
    found = compare(read_judged_set(write(), "dev", "scenario-to-enterprise"), DAY)
    assert found.n_queries == 2
    assert list(found.rivals) == list(found.differences) == ["bm25", "tfidf"]
    for name, rival in found.rivals.items():
        assert rival.means == {"ndcg@10": 1, "mrr@10": 1, "recall@100": 1}
        assert {one.p for one in found.differences[name].values()} == {1.0}


def test_a_query_that_nothing_fits_is_left_out_of_the_means(write: Write) -> None:
    judged = read_judged_set(
        write(qrels=qrels([("S1", "F1", "1"), ("S2", "F3", "0")])), "dev", "scenario-to-enterprise"
    )
    found = compare(judged, DAY)
    assert (found.n_queries, found.engine.means["mrr@10"]) == (1, 1)


def test_hard_rules_and_the_day_play_no_part(write: Write) -> None:
    judged = read_judged_set(write(), "dev", "scenario-to-enterprise")
    assert compare(judged, DAY, False).engine == compare(judged, date(2001, 1, 1), False).engine


def test_the_same_set_gives_the_same_numbers(write: Write) -> None:
    judged = read_judged_set(write(), "dev", "enterprise-to-scenario")
    assert compare(judged, DAY) == compare(judged, DAY)
