"""Rankings and explained pairs out: the shape of `ranking_json` and `match_json`."""

from typing import Any

from pydantic import BaseModel, Field

from api.usecases.explain_pair import ExplainedPair
from matcher import match_json
from matcher.lifting import lifts_json

NOTES = "须先说明的话：没有可以比较的文字时，说明该填写什么；平时为空"


def _text(description: str, *examples: str) -> Any:
    return Field(description=description, examples=list(examples) or None)


class SpanOut(BaseModel):
    """匹配词在原文中的位置。"""

    field: str = _text("字段路径", "products[0].name")
    start: int = Field(description="起点，从 0 数起")
    end: int = Field(description="终点，不含这一个字符")


class TermOut(BaseModel):
    """双方对应的词及其贡献的分数。"""

    term: str = _text("企业的词")
    points: float = Field(description="这个词带来的分数")
    generic: bool = Field(description="不能作为依据：泛词、只是词义相近，或企业没有作为自身能力写出")
    source: str = _text("场景里对应的词；空 = 双方说的是同一个词")
    concept: str = _text("把两个词连起来的概念；空 = 同一个词，或只是词义相近")
    enterprise_spans: list[SpanOut] = Field(description="在企业材料中的位置")
    scenario_spans: list[SpanOut] = Field(description="在场景材料中的位置")


class ContributionOut(BaseModel):
    """得分的一项。"""

    feature: str = _text("信号的名称，供程序识别", "text_similarity", "bias")
    label: str = _text("信号的中文名称", "文本相似", "基础分")
    value: float | None = Field(description="取值，0 到 1；null 表示未知，按中性值计")
    weight: float = Field(description="权重：取值为 1 时得多少分")
    points: float = Field(description="这一项带来的分数")
    evidence: str = _text("依据，或未知的原因")
    terms: list[TermOut] = Field(description="双方对应的词；只有文本相似一项有")


class RequirementOut(BaseModel):
    """一条需求的覆盖程度。"""

    text: str = _text("需求原文")
    need: str = _text("must（必须）或 nice（期望）", "must")
    coverage: float = Field(description="覆盖程度，0 到 1；0.5 起算覆盖，0.2 起算部分，不到 0.2 算未体现")
    terms: list[str] = Field(description="企业材料中对应的词")
    passage: str = _text("企业材料中与这条需求意思最接近的一段；空 = 没有句向量可比")
    nearness: float | None = Field(description="那一段的接近程度，0 到 1；null = 没有句向量可比")


class VerdictOut(BaseModel):
    """硬性条件的结论。"""

    ok: bool = Field(description="是否没有发现不符合之处")
    reason: str = _text("不符合的原因；符合时为空")


class MatchOut(BaseModel):
    """一对企业与场景；各项 points 相加等于 score。"""

    enterprise_id: str = _text("企业编号")
    scenario_id: str = _text("具体场景编号")
    score: float = Field(ge=0, le=1, description="得分，0 到 1")
    band: str = _text("档次：强、中、弱、无依据", "强")
    contributions: list[ContributionOut] = Field(description="得分构成")
    missing: list[str] = Field(description="欠缺：企业材料没有体现的需求与没有填写的内容")
    reasons: list[str] = Field(description="理由，最重要的在前；无依据时为空")
    warnings: list[str] = Field(description="提醒：风险提示与待核验的资质，不影响得分")
    requirements: list[RequirementOut] = Field(description="需求逐条对照")
    verdict: VerdictOut = Field(description="硬性条件的结论，与得分分开")
    sentence_model: str = _text("所用句向量模型及版本；空 = 没有使用")


class RankedOut(MatchOut):
    """排名中的一行。"""

    rank: int = Field(description="名次，从 1 起")
    id: str = _text("这一行的编号：推荐时是场景，筛选时是企业")
    name: str = _text("这一行的名称")
    marks: list[str] = Field(description="须一并说明的标记：示例、含编者整理")


class QueryOut(BaseModel):
    """问的是谁。"""

    id: str = _text("编号；未保存的画像为“未保存”")
    name: str = _text("名称；没有给名称时为“未命名企业”")
    marks: list[str] = Field(description="须一并说明的标记：示例、含编者整理")
    notes: list[str] = Field(description=NOTES)


class RejectedOut(BaseModel):
    """不符合硬性条件的一方及原因。"""

    id: str = _text("编号")
    name: str = _text("名称")
    marks: list[str] = Field(description="须一并说明的标记：示例、含编者整理")
    reason: str = _text("不符合的原因")


class AnswerOut(BaseModel):
    """每个答案都带有的内容。"""

    on: str = _text("以哪一天为准", "2026-09-01")
    engine_version: str = _text("引擎版本")
    weights_version: str = _text("权重版本")


class RankingOut(AnswerOut):
    """推荐或筛选的结果，供参考，不是决定。"""

    query: QueryOut = Field(description="问的是谁")
    results: list[RankedOut] = Field(description="按得分从高到低")
    rejected: list[RejectedOut] = Field(description="不符合硬性条件的，附原因")


class LiftOut(BaseModel):
    """怎样能更合适：企业如果确实具备，可以写明的一处内容，以及单独改动这一处后重新计算的结果。"""

    field: str = _text("改动企业的哪个字段", "capability", "qualifications")
    advice: str = _text("做法，总以“如果”开头：只写真实具备的内容")
    gain: float = Field(description="得分增加多少；句向量还没有算出时，句意相近一项按原来的得分计")
    score: float = Field(ge=0, le=1, description="改动之后的得分")
    band: str = _text("改动之后的档次：强、中、弱、无依据", "强")


class PairOut(MatchOut, AnswerOut):
    """拆解一对：得分构成、逐条需求、欠缺、未入前列的原因，以及怎样能更合适。"""

    why_not: list[str] = Field(description="没有进入前 k 名的原因；在前列时为空")
    lifts: list[LiftOut] = Field(description="怎样能更合适，至多八条：能解除硬性条件的在前，其余按增加值从大到小")
    notes: list[str] = Field(description=NOTES)


def from_pair(pair: ExplainedPair) -> dict[str, Any]:
    """An explained pair as it is answered."""
    return {
        "on": pair.on.isoformat(),
        "engine_version": pair.engine_version,
        "weights_version": pair.weights_version,
        **match_json(pair.match),
        "why_not": list(pair.why_not),
        "lifts": lifts_json(pair.lifts),
        "notes": list(pair.notes),
    }
