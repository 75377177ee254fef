"""Feedback (相关反馈): the words that the best enterprises of a scenario have in common (Rocchio 1971).

It helps a scenario that says little; one that says much keeps to its own words. It never makes evidence.
"""

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.retrieval.base import Floats, Ints, Matrix


def first_scores(similarity: Floats, meaning: Floats, config: Config) -> Floats:
    """(n_scenarios, n_enterprises): by what the best enterprises are picked, before any feedback."""
    text = config.weights["text_similarity"] * similarity / (similarity + config.half_raw)
    scores: Floats = text + config.weights["sentence_similarity"] * np.nan_to_num(meaning)
    return scores


def confidence(n_own_words: Ints, n_enterprises: int, config: Config) -> Floats:
    """(n_scenarios,) in [0, 1): how far feedback is believed, by how many specific words a scenario has of its own.

    One that says much needs no help, and among few enterprises the best are no good ones.
    """
    known = n_enterprises / (n_enterprises + config.prior_documents)
    return np.asarray(known * config.feedback_words / (config.feedback_words + n_own_words), np.float64)


def feedback(scores: Floats, enterprises: Matrix, specific: Floats, lengths: Floats, config: Config) -> Matrix:
    """(n_scenarios, n_terms): what to add to the rows of scenarios, whose first scores are given.

    `specific` is (n_terms,), 1 for the words that may enter, else 0. The words of the best enterprises are weighed by
    their score and cut to the strongest; the row of scenario i has the length `lengths[i]`.
    """
    n_scenarios, n_enterprises = scores.shape
    if not n_scenarios or not n_enterprises or not lengths.any():
        return sp.csr_array((n_scenarios, enterprises.shape[1]), dtype=np.float64)
    rows = []
    for row in range(n_scenarios):
        best = np.lexsort((np.arange(n_enterprises), -scores[row]))[: config.feedback_enterprises]
        found = sp.csr_array(scores[row][best][None, :]) @ enterprises[best]
        rows.append(_strongest(found, specific, config.feedback_terms, float(lengths[row])))
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
