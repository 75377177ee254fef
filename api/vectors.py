"""Sentence vectors in the service: kept in its database, so that what one process computed is known to the others.

A vector is derived from a text and stands under the digest of it, without the text. Profiles that are compared without
being stored leave no vector behind.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from threading import Lock, Thread, current_thread

from api import log
from api.storage.base import OpenStore, StorageError, Store
from matcher import Enterprise, MatcherError, Scenario
from matcher.embedding.base import Embedder, Key, Rows
from matcher.embedding.known_vectors import KnownVectors, digest
from matcher.embedding.supply import VectorSupply
from matcher.errors import reason_of

AT_ONCE_CHARS = 1_500  # about two seconds; what is longer is computed in the background
TEXTS_A_STEP = 64  # after so many the database is asked again what other processes have computed
ROWS_A_COMMIT = 512
CLOSING_TIME_S = 5.0


class SharedVectors:
    """What is known of the model in use, what the database knows besides, and the means to compute the rest."""

    def __init__(self, shipped: KnownVectors, embedder: Embedder | None, open_store: OpenStore) -> None:
        self.embedder, self._kept = embedder, KeptVectors(open_store)
        self._supply = VectorSupply(shipped, embedder, self._kept)
        self.known = self._supply.known
        self._waiting: dict[Key, None] = {}
        self._lock = Lock()
        self._worker: Thread | None = None
        self._is_closing = False
        self._told = ""

    def fill_in(self, store: Store, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario]) -> list[Key]:
        """Take what the store has, compute the rest where that is quick; gives back what stays unknown."""
        keys = self._supply.keys(enterprises, scenarios)
        self._supply.keep(keys)
        return self._obtain(keys, store, keep=True)

    def fill_in_passing(self, enterprise: Enterprise, store: Store | None = None) -> None:
        """The same for a profile that is not stored: nothing of it is kept beyond this process."""
        self._obtain([], store, keep=True)  # the reference texts, which are nobody's
        self._obtain(self._supply.keys([enterprise], []), store, keep=False)

    def compute_later(self, keys: Sequence[Key], then: Callable[[], None]) -> None:
        """Obtain these in the background, with what is still waiting; `then` is called when some became known."""
        self._kept.resume()
        if self.embedder is None:
            return
        with self._lock:
            self._waiting.update(dict.fromkeys(keys))
            if self._waiting and self._worker is None and not self._is_closing:
                self._worker = Thread(target=self._work, args=(then,), daemon=True)
                self._worker.start()

    def are_any_known(self, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario]) -> bool:
        """Whether one of these could be compared by its meaning now."""
        groups = [self._supply.keys([one], []) for one in enterprises]
        groups += [self._supply.keys([], [one]) for one in scenarios]
        return any(self.known.rows(group) is not None for group in groups)

    def is_any_missing(self, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario]) -> bool:
        """Whether something of these or of the reference texts has no vector yet."""
        return bool(self._supply.missing(enterprises, scenarios))

    def close(self) -> None:
        """Stop computing, and wait a little for what was computed to be in the database."""
        self._is_closing = True
        worker = self._worker
        if worker is not None:
            worker.join(CLOSING_TIME_S)
        self._kept.settle(CLOSING_TIME_S)
        self._is_closing = False

    def _obtain(self, keys: Sequence[Key], store: Store | None, keep: bool) -> list[Key]:
        missing = self.known.missing(keys)
        if missing and store is not None:
            self.known.add(store.vectors.find(self.known.model, [digest(key) for key in missing]))
            missing = self.known.missing(missing)
        try:
            left = self._supply.compute_short(missing, AT_ONCE_CHARS, keep)
        except (OSError, MatcherError) as error:
            self._tell(error)
            return self.known.missing(missing)
        if len(left) < len(missing):
            self._told = ""
        return left

    def _work(self, then: Callable[[], None]) -> None:
        is_wiser = False
        try:
            while step := self._next_step():
                wanted = self.known.missing(step)
                self.known.add(self._kept.find(self.known.model, [digest(key) for key in wanted]))
                self._supply.compute(self.known.missing(wanted))
                is_wiser, self._told = True, ""
                with self._lock:
                    for key in step:
                        self._waiting.pop(key, None)
        except (OSError, MatcherError, StorageError) as error:
            self._tell(error)
        finally:
            with self._lock:
                if self._worker is current_thread():
                    self._worker = None
            if is_wiser:
                then()

    def _next_step(self) -> list[Key]:
        """Texts of similar length, picked by chance, so that two processes rarely compute the same ones."""
        with self._lock:
            ordered = sorted(self._waiting, key=lambda key: (key.side, len(key.text), key.text))
            if not ordered or self._is_closing:
                self._worker = None
                return []
        first = TEXTS_A_STEP * secrets.randbelow(-(-len(ordered) // TEXTS_A_STEP))
        return ordered[first : first + TEXTS_A_STEP]

    def _tell(self, error: Exception) -> None:
        reason = _reason(error)
        if reason != self._told:  # the same trouble is one line
            self._told = reason
            log.warn("sentence_vectors_not_computed", f"句向量没有算出：{reason}")


class KeptVectors:
    """A `VectorStore` in the database. Writing is done by a thread, so that no answer waits for it.

    What could not be written stays known to this process and is written with what comes next.
    """

    def __init__(self, open_store: OpenStore) -> None:
        self._open_store = open_store
        self._unwritten: dict[tuple[str, str], Rows] = {}
        self._lock = Lock()
        self._writer: Thread | None = None
        self._is_failing = False

    def read(self, model: str) -> Mapping[str, Rows]:
        """Every vector of a model by digest; raises `StorageUnavailable`."""
        with self._open_store(False) as store:
            return store.vectors.read(model)

    def find(self, model: str, digests: Collection[str]) -> Mapping[str, Rows]:
        """Those of some digests that any process has written; raises `StorageUnavailable`."""
        if not digests:
            return {}
        with self._open_store(False) as store:
            return store.vectors.find(model, digests)

    def write(self, model: str, vectors: Mapping[str, Rows]) -> None:
        """Keep these too; returns at once and never fails."""
        with self._lock:
            self._unwritten.update({(model, digest): row for digest, row in vectors.items()})
        self.resume()

    def resume(self) -> None:
        """Write what is not written yet."""
        with self._lock:
            if self._unwritten and self._writer is None:
                self._writer = Thread(target=self._write_all, daemon=True)
                self._writer.start()

    def settle(self, timeout_s: float) -> None:
        """Wait until there is nothing to write, or writing failed."""
        writer = self._writer
        if writer is not None:
            writer.join(timeout_s)

    def _write_all(self) -> None:
        try:
            while some := self._next_rows():
                with self._open_store(True) as store:
                    for model in {model for model, _ in some}:
                        store.vectors.add(model, {digest: row for (one, digest), row in some.items() if one == model})
                    store.commit()
                with self._lock:
                    for name in some:
                        self._unwritten.pop(name, None)
                self._is_failing = False
        except (OSError, StorageError) as error:
            if not self._is_failing:  # said once, until writing works again
                self._is_failing = True
                reason = f"句向量没有存下来，仍在内存里，下次再存：{_reason(error)}"
                log.warn("sentence_vectors_not_kept", reason, count=len(self._unwritten))
        finally:
            with self._lock:
                if self._writer is current_thread():
                    self._writer = None

    def _next_rows(self) -> dict[tuple[str, str], Rows]:
        with self._lock:
            some = dict(islice(self._unwritten.items(), ROWS_A_COMMIT))
            if not some:
                self._writer = None
            return some


def _reason(error: Exception) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)
