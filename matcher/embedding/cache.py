"""Vectors kept in a folder: one file a batch, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from matcher.embedding.base import Rows
from matcher.errors import DamagedData, reason_of


class MemoryStore:
    """Keeps nothing beyond this process."""

    def __init__(self) -> None:
        self._vectors: dict[str, dict[str, Rows]] = {}

    def read(self, model: str) -> Mapping[str, Rows]:
        """Every vector of a model that was written here."""
        return dict(self._vectors.get(model, {}))

    def write(self, model: str, vectors: Mapping[str, Rows]) -> None:
        """Keep these too."""
        self._vectors.setdefault(model, {}).update(vectors)


class FolderStore:
    """Batches of vectors as npz files, in a subfolder a model."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, model: str) -> Mapping[str, Rows]:
        """Every vector of a model; raises `DamagedData` naming a file that is none of ours."""
        found: dict[str, Rows] = {}
        for file in sorted(self._of(model).glob("*.npz")):
            found.update(read_vectors(file))
        return found

    def write(self, model: str, vectors: Mapping[str, Rows]) -> None:
        """Keep these too; raises OSError."""
        if not vectors:
            return
        folder = self._of(model)
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256("".join(sorted(vectors)).encode()).hexdigest()[:32]
        handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        try:
            write_vectors(Path(unfinished), vectors)
            Path(unfinished).chmod(0o644)  # another account may serve what this one computed
            Path(unfinished).replace(folder / f"{name}.npz")
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def _of(self, model: str) -> Path:
        return self._folder / hashlib.sha256(model.encode()).hexdigest()[:16]


def read_vectors(file: Path) -> dict[str, Rows]:
    """Vectors by digest; raises `DamagedData`."""
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as content:
            digests, rows = content["digests"], content["rows"]
            if rows.dtype != np.int8 or rows.ndim != 2 or digests.shape != (len(rows),):
                raise ValueError("unexpected shape")
            return dict(zip(digests.tolist(), rows, strict=True))
    except OSError as error:
        raise DamagedData(file, None, None, f"无法读取（{reason_of(error)}）") from error
    except Exception as error:  # zip, zlib and numpy each have their own for a file cut short
        raise DamagedData(file, None, None, "不是完整的句向量文件，请删除后重新计算") from error


def write_vectors(file: Path, vectors: Mapping[str, Rows]) -> None:
    """Write vectors, ascending by digest."""
    digests = sorted(vectors)
    with file.open("wb") as handle:
        np.savez(handle, digests=np.array(digests), rows=np.stack([vectors[one] for one in digests]))
