"""What is done for every request: a limit on what it sends, HEAD, problems for people, unforeseen faults, headers."""

import json
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.error_handlers import problem


class BodyLimit:
    """Breaks off with 413 as soon as a body that is read is announced or found to be larger than `max_bytes`."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app, self._max_bytes = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        expected = int(announced) if announced.isdigit() else 0
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            self._require(expected)
            message = await receive()
            received += len(message.get("body", b""))
            self._require(received)
            return message

        await self._app(scope, receive_limited, send)

    def _require(self, size: int) -> None:
        if size > self._max_bytes:
            raise HTTPException(413, f"内容超过 {self._max_bytes / 1_000_000:g} MB，请精简后重试")


class ProblemAsPage:
    """Shows a browser what went wrong as a page; programs, and whoever asks below `but`, get the problem itself."""

    def __init__(self, app: ASGIApp, page: Callable[[dict[str, Any]], str], but: str) -> None:
        self._app, self._page, self._but = app, page, but

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = dict(scope.get("headers", ())).get(b"accept", b"")
        if scope["type"] != "http" or b"text/html" not in wanted or scope["path"].startswith(self._but):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_as_page(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                content = self._page(json.loads(body)).encode()
                length = str(len(content)).encode()
                said = {b"content-type": b"text/html; charset=utf-8", b"content-length": length, b"vary": b"accept"}
                kept = [(name, value) for name, value in start["headers"] if name not in said]
                await send({**start, "headers": [*kept, *said.items()]})
                await send({"type": "http.response.body", "body": content})

        await self._app(scope, receive, send_as_page)


def _is_problem(start: Message) -> bool:
    return dict(start.get("headers", ())).get(b"content-type") == b"application/problem+json"


class SecurityHeaders:
    """Pages load nothing from outside, run no inline script, and are not framed."""

    HEADERS = (
        (
            b"content-security-policy",
            b"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
            b"frame-ancestors 'none'",
        ),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class FaultAsProblem:
    """Answers a fault that nobody foresaw with 500, and hands it on to be logged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noticed(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noticed)
        except Exception:
            if scope["type"] == "http" and not started:
                sentence = "服务内部出错，已记录；请稍后重试，仍不行请联系管理员"
                await problem(500, sentence)(scope, receive, send)
            raise


class HeadAsGet:
    """Answers HEAD with what GET would say, without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_without_body)
