"""Word vectors (词向量) made from a sentence model: embedded piece by piece, then cut down to what is shipped."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.text.word_vectors import UNIT

WORDS_A_PIECE = 1000
N_DIMS = 64
SAMPLE_STEP = 5  # the directions are learned from every fifth word


class WordEmbedder(Protocol):
    """A model that places words: the same words, the same rows; `name` with its version names the model."""

    name: str

    def embed(self, words: Sequence[str]) -> NDArray[np.float32]:
        """(n_words, n_dims)."""
        ...


def embed_pieces(words: Sequence[str], embedder: WordEmbedder, folder: Path) -> Iterator[int]:
    """Embed what is not in the folder yet; gives how many words are done after each piece."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(words), WORDS_A_PIECE):
        piece = words[first : first + WORDS_A_PIECE]
        file = _file(piece, embedder.name, folder)
        if not file.exists():
            unfinished = file.with_suffix(".part")
            with unfinished.open("wb") as handle:
                np.save(handle, np.asarray(embedder.embed(piece), np.float16))
            unfinished.replace(file)  # a piece is there whole or not at all
        yield first + len(piece)


def embedded(words: Sequence[str], name: str, folder: Path) -> NDArray[np.float32]:
    """(n_words, n_dims): the pieces put together."""
    pieces = [words[first : first + WORDS_A_PIECE] for first in range(0, len(words), WORDS_A_PIECE)]
    rows = [np.load(_file(piece, name, folder), allow_pickle=False) for piece in pieces]
    return np.concatenate(rows).astype(np.float32)


def cut_down(rows: NDArray[np.float32], n_dims: int = N_DIMS) -> NDArray[np.int8]:
    """(n_words, at most n_dims) int8, each row UNIT long: the mean removed, then the main directions (PCA) kept.

    Of the two ways that a direction may point, the one is taken in which its largest part is positive.
    """
    centred = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[::SAMPLE_STEP].astype(np.float64), full_matrices=False)
    kept = directions[:n_dims]
    largest = kept[np.arange(len(kept)), np.abs(kept).argmax(axis=1)]
    placed = centred.astype(np.float64) @ (kept * np.sign(largest)[:, None]).T
    lengths = np.linalg.norm(placed, axis=1, keepdims=True)
    scaled: NDArray[np.int8] = np.rint(UNIT * placed / np.where(lengths > 0, lengths, 1.0)).astype(np.int8)
    return scaled


def write_vectors(words: Sequence[str], rows: NDArray[np.int8], folder: Path) -> None:
    """Write words.txt and vectors.npy, as `matcher.datasets` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "vectors.npy").open("wb") as handle:
        np.save(handle, rows)
    (folder / "words.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")


def _file(piece: Sequence[str], name: str, folder: Path) -> Path:
    sum = hashlib.sha256("\n".join((name, *piece)).encode()).hexdigest()
    return folder / f"{sum[:24]}.npy"
