"""What went wrong, for a person with a browser."""

from typing import Any

from api.pages.templates import templates


def problem_page(problem: dict[str, Any]) -> str:
    """The page of a problem document."""
    return templates.get_template("problem.html").render(problem=problem)
