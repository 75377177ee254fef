"""/pairs"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.routes.parameters import EnterpriseName, Most, On, ScenarioName
from api.schemas.matches import PairOut, from_pair
from api.schemas.problems import problems
from api.usecases.explain_pair import explain_pair

router = APIRouter(prefix="/pairs", tags=["企业与场景"])


@router.get(
    "/{enterprise}/{scenario}", response_model=PairOut, summary="拆解一对的得分", responses=problems(404, 422, 503)
)
def read(
    enterprise: EnterpriseName,
    scenario: ScenarioName,
    store: ReadingStore,
    market: CurrentMarket,
    on: On = None,
    k: Most = 10,
) -> Any:
    """得分构成、匹配词位置、逐条需求、欠缺、没有进入前列的原因，以及怎样能更合适。"""
    return JSONResponse(from_pair(explain_pair(store, market, enterprise, scenario, on, k)))
