"""/healthz and /readyz"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.schemas.health import Health, Readiness
from api.schemas.problems import problems

router = APIRouter(tags=["运行状态"])


@router.get("/healthz", response_model=Health, summary="进程是否在运行")
def healthz() -> dict[str, str]:
    """进程能应答即为 ok。"""
    return {"status": "ok"}


@router.get("/readyz", response_model=Readiness, summary="能否回答问题", responses=problems(503))
def readyz(store: ReadingStore, market: CurrentMarket) -> Any:
    """数据库可读、企业与场景已载入即为 ready；附当前修订号与个数。"""
    firms, needs = market.ask(store, lambda matchmaker: (len(matchmaker.enterprises), len(matchmaker.scenarios)))
    return JSONResponse({"status": "ready", "revision": market.revision, "enterprises": firms, "scenarios": needs})
