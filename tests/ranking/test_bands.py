"""强 / 中 / 弱 / 无依据."""

from dataclasses import replace

import pytest

from matcher import Band, load_config, ranking

CONFIG = replace(
    load_config(), strong=0.4, medium=0.25, evidence_points=0.01, medium_evidence=0.02, strong_evidence=0.03
)


@pytest.mark.parametrize(
    ("score", "evidence", "band"),
    [
        (0.4, 0.03, Band.STRONG),
        (1.0, 0.5, Band.STRONG),
        (0.39999, 0.03, Band.MEDIUM),
        (0.4, 0.02999, Band.MEDIUM),
        (0.25, 0.02, Band.MEDIUM),
        (0.24999, 0.5, Band.WEAK),
        (0.9, 0.01999, Band.WEAK),
        (0.0, 0.01, Band.WEAK),
        (0.99, 0.00999, Band.NONE),
        (0.99, 0.0, Band.NONE),
    ],
)
def test_the_bounds_belong_to_the_higher_band_and_without_evidence_there_is_none(
    score: float, evidence: float, band: Band
) -> None:
    assert ranking.band(score, evidence, CONFIG) is band


def test_a_scenario_that_is_only_a_title_calls_nobody_strong() -> None:
    assert ranking.band(0.9, 0.9, CONFIG, is_title=True) is Band.MEDIUM
    assert ranking.band(0.9, 0.015, CONFIG, is_title=True) is Band.WEAK


def test_bands_are_the_words_people_read() -> None:
    assert [str(band) for band in Band] == ["强", "中", "弱", "无依据"]
