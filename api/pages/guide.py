"""The interface described for people, from the same OpenAPI document that programs read."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.home import templates

router = APIRouter(include_in_schema=False)


@router.get("/guide", response_class=HTMLResponse)
def guide(request: Request) -> Any:
    """接口说明."""
    document = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, "responses": sorted(operation["responses"]), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return templates.TemplateResponse(request, "guide.html", {"operations": operations, "document": document})
