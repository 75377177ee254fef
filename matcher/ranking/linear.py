"""A weighted sum of features: the score is the sum of what it shows."""

from collections.abc import Mapping

import numpy as np

from matcher.config import Config
from matcher.ranking.base import Floats


class LinearRanker:
    """weight * value per feature; a value that is unknown (nan) counts as the neutral value of its feature."""

    def __init__(self, config: Config) -> None:
        self.bias = config.bias
        self._weights, self._neutral = config.weights, config.neutral

    def contributions(self, columns: Mapping[str, Floats]) -> Floats:
        """(n_pairs, n_features) in the order of `columns`; raises ValueError on a feature without a weight."""
        unweighted = columns.keys() - self._weights.keys()
        if unweighted:
            raise ValueError(f"这些信号没有权重：{'、'.join(sorted(unweighted))}")
        known = [np.where(np.isnan(values), self._neutral[name], values) for name, values in columns.items()]
        weights = np.array([self._weights[name] for name in columns], np.float64)
        return np.stack(known, axis=1) * weights[None, :]

    def scores(self, columns: Mapping[str, Floats]) -> Floats:
        """(n_pairs,) in [0, 1]; summed feature by feature so that a pair has one number in every table."""
        points = self.contributions(columns)
        total = np.full(len(points), self.bias)
        for column in range(points.shape[1]):
            total = total + points[:, column]
        return total
