"""The texts of both sides of a pair with the matched terms marked where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from matcher import Match
from matcher.results import Span, TermMatch
from matcher.text.document import Passage

SECTIONS = {
    "name": "名称",
    "capability": "能力介绍",
    "products": "产品",
    "cases": "案例",
    "intellectual_property": "知识产权",
    "business_scope": "经营范围",
    "background": "背景",
    "pain_points": "痛点",
    "requirements": "需求",
    "target_figures": "目标指标",
    "site_and_data": "可提供的场地与数据",
}
PLAIN, GENERIC, SPECIFIC = range(3)


class Piece(NamedTuple):
    """A stretch of text that is marked throughout or not at all."""

    text: str
    strength: int


@dataclass(frozen=True)
class MarkedSection:
    """The texts of one section of an entity, each cut into pieces."""

    label: str
    texts: tuple[tuple[Piece, ...], ...]


def terms_of(match: Match) -> tuple[TermMatch, ...]:
    """All matched terms of a pair."""
    return tuple(term for one in match.contributions for term in one.terms)


def marked_sections(passages: Iterable[Passage], places: Iterable[tuple[Span, bool]]) -> tuple[MarkedSection, ...]:
    """Sections in their order without empty texts; `places` are spans and whether their term is a generic one."""
    by_field: dict[str, list[tuple[Span, bool]]] = {}
    for span, is_generic in places:
        by_field.setdefault(span.field, []).append((span, is_generic))
    found = []
    for section, group in groupby((one for one in passages if one.text), key=lambda one: one.section):
        texts = tuple(tuple(_pieces(one.text, by_field.get(one.path, ()))) for one in group)
        found.append(MarkedSection(SECTIONS[section], texts))
    return tuple(found)


def _pieces(text: str, places: Iterable[tuple[Span, bool]]) -> Iterator[Piece]:
    strengths = [PLAIN] * len(text)
    for span, is_generic in places:
        for place in range(span.start, min(span.end, len(text))):
            strengths[place] = max(strengths[place], GENERIC if is_generic else SPECIFIC)
    start = 0
    for strength, run in groupby(strengths):
        end = start + len(list(run))
        yield Piece(text[start:end], strength)
        start = end
