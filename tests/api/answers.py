"""What every answer of the service is held against: the problem shape, and the service's own OpenAPI document."""

import re
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from jsonschema import Draft202012Validator

LOCAL = {"client": ("127.0.0.1", 50000), "base_url": "http://127.0.0.1", "raise_server_exceptions": False}
PREFIX = "/api/v1"


def problem_of(response: Response, status: int, field: str | None = None) -> dict[str, Any]:
    """The problem of a response: the agreed type and members, Chinese sentences, and the field that is wrong."""
    assert response.status_code == status, f"{response.status_code}: {response.text[:500]}"
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found.keys() == {"type", "title", "status", "detail", "errors", "nearest"}
    assert found["status"] == status
    for sentence in (found["title"], found["detail"], *(error["reason"] for error in found["errors"])):
        assert re.search("[\u4e00-\u9fff]", sentence), f"not a sentence for people: {sentence!r}"
    assert "Traceback" not in response.text
    if field is not None:
        assert field in [error["field"] for error in found["errors"]], found["errors"]
        assert field in found["detail"]
    return found


def documented(app: FastAPI, response: Response, template: str) -> Any:
    """The content of a response, checked against what the OpenAPI document says of its route, status and type."""
    document = app.openapi()
    operation = document["paths"][template][response.request.method.lower()]
    answers = operation["responses"]
    assert str(response.status_code) in answers, f"{response.status_code} is not documented: {response.text[:300]}"
    media_type = response.headers["content-type"].split(";")[0]
    described = answers[str(response.status_code)]["content"]
    assert media_type in described, f"{media_type} is not documented: {described.keys()}"
    schema = {**described[media_type]["schema"], "components": document["components"]}
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(response.json())
    return response.json()
