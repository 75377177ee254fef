"""The service: `create_app(settings)`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import error_handlers, log, openapi
from api.dependencies import only_declared_parameters
from api.market import Market, open_market
from api.middleware import BodyLimit, FaultAsProblem, HeadAsGet, ProblemAsPage, SecurityHeaders
from api.pages import guide, home
from api.pages import pairs as pair_pages
from api.pages.problems import problem_page
from api.routes import enterprises, health, pairs, projects, recommendations, scenarios
from api.settings import Settings, load_settings
from api.storage.base import OpenStore
from api.storage.database import open_database
from api.storage.sql import Database
from api.vectors import SharedVectors
from matcher import ENGINE_VERSION
from matcher.datasets import load_vectors
from matcher.embedding.cache import FolderStore
from matcher.embedding.choice import choose_embedder

PREFIX = "/api/v1"
ROUTES = (recommendations, enterprises, projects, scenarios, pairs)  # in this order the guide shows them


def create_app(
    settings: Settings | None = None, open_store: OpenStore | None = None, market: Market | None = None
) -> FastAPI:
    """An app on the database of the settings, or on the store and market given."""
    log.set_up()
    settings = settings or load_settings()
    database = open_database(settings.database)
    app = FastAPI(
        title="企业与应用场景匹配",
        version=ENGINE_VERSION,
        description="推荐、筛选与解释。结果供参考，不是决定。",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its page loads scripts from outside; /guide shows the same from here
        redoc_url=None,
        lifespan=_closing(database),
    )
    app.state.open_store = open_store or database
    app.state.writing = settings.writing == "local"
    app.state.market = market or _open_market(app.state.open_store, settings)
    for module in ROUTES:
        app.include_router(module.router, prefix=PREFIX, dependencies=[Depends(only_declared_parameters)])
    for module in (health, home, pair_pages, guide):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    app.add_middleware(FaultAsProblem)
    app.add_middleware(ProblemAsPage, page=problem_page, but="/api/")
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    error_handlers.install(app)
    openapi.install(app)
    return app


def _closing(database: Database) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.market.vectors.close()
        database.close()

    return lifespan


def today_in_china() -> date:
    """The day in China, wherever the server stands."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def open_vectors(settings: Settings, open_store: OpenStore) -> SharedVectors:
    """The sentence model of the settings, with what was computed before, also by `matcher embed` ahead of time."""
    embedder = choose_embedder(
        settings.embedder,
        settings.embedder_model,
        settings.embedder_key.get_secret_value(),
        settings.embedder_need_prefix,
        settings.embedder_offer_prefix,
    )
    vectors = SharedVectors(load_vectors(), embedder, open_store)
    vectors.known.add(FolderStore(settings.home / "vectors").read(vectors.known.model))
    return vectors


def _open_market(open_store: OpenStore, settings: Settings, today: Callable[[], date] = today_in_china) -> Market:
    with open_store(False) as store:
        return open_market(store, settings.snapshot, today, open_vectors(settings, open_store))
