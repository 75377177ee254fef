"""Results as JSON objects: one shape for CLI, API and files (contract: data/schema/Match.json)."""

from collections.abc import Sequence
from typing import Any

from matcher.results import Contribution, Match, Ranking, Span, TermMatch


def ranking_json(ranking: Ranking, notes: Sequence[str] = ()) -> dict[str, Any]:
    """A ranking with the day it speaks of, the versions that computed it, and what has to be said of who asked."""
    return {
        "on": ranking.on.isoformat(),
        "engine_version": ranking.engine_version,
        "weights_version": ranking.weights_version,
        "query": {
            "id": ranking.query_id,
            "name": ranking.query_name,
            "marks": list(ranking.query_marks),
            "notes": list(notes),
        },
        "results": [
            {"rank": row.rank, "id": row.id, "name": row.name, "marks": list(row.marks), **match_json(row.match)}
            for row in ranking.results
        ],
        "rejected": [
            {"id": row.id, "name": row.name, "marks": list(row.marks), "reason": row.reason} for row in ranking.rejected
        ],
    }


def match_json(match: Match) -> dict[str, Any]:
    """One pair: score, band, summands, what is missing, why, and warnings."""
    return {
        "enterprise_id": match.enterprise_id,
        "scenario_id": match.scenario_id,
        "score": match.score,
        "band": str(match.band),
        "contributions": [_contribution(one) for one in match.contributions],
        "missing": list(match.missing),
        "reasons": list(match.reasons),
        "warnings": list(match.warnings),
        "requirements": [
            {
                "text": one.text,
                "need": one.need,
                "coverage": one.coverage,
                "terms": list(one.terms),
                "passage": one.passage,
                "nearness": one.nearness,
            }
            for one in match.requirements
        ],
        "verdict": {"ok": match.verdict.ok, "reason": match.verdict.reason},
        "sentence_model": match.sentence_model,
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    return {
        "feature": one.feature,
        "label": one.label,
        "value": one.value,
        "weight": one.weight,
        "points": one.points,
        "evidence": one.evidence,
        "terms": [_term(term) for term in one.terms],
    }


def _term(term: TermMatch) -> dict[str, Any]:
    return {
        "term": term.term,
        "points": term.points,
        "generic": term.is_generic,
        "source": term.source,
        "concept": term.concept,
        "enterprise_spans": [_span(span) for span in term.enterprise_spans],
        "scenario_spans": [_span(span) for span in term.scenario_spans],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"field": span.field, "start": span.start, "end": span.end}
