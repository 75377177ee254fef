"""The words of ranking."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Ranker(Protocol):
    """Feature columns to scores. `contributions` gives (n_pairs, n_features); the score of a pair is row sum + bias."""

    bias: float

    def contributions(self, columns: Mapping[str, Floats]) -> Floats: ...

    def scores(self, columns: Mapping[str, Floats]) -> Floats: ...
