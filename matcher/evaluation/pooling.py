"""Runs (query id -> document ids, best first) of the engine and its rivals over a market, for a pooled drawing.

The engine is the one that serves users: full profiles, default weights, hard rules off, because a rater judges whether
two texts fit. A rival reads the same texts; a document whose score is 0 counts as not found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matcher import Enterprise, Matchmaker, Scenario
from matcher.errors import InvalidProfile, MissingBackend
from matcher.evaluation.comparison import words_of
from matcher.evaluation.judging import kinds_of
from matcher.evaluation.judgments import Direction
from matcher.evaluation.metrics import ranked
from matcher.evaluation.rivals import INSTALL_BM25S, RIVALS

ENGINE = "engine"
SYSTEMS = (ENGINE, *RIVALS)
Run = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sides:
    """The entities of a market by id: those that are asked, and those that are ranked."""

    direction: Direction
    queries: Mapping[str, Enterprise | Scenario]
    documents: Mapping[str, Enterprise | Scenario]

    @property
    def kinds(self) -> tuple[str, str]:
        """What a query is called, and what a candidate."""
        return kinds_of(self.direction)


def sides_of(market: Matchmaker, direction: Direction) -> Sides:
    """Both sides, ids ascending; raises `InvalidProfile` where one is empty."""
    needs = {id: market.scenarios[id] for id in sorted(market.scenarios)}
    firms = {id: market.enterprises[id] for id in sorted(market.enterprises)}
    sides = Sides(direction, needs, firms) if direction == "scenario-to-enterprise" else Sides(direction, firms, needs)
    for kind, side in zip(sides.kinds, (sides.queries, sides.documents), strict=True):
        if not side:
            raise InvalidProfile({kind: "一个也没有，无从抽取"})
    return sides


def run_of(system: str, market: Matchmaker, sides: Sides, asked: Sequence[str], on: date, depth: int) -> Run:
    """The run of one of SYSTEMS for the queries asked; raises `MissingBackend`."""
    return _engine_run(market, sides, asked, on, depth) if system == ENGINE else _rival_run(system, sides, asked, depth)


def _engine_run(market: Matchmaker, sides: Sides, asked: Sequence[str], on: date, depth: int) -> Run:
    ask = market.shortlist if sides.direction == "scenario-to-enterprise" else market.recommend
    return {query: [row.id for row in ask(query, on, depth, rules=False).results] for query in asked}


def _rival_run(name: str, sides: Sides, asked: Sequence[str], depth: int) -> Run:
    ids = list(sides.documents)
    documents = [words_of(one) for one in sides.documents.values()]
    try:
        scores = RIVALS[name](documents, [words_of(sides.queries[query]) for query in asked])
    except MissingBackend as error:
        advice = f"{INSTALL_BM25S}（或加 --ranking engine --ranking tfidf，不用 BM25）"
        raise MissingBackend(error.package, advice) from error
    return {
        query: [ids[place] for place in ranked(row, row > 0)[:depth]] for query, row in zip(asked, scores, strict=True)
    }
