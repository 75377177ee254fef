"""A score taken apart into sentences. Every number is read off the score, none is computed beside it."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from matcher.embedding.meanings import SentencePair
from matcher.entities import Enterprise, Requirement, Scenario
from matcher.results import Band, Contribution, Match, RequirementMatch, Span, TermMatch
from matcher.retrieval.base import Matrix
from matcher.retrieval.blocks import ScenarioBlock, requirement_coverage
from matcher.retrieval.index import shared_terms
from matcher.retrieval.market_texts import MarketTexts
from matcher.retrieval.sources import sources as reached_from
from matcher.retrieval.term_space import TermSpace
from matcher.text.document import Passage, enterprise_passages, scenario_passages
from matcher.text.normalize import normalize
from matcher.text.standing.trades import Trade

SHOWN_TERMS = 12
SPANS_PER_TERM = 5
COVERED, PARTLY = 0.5, 0.2
OTHER_TERMS = "其他相同字词"
NEED_LABEL = {"must": "必须", "nice": "期望"}
UNFILLED = "企业未填写"
NO_VECTOR_YET = "句向量尚未计算，按未知计"
LEAST_SHOWN_POINTS = 0.0005  # less is +0.000 on a screen
SPEAKS_FOR = 0.6  # a signal is a reason only above this value
_LATIN = re.compile("[a-z]")


class FoundTerm(NamedTuple):
    """A match with the columns of the enterprise's and of the scenario's word; -1 for the collected rest."""

    column: int
    source_column: int
    match: TermMatch


def term_matches(
    texts: MarketTexts, scenario: Scenario, enterprise_row: Matrix, need: ScenarioBlock, claims: Matrix, points: float
) -> tuple[FoundTerm, ...]:
    """Every word of the enterprise that answers, with its share of `points`, largest first; they sum to `points`.

    A matched character pair inside a matched word counts for that word; the other pairs are shown as one entry.
    A word is evidence where the lexicon vouches for the link and the enterprise claims it in its own words.
    """
    space = texts.space
    columns, products = shared_terms(need.vectors, enterprise_row)
    total = math.fsum(products.tolist())
    if not total:
        return ()
    values = dict(zip(columns.tolist(), products.tolist(), strict=True))
    words = {column: value for column, value in values.items() if not space.is_pair(column)}
    home = {space.term(column): column for column in words if column in set(need.base.indices.tolist())}
    rest = 0.0
    for column, value in values.items():
        if space.is_pair(column):
            pair = space.term(column)
            name = max((name for name in home if pair in name), key=lambda name: (len(name), name), default=None)
            if name is None:
                rest += value
            else:
                words[home[name]] += value
    telling = set(claims.indices.tolist()) & set(need.strong.indices.tolist())
    sources = reached_from(texts, scenario, sorted(words))
    found = []
    for column, value in words.items():
        source = sources[column]
        is_generic = column not in telling
        match = TermMatch(space.term(column), points * value / total, is_generic, source.term, source.concept)
        found.append(FoundTerm(column, source.column, match))
    if rest:
        found.append(FoundTerm(-1, -1, TermMatch(OTHER_TERMS, points * rest / total, is_generic=True)))
    return tuple(sorted(found, key=lambda one: (-one.match.points, one.match.term)))


def with_spans(
    space: TermSpace,
    found: Sequence[FoundTerm],
    enterprise: Enterprise,
    scenario: Scenario,
    said: Mapping[str, str],
) -> tuple[TermMatch, ...]:
    """The matches with the places where each of the first ones stands in both texts, in the capitals used there.

    `said` holds those of the enterprise (`capitals`).
    """
    first = [one for one in found[:SHOWN_TERMS] if one.column >= 0]
    mine = _spans(space, enterprise_passages(enterprise), {one.column for one in first})
    theirs = _spans(space, scenario_passages(scenario), {one.source_column for one in first})
    asked = capitals(space, scenario_passages(scenario))
    return tuple(
        replace(
            one.match,
            term=said.get(one.match.term, one.match.term),
            source=asked.get(one.match.source, one.match.source),
            enterprise_spans=mine.get(one.column, ()),
            scenario_spans=theirs.get(one.source_column, ()) if one in first else (),
        )
        for one in found
    )


def requirement_matches(
    space: TermSpace,
    offers: Matrix,
    need: ScenarioBlock,
    requirements: Sequence[Requirement],
    nearest: Sequence[tuple[str, float] | None],
    said: Mapping[str, str],
) -> tuple[RequirementMatch, ...]:
    """Each requirement with its coverage in [0, 1], the enterprise's words that prove it, the telling ones first,

    and the passage that comes nearest to it in meaning, where vectors are known; `said` as `capitals` gives it.
    """
    coverage = requirement_coverage(offers, need.demands, need.proofs)
    found = []
    for row, requirement in enumerate(requirements):
        demanded = need.demands[[row]]
        columns, products = shared_terms(demanded @ need.proofs, offers)
        order = np.lexsort((columns, -products))
        terms = tuple(space.term(int(columns[place])) for place in order[:6])
        terms = tuple(said.get(term, term) for term in terms)
        passage, nearness = nearest[row] or ("", None)
        found.append(
            RequirementMatch(requirement.text, requirement.need, float(coverage[row, 0]), terms, passage, nearness)
        )
    return tuple(found)


def reasons(
    band: Band,
    contributions: Sequence[Contribution],
    terms: Sequence[TermMatch],
    requirements: Sequence[RequirementMatch],
) -> tuple[str, ...]:
    """Why the pair fits, best reason first; none where there is no evidence."""
    if band == Band.NONE:
        return ()
    found = []
    telling = [term for term in terms if not term.is_generic and term.points >= LEAST_SHOWN_POINTS]
    shared = [f"{term}（+{points:.3f}）" for term, points in _whole(term for term in telling if not term.source)]
    if shared:
        found.append(f"双方都提到：{'、'.join(shared[:5])}")
    linked = [
        f"{term.source} ↔ {term.term}（概念：{term.concept}，+{term.points:.3f}）" for term in telling if term.source
    ]
    if linked:
        found.append(f"场景词 ↔ 企业词：{'、'.join(linked[:4])}")
    covered = [requirement for requirement in requirements if requirement.coverage >= COVERED]
    partly = [requirement for requirement in requirements if PARTLY <= requirement.coverage < COVERED]
    if covered or partly:
        best = max(requirements, key=lambda requirement: requirement.coverage)
        words = f"（{'、'.join(best.terms[:3])}）" if best.terms else ""
        counted = f"{len(requirements)} 项需求中覆盖 {len(covered)} 项、部分涉及 {len(partly)} 项"
        found.append(f"{counted}，最贴近的是“{_short(best.text)}”{words}")
    for contribution in contributions:
        shown = contribution.feature not in ("text_similarity", "requirement_coverage", "bias")
        if shown and contribution.value is not None and contribution.value > SPEAKS_FOR and contribution.evidence:
            found.append(f"{contribution.label}：{contribution.evidence}")
    return tuple(found)


def other_trade(trade: Trade, believed: float) -> str:
    """Why little of what an enterprise says counts: the words of a field are not its trade."""
    said = "这家企业看来已不再经营" if trade is Trade.ENDED else f"主营看来是{trade}"
    return f"{said}，所写的技术内容按 {believed:.0%} 计"


def disclaimed(terms: Sequence[str], believed: float) -> str:
    """Why little of what an enterprise says counts: it has said that it does not do what the scenario is named for."""
    longest = [one for one in terms if not any(one != other and one in other for other in terms)]
    return f"企业写明不做或已不再做：{'、'.join(longest)}；其余内容按 {believed:.0%} 计"


def nearest_sentence(pair: SentencePair, enterprise: Enterprise) -> str:
    """The passage that comes nearest to a scenario, quoted as the enterprise wrote it."""
    return f"企业材料中与场景意思最接近的一段：“{_short(as_written(pair, enterprise), 60)}”"


def as_written(pair: SentencePair, enterprise: Enterprise) -> str:
    """A passage in the spelling of the enterprise; normalised where it was put together from several places."""
    for passage in enterprise_passages(enterprise):
        if passage.path.split(".")[0] == pair.path and passage.text:
            plain = normalize(passage.text)
            place = plain.text.find(pair.passage)
            if place >= 0:
                return passage.text[slice(*plain.original_span(place, place + len(pair.passage)))].strip()
    return pair.passage


def too_little_evidence(reached: Band, band: Band) -> str:
    """Why a pair is called less than its score would be: too few specific words in common."""
    return f"得分达到“{reached}”，但双方共同的专业词还不够，只列为“{band}”"


def missing(contributions: Sequence[Contribution], requirements: Sequence[RequirementMatch]) -> tuple[str, ...]:
    """What the enterprise's material does not show: uncovered requirements (必须 first), then unknown signals."""
    bare = [requirement for requirement in requirements if requirement.coverage < PARTLY]
    bare.sort(key=lambda requirement: requirement.need != "must")
    found = [f"{NEED_LABEL[requirement.need]}：{requirement.text}（企业材料未体现）" for requirement in bare]
    if not requirements:
        found.append("场景没有公布逐条需求，需求待补")
    unfilled = (one.evidence for one in contributions if one.value is None and one.evidence.startswith(UNFILLED))
    return (*found, *(f"{sentence}，补充后可重新评估" for sentence in unfilled))


