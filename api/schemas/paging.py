"""Cursors: opaque to the caller, the last id of a page inside."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from api.schemas.entities import from_stored
from api.storage.base import Page, Stored
from matcher import InvalidProfile

MAX_LIMIT = 200
WRONG_CURSOR = "游标不对，请使用上一页返回的 next"


def page_of(cursor: str | None, limit: int) -> Page:
    """The page a cursor asks for, one row longer than shown to know whether another follows."""
    if not cursor:
        return Page("", limit + 1)
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        after = base64.b64decode(padded, altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, UnicodeError) as error:
        raise InvalidProfile({"cursor": WRONG_CURSOR}) from error
    if not after or "\x00" in after:
        raise InvalidProfile({"cursor": WRONG_CURSOR})
    return Page(after, limit + 1)


def page_body(rows: Sequence[Stored[Any]], limit: int) -> dict[str, Any]:
    """The rows of a page and the cursor of the next one."""
    shown = rows[:limit]
    following = shown[-1].entity.id if len(rows) > limit else None
    cursor = base64.urlsafe_b64encode(following.encode()).decode().rstrip("=") if following else None
    return {"items": [from_stored(row) for row in shown], "next": cursor}
