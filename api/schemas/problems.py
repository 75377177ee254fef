"""Problems out (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, Field

TITLES = {
    400: "请求无法读取",
    403: "不允许此操作",
    404: "没有找到",
    405: "不支持这种请求方式",
    409: "与已有的记录重复",
    413: "内容过大",
    415: "内容类型不对",
    422: "填写的内容有误",
    500: "服务内部出错",
    503: "服务暂时不可用",
}


class FieldProblem(BaseModel):
    """哪一项、什么问题。"""

    field: str = Field(description="字段或参数", examples=["capability"])
    reason: str = Field(description="什么问题，应当怎样", examples=["最多 20,000 字，现为 1,000,000 字，请精简"])


class Problem(BaseModel):
    """出错说明。"""

    type: str = Field(description="类型，总是 about:blank", examples=["about:blank"])
    title: str = Field(description="哪一类问题", examples=["填写的内容有误"])
    status: int = Field(description="状态码", examples=[422])
    detail: str = Field(description="完整的说明")
    errors: list[FieldProblem] = Field(description="逐项的问题；与某一项无关时为空")
    nearest: list[str] = Field(description="相近的名称或可选的值；没有时为空")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented problem answers of a route."""
    return {status: {"model": Problem, "description": TITLES[status]} for status in statuses}
