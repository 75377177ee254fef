"""Sentence vectors on SQLAlchemy: derived from texts by a model, kept by the digest of the text, never beside it."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects import postgresql, sqlite

from api.storage.base import VECTOR_DTYPE, checked_vector
from api.storage.tables import sentence_vectors
from matcher.embedding.base import Rows

DIGESTS_A_QUERY = 500


class SqlVectors:
    """The repository of sentence vectors. A row of another type or length than it says is not read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, model: str) -> Mapping[str, Rows]:
        """Every vector of a model, by digest."""
        return self._found(_select(model))

    def find(self, model: str, digests: Collection[str]) -> Mapping[str, Rows]:
        """The vectors of some digests, as far as they are there."""
        wanted, found = sorted(set(digests)), {}
        for first in range(0, len(wanted), DIGESTS_A_QUERY):
            some = wanted[first : first + DIGESTS_A_QUERY]
            found.update(self._found(_select(model).where(sentence_vectors.c.digest.in_(some))))
        return found

    def add(self, model: str, vectors: Mapping[str, Rows]) -> None:
        """Keep these too; a digest that is there stays as it is."""
        if not vectors:
            return
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(sentence_vectors).on_conflict_do_nothing()
        # In one order everywhere: two that add the same digests wait for each other, never in a circle.
        self._connection.execute(insert, [_row(model, digest, vectors[digest]) for digest in sorted(vectors)])

    def _found(self, query: Select[Any]) -> dict[str, Rows]:
        rows = self._connection.execute(query)
        return {digest: np.frombuffer(row, VECTOR_DTYPE) for digest, n_dims, row in rows if len(row) == n_dims}


def _select(model: str) -> Select[Any]:
    of = sentence_vectors.c
    return select(of.digest, of.n_dims, of.vector).where(of.model == model, of.dtype == VECTOR_DTYPE)


def _row(model: str, digest: str, vector: Rows) -> dict[str, Any]:
    row = checked_vector(vector)
    return {"model": model, "digest": digest, "dtype": VECTOR_DTYPE, "n_dims": len(row), "vector": row.tobytes()}
