"""Every error as application/problem+json, in Chinese, naming field and reason: where errors meet HTTP."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException

from api.schemas.problems import TITLES
from api.schemas.query import UnknownParameter
from api.storage.base import AlreadyExists, StorageError, StorageUnavailable
from api.usecases.list_narrowed import UnknownFilter
from api.usecases.submit_profile import SameName
from matcher import InvalidProfile, MatcherError, NotFound, UnknownCode
from matcher.errors import printable

RETRY_AFTER_S = 5
NO_JSON = "不是完整的 JSON，请检查引号、逗号和括号"
NO_UTF_8 = "请求体不是 UTF-8 编码，请另存为 UTF-8 再提交"
_WRITTEN_ESCAPED = {
    "\n": "换行，请改写成 \\n 或删去",
    "\r": "回车，请改写成 \\r 或删去",
    "\t": "制表符，请改写成 \\t 或删去",
}
_REASONS = {
    "missing": "缺少这一项，请填写",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "最多 {max_length} 字",
    "dict_type": "应为一个 JSON 对象",
    "string_type": "应为文字",
}


def problem(
    status: int, detail: str, errors: Mapping[str, str] | None = None, nearest: Sequence[str] = ()
) -> JSONResponse:
    """A problem document (RFC 9457) with the fields that are wrong and names that come near."""
    content: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(status, "请求失败"), "status": status}
    content["detail"] = detail
    content["errors"] = [{"field": field, "reason": reason} for field, reason in (errors or {}).items()]
    content["nearest"] = list(nearest)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status == 503 else None
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Register the handlers on an app."""
    app.add_exception_handler(MatcherError, _matcher_error)
    app.add_exception_handler(StorageError, _storage_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _matcher_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, NotFound):
        return problem(404, str(error), nearest=error.nearest)
    if isinstance(error, UnknownFilter | UnknownParameter):
        return problem(422, str(error), error.problems, error.nearest)
    if isinstance(error, SameName):
        return problem(409, str(error), {"name": str(error)})
    if isinstance(error, InvalidProfile):
        return problem(422, str(error), error.problems)
    if isinstance(error, UnknownCode):
        return problem(422, str(error), nearest=error.nearest)
    return problem(500, str(error))


async def _storage_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, AlreadyExists):
        return problem(409, str(error), {"id": str(error)})
    return problem(503 if isinstance(error, StorageUnavailable) else 500, str(error))


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = {}
    for found in error.errors():
        if found["type"] == "json_invalid":
            return problem(400, _fault_in_json(error.__cause__))
        field = ".".join(str(part) for part in found["loc"][1:]) or "(请求内容)"
        reason = _REASONS.get(found["type"], "格式不对")
        problems[field] = reason.format(**found.get("ctx", {}))
    return problem(422, "；".join(f"{field}：{reason}" for field, reason in problems.items()), problems)


def _fault_in_json(error: BaseException | None) -> str:
    """What is wrong with a body that is no JSON, and where, as far as its parser says so."""
    if not isinstance(error, json.JSONDecodeError):
        return NO_JSON
    place = f"第 {error.lineno} 行第 {error.colno} 列"
    if not error.msg.startswith("Invalid control character"):
        return f"{NO_JSON}（{place}）"
    char = error.doc[error.pos]
    advice = _WRITTEN_ESCAPED.get(char, f"字符 U+{ord(char):04X}，请删去")
    return f"JSON 的文字里不能直接写控制字符：{place}是{advice}"


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, UnicodeDecodeError):  # while FastAPI read the body
        return problem(400, NO_UTF_8)
    details = {
        400: "请求内容无法读取：应为 UTF-8 编码的 JSON，层级不要过深，数字不要过长",
        404: f"没有这个地址：{printable(request.url.path)}",
        405: f"这个地址不支持 {printable(request.method)} 请求",
    }
    response = problem(error.status_code, details.get(error.status_code) or str(error.detail))
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(_methods_of(request))
    return response


def _methods_of(request: Request) -> list[str]:
    """What can be asked at an address: all routes of the same path together; files can only be read."""
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.path_regex.match(request.url.path):
            found |= route.methods or {"GET"}
    return sorted(found | {"HEAD"} if "GET" in found else found)
