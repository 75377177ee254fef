"""Agreement: kappas by hand, then beside scikit-learn's."""

import numpy as np
import pytest

from matcher.evaluation.agreement import Agreement, agreement


def test_kappa_takes_off_what_chance_would_give() -> None:
    found = agreement([0, 0, 3, 3], [0, 3, 3, 3])
    by_chance = (2 * 1 + 2 * 3) / 16
    assert (found.n, found.plain) == (4, 3 / 4)
    assert found.kappa == pytest.approx((3 / 4 - by_chance) / (1 - by_chance))


def test_a_weighted_kappa_forgives_neighbours() -> None:
    near, far = agreement([0, 1, 2, 3], [1, 1, 2, 3]), agreement([0, 1, 2, 3], [3, 1, 2, 3])
    assert near.plain == far.plain
    assert near.weighted_kappa == pytest.approx(1 - 1 / ((2 * 6 + 6 + 14) / 4))  # squares to 1, twice, to 2 and to 3
    assert near.weighted_kappa > far.weighted_kappa


def test_what_is_not_defined_is_none() -> None:
    assert agreement([], []) == Agreement(0, None, None, None)
    assert agreement([2, 2], [2, 2]) == Agreement(2, 1.0, None, None)
    assert agreement([0, 1, 3], [0, 1, 3]) == Agreement(3, 1.0, 1.0, 1.0)
    assert agreement([0, 0], [3, 3]) == Agreement(2, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("seed", range(20))
def test_both_kappas_agree_with_scikit_learn(seed: int) -> None:
    from sklearn.metrics import cohen_kappa_score

    chance = np.random.default_rng(seed)
    ours = chance.integers(0, 4, 60)
    theirs = np.clip(ours + chance.choice([-1, 0, 0, 0, 1, 2], 60), 0, 3)
    found = agreement(ours.tolist(), theirs.tolist())
    assert found.plain == np.mean(ours == theirs)
    assert found.kappa == pytest.approx(cohen_kappa_score(ours, theirs), abs=1e-12)
    assert found.weighted_kappa == pytest.approx(cohen_kappa_score(ours, theirs, weights="quadratic"), abs=1e-12)
    few = agreement(ours[:3].tolist(), ours[:3].tolist())
    assert few.kappa in (None, 1.0)
