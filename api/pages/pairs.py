"""One pair taken apart for people."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.pages.templates import templates
from api.routes.parameters import EnterpriseName, Most, On, ScenarioName
from api.usecases.explain_pair import explain_pair
from api.usecases.mark_texts import marked_sections, terms_of
from matcher import Contribution
from matcher.explanation import SHOWN_TERMS
from matcher.text.document import enterprise_passages, scenario_passages
from matcher.wording import DEGREES, LIFTS, degree, evidence

router = APIRouter(include_in_schema=False)


@router.get("/pairs/{enterprise}/{scenario}", response_class=HTMLResponse)
def pair(
    request: Request,
    enterprise: EnterpriseName,
    scenario: ScenarioName,
    store: ReadingStore,
    market: CurrentMarket,
    on: On = None,
    k: Most = 10,
) -> Any:
    """一对企业与场景."""
    found = explain_pair(store, market, enterprise, scenario, on, k)
    terms = terms_of(found.match)
    offered = [(span, term.is_generic) for term in terms for span in term.enterprise_spans]
    wanted = [(span, term.is_generic) for term in terms for span in term.scenario_spans]
    shown = {
        "pair": found,
        "match": found.match,
        "bars": bars(found.match.contributions),
        "evidence": evidence,
        "degrees": DEGREES,
        "about_lifts": LIFTS,
        "requirements": [(degree(one), one) for one in found.match.requirements],
        "terms": terms,
        "most_terms": SHOWN_TERMS,
        "sides": (
            (found.enterprise, marked_sections(enterprise_passages(found.enterprise), offered)),
            (found.scenario, marked_sections(scenario_passages(found.scenario), wanted)),
        ),
        "has_marks": bool(offered or wanted),
    }
    return templates.TemplateResponse(request, "pair.html", shown)


def bars(contributions: Sequence[Contribution]) -> list[tuple[Contribution, float, float]]:
    """Each contribution with two lengths in percent: what it could bring at most, and what it brings."""
    reach = [one.points if one.feature == "bias" else one.weight for one in contributions]
    longest = max(reach, default=0.0) or 1.0
    return [
        (one, 100 * most / longest, 100 * one.points / longest) for one, most in zip(contributions, reach, strict=True)
    ]
