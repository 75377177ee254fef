"""Scenarios out."""

from typing import Any, ClassVar

from pydantic import BaseModel, Field

from api.schemas.entities import EntityBody
from matcher import Scenario


class ScenarioOut(EntityBody):
    """具体场景与修订号。"""

    kind = Scenario
    has_revision = True
    example: ClassVar[dict[str, Any]] = {
        "id": "CQ2021-S01",
        "name": "科学大道智能交通",
        "project_id": "CQ2021-P01",
        "status": "公开",
        "revision": 9,
    }


class ScenarioPage(BaseModel):
    """一页具体场景。"""

    items: list[ScenarioOut] = Field(description="这一页的内容，按编号升序")
    next: str | None = Field(description="下一页的游标；没有下一页时为 null", examples=["RS0wYTFi"])
