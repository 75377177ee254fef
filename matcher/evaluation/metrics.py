"""How good a ranking is against grades: one number a query, 0 worst, 1 best.

- nDCG@10 (Järvelin & Kekäläinen 2002): gain = the grade, discount log2(rank + 1), ideal = all judged documents of the
  query in descending grade.
- MRR@10: 1 / rank of the first document of grade > 0 among the first 10, else 0.
- Recall@100: share of the documents of grade > 0 that stand among the first 100.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


def ranked(scores: Floats, retrieved: Booleans) -> Integers:
    """Places of the retrieved documents, best first; ties in the order of the places (ids ascending)."""
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return np.asarray(order[retrieved[order]], np.int64)


def discounted_gain(grades: Integers, k: int) -> float:
    """DCG of the first k grades."""
    first = grades[:k]
    return float(np.sum(first / np.log2(np.arange(len(first)) + 2.0)))


def ndcg(found: Integers, judged: Integers, k: int) -> float:
    """nDCG of the grades in ranked order, `found`, where `judged` are all grades of the query, in any order."""
    ideal = discounted_gain(-np.sort(-judged), k)
    return discounted_gain(found, k) / ideal if ideal else 0.0


def reciprocal_rank(found: Integers, judged: Integers, k: int) -> float:
    """1 / rank of the first document that fits."""
    fitting = np.flatnonzero(found[:k] > 0)
    return 1.0 / (int(fitting[0]) + 1) if len(fitting) else 0.0


def recall(found: Integers, judged: Integers, k: int) -> float:
    """Share of the documents that fit which are found."""
    fitting = int(np.sum(judged > 0))
    return int(np.sum(found[:k] > 0)) / fitting if fitting else 0.0


Metric = tuple[Callable[[Integers, Integers, int], float], int]
METRICS: dict[str, Metric] = {"ndcg@10": (ndcg, 10), "mrr@10": (reciprocal_rank, 10), "recall@100": (recall, 100)}


def measure(scores: Floats, grades: npt.NDArray[Any], retrieved: Booleans) -> dict[str, Floats]:
    """Each metric of each query. All three are (n_queries, n_documents), documents by id ascending; unjudged = 0."""
    found = [row_grades[ranked(row, kept)] for row, row_grades, kept in zip(scores, grades, retrieved, strict=True)]
    return {
        name: np.array([metric(one, row, k) for one, row in zip(found, grades, strict=True)], np.float64)
        for name, (metric, k) in METRICS.items()
    }
