"""The one table of scores."""

from dataclasses import replace

import numpy as np
import pytest

from matcher import Matchmaker
from matcher.features import FEATURES
from matcher.scoring import ScoreTable
from tests.conftest import DAY, tiny_data


@pytest.fixture(scope="module")
def table(tiny_city: Matchmaker) -> ScoreTable:
    return tiny_city.table(DAY)[2]


def test_the_table_is_scenarios_by_enterprises_by_features(table: ScoreTable) -> None:
    assert table.scores.shape == table.evidence.shape == (5, 6)
    assert table.values.shape == table.points.shape == (5, 6, len(FEATURES))


def test_scores_lie_between_0_and_1_and_are_the_sum_of_their_points(table: ScoreTable, tiny_city: Matchmaker) -> None:
    assert ((table.scores >= 0) & (table.scores <= 1)).all()
    assert table.scores == pytest.approx(table.points.sum(axis=2) + tiny_city.config.bias, abs=1e-12)


def test_points_are_weight_times_value_or_the_neutral_value(table: ScoreTable, tiny_city: Matchmaker) -> None:
    names = [feature.name for feature in FEATURES]
    weights = np.array([tiny_city.config.weights[name] for name in names])
    neutral = np.array([tiny_city.config.neutral[name] for name in names])
    assert table.points == pytest.approx(weights * np.where(np.isnan(table.values), neutral, table.values), abs=1e-15)


def test_evidence_is_a_part_of_the_points_of_the_text(table: ScoreTable) -> None:
    text = table.points[:, :, 0]
    assert (table.evidence >= 0).all()
    assert (table.evidence <= text + 1e-12).all()
    assert (table.evidence[text == 0] == 0).all()


def test_the_band_of_a_pair_is_read_off_its_place(table: ScoreTable, tiny_city: Matchmaker) -> None:
    scenarios, enterprises, _ = tiny_city.table(DAY)
    for row, scenario in enumerate(scenarios):
        for column, enterprise in enumerate(enterprises):
            match = tiny_city.explain(enterprise, scenario, DAY)
            assert table.band(row, column, tiny_city.config) is match.band
            assert table.scores[row, column] == match.score


def test_the_registered_place_never_changes_a_score(table: ScoreTable) -> None:
    data = tiny_data()
    moved = tuple(replace(one, district="北京", address="北京市海淀区中关村大街 1 号") for one in data.enterprises)
    other = Matchmaker.from_data(replace(data, enterprises=moved)).table(DAY)[2]
    assert np.array_equal(other.scores, table.scores)


@pytest.mark.parametrize("weights", [{}, {"text_similarity": 0.5}, {"news": 0.1}])
def test_weights_that_are_not_those_of_the_signals_are_refused(
    weights: dict[str, float], tiny_city: Matchmaker
) -> None:
    known = tiny_city.config.weights if "news" in weights else {}
    config = replace(tiny_city.config, weights={**known, **weights})
    with pytest.raises(ValueError, match="weights 应恰好包含这些信号：text_similarity、"):
        Matchmaker.from_data(config=config)
