"""/projects"""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from api.dependencies import ReadingStore
from api.routes.parameters import Cursor, Limit
from api.schemas.entities import from_stored
from api.schemas.paging import page_body, page_of
from api.schemas.problems import problems
from api.schemas.projects import ProjectOut, ProjectPage
from api.storage.base import Filter
from api.usecases.find_project import find_project

router = APIRouter(prefix="/projects", tags=["场景项目"])


@router.get("", response_model=ProjectPage, summary="场景项目列表", responses=problems(422, 503))
def read_all(
    store: ReadingStore,
    category: Annotated[str, Query(alias="class", description="场景大类")] = "",
    district: Annotated[str, Query(description="片区")] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """按编号升序，可按大类与片区筛选。"""
    return JSONResponse(page_body(store.projects.list(page_of(cursor, limit), Filter(category, district)), limit))


@router.get("/{id}", response_model=ProjectOut, summary="一个场景项目", responses=problems(404, 503))
def read(id: str, store: ReadingStore) -> Any:
    """编号或名称都可以。"""
    stored = store.projects.get(id) or find_project(store, id)
    return JSONResponse(from_stored(stored))
