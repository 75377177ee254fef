"""Which scenarios suit an enterprise."""

from dataclasses import replace
from typing import Any

from api.market import Market
from api.storage.base import Store
from api.usecases.submit_profile import UNSAVED_NAME
from matcher import Enterprise, Matchmaker, ranking_json
from matcher.notes import notes


def recommend_scenarios(
    store: Store, market: Market, enterprise: Enterprise | str, on: str | None, most: int
) -> dict[str, Any]:
    """The ranking of one enterprise, stored (by id or name) or as it stands."""
    day = market.day(store, on)

    if not isinstance(enterprise, str):
        market.prepare(enterprise)

    def question(matchmaker: Matchmaker) -> dict[str, Any]:
        asked = matchmaker.enterprise(enterprise) if isinstance(enterprise, str) else enterprise
        ranking = matchmaker.recommend(asked, day, most)
        named = replace(ranking, query_name=ranking.query_name or UNSAVED_NAME)
        return ranking_json(named, notes(matchmaker, asked))

    return market.ask(store, question)
