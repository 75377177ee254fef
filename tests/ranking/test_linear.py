"""The score is the sum of what it shows."""

from dataclasses import replace

import numpy as np
import pytest

from matcher import Config, load_config
from matcher.ranking.linear import LinearRanker


@pytest.fixture(scope="module")
def config() -> Config:
    return replace(load_config(), bias=0.125, weights={"text": 0.5, "scale": 0.25}, neutral={"text": 0.0, "scale": 0.5})


COLUMNS = {"text": np.array([1.0, 0.5, np.nan]), "scale": np.array([0.0, np.nan, np.nan])}


def test_a_contribution_is_weight_times_value_and_the_neutral_value_where_unknown(config: Config) -> None:
    assert LinearRanker(config).contributions(COLUMNS).tolist() == [
        [0.5 * 1.0, 0.25 * 0.0],
        [0.5 * 0.5, 0.25 * 0.5],
        [0.5 * 0.0, 0.25 * 0.5],
    ]


def test_the_score_is_bias_plus_the_row(config: Config) -> None:
    assert LinearRanker(config).scores(COLUMNS).tolist() == [0.125 + 0.5, 0.125 + 0.25 + 0.125, 0.125 + 0.125]


def test_columns_keep_the_order_given(config: Config) -> None:
    turned = dict(reversed(COLUMNS.items()))
    assert LinearRanker(config).contributions(turned).tolist()[0] == [0.0, 0.5]


def test_a_signal_without_a_weight_is_named(config: Config) -> None:
    with pytest.raises(ValueError, match="新信号"):
        LinearRanker(config).scores({**COLUMNS, "新信号": np.zeros(3)})


def test_the_best_pair_has_all_points_and_at_most_1_and_the_worst_only_the_bias() -> None:
    shipped = load_config()
    ranker = LinearRanker(shipped)
    best, worst = (ranker.scores({name: np.array([value]) for name in shipped.weights})[0] for value in (1.0, 0.0))
    assert best == pytest.approx(shipped.bias + sum(shipped.weights.values()), abs=1e-15)
    assert best <= 1
    assert worst == shipped.bias


def test_no_pair_has_no_score(config: Config) -> None:
    assert LinearRanker(config).scores({"text": np.zeros(0)}).shape == (0,)
