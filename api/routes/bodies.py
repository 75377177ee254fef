"""How a body is read: not before its sender may write, as UTF-8, and with every key only once."""

import json
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.dependencies import only_from_this_machine
from matcher import InvalidProfile
from matcher.errors import printable

MOST_NAMED = 20  # keys that are named one by one
JSON = "application/json"
READING = ("GET", "HEAD", "OPTIONS")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class BodyRoute(APIRoute):
    """Refuses a JSON body that says the same key twice; which of the two is meant cannot be known."""

    def get_route_handler(self) -> Handler:
        """The handler, given a request that reads its body so."""
        handle = super().get_route_handler()

        async def read(request: Request) -> Response:
            asked = _UniqueKeys(request.scope, request.receive)
            if request.method not in READING:
                await asked.body()  # what is too large is told so first
                _require_json(request.headers.get("content-type", ""))
            try:
                return await handle(asked)
            except HTTPException as error:  # FastAPI's word for whatever goes wrong while a body is read
                if isinstance(error.__cause__, InvalidProfile):
                    raise error.__cause__ from None
                raise

        return read


class WritingRoute(BodyRoute):
    """Whatever is not mere reading is for this machine alone, and that is said before the body is looked at."""

    def get_route_handler(self) -> Handler:
        """The handler behind the guard."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            if request.method not in READING:
                only_from_this_machine(request)
            return await handle(request)

        return guarded


def _require_json(content_type: str) -> None:
    media_type = content_type.split(";")[0].strip().lower()
    if media_type != JSON and not (media_type.startswith("application/") and media_type.endswith("+json")):
        now = f"现在是 {printable(content_type)}" if content_type else "现在没有写"
        raise HTTPException(415, f"请求内容应为 JSON：请把请求头 Content-Type 写成 {JSON}（{now}）")


class _UniqueKeys(Request):
    async def json(self) -> Any:
        text = (await self.body()).decode("utf-8-sig")  # json.loads would guess, and take UTF-16
        return json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        again = [printable(key) for key in found if times[key] > 1][:MOST_NAMED]
        raise InvalidProfile(dict.fromkeys(again, "同一个字段写了不止一次，请只保留一个"))
    return found
