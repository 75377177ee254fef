"""/recommendations"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.routes.bodies import BodyRoute
from api.routes.parameters import Most, On
from api.schemas.enterprises import ProfileIn
from api.schemas.matches import RankingOut
from api.schemas.problems import problems
from api.usecases.recommend_scenarios import recommend_scenarios
from api.usecases.submit_profile import unsaved_enterprise

router = APIRouter(prefix="/recommendations", tags=["推荐"], route_class=BodyRoute)


@router.post(
    "",
    response_model=RankingOut,
    summary="为企业画像推荐场景，不保存",
    responses=problems(400, 413, 415, 422, 503),
)
def recommend(
    body: ProfileIn,
    store: ReadingStore,
    market: CurrentMarket,
    on: On = None,
    k: Most = 10,
) -> Any:
    """只比较，不保存任何内容；没有可以比较的文字时，query.notes 会说明该填写什么。"""
    enterprise = unsaved_enterprise(body.root, market.matchmaker.taxonomy)
    return JSONResponse(recommend_scenarios(store, market, enterprise, on, k))
