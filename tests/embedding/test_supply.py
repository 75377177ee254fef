"""Where vectors come from: what is missing, what is computed at once, what is kept, and what survives a failure."""

from collections.abc import Sequence

import numpy as np
import pytest

from matcher.datasets import load_vectors
from matcher.embedding.base import Rows, Side
from matcher.embedding.bundled import BundledEmbedder
from matcher.embedding.cache import FolderStore, MemoryStore
from matcher.embedding.calibration import Reference
from matcher.embedding.known_vectors import KnownVectors, digest
from matcher.embedding.passages import passage_keys
from matcher.embedding.supply import VectorSupply
from matcher.entities import Enterprise, Scenario

FIRM = Enterprise(id="F", name="甲", capability="研制路侧单元与车载终端。")
NEED = Scenario(id="S", name="路口车路协同")
REFERENCE = (Reference("污水处理", "生产膜组件。"), Reference("光伏运维", "提供清扫机器人。"))


class Counting:
    """Rows that tell how many texts were embedded; fails once `left` are done."""

    name = "counting 1"

    def __init__(self, left: int = 10_000) -> None:
        self.left, self.texts = left, []

    def embed(self, texts: Sequence[str], side: Side) -> Rows:
        if len(self.texts) + len(texts) > self.left:
            raise KeyboardInterrupt
        self.texts += [(side, text) for text in texts]
        return np.array([[len(text) % 50 + 1, len(self.texts) % 40 + 1, 7] for text in texts], np.int8)


def known() -> KnownVectors:
    return KnownVectors("counting 1", REFERENCE)


def test_what_is_missing_names_the_reference_first_and_every_text_once() -> None:
    supply = VectorSupply(known(), Counting(), MemoryStore())
    missing = supply.missing([FIRM, FIRM], [NEED])
    assert [key.text for key in missing[:2]] == ["污水处理", "光伏运维"]
    assert len(missing) == len(set(missing)) == 2 * len(REFERENCE) + 2


def test_short_texts_are_computed_at_once_and_long_ones_are_left() -> None:
    embedder = Counting()
    supply = VectorSupply(known(), embedder, MemoryStore())
    assert supply.fill_in([FIRM], [NEED], most_chars=5) == supply.missing([FIRM], [NEED]) != []
    assert embedder.texts == []
    assert supply.fill_in([FIRM], [NEED], most_chars=500) == []
    assert supply.missing([FIRM], [NEED]) == []
    assert supply.known.rows(passage_keys(FIRM)) is not None


def test_nothing_is_missing_and_nothing_computed_without_a_model() -> None:
    supply = VectorSupply(load_vectors(), None, MemoryStore())
    supply.compute(supply.missing([FIRM], [NEED]))
    assert supply.known.rows(passage_keys(FIRM)) is None


def test_another_model_starts_from_nothing_but_the_same_reference() -> None:
    shipped = load_vectors()
    supply = VectorSupply(shipped, Counting(), MemoryStore())
    assert supply.known.model == "counting 1"
    assert len(supply.missing([], [])) == len(shipped.missing([])) + 80


def test_what_was_computed_is_kept_for_the_next_process_also_when_interrupted(tmp_path) -> None:
    store = FolderStore(tmp_path)
    supply = VectorSupply(known(), Counting(left=3), store)
    with pytest.raises(KeyboardInterrupt):
        for key in supply.missing([FIRM], [NEED]):
            supply.compute([key])
    again = Counting()
    later = VectorSupply(known(), again, FolderStore(tmp_path))
    later.compute(later.missing([FIRM], [NEED]))
    assert len(again.texts) == 6 - 3
    assert later.missing([FIRM], [NEED]) == []


def test_what_shall_not_be_kept_is_only_known(tmp_path) -> None:
    supply = VectorSupply(known(), Counting(), FolderStore(tmp_path))
    assert supply.fill_in([FIRM], [NEED], most_chars=500, keep=False) == []
    assert supply.known.rows(passage_keys(FIRM)) is not None
    assert list(tmp_path.rglob("*.npz")) == []


def test_what_was_only_known_is_kept_once_it_is_wanted_for_good() -> None:
    store = MemoryStore()
    supply = VectorSupply(known(), Counting(), store)
    supply.fill_in([FIRM], [NEED], most_chars=500, keep=False)
    supply.keep(supply.keys([FIRM], []))
    assert store.read("counting 1").keys() == {digest(key) for key in passage_keys(FIRM)}


def test_progress_counts_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    supply = VectorSupply(known(), Counting(), MemoryStore())
    supply.compute(supply.missing([FIRM], [NEED]), lambda done, all: told.append((done, all)))
    assert told[-1] == (6, 6)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_shipped_vectors_are_those_that_the_bundled_model_computes() -> None:
    shipped, fresh = load_vectors(), VectorSupply(KnownVectors(load_vectors().model), BundledEmbedder(), MemoryStore())
    keys = list(fresh.missing([], [NEED]))
    reference = [key for one in shipped._reference[:3] for key in one.keys]
    fresh.compute([*keys, *reference])
    mine, theirs = fresh.known.of(reference), shipped.of(reference)
    for mark in mine:
        assert np.abs(mine[mark].astype(int) - theirs[mark].astype(int)).max() <= 1
