"""The market as this process knows it: one matchmaker, caught up with the store before each answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock
from typing import TypeVar

from api.storage.base import DATABASE_ID, Store
from matcher import (
    DamagedSnapshot,
    InvalidProfile,
    Matchmaker,
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
    matchmaker: Matchmaker = field(default_factory=lambda: Matchmaker(load_taxonomy(), load_lexicon(), load_config()))
    database_id: str = ""
    revision: int = 0
    notice: str = ""
    _lock: RLock = field(default_factory=RLock)

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
        self.matchmaker.fit(enterprises, scenarios)
        self.revision = revision


def open_market(store: Store, snapshot: Path, today: Callable[[], date]) -> Market:
    """The market from its snapshot where that is sound and no newer than the store, else fitted from the store.

    The snapshot is kept up to date; where it cannot be written the market works all the same and `notice` says so.
    """
    market = Market(today, database_id=store.setting(DATABASE_ID))
    held = market.matchmaker
    parts = (held.taxonomy, held.texts.space.lexicon, held.config)
    try:
        matchmaker, revision = open_snapshot(snapshot, *parts, origin=market.database_id)
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
