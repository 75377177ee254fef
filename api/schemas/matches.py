"""Rankings and explained pairs out: the shape of `ranking_json` and `match_json`."""

from typing import Any

from pydantic import BaseModel, Field

from api.usecases.explain_pair import ExplainedPair
from matcher import match_json


class SpanOut(BaseModel):
    """匹配词在原文中的位置：字段名与起止（左闭右开）."""

    field: str
    start: int
    end: int


class TermOut(BaseModel):
    """双方对应的词及其贡献的分数."""

    term: str
    points: float
    generic: bool = Field(description="不能作为依据：泛词、只是词义相近，或企业没有作为自身能力写出")
    source: str = Field(description="场景里对应的词；空 = 双方说的是同一个词")
    concept: str = Field(description="把两个词连起来的概念；空 = 同一个词，或只是词义相近")
    enterprise_spans: list[SpanOut]
    scenario_spans: list[SpanOut]


class ContributionOut(BaseModel):
    """得分的一项；取值为 null 表示未知，按中性值计."""

    feature: str
    label: str
    value: float | None
    weight: float
    points: float
    evidence: str
    terms: list[TermOut]


class RequirementOut(BaseModel):
    """一条需求的覆盖程度."""

    text: str
    need: str
    coverage: float
    terms: list[str]


class VerdictOut(BaseModel):
    """硬性条件的结论."""

    ok: bool
    reason: str


class MatchOut(BaseModel):
    """一对企业与场景；各项 points 相加等于 score."""

    enterprise_id: str
    scenario_id: str
    score: float = Field(ge=0, le=1)
    band: str = Field(examples=["强"])
    contributions: list[ContributionOut]
    missing: list[str]
    reasons: list[str]
    warnings: list[str]
    requirements: list[RequirementOut]
    verdict: VerdictOut


class RankedOut(MatchOut):
    """排名中的一行."""

    rank: int
    id: str
    name: str
    marks: list[str] = Field(description="示例、含编者整理")


class QueryOut(BaseModel):
    """问的是谁."""

    id: str
    name: str
    marks: list[str]


class RejectedOut(BaseModel):
    """不符合硬性条件的一方及原因."""

    id: str
    name: str
    marks: list[str]
    reason: str


class RankingOut(BaseModel):
    """推荐或筛选的结果，供参考，不是决定."""

    on: str = Field(examples=["2026-09-01"])
    engine_version: str
    weights_version: str
    query: QueryOut
    results: list[RankedOut]
    rejected: list[RejectedOut]


class PairOut(MatchOut):
    """拆解一对：得分构成、逐条需求、欠缺与未入前列的原因."""

    on: str
    engine_version: str
    weights_version: str
    why_not: list[str]


def from_pair(pair: ExplainedPair) -> dict[str, Any]:
    """An explained pair as it is answered."""
    return {
        "on": pair.on.isoformat(),
        "engine_version": pair.engine_version,
        "weights_version": pair.weights_version,
        **match_json(pair.match),
        "why_not": list(pair.why_not),
    }
