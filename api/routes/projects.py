"""/projects"""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from api.dependencies import ReadingStore
from api.routes.parameters import Cursor, Limit, ProjectName
from api.schemas.entities import from_stored
from api.schemas.paging import page_body, page_of
from api.schemas.problems import problems
from api.schemas.projects import ProjectOut, ProjectPage
from api.storage.base import Filter
from api.usecases.find_project import find_project
from api.usecases.list_narrowed import list_narrowed

router = APIRouter(prefix="/projects", tags=["场景项目"])


@router.get("", response_model=ProjectPage, summary="场景项目列表", responses=problems(422, 503))
def read_all(
    store: ReadingStore,
    category: Annotated[str, Query(alias="class", description="场景大类，如 城市治理新模式场景")] = "",
    district: Annotated[str, Query(description="片区，如 高新区")] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """按编号升序，可按大类与片区筛选。"""
    rows = list_narrowed(store, store.projects, page_of(cursor, limit), Filter(category, district))
    return JSONResponse(page_body(rows, limit))


@router.get("/{id}", response_model=ProjectOut, summary="一个场景项目", responses=problems(404, 422, 503))
def read(id: ProjectName, store: ReadingStore) -> Any:
    """编号或名称都可以。"""
    stored = store.projects.get(id) or find_project(store, id)
    return JSONResponse(from_stored(stored))
