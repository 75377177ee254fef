"""Results as JSON objects: one shape everywhere."""

import json
from datetime import date

from matcher import Matchmaker, match_json, ranking_json
from matcher.results import (
    Band,
    Contribution,
    Match,
    RankedMatch,
    Ranking,
    Rejection,
    RequirementMatch,
    Span,
    TermMatch,
    Verdict,
)
from tests.conftest import DAY

TERM = TermMatch(
    "路侧单元", 0.25, False, "路口", "车路协同", (Span("capability", 1, 5),), (Span("requirements[0].text", 0, 2),)
)
MATCH = Match(
    "F",
    "S",
    0.75,
    Band.STRONG,
    (Contribution("text_similarity", "文本相似", None, 0.5, 0.25, "说明", (TERM,)),),
    ("缺",),
    ("因",),
    ("警",),
    (RequirementMatch("需求", "must", 0.5, ("路口",), "某段", 0.25),),
    Verdict(False, "不行"),
    "某模型 1",
)
AS_JSON = {
    "enterprise_id": "F",
    "scenario_id": "S",
    "score": 0.75,
    "band": "强",
    "contributions": [
        {
            "feature": "text_similarity",
            "label": "文本相似",
            "value": None,
            "weight": 0.5,
            "points": 0.25,
            "evidence": "说明",
            "terms": [
                {
                    "term": "路侧单元",
                    "points": 0.25,
                    "generic": False,
                    "source": "路口",
                    "concept": "车路协同",
                    "enterprise_spans": [{"field": "capability", "start": 1, "end": 5}],
                    "scenario_spans": [{"field": "requirements[0].text", "start": 0, "end": 2}],
                }
            ],
        }
    ],
    "missing": ["缺"],
    "reasons": ["因"],
    "warnings": ["警"],
    "requirements": [
        {"text": "需求", "need": "must", "coverage": 0.5, "terms": ["路口"], "passage": "某段", "nearness": 0.25}
    ],
    "verdict": {"ok": False, "reason": "不行"},
    "sentence_model": "某模型 1",
}


def test_a_match_is_written_in_full() -> None:
    assert match_json(MATCH) == AS_JSON


def test_a_ranking_carries_its_day_its_versions_and_who_asked() -> None:
    ranking = Ranking(
        date(2026, 9, 1),
        "0.1",
        "w1",
        "S",
        "场景",
        (RankedMatch(1, "F", "企业", MATCH, ("示例",)),),
        (Rejection("G", "别的", "不行"),),
        ("含编者整理",),
    )
    assert ranking_json(ranking, ["先说明"]) == {
        "on": "2026-09-01",
        "engine_version": "0.1",
        "weights_version": "w1",
        "query": {"id": "S", "name": "场景", "marks": ["含编者整理"], "notes": ["先说明"]},
        "results": [{"rank": 1, "id": "F", "name": "企业", "marks": ["示例"], **AS_JSON}],
        "rejected": [{"id": "G", "name": "别的", "marks": [], "reason": "不行"}],
    }


def test_every_answer_is_strict_json(tiny_city: Matchmaker) -> None:
    for id in tiny_city.scenarios:
        answer = ranking_json(tiny_city.shortlist(id, DAY))
        assert json.loads(json.dumps(answer, allow_nan=False)) == answer
