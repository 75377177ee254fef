"""Which enterprises suit a scenario."""

from typing import Any

from api.market import Market
from api.storage.base import Store
from matcher import Matchmaker, ranking_json
from matcher.notes import notes


def shortlist_enterprises(store: Store, market: Market, scenario: str, on: str | None, most: int) -> dict[str, Any]:
    """The ranking of one stored scenario, by id or name."""
    day = market.day(store, on)

    def question(matchmaker: Matchmaker) -> dict[str, Any]:
        asked = matchmaker.scenario(scenario)
        return ranking_json(matchmaker.shortlist(asked, day, most), notes(matchmaker, asked))

    return market.ask(store, question)
