"""Vectors in a folder: what was written is read back, and what is damaged is named."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matcher import DamagedData
from matcher.embedding import cache
from matcher.embedding.cache import FolderStore, MemoryStore, read_vectors, write_vectors

VECTORS = {"b": np.array([1, -2, 3], np.int8), "a": np.array([127, 0, -127], np.int8)}


def plain(vectors: dict) -> dict:
    return {digest: row.tolist() for digest, row in vectors.items()}


def files_in(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    FolderStore(tmp_path).write("model", VECTORS)
    found = FolderStore(tmp_path).read("model")
    assert plain(found) == {"a": [127, 0, -127], "b": [1, -2, 3]}
    assert all(row.dtype == np.int8 for row in found.values())


@pytest.mark.parametrize("kind", ["folder", "memory"])
def test_batches_add_up_and_models_stay_apart(tmp_path: Path, kind: str) -> None:
    store = FolderStore(tmp_path) if kind == "folder" else MemoryStore()
    store.write("model", {"a": VECTORS["a"]})
    store.write("model", {"b": VECTORS["b"]})
    store.write("另一个模型／版本", {"a": VECTORS["b"]})
    assert plain(store.read("model")) == plain(VECTORS)
    assert plain(store.read("另一个模型／版本")) == {"a": [1, -2, 3]}
    assert store.read("unheard of") == {}


def test_the_same_batch_is_the_same_file_with_the_same_bytes(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("model", VECTORS)
    (file,) = files_in(tmp_path)
    before = file.read_bytes()
    store.write("model", dict(reversed(VECTORS.items())))
    assert files_in(tmp_path) == [file]
    assert file.read_bytes() == before


def test_nothing_to_keep_makes_no_folder(tmp_path: Path) -> None:
    FolderStore(tmp_path / "new").write("model", {})
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_interrupted_writing_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    store = FolderStore(tmp_path)
    store.write("model", {"a": VECTORS["a"]})

    def interrupted(file: Path, vectors: object) -> None:
        file.write_bytes(b"half")
        raise fault

    monkeypatch.setattr(cache, "write_vectors", interrupted)
    with pytest.raises(type(fault)):
        store.write("model", {"b": VECTORS["b"]})
    assert len(files_in(tmp_path)) == 1
    assert plain(store.read("model")) == {"a": [127, 0, -127]}


def test_a_file_that_was_left_unfinished_is_not_read(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("model", VECTORS)
    (file,) = files_in(tmp_path)
    (file.parent / "killed.part").write_bytes(b"half")
    assert plain(store.read("model")) == plain(VECTORS)


def test_a_place_that_takes_no_files_is_an_oserror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):
        FolderStore(tmp_path / "file" / "below").write("model", VECTORS)
    store = FolderStore(tmp_path / "read-only")
    store.write("model", {"a": VECTORS["a"]})

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(
        cache.tempfile, "mkstemp", refused
    )  # root may write everywhere, so the system is made to refuse
    with pytest.raises(PermissionError):
        store.write("model", {"b": VECTORS["b"]})
    assert plain(store.read("model")) == {"a": [127, 0, -127]}


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "no zip": lambda whole: b"no zip at all",
    "cut short": lambda whole: whole[: len(whole) // 2],
    "one byte short": lambda whole: whole[:-1],
    "a flipped byte": lambda whole: whole.replace(b"\x7f\x00\x81", b"\x7f\x01\x81"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "vectors.npz"
    write_vectors(file, VECTORS)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert file.read_bytes() != whole
    with pytest.raises(DamagedData, match=r"vectors\.npz.*不是完整的句向量文件，请删除后重新计算"):
        read_vectors(file)


@pytest.mark.parametrize(
    "arrays",
    [
        {"digests": np.array(["a"])},
        {"digests": np.array(["a"]), "rows": np.zeros((1, 3), np.float32)},
        {"digests": np.array(["a"]), "rows": np.zeros(3, np.int8)},
        {"digests": np.array(["a", "b"]), "rows": np.zeros((1, 3), np.int8)},
        {"digests": np.array([{"a": 1}], object), "rows": np.zeros((1, 3), np.int8)},
    ],
    ids=["rows missing", "other type", "one dimension", "other count", "pickled"],
)
def test_arrays_that_are_none_of_ours_are_refused(tmp_path: Path, arrays: dict) -> None:
    file = tmp_path / "vectors.npz"
    np.savez(file, **arrays)
    with pytest.raises(DamagedData, match="不是完整的句向量文件"):
        read_vectors(file)


def test_a_single_array_under_the_name_of_an_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    with file.open("wb") as handle:
        np.save(handle, np.zeros((1, 3), np.int8))
    with pytest.raises(DamagedData):
        read_vectors(file)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(DamagedData, match="无法读取（路径不存在）"):
        read_vectors(tmp_path / "gone.npz")
