"""What a model's cosines mean, with numbers computed by hand."""

import numpy as np
import pytest

from matcher.embedding.base import Key, Side, quantised
from matcher.embedding.calibration import Calibration, Reference, calibrate, cosine, keys_of, lengths, unit


def spread(*rows: list[float]) -> np.ndarray:
    """Rows whose numbers stand 16 times each, so that no component of a unit vector reaches the cut at 0.25."""
    return quantised(np.repeat(np.array(rows, float), 16, axis=1))


def test_rows_are_the_scale_times_unit_vectors() -> None:
    assert quantised(np.array([[3.0, 4.0] + [0.0] * 14])).tolist() == [[127, 127] + [0] * 14]  # 300 and 400 are cut off
    assert spread([7, 0]).tolist() == [[125] * 16 + [0] * 16]  # 500 / sqrt(16)
    assert spread([0, -3]).tolist() == [[0] * 16 + [-125] * 16]


def test_a_vector_without_a_direction_becomes_zeros() -> None:
    assert quantised(np.zeros((2, 3))).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert quantised(np.zeros((0, 3))).shape == (0, 3)


def test_lengths_and_units() -> None:
    rows = np.array([[3, 4], [0, 0], [-5, 12]], np.int8)
    assert lengths(rows).tolist() == [5, 0, 13]
    assert unit(rows).tolist() == [[3 / 5, 4 / 5], [0, 0], [-5 / 13, 12 / 13]]


def test_cosines() -> None:
    left, right = np.array([[3, 4], [0, 0]], np.int8), np.array([[4, 3], [-3, -4]], np.int8)
    assert cosine(left, right).tolist() == [[24 / 25, -25 / 25], [0, 0]]


def test_a_row_measures_the_same_in_whatever_block_it_stands() -> None:
    rows = quantised(np.random.default_rng(7).normal(size=(300, 384)))
    whole = cosine(rows, rows)
    assert all(
        cosine(rows[[place]], rows[place : place + 3])[0, 0] == whole[place, place] for place in range(0, 300, 7)
    )
    assert np.array_equal(cosine(rows[:5], rows[5:9]), whole[:5, 5:9])


def test_long_vectors_are_still_exact() -> None:
    rows = quantised(np.ones((1, 4096)))
    assert rows.tolist() == [[8] * 4096]  # 500 / 64 = 7.8
    assert cosine(rows, rows).tolist() == [[1.0]]


def test_the_mean_of_ordinary_offers_is_taken_away() -> None:
    """Offers (1, 0) and (0, 1) have the mean (1/2, 1/2): centred they are opposite, and so are needs equal to them."""
    axes = spread([1, 0], [0, 1])
    found = calibrate(axes, axes)
    assert found.centre == pytest.approx([1 / 8] * 32)  # (1/2) / sqrt(16)
    assert found.centred(axes).tolist() == spread([1, -1], [-1, 1]).tolist()
    assert found.low == -1  # the cosine of either need with the offer of the other
    assert found.high == 2 * 1  # twice an ordinary fit


def test_low_is_what_hardly_any_unrelated_pair_exceeds() -> None:
    random = np.random.default_rng(3)
    needs, offers = (quantised(random.normal(size=(40, 64))) for _ in range(2))
    found = calibrate(needs, offers)
    plain = Calibration(found.centre, 0.0, 1.0)
    cosines = cosine(plain.centred(needs), plain.centred(offers))
    unrelated = cosines[~np.eye(40, dtype=bool)]
    assert (unrelated > found.low).mean() == pytest.approx(0.05, abs=0.002)


def test_a_model_that_tells_nothing_apart_still_has_a_measure() -> None:
    same = spread([1, 1], [1, 1], [1, 1])
    found = calibrate(same, same)
    assert found.high >= found.low + 0.05 - 1e-9
    assert found.measure(np.array([0.0])).tolist() == [0]


def test_shares_begin_at_low_and_end_at_high() -> None:
    calibration = Calibration(np.zeros(2), 0.25, 0.75)
    assert calibration.measure(np.array([-1, 0.25, 0.375, 0.5, 0.75, 1])).tolist() == [0, 0, 0.25, 0.5, 1, 1]


def test_reference_texts_are_normalised_and_know_their_side() -> None:
    needs, offers = keys_of([Reference("路側單元 ", "研制ＲＳＵ"), Reference("b", "c")])
    assert needs == [Key(Side.NEED, "路侧单元"), Key(Side.NEED, "b")]
    assert offers == [Key(Side.OFFER, "研制rsu"), Key(Side.OFFER, "c")]
