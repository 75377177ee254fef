"""The OpenAPI document, made to say what the service really answers."""

from typing import Any

from fastapi import FastAPI

from api.schemas.problems import TITLES

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

SUCCESS = {"201": "已保存"}


def install(app: FastAPI) -> None:
    """Every error is a problem document, on every route, and every answer is described in Chinese."""
    written_by_fastapi = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(written_by_fastapi())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # how FastAPI documents extending it


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    operation["responses"][status] = {"description": TITLES[int(status)], "content": PROBLEM}
                else:
                    response["description"] = SUCCESS.get(status, "成功")
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    return document
