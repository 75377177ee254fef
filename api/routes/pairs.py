"""/pairs"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.routes.parameters import Most, On
from api.schemas.matches import PairOut
from api.schemas.problems import problems
from api.usecases.explain_pair import explain_pair

router = APIRouter(prefix="/pairs", tags=["企业与场景"])


@router.get(
    "/{enterprise}/{scenario}", response_model=PairOut, summary="拆解一对的得分", responses=problems(404, 422, 503)
)
def read(
    enterprise: str,
    scenario: str,
    store: ReadingStore,
    market: CurrentMarket,
    on: On = None,
    k: Most = 10,
) -> Any:
    """得分构成、匹配词位置、逐条需求、欠缺，以及没有进入前列的原因。"""
    return JSONResponse(explain_pair(store, market, enterprise, scenario, on, k))
