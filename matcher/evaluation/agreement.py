"""How far two raters agree on the pairs that both graded: plain share, Cohen's kappa, quadratic-weighted kappa.

kappa = 1 - sum(w * observed) / sum(w * expected), where `expected` is what two raters of these habits would produce
independently (Cohen 1960); w = 1 off the diagonal, or the squared difference of the grades (Cohen 1968).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GRADES = 4  # 0 to 3


@dataclass(frozen=True)
class Agreement:
    """Of n pairs that both graded; None where a number is not defined: no pair, or one same grade throughout."""

    n: int
    plain: float | None
    kappa: float | None
    weighted_kappa: float | None


def agreement(ours: Sequence[int], theirs: Sequence[int]) -> Agreement:
    """Agreement of two raters, grade by grade."""
    table = np.zeros((GRADES, GRADES), np.float64)
    np.add.at(table, (np.asarray(ours, np.int64), np.asarray(theirs, np.int64)), 1)
    n = len(ours)
    apart = np.abs(np.subtract.outer(np.arange(GRADES), np.arange(GRADES)))
    plain = float(np.trace(table) / n) if n else None
    return Agreement(
        n, plain, _kappa(table, (apart > 0).astype(np.float64)), _kappa(table, apart.astype(np.float64) ** 2)
    )


def _kappa(table: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float | None:
    n = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n if n else table
    by_chance = float((weights * expected).sum())
    return 1 - float((weights * table).sum()) / by_chance if by_chance else None
