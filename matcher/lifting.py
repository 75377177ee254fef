"""What would lift an enterprise for a scenario, measured by scoring the pair again.

All advice is conditional: it asks for what is true and not yet written down. Only what some signal of the score reads
is tried; 规模 and 注册地, for example, never score.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from matcher import constraints, ranking
from matcher.entities import Case, Enterprise, Qualification, RequiredQualification, Scenario
from matcher.explanation import COVERED
from matcher.matchmaker import Matchmaker
from matcher.results import Band, Match
from matcher.scoring import Scorer
from matcher.taxonomy import Holding, Taxonomy

MOST_LIFTS = 8
LEAST_GAIN = 0.001
OPENS = "；补上后就符合硬性条件"


@dataclass(frozen=True)
class Lift:
    """提升建议: one change to `field` that a firm may truthfully make, and score and band with this change alone."""

    field: str
    advice: str
    gain: float
    score: float
    band: Band


class Change(NamedTuple):
    """An enterprise as it would stand if it followed one piece of advice."""

    field: str
    advice: str
    enterprise: Enterprise


def lifts(market: Matchmaker, enterprise: Enterprise | str, scenario: Scenario | str, on: date) -> tuple[Lift, ...]:
    """What would lift the pair, largest gain first, ties by advice; at most MOST_LIFTS, none below LEAST_GAIN.

    What would make a pair eligible that a hard rule takes out comes before all else. The numbers are those that
    `market.explain` gives the changed enterprise. A changed text may have no sentence vector yet: then the gain is
    measured over all other contributions, and score and band keep the points that its sentences had before.
    """
    firm = market.enterprise(enterprise) if isinstance(enterprise, str) else enterprise
    need = market.scenario(scenario) if isinstance(scenario, str) else scenario
    if market.scenarios.get(need.id) != need:  # a changed firm has words of the scenario: they have to be known
        market = market.empty_copy().fit(market.enterprises.values(), [*market.scenarios.values(), need])
    match = market.explain(firm, need, on)
    found = []
    tried = list(changes(market.taxonomy, match, firm, need, on))
    for change, (score, band) in zip(tried, _scored_again(market, match, tried, need, on), strict=True):
        gain = score - match.score
        if gain >= LEAST_GAIN:
            opens = not match.verdict.ok and constraints.check(change.enterprise, need, on, market.taxonomy).ok
            found.append((not opens, Lift(change.field, change.advice + OPENS * opens, gain, score, band)))
    found.sort(key=lambda one: (one[0], -one[1].gain, one[1].advice))
    return tuple(lift for _, lift in found[:MOST_LIFTS])


def changes(taxonomy: Taxonomy, match: Match, enterprise: Enterprise, scenario: Scenario, on: date) -> Iterator[Change]:
    """Everything that is worth trying for a pair that `match` takes apart."""
    for text in dict.fromkeys(one.text for one in match.requirements if one.coverage < COVERED):
        told = f"{enterprise.capability}\n{text}".strip()
        yield Change("capability", f"如果具备，在能力介绍里写明：“{text}”", replace(enterprise, capability=told))
    for group in _lacking(taxonomy, enterprise, scenario, on):
        added = tuple(Qualification(one.type, one.level, valid_until=on) for one in group)
        names = "、".join(one.title for one in group)
        advice = f"如果持有{names}且在 {on.isoformat()} 有效，写进资质并注明有效期"
        yield Change("qualifications", advice, replace(enterprise, qualifications=(*enterprise.qualifications, *added)))
    if scenario.district and not any(taxonomy.covers(area, scenario.district) for area in enterprise.service_areas):
        areas = (*enterprise.service_areas, scenario.district)
        advice = f"如果也在{scenario.district}提供服务，把它写进服务区域"
        yield Change("service_areas", advice, replace(enterprise, service_areas=areas))
    values = {one.feature: one.value for one in match.contributions}
    if (values["track_record"] or 0.0) < COVERED:
        advice = f"如果完成过与“{scenario.name}”同类的项目，写进案例"
        yield Change("cases", advice, replace(enterprise, cases=(*enterprise.cases, Case(scenario.name))))
    if values["scale"] is None:
        yield from _revenue(enterprise, scenario)
    if values["industry"] is None:
        yield from _industry(taxonomy, enterprise, scenario)


def lifts_json(found: Sequence[Lift]) -> list[dict[str, Any]]:
    """Lifts as JSON objects: one shape for CLI and API."""
    return [
        {"field": one.field, "advice": one.advice, "gain": one.gain, "score": one.score, "band": str(one.band)}
        for one in found
    ]


def _scored_again(
    market: Matchmaker, match: Match, tried: Sequence[Change], scenario: Scenario, on: date
) -> Iterator[tuple[float, Band]]:
    """Score and band of each change: those of `market.explain`, for all of them at once."""
    if not tried:
        return
    firms = [change.enterprise for change in tried]
    block, needs = market.texts.analyse_enterprises(firms), market.texts.scenario_block()
    scorer = Scorer(market.taxonomy, market.config, market.texts.known)
    table = scorer.score(firms, block, [scenario], needs.take([needs.ids.index(scenario.id)]), on)
    place = [feature.name for feature in scorer.features].index("sentence_similarity")
    before = match.contributions[place]
    for row in range(len(tried)):
        score = float(table.scores[0, row])
        if before.value is not None and math.isnan(table.values[0, row, place]):
            score += before.points - float(table.points[0, row, place])
        yield score, ranking.band(score, float(table.evidence[0, row]), market.config, table.is_title[0])


def _lacking(
    taxonomy: Taxonomy, enterprise: Enterprise, scenario: Scenario, on: date
) -> Iterator[Sequence[RequiredQualification]]:
    """The required qualifications that are missing, expired or too low, to be added one by one.

    They are added together where one alone would not do: where the firm lists none yet (unknown is not "no", but a
    list with one of two is), and where it is out for want of several.
    """
    wanted = scenario.required_qualifications
    lacking = [one for one in wanted if taxonomy.holding(enterprise.qualifications, one, on) < Holding.UNPROVEN]
    musts = [one for one in lacking if one.need == "must"]
    if not enterprise.qualifications:
        yield from [lacking] if lacking else []
        return
    yield from ([one] for one in lacking)
    if len(musts) > 1:
        yield musts


def _revenue(enterprise: Enterprise, scenario: Scenario) -> Iterator[Change]:
    """A revenue that carries the budget, where the firm states none that can be read."""
    middle = scenario.budget.middle_wan if scenario.budget else None
    if scenario.budget and middle:
        budget = scenario.budget.as_written or f"{middle:g}万元"
        advice = f"如果年营收不低于场景预算（{budget}），填写营收区间"
        yield Change("revenue_band", advice, replace(enterprise, revenue_band=f"{math.ceil(middle)}万元"))


def _industry(taxonomy: Taxonomy, enterprise: Enterprise, scenario: Scenario) -> Iterator[Change]:
    """The first industry that the scenario suits, where the firm states none."""
    code = next((one for one in scenario.industry_codes if taxonomy.closeness(one, one)), None)
    if code is not None and not enterprise.industry_codes:
        advice = f"如果从事{taxonomy.nearest_industry(code).name}（{code}），写进行业代码"
        yield Change("industry_codes", advice, replace(enterprise, industry_codes=(code,)))
