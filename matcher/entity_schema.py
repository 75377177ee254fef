"""The JSON Schema of each kind of entity, derived from its type, so that there is one definition of every field."""

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any

from matcher.amounts import Amount
from matcher.entities import LINE_CHARS, NAME_CHARS
from matcher.entity_json import CHOICES, MAX_ITEMS, TEXT_FIELD, columns_of


def json_schema(kind: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of one kind of entity, derived from its type."""
    properties, required = {}, []
    for column, hint in columns_of(kind):
        choices = CHOICES.get((kind.__name__, column.name))
        properties[column.name] = _type_schema(hint, choices, column.metadata)
        if column.default is dataclasses.MISSING:
            required.append(column.name)
    if kind in TEXT_FIELD:
        properties["text"] = {"type": "string", "description": f"简写，等同于 {TEXT_FIELD[kind]}"}
    schema: dict[str, Any] = {"type": "object", "description": _chinese_name(kind), "properties": properties}
    return {**schema, "required": required, "additionalProperties": False}


def _chinese_name(kind: type) -> str:
    """The Chinese term that the docstring of a type begins with."""
    return re.split("[:.]", kind.__doc__ or "")[0]


def _type_schema(hint: Any, choices: tuple[str, ...] | None, metadata: Mapping[str, Any]) -> dict[str, Any]:
    schema = _bare_schema(hint, choices, metadata)
    return {**schema, "description": metadata["label"]} if "label" in metadata else schema


def _bare_schema(hint: Any, choices: tuple[str, ...] | None, metadata: Mapping[str, Any]) -> dict[str, Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    if typing.get_origin(hint) is tuple:
        items = _type_schema(typing.get_args(hint)[0], choices, {"max_chars": LINE_CHARS})
        return {"type": "array", "items": items, "maxItems": MAX_ITEMS}
    if hint is Amount:
        return {"anyOf": [{"type": "string", "description": "原文，如 近2400亿元"}, json_schema(Amount)]}
    if dataclasses.is_dataclass(hint):
        return json_schema(typing.cast(type, hint))
    if hint is date:
        return {"type": "string", "format": "date"}
    if hint is str or typing.get_origin(hint) is typing.Literal:
        if choices:
            return {"type": "string", "enum": list(choices)}
        return {"type": "string", "maxLength": metadata.get("max_chars", NAME_CHARS)}
    if hint is bool:
        return {"type": "boolean"}
    return {"type": "integer" if hint is int else "number", "minimum": 0, "exclusiveMaximum": 1e12}
