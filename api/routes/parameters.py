"""Query parameters that several routes share."""

from typing import Annotated

from fastapi import Path, Query

from api.schemas.paging import MAX_LIMIT

EnterpriseName = Annotated[str, Path(description="企业的编号、名称、简称或曾用名")]
ScenarioName = Annotated[str, Path(description="具体场景的编号或名称")]
ProjectName = Annotated[str, Path(description="场景项目的编号或名称")]
Cursor = Annotated[str | None, Query(description="上一页返回的 next；不给则从头开始")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"每页几条，1 到 {MAX_LIMIT}")]
Most = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"前几名，1 到 {MAX_LIMIT}")]
On = Annotated[str | None, Query(description="以哪一天为准，如 2026-09-01；默认取数据自带的日期，没有则为当天")]
