"""The interface described for people, from the same OpenAPI document that programs read."""

import json
import shlex
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.templates import templates

router = APIRouter(include_in_schema=False)
JSON = "application/json"


@router.get("/guide", response_class=HTMLResponse)
def guide(request: Request) -> Any:
    """接口说明."""
    document = request.app.openapi()
    here = str(request.base_url).rstrip("/")
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "statuses": sorted(operation["responses"]),
            "stores": "201" in operation["responses"],
            **operation,
            **_body(document, operation, f"{here}{path}"),
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return templates.TemplateResponse(request, "guide.html", {"operations": operations, "document": document})


def _body(document: dict[str, Any], operation: dict[str, Any], address: str) -> dict[str, str]:
    """An example of the body that an operation takes, and the command that sends it; nothing where it takes none."""
    if "requestBody" not in operation:
        return {}
    name = operation["requestBody"]["content"][JSON]["schema"]["$ref"].rsplit("/", 1)[1]
    example = document["components"]["schemas"][name]["examples"][0]
    sent = shlex.quote(json.dumps(example, ensure_ascii=False))
    return {
        "example": json.dumps(example, ensure_ascii=False, indent=2),
        "command": f"curl -X POST {shlex.quote(address)} -H 'Content-Type: {JSON}' -d {sent}",
    }
