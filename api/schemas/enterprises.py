"""Enterprises in and out."""

from typing import Any, ClassVar

from pydantic import BaseModel, Field

from api.schemas.entities import EntityBody
from matcher import Enterprise

EXAMPLE: dict[str, Any] = {
    "name": "某某路侧感知科技有限公司",
    "capability": "从事路侧毫米波雷达、边缘计算单元和信号机接口的研制，产品用于路口行人与车辆检测。",
    "industry_codes": ["3963"],
    "size": "小型",
    "service_areas": ["重庆"],
    "products": [{"name": "路口多目标雷达", "figures": "检测距离 250 米"}],
}


class EnterpriseIn(EntityBody):
    """企业；不给编号时由系统编号。"""

    kind = Enterprise
    optional = ("id",)
    example = EXAMPLE


class ProfileIn(EntityBody):
    """企业画像，只比较、不保存；编号与名称可以不给。"""

    kind = Enterprise
    optional = ("id", "name")
    example: ClassVar[dict[str, Any]] = {"text": EXAMPLE["capability"]}


class EnterpriseOut(EntityBody):
    """企业与修订号。"""

    kind = Enterprise
    has_revision = True
    example: ClassVar[dict[str, Any]] = {"id": "E-0a1b2c3d4e5f", **EXAMPLE, "revision": 251}


class EnterprisePage(BaseModel):
    """一页企业，按编号升序；`next` 为下一页的游标，没有下一页时为 null."""

    items: list[EnterpriseOut] = Field(description="这一页的内容，按编号升序")
    next: str | None = Field(description="下一页的游标；没有下一页时为 null", examples=["RS0wYTFi"])
