"""The words of retrieval."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matcher.results import Hit
from matcher.text.document import Passage

Matrix = sp.csr_array
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Strengths = Mapping[str, float]


class Vectorizer(Protocol):
    """Documents to rows of a sparse matrix; a document is its term strengths (`text.frequencies`).

    `fit(documents, vocabulary)` learns IDF from `documents`; terms that only `vocabulary` has are known but in no
    document. `transform(documents)` gives (n_documents, n_terms) float64 with sorted indices, rows divided by their
    pivoted length; unknown terms are left out. Raises `NotFitted` before `fit`.
    """

    def fit(self, documents: Sequence[Strengths], vocabulary: Sequence[Strengths]) -> None: ...

    def transform(self, documents: Sequence[Strengths]) -> Matrix: ...


class Index(Protocol):
    """Documents by id, each given as passages.

    `search` sorts by score descending, ties by id ascending, and gives at most `k` hits above 0.

    `add` refuses an id that is there (ValueError), `replace` and `remove` one that is not (`NotFound`).
    """

    def search(self, text: str, k: int) -> list[Hit]: ...

    def add(self, id: str, passages: Iterable[Passage]) -> None: ...

    def replace(self, id: str, passages: Iterable[Passage]) -> None: ...

    def remove(self, id: str) -> None: ...
