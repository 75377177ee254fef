"""What is loaded, and which of the published scenarios suit the enterprises that were named with them."""

from dataclasses import dataclass, replace
from datetime import date

from api.market import Market
from api.storage.base import Store
from matcher import Enterprise, Matchmaker, Ranking, Scenario, load_catalogue, load_catalogue_list
from matcher.entities import ILLUSTRATIVE_PREFIX
from matcher.results import Band

SHOWN = 3


@dataclass(frozen=True)
class Suggestion:
    """One enterprise with its best published scenarios; illustrative ones are left to the full ranking."""

    enterprise: Enterprise
    ranking: Ranking
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True)
class MarketDescription:
    """Numbers and first answers for the start page and the demonstration."""

    on: date
    enterprises: int
    scenarios: int
    illustrative_enterprises: int
    illustrative_scenarios: int
    suggestions: tuple[Suggestion, ...]
    list_name: str
    projects_announced: int
    projects_named: int
    projects_not_published: int


def describe_market(store: Store, market: Market, on: str | None = None, most: int = SHOWN) -> MarketDescription:
    """Describe the market as it is now; suggestions only for published enterprises that are loaded."""
    day = market.day(store, on)
    return market.ask(store, lambda matchmaker: _describe(matchmaker, day, most))


def _describe(matchmaker: Matchmaker, day: date, most: int) -> MarketDescription:
    published = load_catalogue_list()
    firms, needs = matchmaker.enterprises, matchmaker.scenarios
    published_needs = {id for id, need in needs.items() if not need.is_illustrative}
    named = [firms[firm.id] for firm in load_catalogue().enterprises if firm.id in firms]
    suggestions = []
    for firm in named if needs else ():
        ranking = matchmaker.recommend(firm, day, most, among=published_needs)
        supported = [row for row in ranking.results if row.match.band != Band.NONE]
        shown = tuple(replace(row, rank=place) for place, row in enumerate(supported, start=1))
        ranking = replace(ranking, results=shown)  # what nothing speaks for is no suggestion
        suggestions.append(Suggestion(firm, ranking, tuple(needs[row.id] for row in ranking.results)))
    return MarketDescription(
        on=day,
        enterprises=len(firms),
        scenarios=len(needs),
        illustrative_enterprises=sum(id.startswith(ILLUSTRATIVE_PREFIX) for id in firms),
        illustrative_scenarios=sum(id.startswith(ILLUSTRATIVE_PREFIX) for id in needs),
        suggestions=tuple(suggestions),
        list_name=published["name"],
        projects_announced=published["projects_announced"],
        projects_named=published["projects_named"],
        projects_not_published=published["projects_not_published"],
    )
