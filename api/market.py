"""The market as this process knows it: one matchmaker, caught up with the store before each answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock, Thread
from typing import TypeVar

from api.storage.base import DATABASE_ID, Store
from matcher import (
    DamagedSnapshot,
    Enterprise,
    InvalidProfile,
    MatcherError,
    Matchmaker,
    Scenario,
    load_config,
    load_lexicon,
    load_taxonomy,
    open_snapshot,
    save_snapshot,
)
from matcher.datasets import load_vectors
from matcher.embedding.base import Key
from matcher.embedding.cache import MemoryStore
from matcher.embedding.supply import VectorSupply
from matcher.errors import reason_of

Answer = TypeVar("Answer")
REFERENCE_DATE = "reference_date"
AT_ONCE_CHARS = 1_500  # about two seconds; what is longer is computed in the background


@dataclass
class Market:
    """Matchmaker, the revision it holds, and the clock for data that names no day of its own."""

    today: Callable[[], date]
    vectors: VectorSupply
    database_id: str = ""
    matchmaker: Matchmaker = field(init=False)
    revision: int = 0
    notice: str = ""
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self.matchmaker = Matchmaker(load_taxonomy(), load_lexicon(), load_config(), self.vectors.known)

    def prepare(self, enterprise: Enterprise) -> None:
        """Compute the sentence vectors of a profile that is not stored, where that is quick."""
        self._fill_in([enterprise], [], keep=False)

    def ask(self, store: Store, question: Callable[[Matchmaker], Answer]) -> Answer:
        """Answer from all that the store has committed."""
        with self._lock:
            self._catch_up(store)
            return question(self.matchmaker)

    def day(self, store: Store, on: str | None) -> date:
        """The day an answer speaks of: the one asked for, else that of the data, else today."""
        wanted = on or store.setting(REFERENCE_DATE)
        try:
            return date.fromisoformat(wanted if len(wanted) == 10 else "") if wanted else self.today()
        except ValueError as error:
            raise InvalidProfile({"on": f"“{wanted[:30]}”不是日期，应写作 2026-09-01"}) from error

    def save(self, store: Store, folder: Path) -> None:
        """Keep the fitted market, so that the next start need not fit."""
        self.ask(store, lambda matchmaker: save_snapshot(matchmaker, folder, self.revision, self.database_id))

    def _catch_up(self, store: Store) -> None:
        revision, database_id = store.revision(), store.setting(DATABASE_ID)
        if database_id != self.database_id:
            self.matchmaker, self.revision, self.database_id = self.matchmaker.empty_copy(), 0, database_id
        if revision <= self.revision:  # a reader that began before the last write sees less than is held
            return
        enterprises = [row.entity for row in store.enterprises.changed_since(self.revision)]
        scenarios = [row.entity for row in store.scenarios.changed_since(self.revision)]
        left = self._fill_in(enterprises, scenarios)
        self.matchmaker.fit(enterprises, scenarios)
        self.revision = revision
        if left and self.vectors.embedder is not None:
            Thread(target=self._compute, args=(left,), daemon=True).start()

    def _fill_in(
        self, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario], keep: bool = True
    ) -> Sequence[Key]:
        """What is still missing afterwards and may be computed later."""
        try:
            return self.vectors.fill_in(enterprises, scenarios, AT_ONCE_CHARS, keep)
        except (OSError, MatcherError) as error:
            self.notice = _vector_fault(error)
            return []

    def _compute(self, keys: Sequence[Key]) -> None:
        """In the background: whoever asks meanwhile is answered without these vectors."""
        try:
            self.vectors.compute(keys)
        except (OSError, MatcherError) as error:
            self.notice = _vector_fault(error)
        with self._lock:
            self.matchmaker.learn({})


def _vector_fault(error: OSError | MatcherError) -> str:
    if isinstance(error, OSError):
        return f"句向量无法保存（{reason_of(error)}），下次启动会重新计算"
    return f"句向量没有算出：{error}"


def shipped_vectors() -> VectorSupply:
    """The sentence vectors of catalogue and sample, and no model to compute others."""
    return VectorSupply(load_vectors(), None, MemoryStore())


def open_market(store: Store, snapshot: Path, today: Callable[[], date], vectors: VectorSupply | None = None) -> Market:
    """The market from its snapshot where that is sound and no newer than the store, else fitted from the store.

    The snapshot is kept up to date; where it cannot be written the market works all the same and `notice` says so.
    """
    market = Market(today, vectors or shipped_vectors(), store.setting(DATABASE_ID))
    held = market.matchmaker
    parts = (held.taxonomy, held.texts.space.lexicon, held.config)
    try:
        matchmaker, revision = open_snapshot(snapshot, *parts, origin=market.database_id, vectors=market.vectors.known)
        if revision <= store.revision():
            market.matchmaker, market.revision = matchmaker, revision
    except DamagedSnapshot as error:
        market.notice = str(error)
    if market.notice or market.revision != store.revision():
        try:
            market.save(store, snapshot)
            market.notice = ""
        except OSError as error:
            market.notice = f"快照无法写入 {snapshot}（{reason_of(error)}），下次启动会重新计算"
    return market
