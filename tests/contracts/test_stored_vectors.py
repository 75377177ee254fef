"""What every storage engine promises of sentence vectors: kept once, by model and digest, byte for byte."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from sqlalchemy import update

from api.storage import database
from api.storage.base import OpenStore, StorageUnavailable
from api.storage.database import make_engine, upgrade
from api.storage.tables import sentence_vectors
from matcher import Enterprise
from matcher.embedding.base import Rows

MODEL = "某模型（1.0，前缀 0a1b2c3d）"
FIRST, SECOND = np.array([127, 0, -128], np.int8), np.array([1, 2, 3], np.int8)


def plain(vectors: object) -> dict[str, list[int]]:
    return {digest: row.tolist() for digest, row in dict(vectors).items()}


def many(count: int, n_dims: int = 384) -> dict[str, Rows]:
    rows = np.random.default_rng(7).integers(-128, 128, (count, n_dims), np.int8)
    return {f"{place:032x}": row for place, row in enumerate(rows)}


@contextmanager
def writing(open_store: OpenStore) -> Iterator[None]:
    with open_store(True) as store:
        store.vectors.add(MODEL, {"a": FIRST})
        yield
        store.commit()


def test_vectors_are_read_back_by_model_and_digest(open_store: OpenStore) -> None:
    with open_store(True) as store:
        store.vectors.add(MODEL, {"b": SECOND, "a": FIRST})
        store.vectors.add("another", {"a": SECOND})
        store.commit()
    with open_store(False) as store:
        assert plain(store.vectors.read(MODEL)) == {"a": [127, 0, -128], "b": [1, 2, 3]}
        assert plain(store.vectors.read("another")) == {"a": [1, 2, 3]}
        assert plain(store.vectors.find(MODEL, ["b", "none", "b"])) == {"b": [1, 2, 3]}
        assert store.vectors.read("unknown") == store.vectors.find("unknown", ["a"]) == {}
        assert store.vectors.find(MODEL, []) == {}
        assert {(row.dtype, row.shape) for row in store.vectors.read(MODEL).values()} == {(np.dtype(np.int8), (3,))}


def test_thousands_come_back_byte_for_byte(open_store: OpenStore) -> None:
    written = many(3_000)
    with open_store(True) as store:
        store.vectors.add(MODEL, written)
        store.vectors.add(MODEL, {})
        store.commit()
    with open_store(False) as store:
        for found in (store.vectors.read(MODEL), store.vectors.find(MODEL, list(written)[::-1])):
            assert found.keys() == written.keys()
            assert all(np.array_equal(found[digest], row) for digest, row in written.items())


@pytest.mark.parametrize(
    "row",
    [
        np.arange(12, dtype=np.int8)[::-3],
        np.arange(12, dtype=np.int8).reshape(3, 4)[:, 1],
        np.zeros(0, np.int8),
        np.zeros(4_096, np.int8),
    ],
    ids=["backwards", "a column", "no dims", "many dims"],
)
def test_a_vector_comes_back_however_it_lies_in_memory(open_store: OpenStore, row: Rows) -> None:
    with open_store(True) as store:
        store.vectors.add(MODEL, {"a": row})
        store.commit()
    with open_store(False) as store:
        assert plain(store.vectors.read(MODEL)) == {"a": row.tolist()}


def test_what_is_changed_after_it_was_added_is_not_changed_in_the_store(open_store: OpenStore) -> None:
    row = FIRST.copy()
    with open_store(True) as store:
        store.vectors.add(MODEL, {"a": row})
        row[:] = 9
        store.commit()
    with open_store(False) as store:
        assert plain(store.vectors.read(MODEL)) == {"a": FIRST.tolist()}


@pytest.mark.parametrize("row", [np.zeros(3, np.float32), np.zeros((1, 3), np.int8), np.zeros(3, np.uint8)])
def test_what_is_no_vector_is_refused(open_store: OpenStore, row: Rows) -> None:
    with open_store(True) as store, pytest.raises(ValueError, match="int8"):
        store.vectors.add(MODEL, {"a": row})


def test_a_digest_that_is_there_stays_as_it_is(open_store: OpenStore) -> None:
    with open_store(True) as store:
        store.vectors.add(MODEL, {"a": FIRST})
        store.vectors.add(MODEL, {"a": SECOND, "b": SECOND})
        store.commit()
    with open_store(True) as store:
        store.vectors.add(MODEL, {"a": SECOND})
        store.commit()
    with open_store(False) as store:
        assert plain(store.vectors.read(MODEL)) == {"a": FIRST.tolist(), "b": SECOND.tolist()}


def test_vectors_are_kept_only_by_a_commit_and_seen_only_after_it(open_store: OpenStore) -> None:
    with open_store(True) as writer:
        writer.vectors.add(MODEL, {"a": FIRST})
        assert writer.vectors.find(MODEL, ["a"]).keys() == {"a"}
        with open_store(False) as reader:
            assert reader.vectors.read(MODEL) == {}
    with open_store(False) as reader:
        assert reader.vectors.read(MODEL) == {}


def test_vectors_count_no_revision(open_store: OpenStore) -> None:
    with open_store(True) as store:
        store.enterprises.add(Enterprise("F1", "某公司"))
        store.vectors.add(MODEL, {"a": FIRST})
        store.commit()
    with open_store(False) as store:
        assert store.revision() == 1


def test_several_that_add_the_same_digests_at_the_same_time_all_succeed(open_store: OpenStore) -> None:
    vectors, start = many(400, 8), Barrier(3)
    orders = [list(vectors), list(vectors)[::-1], list(vectors)[::2] + list(vectors)[1::2]]

    def write(order: list[str]) -> None:
        start.wait(timeout=10)
        for _ in range(3):
            with open_store(True) as store:
                store.vectors.add(MODEL, {digest: vectors[digest] for digest in order})
                store.commit()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, orders))
    with open_store(False) as store:
        assert plain(store.vectors.read(MODEL)) == plain(vectors)


def test_who_adds_what_another_is_just_adding_waits_and_goes_on(open_database: OpenStore) -> None:
    def write() -> None:
        with open_database(True) as store:
            store.vectors.add(MODEL, {"b": SECOND, "a": SECOND})
            store.commit()

    with ThreadPoolExecutor(1) as pool:
        with writing(open_database):
            waiting = pool.submit(write)
            with pytest.raises(StillWaits):
                waiting.result(timeout=0.3)
        waiting.result(timeout=10)
    with open_database(False) as store:
        assert plain(store.vectors.read(MODEL)) == {"a": FIRST.tolist(), "b": SECOND.tolist()}


@pytest.mark.parametrize("damage", [{"vector": b"\x01"}, {"dtype": "float16"}, {"n_dims": 4}])
def test_a_row_that_does_not_fit_what_it_says_is_not_read(database_url: str, damage: dict[str, object]) -> None:
    upgrade(database_url)
    engine, open_store = make_engine(database_url), database.open_database(database_url)
    with open_store(True) as store:
        store.vectors.add(MODEL, {"a": FIRST, "b": SECOND})
        store.commit()
    with engine.execution_options(writes=True).connect() as connection:
        connection.execute(update(sentence_vectors).where(sentence_vectors.c.digest == "a").values(damage))
        connection.commit()
    with open_store(False) as store:
        assert store.vectors.read(MODEL).keys() == store.vectors.find(MODEL, ["a", "b"]).keys() == {"b"}
    engine.dispose()
    open_store.close()


def test_a_database_that_was_made_before_there_were_vectors_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'matcher.db'}"
    upgrade(url)
    open_store = database.open_database(url)
    with open_store(True) as store:
        store.enterprises.add(Enterprise("F1", "某公司"))
        store.commit()
    engine = make_engine(url)
    with engine.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql("DROP TABLE sentence_vectors")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    engine.dispose()
    with pytest.raises(StorageUnavailable, match="matcher init"), open_store(False) as store:
        store.vectors.read(MODEL)
    upgrade(url)
    with writing(open_store):
        pass
    with open_store(False) as store:
        assert (store.revision(), list(store.vectors.read(MODEL))) == (1, ["a"])
    open_store.close()
