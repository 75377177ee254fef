"""A blind pooled drawing (盲评抽样): which pairs people are asked to grade, on which sheet, in which order.

Pooling (Spärck Jones & van Rijsbergen 1975): of every query the union of the first k documents of each ranking. Nothing
here knows which ranking brought a row or at which rank: the order comes from the seed and the ids alone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from matcher.entities import Enterprise, Scenario
from matcher.errors import InvalidProfile
from matcher.evaluation.judgments import Direction
from matcher.text.document import enterprise_passages, scenario_passages
from matcher.text.names import nearest_terms
from matcher.text.normalize import normalize

FORMAT = 1
MAX_TEXT_CHARS = 16_000  # a cell holds 32,767 UTF-16 units, a character takes at most two
ID_DIGITS = 16
NEAREST = 3
SCENARIO, ENTERPRISE = "场景", "企业"
Pools = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Item:
    """What a rater reads of an entity: its name and the texts that matching reads, nothing else of it."""

    id: str
    name: str
    text: str

    @classmethod
    def of(cls, entity: Enterprise | Scenario) -> "Item":
        """The item of an entity; a text beyond MAX_TEXT_CHARS is cut."""
        passages = enterprise_passages(entity) if isinstance(entity, Enterprise) else scenario_passages(entity)
        lines: dict[str, list[str]] = {}  # one a thing: the parts of a product or a case stand together
        for one in passages:
            if one.section != "name" and one.text.strip():
                lines.setdefault(one.path.split(".")[0], []).append(one.text.strip())
        text = "\n".join("；".join(parts) for parts in lines.values())
        return cls(entity.id, entity.name, text[:MAX_TEXT_CHARS])


@dataclass(frozen=True)
class Drawing:
    """Both sides by id ascending, the pool of every query (ids ascending), and the queries of every sheet."""

    direction: Direction
    on: date
    seed: int
    depth: int
    queries: tuple[Item, ...]
    documents: tuple[Item, ...]
    pools: Pools
    sheets: tuple[tuple[str, ...], ...]

    @cached_property
    def id(self) -> str:
        """Made of everything the drawing holds, so that a sheet finds its drawing and no other."""
        sides = [[[one.id, one.name, one.text] for one in side] for side in (self.queries, self.documents)]
        content: list[Any] = [FORMAT, self.direction, self.on.isoformat(), self.seed, self.depth, *sides]
        content += [sorted((query, list(pool)) for query, pool in self.pools.items()), self.sheets]
        return _digest(json.dumps(content, ensure_ascii=False))[:ID_DIGITS]

    @property
    def kinds(self) -> tuple[str, str]:
        """What a query is called, and what a candidate."""
        return kinds_of(self.direction)

    @property
    def shared_queries(self) -> set[str]:
        """Queries that stand on every sheet."""
        return set.intersection(*map(set, self.sheets)) if len(self.sheets) > 1 else set()

    def rows(self, sheet: int) -> list[tuple[Item, Item]]:
        """Pairs of a sheet (from 1) as its rater sees them: query by query, in an order of its own."""
        queries = {one.id: one for one in self.queries}
        documents = {one.id: one for one in self.documents}
        return [
            (queries[query], documents[document])
            for query in shuffled(self.sheets[sheet - 1], self.seed, "queries", sheet)
            for document in shuffled(self.pools[query], self.seed, "documents", sheet, query)
        ]


def kinds_of(direction: Direction) -> tuple[str, str]:
    """What a query is called in a direction, and what a candidate."""
    return (SCENARIO, ENTERPRISE) if direction == "scenario-to-enterprise" else (ENTERPRISE, SCENARIO)


def shuffled(ids: Iterable[str], seed: int, *place: str | int) -> list[str]:
    """The ids in an order that depends on nothing but the seed, the place and the ids themselves."""
    return sorted(ids, key=lambda id: (_digest(json.dumps([seed, *place, id], ensure_ascii=False)), id))


def chosen(ids: Iterable[str], count: int, seed: int) -> list[str]:
    """So many of the ids, each equally likely, ids ascending."""
    return sorted(shuffled(ids, seed, "chosen")[:count])


def pooled(runs: Sequence[Mapping[str, Sequence[str]]], queries: Iterable[str], depth: int) -> Pools:
    """Of every query the union of the first `depth` documents of each run, ids ascending."""
    return {query: tuple(sorted({id for run in runs for id in run.get(query, ())[:depth]})) for query in queries}


def dealt(queries: Sequence[str], sheets: int, shared_percent: int, seed: int) -> tuple[tuple[str, ...], ...]:
    """Queries (ids ascending) of every sheet: the shared ones on all, the others in turn; raises `InvalidProfile`."""
    order = shuffled(queries, seed, "dealt")
    n_shared = len(order) if sheets == 1 else -(-len(order) * shared_percent // 100)
    shared, others = order[:n_shared], order[n_shared:]
    hands = tuple(tuple(sorted([*shared, *others[place::sheets]])) for place in range(sheets))
    if not all(hands):
        advice = "请增加查询、减少评分表或提高 --overlap"
        raise InvalidProfile({"--raters": f"{len(order)} 个查询不够分给 {sheets} 份评分表，{advice}"})
    return hands


def nearest_ids(typed: str, ids: Iterable[str]) -> list[str]:
    """Ids that look like the one typed, best first, whatever their case and width."""
    by_look = {normalize(id).text: id for id in sorted(ids)}
    return [by_look[look] for look in nearest_terms(typed, by_look)[:NEAREST]]


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8")).hexdigest()
