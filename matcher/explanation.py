"""A score taken apart into sentences. Every number is read off the score, none is computed beside it."""

from collections.abc import Iterable, Sequence

import numpy as np

from matcher.entities import Enterprise, Requirement, Scenario
from matcher.results import Band, Contribution, Match, RequirementMatch, Span, TermMatch
from matcher.retrieval.base import Matrix
from matcher.retrieval.index import shared_terms
from matcher.retrieval.term_space import TermSpace
from matcher.text.document import Passage, enterprise_passages, scenario_passages

SHOWN_TERMS = 12
SPANS_PER_TERM = 5
COVERED, PARTLY = 0.5, 0.2
OTHER_TERMS = "其他相同字词"
NEED_LABEL = {"must": "必须", "nice": "期望"}
UNFILLED = "企业未填写"
SPEAKS_FOR = 0.6  # a signal is a reason only above this value


def term_matches(
    space: TermSpace, enterprise_row: Matrix, scenario_row: Matrix, claims: Matrix, points: float
) -> tuple[tuple[int, TermMatch], ...]:
    """Every shared term with its share of `points`, largest first; the shares sum to `points`.

    A matched character pair inside a matched word counts for that word; the other pairs are shown as one entry.
    A word counts as specific where it can be evidence and the enterprise claims it in its own words. Entries come with
    the column of the term, -1 for the collected rest.
    """
    columns, products = shared_terms(scenario_row, enterprise_row)
    total, own = float(products.sum()), set(claims.indices.tolist())
    if not total:
        return ()
    words = {
        int(column): float(value) for column, value in zip(columns, products, strict=True) if not space.is_pair(column)
    }
    names = {space.term(column): column for column in words}
    rest = 0.0
    for column, value in zip(columns, products, strict=True):
        if space.is_pair(column):
            pair = space.term(int(column))
            home = max((name for name in names if pair in name), key=lambda name: (len(name), name), default=None)
            if home is None:
                rest += float(value)
            else:
                words[names[home]] += float(value)
    found = [
        (
            column,
            TermMatch(space.term(column), points * value / total, not (column in own and space.is_specific(column))),
        )
        for column, value in words.items()
    ]
    if rest:
        found.append((-1, TermMatch(OTHER_TERMS, points * rest / total, is_generic=True)))
    return tuple(sorted(found, key=lambda item: (-item[1].points, item[1].term)))


def with_spans(
    space: TermSpace, matches: Sequence[tuple[int, TermMatch]], enterprise: Enterprise, scenario: Scenario
) -> tuple[TermMatch, ...]:
    """The matches with the places where each of the first terms stands in both texts."""
    wanted = {column for column, match in matches[:SHOWN_TERMS] if column >= 0}
    mine, theirs = (
        _spans(space, enterprise_passages(enterprise), wanted),
        _spans(space, scenario_passages(scenario), wanted),
    )
    return tuple(
        TermMatch(match.term, match.points, match.is_generic, mine.get(column, ()), theirs.get(column, ()))
        for column, match in matches
    )


def requirement_matches(
    space: TermSpace, offers: Matrix, demands: Matrix, requirements: Sequence[Requirement]
) -> tuple[RequirementMatch, ...]:
    """Each requirement with its coverage in [0, 1] and the specific words that cover it; one row of `demands` each."""
    found = []
    for row, requirement in enumerate(requirements):
        columns, products = shared_terms(demands[[row]], offers)
        order = np.argsort(-products, kind="stable")
        terms = tuple(space.term(int(columns[place])) for place in order[:6])
        found.append(RequirementMatch(requirement.text, requirement.need, min(1.0, float(products.sum())), terms))
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
    specific = [f"{term.term}（+{term.points:.3f}）" for term in terms if not term.is_generic][:5]
    if specific:
        found.append(f"双方都提到：{'、'.join(specific)}")
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


def missing(contributions: Sequence[Contribution], requirements: Sequence[RequirementMatch]) -> tuple[str, ...]:
    """What the enterprise's material does not show: uncovered requirements (必须 first), then unknown signals."""
    bare = [requirement for requirement in requirements if requirement.coverage < PARTLY]
    bare.sort(key=lambda requirement: requirement.need != "must")
    found = [f"{NEED_LABEL[requirement.need]}：{requirement.text}（企业材料未体现）" for requirement in bare]
    if not requirements:
        found.append("场景未公布具体需求，需求待补")
    unfilled = (one.evidence for one in contributions if one.value is None and one.evidence.startswith(UNFILLED))
    return (*found, *(f"{sentence}，补充后可重新评估" for sentence in unfilled))


def why_not(match: Match, rank: int, total: int, last_shown_score: float | None) -> tuple[str, ...]:
    """Why a pair is not among the first: the rule that takes it out, or its place, its gap, and what is missing."""
    if not match.verdict.ok:
        return (f"不符合硬性条件：{match.verdict.reason}",)
    found = [f"得分 {match.score:.4f}，在 {total} 个中排第 {rank}，档次：{match.band}"]
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


def _short(text: str) -> str:
    return text if len(text) <= 28 else f"{text[:27]}…"
