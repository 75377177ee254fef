"""Feedback (相关反馈): the words that the best enterprises of a scenario have in common (Rocchio 1971).

It helps a scenario that says little; one that says much keeps to its own words. It never makes evidence.
"""

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.retrieval.base import Floats, Ints, Matrix
from matcher.retrieval.index import similarities


def feedback(scenarios: Matrix, enterprises: Matrix, specific: Floats, n_own_words: Ints, config: Config) -> Matrix:
    """(n_scenarios, n_terms): what to add to the rows of `scenarios`.

    `specific` is (n_terms,), 1 for the words that may enter, else 0. The words of the best enterprises are weighed by
    their score and cut to the strongest; the row has the length `feedback_share`, less where the scenario
    has many own words (`n_own_words`, specific ones) and where few enterprises are known.
    """
    n_scenarios, n_enterprises = scenarios.shape[0], enterprises.shape[0]
    if not n_scenarios or not n_enterprises:
        return sp.csr_array(scenarios.shape, dtype=np.float64)
    trust = config.feedback_share * n_enterprises / (n_enterprises + config.prior_documents)
    half = config.feedback_words
    scores = similarities(scenarios, enterprises)
    rows = []
    for row in range(n_scenarios):
        best = np.lexsort((np.arange(n_enterprises), -scores[row]))[: config.feedback_enterprises]
        found = sp.csr_array(scores[row][best][None, :]) @ enterprises[best]
        rows.append(_strongest(found, specific, config.feedback_terms, trust * half / (half + int(n_own_words[row]))))
    stacked = sp.csr_array(sp.vstack(rows, format="csr"))
    stacked.sort_indices()
    return stacked


def _strongest(found: Matrix, specific: Floats, k: int, length: float) -> Matrix:
    weights = found.data * specific[found.indices]
    order = np.lexsort((found.indices, -weights))[:k]
    order = order[weights[order] > 0]
    norm = float(np.sqrt((weights[order] ** 2).sum()))
    values = weights[order] * (length / norm) if norm else weights[order]
    return sp.csr_array((values, (np.zeros(len(order), np.int64), found.indices[order])), shape=found.shape)
