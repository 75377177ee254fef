"""/scenarios"""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.routes.parameters import Cursor, Limit, Most, On, ScenarioName
from api.schemas.entities import from_stored
from api.schemas.matches import RankingOut
from api.schemas.paging import page_body, page_of
from api.schemas.problems import problems
from api.schemas.scenarios import ScenarioOut, ScenarioPage
from api.storage.base import Filter
from api.usecases.list_narrowed import list_narrowed
from api.usecases.shortlist_enterprises import shortlist_enterprises
from matcher import NotFound

router = APIRouter(prefix="/scenarios", tags=["具体场景"])


@router.get("", response_model=ScenarioPage, summary="具体场景列表", responses=problems(422, 503))
def read_all(
    store: ReadingStore,
    category: Annotated[str, Query(alias="class", description="所属项目的场景大类，如 城市治理新模式场景")] = "",
    district: Annotated[str, Query(description="片区，如 高新区")] = "",
    status: Annotated[str, Query(description="状态，如 公开")] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """按编号升序，可按大类、片区与状态筛选。"""
    rows = list_narrowed(store, store.scenarios, page_of(cursor, limit), Filter(category, district, status))
    return JSONResponse(page_body(rows, limit))


@router.get("/{id}", response_model=ScenarioOut, summary="一个具体场景", responses=problems(404, 422, 503))
def read(id: ScenarioName, store: ReadingStore, market: CurrentMarket) -> Any:
    """编号或名称都可以。"""
    stored = store.scenarios.get(id) or store.scenarios.get(
        market.ask(store, lambda matchmaker: matchmaker.scenario(id)).id
    )
    if stored is None:
        raise NotFound("场景", id)
    return JSONResponse(from_stored(stored))


@router.get("/{id}/enterprises", response_model=RankingOut, summary="为场景筛选企业", responses=problems(404, 422, 503))
def shortlist(
    id: ScenarioName,
    store: ReadingStore,
    market: CurrentMarket,
    on: On = None,
    k: Most = 10,
) -> Any:
    """按得分从高到低，附理由；不符合硬性条件的企业单独列出。"""
    return JSONResponse(shortlist_enterprises(store, market, id, on, k))
