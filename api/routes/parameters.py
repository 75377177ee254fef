"""Query parameters that several routes share."""

from typing import Annotated

from fastapi import Query

from api.schemas.paging import MAX_LIMIT

Cursor = Annotated[str | None, Query(description="上一页返回的 next；不给则从头开始")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"每页几条，1 到 {MAX_LIMIT}")]
Most = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=f"前几名，1 到 {MAX_LIMIT}")]
On = Annotated[str | None, Query(description="以哪一天为准，如 2026-09-01；默认取数据自带的日期，没有则为当天")]
