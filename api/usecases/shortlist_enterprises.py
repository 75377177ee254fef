"""Which enterprises suit a scenario."""

from typing import Any

from api.market import Market
from api.storage.base import Store
from matcher import ranking_json


def shortlist_enterprises(store: Store, market: Market, scenario: str, on: str | None, most: int) -> dict[str, Any]:
    """The ranking of one stored scenario, by id or name."""
    day = market.day(store, on)
    return ranking_json(market.ask(store, lambda matchmaker: matchmaker.shortlist(scenario, day, most)))
