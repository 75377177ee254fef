"""Which scenarios suit an enterprise."""

from typing import Any

from api.market import Market
from api.storage.base import Store
from matcher import Enterprise, ranking_json


def recommend_scenarios(
    store: Store, market: Market, enterprise: Enterprise | str, on: str | None, most: int
) -> dict[str, Any]:
    """The ranking of one enterprise, stored (by id or name) or as it stands."""
    day = market.day(store, on)
    return ranking_json(market.ask(store, lambda matchmaker: matchmaker.recommend(enterprise, day, most)))
