"""The schemas in data/schema: every field says in Chinese what it is."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from matcher.datasets import data_folder
from tests.descriptions import is_chinese, undescribed

FILES = sorted((data_folder() / "schema").glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_field_is_described_in_chinese(file: Path) -> None:
    schema = json.loads(file.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert is_chinese(schema["description"])
    found = list(undescribed(schema, schema["title"]))
    for name, definition in schema.get("$defs", {}).items():
        found += undescribed(definition, name)
    assert found == []


def test_all_schemas_are_there() -> None:
    assert {file.stem for file in FILES} == {"Enterprise", "Match", "Problem", "Scenario", "ScenarioProject"}


def test_a_missing_or_english_description_would_be_noticed() -> None:
    for text in ("", None, "Field name", "金额: bounds in 万元"):
        schema = {"properties": {"a": {"items": {"properties": {"b": {"description": text}}}, "description": "甲"}}}
        assert list(undescribed(schema, "X")) == [f"X.a[].b: {text}"]
    assert is_chinese("行业代码（GB/T 4754-2017），第一个为主行业") and is_chinese("简写，等同于 capability")
