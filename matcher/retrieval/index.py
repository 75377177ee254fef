"""The enterprises as rows of one matrix; added, replaced and removed by id. A refit stands behind every change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.errors import NotFound
from matcher.results import Hit
from matcher.retrieval.base import Floats, Ints, Matrix
from matcher.retrieval.term_space import Document, TermSpace
from matcher.text.document import Passage

_QUERY_SECTION = {"query": 1.0}


class TextIndex:
    """Search over documents by id, sorted by id; `vocabulary` names documents whose terms must be known too."""

    def __init__(self, space: TermSpace, section_weights: Mapping[str, float]) -> None:
        self.space = space
        self._section_weights = section_weights
        self._documents: dict[str, Document] = {}
        self._vocabulary: Sequence[Document] = ()
        self._fitted: _Fitted | None = None

    def add(self, id: str, passages: Iterable[Passage]) -> None:
        """Add a document; raises ValueError where the id is taken."""
        if id in self._documents:
            raise ValueError(f"编号“{id}”已存在")
        self.put(id, passages)

    def replace(self, id: str, passages: Iterable[Passage]) -> None:
        """Replace a document that is there."""
        self._require(id)
        self.put(id, passages)

    def put(self, id: str, passages: Iterable[Passage]) -> None:
        """Add or replace."""
        self._documents[id] = self.space.offer(passages, self._section_weights)
        self._fitted = None

    def remove(self, id: str) -> None:
        """Remove a document that is there."""
        self._require(id)
        del self._documents[id]
        self._fitted = None

    def know(self, vocabulary: Sequence[Document]) -> None:
        """Make the terms of these documents known at the next fit."""
        self._vocabulary = vocabulary
        self._fitted = None

    def search(self, text: str, k: int) -> list[Hit]:
        """The k best documents for a text: score descending, ties by id ascending, only scores above 0."""
        rows = self.rows
        query = self.space.need([Passage("query", "query", text)], _QUERY_SECTION)
        scores = similarities(self.space.vectors([query]), rows.vectors)[0]
        order = np.lexsort((np.arange(len(scores)), -scores))
        return [Hit(rows.ids[row], float(scores[row])) for row in order[:k] if scores[row] > 0]

    @property
    def rows(self) -> "_Fitted":
        """The fitted rows; fits first where something has changed."""
        if self._fitted is None:
            ids = tuple(sorted(self._documents))
            documents = [self._documents[id] for id in ids]
            self.space.fit(documents, self._vocabulary)
            self._fitted = _Fitted(ids, self.space.vectors(documents), self.space.offers(documents))
        return self._fitted

    def restore(self, ids: Sequence[str], vectors: Matrix, offers: Matrix) -> None:
        """Take over rows that were fitted before; the first change after it needs `put` for every id."""
        self._fitted = _Fitted(tuple(ids), vectors, offers)

    def _require(self, id: str) -> None:
        if id not in self._documents:
            raise NotFound("编号", id)


@dataclass(frozen=True)
class _Fitted:
    ids: tuple[str, ...]
    vectors: Matrix
    offers: Matrix


def similarities(scenario_rows: Matrix, enterprise_rows: Matrix) -> Floats:
    """(n_scenarios, n_enterprises) float64 sums of products over shared terms.

    This is the one function behind every published score: the scenario stands on the left, so the sum of a pair runs
    over its shared terms in ascending column order, whatever other rows are asked for.
    """
    product = scenario_rows @ enterprise_rows.T
    return np.asarray(product.toarray(), dtype=np.float64)


def shared_terms(scenario_row: Matrix, enterprise_row: Matrix) -> tuple[Ints, Floats]:
    """Columns that both rows have, ascending, and the product in each; their sum in order is `similarities`."""
    columns, left, right = np.intersect1d(
        scenario_row.indices, enterprise_row.indices, assume_unique=True, return_indices=True
    )
    return columns.astype(np.int64), scenario_row.data[left] * enterprise_row.data[right]
