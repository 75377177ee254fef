"""Why one pair has its score."""

from dataclasses import dataclass
from datetime import date

from api.market import Market
from api.storage.base import Store
from matcher import ENGINE_VERSION, Enterprise, Match, Matchmaker, Scenario
from matcher.lifting import Lift, lifts
from matcher.notes import notes


@dataclass(frozen=True)
class ExplainedPair:
    """Both sides, the score taken apart, why the enterprise is not among the first `most`, and what would lift it."""

    on: date
    engine_version: str
    weights_version: str
    enterprise: Enterprise
    scenario: Scenario
    match: Match
    most: int
    why_not: tuple[str, ...]
    lifts: tuple[Lift, ...]
    notes: tuple[str, ...]


def explain_pair(
    store: Store, market: Market, enterprise: str, scenario: str, on: str | None, most: int
) -> ExplainedPair:
    """The pair in full; raises `NotFound` for a side that is not held."""
    day = market.day(store, on)

    def question(matchmaker: Matchmaker) -> ExplainedPair:
        firm, need = matchmaker.enterprise(enterprise), matchmaker.scenario(scenario)
        return ExplainedPair(
            on=day,
            engine_version=ENGINE_VERSION,
            weights_version=matchmaker.config.version,
            enterprise=firm,
            scenario=need,
            match=matchmaker.explain(firm, need, day),
            most=most,
            why_not=matchmaker.why_not(firm, need, day, most),
            lifts=lifts(matchmaker, firm, need, day),
            notes=notes(matchmaker, firm, need),
        )

    return market.ask(store, question)
