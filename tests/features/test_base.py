"""The table of pairs, and the list of signals."""

import numpy as np

from matcher import load_config
from matcher.features import FEATURES
from matcher.features.base import saturate
from tests.features import (
    test_district,
    test_industry,
    test_qualification_fit,
    test_requirement_coverage,
    test_scale,
    test_sentence_similarity,
    test_text_similarity,
    test_track_record,
)
from tests.features.contract import FeatureContract, firm, need, pairs_of


def test_pairs_are_scenario_major() -> None:
    pairs = pairs_of([firm(), firm(), firm()], [need(), need()])
    assert len(pairs) == 6
    assert pairs.pairwise(np.array([[0, 1, 2], [3, 4, 5]])).tolist() == [0, 1, 2, 3, 4, 5]


def test_saturation_is_0_at_0_one_half_at_half_and_below_1() -> None:
    assert saturate(np.array([0.0, 0.3, 0.9]), 0.3).tolist() == [0, 0.3 / (0.3 + 0.3), 0.9 / (0.9 + 0.3)]


def test_every_signal_has_a_weight_and_every_weight_a_signal() -> None:
    assert {feature.name for feature in FEATURES} == load_config().weights.keys()
    assert len({feature.label for feature in FEATURES}) == len(FEATURES)


def test_every_signal_keeps_the_contract() -> None:
    rooms = (
        test_district,
        test_industry,
        test_qualification_fit,
        test_requirement_coverage,
        test_scale,
        test_sentence_similarity,
        test_text_similarity,
        test_track_record,
    )
    kept = {
        one.feature_class
        for room in rooms
        for one in vars(room).values()
        if isinstance(one, type) and issubclass(one, FeatureContract) and one is not FeatureContract
    }
    assert kept == set(FEATURES)
