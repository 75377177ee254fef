"""What a request is given: a store that it commits itself, the market, and guards for asking and writing."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.dependencies.models import Dependant

from api.market import Market
from api.schemas.query import require_known
from api.storage.base import Store

PROXY_HEADERS = ("forwarded", "x-forwarded", "x-real-ip", "via")
WRITING_IS_OFF = "本服务已关闭写入（MATCHER_WRITING=off）"
LOCAL_NAMES = ("localhost",)
ONLY_LOCAL = "当前版本只允许在本机写入（账户功能启用前），请在服务器本机操作"


def reading_store(request: Request) -> Iterator[Store]:
    """A store for one request that only reads."""
    with request.app.state.open_store(False) as store:
        yield store


def writing_store(request: Request) -> Iterator[Store]:
    """A store for one request that writes; the use case commits."""
    with request.app.state.open_store(True) as store:
        yield store


def market(request: Request) -> Market:
    """The market of this process."""
    found: Market = request.app.state.market
    return found


async def only_declared_parameters(request: Request) -> None:
    """Every query parameter is one that the route declares, itself or through what it depends on."""
    require_known(request.query_params.keys(), _declared(request.scope["route"].dependant))


def _declared(dependant: Dependant) -> list[str]:
    below = (name for one in dependant.dependencies for name in _declared(one))
    return [*(field.alias for field in dependant.query_params), *below]


def only_from_this_machine(request: Request) -> None:
    """Writing needs a peer, a host and an origin on loopback, and no proxy between, until accounts exist."""
    if not request.app.state.writing:
        raise HTTPException(403, WRITING_IS_OFF)
    proxied = any(name.startswith(PROXY_HEADERS) for name in request.headers)
    peers = [request.client.host if request.client else "", _host(f"//{request.headers.get('host', '')}")]
    if "origin" in request.headers:
        peers.append(_host(request.headers["origin"]))
    if proxied or not all(_is_loopback(peer) for peer in peers):
        raise HTTPException(403, ONLY_LOCAL)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host in LOCAL_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


ReadingStore = Annotated[Store, Depends(reading_store)]
WritingStore = Annotated[Store, Depends(writing_store)]
CurrentMarket = Annotated[Market, Depends(market)]
