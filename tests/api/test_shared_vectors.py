"""Sentence vectors shared through the database: computed once, known to every process, in no answer's way."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import numpy as np
import pytest

from api import log, vectors
from api.storage import database
from api.storage.base import OpenStore, StorageUnavailable, Store
from api.storage.database import open_database, upgrade
from api.storage.memory import memory_opener
from api.vectors import KeptVectors, SharedVectors
from matcher import Enterprise, Scenario
from matcher.embedding.base import Key
from matcher.embedding.calibration import Reference
from matcher.embedding.known_vectors import KnownVectors, digest
from tests.api.embedders import MODEL, Counting, eventually

FIRM = Enterprise("F", "甲公司", capability="研制路侧单元与车载终端。")
LONG = Enterprise("L", "乙公司", capability="".join(f"第{n}类装置用于{n}号产线的{n}道工序。" for n in range(400)))
NEED = Scenario("S", "路口车路协同")
REFERENCE = (Reference("污水处理", "生产膜组件。"), Reference("光伏运维", "提供清扫机器人。"))
VECTORS = {"a": np.array([1, 2], np.int8), "b": np.array([3, 4], np.int8)}


class Failing:
    """An opener whose stores for writing fail as long as `reason` says why."""

    def __init__(self, open_store: OpenStore, reason: str) -> None:
        self._open_store, self.reason = open_store, reason
        self.tries = 0

    @contextmanager
    def __call__(self, writes: bool) -> Iterator[Store]:
        self.tries += writes
        if writes and self.reason:
            raise StorageUnavailable(self.reason)
        with self._open_store(writes) as store:
            yield store


def shared(open_store: OpenStore, embedder: Counting | None = None) -> SharedVectors:
    return SharedVectors(KnownVectors(MODEL, REFERENCE), embedder, open_store)


def fill_in(process: SharedVectors, open_store: OpenStore, *firms: Enterprise) -> list[Key]:
    with open_store(False) as store:
        return process.fill_in(store, firms, [])


def in_store(open_store: OpenStore) -> dict[str, list[int]]:
    with open_store(False) as store:
        return {one: row.tolist() for one, row in store.vectors.read(MODEL).items()}


def log_lines(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines()]


@pytest.fixture
def open_store() -> OpenStore:
    return memory_opener()


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[OpenStore]:
    url = f"sqlite:///{tmp_path / 'matcher.db'}"
    upgrade(url)
    opener = open_database(url)
    yield opener
    opener.close()


def test_what_one_process_computed_is_not_computed_by_the_next(open_store: OpenStore) -> None:
    first, second, third = Counting(), Counting(), Counting()
    running = shared(open_store, second)  # it started before anything was computed
    one = shared(open_store, first)
    assert fill_in(one, open_store, FIRM) == []
    one.close()
    assert fill_in(running, open_store, FIRM) == []
    assert fill_in(shared(open_store, third), open_store, FIRM) == []
    assert len(first.texts) == 5 and second.texts == third.texts == []


def test_without_a_model_what_others_computed_is_known_all_the_same(open_store: OpenStore) -> None:
    without = shared(open_store)
    assert fill_in(without, open_store, FIRM) != []
    computing = shared(open_store, Counting())
    fill_in(computing, open_store, FIRM)
    computing.close()
    assert fill_in(without, open_store, FIRM) == []
    assert without.are_any_known([FIRM], [])
    assert computing.is_any_missing([LONG], []) and not computing.is_any_missing([FIRM], [])


def test_long_texts_are_computed_in_the_background_and_somebody_is_told_once(open_store: OpenStore) -> None:
    told: list[None] = []
    process = shared(open_store, embedder := Counting())
    left = fill_in(process, open_store, LONG)
    assert len(left) > 30 and embedder.texts == []
    process.compute_later(left, lambda: told.append(None))
    eventually(lambda: bool(told))
    process.close()
    assert len(told) == 1
    assert process.known.missing(left) == []
    assert in_store(open_store).keys() == {digest(key) for key in left}


def test_in_the_background_too_the_database_is_asked_before_anything_is_computed(open_store: OpenStore) -> None:
    gate, told = Event(), Event()
    slow = shared(open_store, embedder := Counting(gate))
    left = fill_in(slow, open_store, LONG)
    quick = shared(open_store, Counting())
    quick.compute_later(fill_in(quick, open_store, LONG), told.set)
    assert told.wait(10)
    quick.close()
    slow.compute_later(left, told.clear)
    eventually(lambda: not told.is_set())
    assert embedder.texts == []
    assert slow.known.missing(left) == []


def test_two_that_compute_the_same_at_the_same_time_share_the_work(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "TEXTS_A_STEP", 2)
    firms = [Enterprise(f"L{n}", "丙公司", capability=f"第{n}号：" + LONG.capability[n:]) for n in range(6)]
    done, embedders = [Event(), Event()], [Counting(), Counting()]
    processes = [shared(open_store, embedder) for embedder in embedders]
    lefts = [fill_in(process, open_store, *firms) for process in processes]
    for process, left, event in zip(processes, lefts, done, strict=True):
        process.compute_later(left, event.set)
    assert all(event.wait(30) for event in done)
    for process in processes:
        process.close()
        assert process.known.missing(lefts[0]) == []
    assert sum(len(embedder.texts) for embedder in embedders) < 1.8 * len(lefts[0])


def test_a_profile_that_is_not_stored_leaves_nothing_until_it_is(open_store: OpenStore) -> None:
    process = shared(open_store, embedder := Counting())
    process.fill_in_passing(FIRM)
    process.close()
    assert process.are_any_known([FIRM], [])
    assert len(in_store(open_store)) == 4, "only the reference texts, which are nobody's"
    assert fill_in(process, open_store, FIRM) == []
    process.close()
    assert len(in_store(open_store)) == len(embedder.texts) == 5


def test_a_profile_that_is_not_stored_is_looked_for_where_a_store_is_at_hand(open_store: OpenStore) -> None:
    process = shared(open_store, embedder := Counting())
    other = shared(open_store, Counting())
    fill_in(other, open_store, FIRM)
    other.close()
    with open_store(False) as store:
        process.fill_in_passing(FIRM, store)
    assert embedder.texts == [] and process.are_any_known([FIRM], [])


def test_a_model_that_is_down_is_one_line_and_is_asked_again_later(
    open_store: OpenStore, capfd: pytest.CaptureFixture[str]
) -> None:
    log.set_up()
    process, told = shared(open_store, embedder := Counting()), Event()
    embedder.is_down = True
    for _ in range(2):
        left = fill_in(process, open_store, FIRM)
        assert len(left) == 5
        process.compute_later(left, told.set)
        process.close()
    (line,) = log_lines(capfd.readouterr().err)
    assert (line["event"], line["level"]) == ("sentence_vectors_not_computed", "warning")
    assert "连接被拒绝" in str(line["reason"]) and not told.is_set()
    embedder.is_down = False
    process.compute_later([], told.set)
    assert told.wait(10)
    process.close()
    assert len(in_store(open_store)) == 5
    embedder.is_down = True
    assert fill_in(process, open_store, Enterprise("N", "丁公司", capability="电解槽与加氢站。")) != []
    assert len(log_lines(capfd.readouterr().err)) == 1, "it had worked between, so this is news"


def test_closing_stops_after_the_step_that_runs_and_the_rest_can_go_on(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "TEXTS_A_STEP", 4)
    monkeypatch.setattr(vectors, "CLOSING_TIME_S", 0.05)
    gate, told = Event(), Event()
    process = shared(open_store, embedder := Counting(gate))
    process._is_closing = True  # as while it closes: nothing new begins
    left = fill_in(process, open_store, LONG)
    process.compute_later(left, told.set)
    process.close()
    assert embedder.texts == []
    gate.set()
    process.compute_later([], told.set)
    assert told.wait(10)
    assert process.known.missing(left) == []


def test_a_store_that_cannot_be_written_is_one_line_and_nothing_is_lost(
    open_store: OpenStore, capfd: pytest.CaptureFixture[str]
) -> None:
    log.set_up()
    failing = Failing(open_store, "数据库所在位置只读，请检查目录权限")
    process = shared(failing, Counting())
    assert fill_in(process, failing, FIRM) == []
    process.close()
    process.compute_later([], lambda: None)  # tries again
    process.close()
    assert failing.tries == 2
    (line,) = log_lines(capfd.readouterr().err)
    assert (line["event"], line["count"]) == ("sentence_vectors_not_kept", 5)
    assert "只读" in str(line["reason"]) and line.keys() == {"time", "level", "event", "reason", "count"}
    assert process.are_any_known([FIRM], []) and in_store(open_store) == {}
    failing.reason = ""
    process.compute_later([], lambda: None)
    process.close()
    assert len(in_store(open_store)) == 5


def test_a_busy_database_keeps_nobody_waiting(on_disk: OpenStore) -> None:
    kept = KeptVectors(on_disk)
    with on_disk(True) as writer:
        writer.revision()  # from here on nobody else may write
        started = monotonic()
        kept.write(MODEL, VECTORS)
        kept.write(MODEL, VECTORS)
        assert monotonic() - started < 1
        assert kept.find(MODEL, ["a"]) == {}
    kept.settle(10)
    assert kept.find(MODEL, []) == {}
    assert in_store(on_disk) == {"a": [1, 2], "b": [3, 4]}


def test_a_database_that_stays_busy_is_written_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    log.set_up()
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 100)
    url = f"sqlite:///{tmp_path / 'matcher.db'}"
    upgrade(url)
    opener = open_database(url)
    kept = KeptVectors(opener)
    with opener(True) as writer:
        writer.revision()
        kept.write(MODEL, {"a": VECTORS["a"]})
        kept.settle(10)
    (line,) = log_lines(capfd.readouterr().err)
    assert "正忙" in str(line["reason"])
    kept.write(MODEL, {"b": VECTORS["b"]})
    kept.settle(10)
    assert in_store(opener) == {"a": [1, 2], "b": [3, 4]}
    opener.close()


def test_much_is_written_in_several_commits(open_store: OpenStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "ROWS_A_COMMIT", 3)
    counting = Failing(open_store, "")
    kept = KeptVectors(counting)
    kept.write(MODEL, {str(n): VECTORS["a"] for n in range(7)})
    kept.settle(10)
    assert len(in_store(open_store)) == 7 and counting.tries >= 3
    assert kept.read(MODEL).keys() == in_store(open_store).keys()
