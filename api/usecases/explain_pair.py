"""Why one pair has its score."""

from typing import Any

from api.market import Market
from api.storage.base import Store
from matcher import ENGINE_VERSION, Matchmaker, match_json


def explain_pair(
    store: Store, market: Market, enterprise: str, scenario: str, on: str | None, most: int
) -> dict[str, Any]:
    """The pair in full, and why it is not among the first `most` of the scenario."""
    day = market.day(store, on)

    def question(matchmaker: Matchmaker) -> dict[str, Any]:
        match = matchmaker.explain(enterprise, scenario, day)
        return {
            "on": day.isoformat(),
            "engine_version": ENGINE_VERSION,
            "weights_version": matchmaker.config.version,
            **match_json(match),
            "why_not": list(matchmaker.why_not(enterprise, scenario, day, most)),
        }

    return market.ask(store, question)
