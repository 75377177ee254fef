"""Which parts of a JSON Schema lack a description that is plain Chinese."""

import re
from collections.abc import Iterator
from typing import Any

ENGLISH = re.compile("[A-Za-z]{2,} [a-z]{2,}")  # two words of a sentence; a name or a code stands alone


def is_chinese(text: object) -> bool:
    """Whether a text is a Chinese one that at most names something in English."""
    return isinstance(text, str) and bool(re.search("[\u4e00-\u9fff]", text)) and not ENGLISH.search(text)


def undescribed(schema: dict[str, Any], path: str) -> Iterator[str]:
    """Paths of the properties of a schema, however deep, whose description is missing or not Chinese."""
    for name, one in schema.get("properties", {}).items():
        if not is_chinese(one.get("description")):
            yield f"{path}.{name}: {one.get('description')}"
        yield from undescribed(one, f"{path}.{name}")
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    for part in parts:
        if "description" in part and not is_chinese(part["description"]):
            yield f"{path}[]: {part['description']}"
        yield from undescribed(part, f"{path}[]")
