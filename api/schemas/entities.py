"""Entities as bodies: their shape is the engine's own JSON Schema, so that there is one definition of every field."""

from typing import Any, ClassVar

from pydantic import GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from api.storage.base import Stored
from matcher import json_schema, to_json


class EntityBody(RootModel[dict[str, Any]]):
    """A JSON object of one kind of entity; the engine checks its fields and names what is wrong."""

    kind: ClassVar[type]
    optional: ClassVar[tuple[str, ...]] = ()
    has_revision: ClassVar[bool] = False
    example: ClassVar[dict[str, Any]] = {}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found = json_schema(cls.kind)
        found["required"] = [name for name in found["required"] if name not in cls.optional]
        if cls.has_revision:
            found["properties"].pop("text", None)
            found["properties"]["revision"] = {"type": "integer", "minimum": 1, "description": "修订号，每次写入递增"}
            found["required"].append("revision")
        found["description"] = cls.__doc__
        return {**found, "title": cls.__name__, "examples": [cls.example] if cls.example else []}


def from_stored(stored: Stored[Any]) -> dict[str, Any]:
    """A stored entity as it is answered, with its revision."""
    return {**to_json(stored.entity), "revision": stored.revision}
