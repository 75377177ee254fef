"""The OpenAPI document speaks Chinese: operations, parameters, answers and every field of every body."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.answers import PREFIX
from tests.descriptions import is_chinese, undescribed


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_parameter_and_answer_is_described_in_chinese(city: TestClient) -> None:
    document = city.get(f"{PREFIX}/openapi.json").json()
    assert is_chinese(document["info"]["title"]) and is_chinese(document["info"]["description"])
    found = []
    for place, operation in operations(document):
        texts = {"summary": operation.get("summary"), "description": operation.get("description")}
        texts |= {f"? {one['name']}": one.get("description") for one in operation.get("parameters", [])}
        texts |= {f"-> {status}": answer["description"] for status, answer in operation["responses"].items()}
        found += [f"{place} {name}: {text}" for name, text in texts.items() if not is_chinese(text)]
    assert found == []


def test_every_field_of_every_body_is_described_in_chinese(city: TestClient) -> None:
    schemas = city.get(f"{PREFIX}/openapi.json").json()["components"]["schemas"]
    assert len(schemas) >= 15
    assert [name for name, schema in schemas.items() if not is_chinese(schema.get("description"))] == []
    assert [path for name, schema in schemas.items() for path in undescribed(schema, name)] == []


def test_the_first_operation_stores_nothing_and_the_one_that_stores_says_when_it_refuses(city: TestClient) -> None:
    document = city.get(f"{PREFIX}/openapi.json").json()
    assert operations(document)[0][0] == f"POST {PREFIX}/recommendations"
    storing = document["paths"][f"{PREFIX}/enterprises"]["post"]
    assert "会保存" in storing["summary"]
    assert "409" in storing["description"] and "409" in storing["responses"]


def test_what_a_body_is_called_says_what_becomes_of_it(city: TestClient) -> None:
    schemas = city.get(f"{PREFIX}/openapi.json").json()["components"]["schemas"]
    assert "不保存" in schemas["ProfileIn"]["description"]
    assert "系统编号" in schemas["EnterpriseIn"]["description"]
