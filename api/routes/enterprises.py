"""/enterprises"""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import CurrentMarket, ReadingStore, WritingStore
from api.routes.bodies import WritingRoute
from api.routes.parameters import Cursor, EnterpriseName, Limit, Most, On
from api.schemas.enterprises import EnterpriseIn, EnterpriseOut, EnterprisePage
from api.schemas.entities import from_stored
from api.schemas.matches import RankingOut
from api.schemas.paging import page_body, page_of
from api.schemas.problems import problems
from api.usecases.recommend_scenarios import recommend_scenarios
from api.usecases.submit_profile import submit_profile
from matcher import NotFound

router = APIRouter(prefix="/enterprises", tags=["企业"], route_class=WritingRoute)


@router.post(
    "",
    status_code=201,
    response_model=EnterpriseOut,
    summary="新增企业，会保存（仅限本机）",
    responses=problems(400, 403, 409, 413, 415, 422, 503),
)
def create(body: EnterpriseIn, store: WritingStore, market: CurrentMarket) -> Any:
    """保存一家企业；返回 201 后，它会出现在之后的每个答案里。

    编号已存在时返回 409。没有自定编号而名称与已有企业完全相同时也返回 409，除非两者的统一社会信用代码都填了且不同。
    """
    stored = submit_profile(store, market.matchmaker.taxonomy, body.root)
    return JSONResponse(from_stored(stored), 201, {"Location": f"/api/v1/enterprises/{quote(stored.entity.id)}"})


@router.get("", response_model=EnterprisePage, summary="企业列表", responses=problems(422, 503))
def read_all(store: ReadingStore, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """按编号升序，一页一页读。"""
    return JSONResponse(page_body(store.enterprises.list(page_of(cursor, limit)), limit))


@router.get("/{id}", response_model=EnterpriseOut, summary="一家企业", responses=problems(404, 422, 503))
def read(id: EnterpriseName, store: ReadingStore, market: CurrentMarket) -> Any:
    """编号或名称都可以。"""
    stored = store.enterprises.get(id) or store.enterprises.get(
        market.ask(store, lambda matchmaker: matchmaker.enterprise(id)).id
    )
    if stored is None:
        raise NotFound("企业", id)
    return JSONResponse(from_stored(stored))


@router.get(
    "/{id}/recommendations", response_model=RankingOut, summary="为企业推荐场景", responses=problems(404, 422, 503)
)
def recommendations(
    id: EnterpriseName,
    store: ReadingStore,
    market: CurrentMarket,
    on: On = None,
    k: Most = 10,
) -> Any:
    """按得分从高到低，附理由；不符合硬性条件的场景单独列出。"""
    return JSONResponse(recommend_scenarios(store, market, id, on, k))
