"""Problems out (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, Field


class FieldProblem(BaseModel):
    """哪一项、什么问题."""

    field: str = Field(examples=["capability"])
    reason: str = Field(examples=["最多 20,000 字，现为 1,000,000 字，请精简"])


class Problem(BaseModel):
    """出错说明."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["填写的内容有误"])
    status: int = Field(examples=[422])
    detail: str
    errors: list[FieldProblem]
    nearest: list[str]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented problem answers of a route."""
    return {status: {"model": Problem, "description": "出错说明"} for status in statuses}
