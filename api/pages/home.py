"""The start page: what is loaded, and what suits the enterprises of the roadshow."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentMarket, ReadingStore
from api.pages.templates import templates
from api.usecases.describe_market import describe_market

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
def home(request: Request, store: ReadingStore, market: CurrentMarket) -> Any:
    """首页."""
    return templates.TemplateResponse(request, "home.html", {"market": describe_market(store, market)})
