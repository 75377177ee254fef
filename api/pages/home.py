"""The start page: what is loaded, and what suits the enterprises of the roadshow."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.dependencies import CurrentMarket, ReadingStore
from api.usecases.describe_market import describe_market

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=Path(__file__).parent.parent / "templates")


@router.get("/", response_class=HTMLResponse)
def home(request: Request, store: ReadingStore, market: CurrentMarket) -> Any:
    """首页."""
    return templates.TemplateResponse(request, "home.html", {"market": describe_market(store, market)})
