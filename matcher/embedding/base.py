"""What a sentence model is to the engine, and the one form in which its vectors are kept."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int8]
SCALE = 500.0  # of unit vectors; a component beyond 127 / 500 = 0.25 is cut off, which is rare in a few hundred dims


class Side(StrEnum):
    """Models that find passages for questions want to know which of the two a text is."""

    NEED = "需求"
    OFFER = "供给"


class Key(NamedTuple):
    """A text to be embedded, normalised, and its side."""

    side: Side
    text: str


class Embedder(Protocol):
    """A sentence model (句向量模型). `name` names model and version: vectors of two names are never compared.

    `embed` gives (n_texts, n_dims) int8: SCALE times the unit vectors; the same text and model, the same bytes.
    """

    name: str

    def embed(self, texts: Sequence[str], side: Side) -> Rows: ...


class VectorStore(Protocol):
    """Where vectors are kept, by model and text."""

    def read(self, model: str) -> Mapping[str, Rows]:
        """Every vector of a model by `digest` of its text, (n_dims,) each."""
        ...

    def write(self, model: str, vectors: Mapping[str, Rows]) -> None:
        """Keep these too."""
        ...


def well_formed(text: str) -> str:
    """A text that every model takes: half of a surrogate pair and the character that ends a C string are replaced."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def prefix_mark(need_prefix: str, offer_prefix: str) -> str:
    """How prefixes show in the name of a model, since with others it gives other vectors; empty without any."""
    if not need_prefix and not offer_prefix:
        return ""
    return f"，前缀 {hashlib.sha256(repr((need_prefix, offer_prefix)).encode()).hexdigest()[:8]}"


def quantised(vectors: NDArray[np.floating]) -> Rows:
    """(n, n_dims) int8 of vectors of any length; a vector without a direction becomes zeros."""
    exact = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    scaled = np.rint(SCALE * exact / np.where(lengths > 0, lengths, 1.0))
    rows: Rows = np.clip(scaled, -127, 127).astype(np.int8)
    return rows