def why_not(match: Match, rank: int, total: int, last_shown_score: float | None) -> tuple[str, ...]:
    """Why a pair is not among the first: the rule that takes it out, or its place, its gap, and what is missing."""
    if not match.verdict.ok:
        return (f"不符合硬性条件：{match.verdict.reason}",)
    found = [f"得分 {match.score:.4f}，在这个场景的 {total} 家企业中排第 {rank}，档次：{match.band}"]
    if last_shown_score is not None and last_shown_score > match.score:
        found.append(f"与入选的最后一名相差 {last_shown_score - match.score:.4f} 分")
    if match.band == Band.NONE:
        found.append("双方共同的专业词不足以作为依据")
    return (*found, *match.missing)


def _spans(space: TermSpace, passages: Iterable[Passage], wanted: set[int]) -> dict[int, tuple[Span, ...]]:
    found: dict[int, tuple[Span, ...]] = {}
    for passage in passages:
        for column, token in space.tokens(passage.text):
            if column in wanted and len(found.get(column, ())) < SPANS_PER_TERM:
                found[column] = (*found.get(column, ()), Span(passage.path, token.start, token.end))
    return found


def capitals(space: TermSpace, passages: Iterable[Passage]) -> dict[str, str]:
    """Normalised terms (v2x) as a text first writes them (V2X), where only capitals and width differ."""
    found: dict[str, str] = {}
    for passage in passages:
        for _, token in space.tokens(passage.text):
            if token.term not in found and not token.term.isdigit() and _LATIN.search(token.term):
                said = unicodedata.normalize("NFKC", passage.text[token.start : token.end])
                if said.lower() == token.term:
                    found[token.term] = said
    return found


def _whole(terms: Iterable[TermMatch]) -> list[tuple[str, float]]:
    """Shared words with their points, largest first; a part of a longer one (机器 of 机器人) counts for that one."""
    points: dict[str, float] = {}
    for term in sorted(terms, key=lambda one: (-len(one.term), one.term)):
        whole = next((longer for longer in points if term.term.lower() in longer.lower()), term.term)
        points[whole] = points.get(whole, 0.0) + term.points
    return sorted(points.items(), key=lambda one: (-one[1], one[0]))


def _short(text: str, most: int = 28) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
