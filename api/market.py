"""The market as this process knows it: one matchmaker, caught up with the store before each answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import TypeVar

from api.storage.base import DATABASE_ID, Store
from api.vectors import SharedVectors
from matcher import (
    DamagedSnapshot,
    Enterprise,
    InvalidProfile,
    Matchmaker,
    Scenario,
    load_config,
    load_lexicon,
    load_taxonomy,
    open_snapshot,
    save_snapshot,
)
from matcher.errors import reason_of

Answer = TypeVar("Answer")
REFERENCE_DATE = "reference_date"


@dataclass
class Market:
    """Matchmaker, the revision it holds, and the clock for data that names no day of its own."""

    today: Callable[[], date]
    vectors: SharedVectors
    database_id: str = ""
    matchmaker: Matchmaker = field(init=False)
    revision: int = 0
    notice: str = ""
    _is_restored: bool = False
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self.matchmaker = Matchmaker(load_taxonomy(), load_lexicon(), load_config(), self.vectors.known)

    def prepare(self, enterprise: Enterprise, store: Store | None = None) -> None:
        """Compute the sentence vectors of a profile that is not stored, where the store lacks them and it is quick."""
        self.vectors.fill_in_passing(enterprise, store)

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

    def restore(self, matchmaker: Matchmaker, revision: int) -> None:
        """Take over what was fitted before."""
        self.matchmaker, self.revision, self._is_restored = matchmaker, revision, True

    def has_learned(self, store: Store) -> bool:
        """Whether vectors that were unknown when the snapshot was written are known now; the model computes others."""
        if self.vectors.embedder is None:
            return False
        unread = _without_vectors(self.matchmaker)
        if not self.vectors.is_any_missing(*unread) and not self.vectors.are_any_known(*unread):
            return False
        with self._lock:
            self._fill_in(store, (), ())
            is_wiser = self.vectors.are_any_known(*unread)
            if is_wiser:
                self.matchmaker.learn({})
        return is_wiser

    def _catch_up(self, store: Store) -> None:
        revision, database_id = store.revision(), store.setting(DATABASE_ID)
        if database_id != self.database_id:
            self.matchmaker, self.revision, self.database_id = self.matchmaker.empty_copy(), 0, database_id
        if revision <= self.revision:  # a reader that began before the last write sees less than is held
            return
        enterprises = [row.entity for row in store.enterprises.changed_since(self.revision)]
        scenarios = [row.entity for row in store.scenarios.changed_since(self.revision)]
        self._fill_in(store, enterprises, scenarios)
        self.matchmaker.fit(enterprises, scenarios)
        self.revision = revision

    def _fill_in(self, store: Store, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario]) -> None:
        """Vectors for these; who asks before the last of them is computed is answered without the missing ones."""
        if self._is_restored:  # now all that is held is analysed again, and needs its vectors
            self._is_restored = False
            enterprises = [*self.matchmaker.enterprises.values(), *enterprises]
            scenarios = [*self.matchmaker.scenarios.values(), *scenarios]
        left = self.vectors.fill_in(store, enterprises, scenarios)
        self.vectors.compute_later(left, self._learn)

    def _learn(self) -> None:
        with self._lock:
            self.matchmaker.learn({})


def open_market(store: Store, snapshot: Path, today: Callable[[], date], vectors: SharedVectors) -> Market:
    """The market from its snapshot where that is sound and no newer than the store, else fitted from the store.

    The snapshot is kept up to date; where it cannot be written the market works all the same and `notice` says so.
    """
    market = Market(today, vectors, store.setting(DATABASE_ID))
    held = market.matchmaker
    parts = (held.taxonomy, held.texts.space.lexicon, held.config)
    try:
        matchmaker, revision = open_snapshot(snapshot, *parts, origin=market.database_id, vectors=market.vectors.known)
        if revision <= store.revision():
            market.restore(matchmaker, revision)
    except DamagedSnapshot as error:
        market.notice = str(error)
    if market.notice or market.revision != store.revision() or market.has_learned(store):
        try:
            market.save(store, snapshot)
            market.notice = ""
        except OSError as error:
            market.notice = f"快照无法写入 {snapshot}（{reason_of(error)}），下次启动会重新计算"
    return market


def _without_vectors(matchmaker: Matchmaker) -> tuple[list[Enterprise], list[Scenario]]:
    """Those held whose meaning was unknown when they were last made ready to be compared."""
    enterprises, scenarios = matchmaker.texts.blocks()
    firms = zip(enterprises.ids, pairwise(enterprises.meanings.starts.tolist()), strict=True)
    needs = zip(scenarios.ids, pairwise(scenarios.meanings.starts.tolist()), strict=True)
    return (
        [matchmaker.enterprises[id] for id, (first, end) in firms if first == end],
        [matchmaker.scenarios[id] for id, (first, end) in needs if first == end],
    )
