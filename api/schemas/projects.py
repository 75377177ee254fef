"""Projects out."""

from typing import Any, ClassVar

from pydantic import BaseModel, Field

from api.schemas.entities import EntityBody
from matcher import ScenarioProject


class ProjectOut(EntityBody):
    """场景项目与修订号。"""

    kind = ScenarioProject
    has_revision = True
    example: ClassVar[dict[str, Any]] = {
        "id": "CQ2021-P01",
        "name": "科学大道智能交通",
        "category": "城市治理新模式场景",
        "revision": 1,
    }


class ProjectPage(BaseModel):
    """一页场景项目。"""

    items: list[ProjectOut] = Field(description="这一页的内容，按编号升序")
    next: str | None = Field(description="下一页的游标；没有下一页时为 null", examples=["RS0wYTFi"])
