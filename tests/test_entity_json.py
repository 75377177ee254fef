"""Entities as JSON: there and back, and every kind of bad input named by its field."""

import json
import math
from datetime import date
from typing import Any

import pytest

from matcher import InvalidProfile, from_json, json_schema, load_catalogue, load_sample, to_json
from matcher.amounts import Amount
from matcher.entities import Enterprise, Scenario, ScenarioProject
from matcher.entity_json import MAX_ENTITY_CHARS, MAX_ITEMS
from tests.conftest import tiny_data

CODE = "91500001000000000K"
FULL_FIRM = {
    "id": "甲-1_a.b",
    "name": "某企业",
    "short_names": ["某"],
    "credit_code": CODE,
    "founded_on": "2001-02-03",
    "registered_capital_wan": 12.5,
    "headcount": 0,
    "size": "小型",
    "registration_status": "存续",
    "qualifications": [{"type": "CMMI", "level": "3", "valid_until": "2027-01-01"}],
    "products": [{"name": "产品"}],
    "cases": [{"name": "案例", "year": 2024, "size_wan": 0.5}],
    "intellectual_property": [{"kind": "专利", "name": "权利", "granted_on": "2020-01-01"}],
    "risk_notes": [{"text": "提示"}],
}
FULL_NEED = {
    "id": "S",
    "name": "某场景",
    "budget": {"low_wan": 800.0, "as_written": "不低于800万元"},
    "first_use": False,
    "requirements": [{"text": "一", "need": "nice"}],
    "required_qualifications": [{"type": "CMMI", "level": "3", "need": "must"}],
    "excluded_sizes": ["大型", "微型"],
    "status": "公开",
}


def problems(kind: type, record: object) -> dict[str, str]:
    with pytest.raises(InvalidProfile) as caught:
        from_json(kind, record)
    return caught.value.problems


def firm(**fields: Any) -> dict[str, Any]:
    return {"id": "A", "name": "甲", **fields}


@pytest.mark.parametrize(("kind", "record"), [(Enterprise, FULL_FIRM), (Scenario, FULL_NEED)])
def test_an_object_comes_back_as_it_was(kind: type, record: dict[str, Any]) -> None:
    assert to_json(from_json(kind, record)) == record


@pytest.mark.parametrize("data", [tiny_data(), load_catalogue(), load_sample()], ids=["tiny", "catalogue", "sample"])
def test_every_entity_of_the_data_survives_the_way_through_text(data: Any) -> None:
    for kind, entities in (
        (Enterprise, data.enterprises),
        (ScenarioProject, data.projects),
        (Scenario, data.scenarios),
    ):
        for entity in entities:
            assert from_json(kind, json.loads(json.dumps(to_json(entity)))) == entity


def test_the_minimal_object_holds_its_text_where_it_counts() -> None:
    assert from_json(Enterprise, firm(text="雷达")).capability == "雷达"
    assert from_json(Scenario, firm(text="雷达")).background == "雷达"
    assert problems(ScenarioProject, firm(text="雷达")) == {"text": "不认识的字段，请删除或改为已有字段名"}


def test_the_text_is_not_lost_beside_an_empty_capability() -> None:
    assert from_json(Enterprise, firm(text="雷达", capability="")).capability == "雷达"


def test_a_text_of_nothing_says_nothing_beside_a_capability() -> None:
    for nothing in (None, "", " \u3000\n"):
        assert from_json(Enterprise, firm(text=nothing, capability="雷达")).capability == "雷达"


def test_a_credit_code_is_kept_compact() -> None:
    assert from_json(Enterprise, firm(credit_code=" 9150-0001 000000000k")).credit_code == CODE


def test_the_texts_of_one_entity_are_bounded_together() -> None:
    half = {"capability": "长" * 20_000, "business_scope": "长" * 20_000}
    rest = MAX_ENTITY_CHARS - 40_000 - len("A甲")
    names, rest = ["长" * 2_000] * (rest // 2_000), rest % 2_000
    whole = firm(**half, short_names=[*names, "长" * rest])
    assert len(from_json(Enterprise, whole).short_names) == len(names) + 1
    found = problems(Enterprise, {**whole, "name": "甲乙"})
    assert found == {"(整条记录)": "全部文字合计最多 60,000 字，请精简"}


def test_null_and_the_empty_text_are_unknown() -> None:
    assert from_json(Enterprise, firm(size="", headcount=None, cases=None)) == from_json(Enterprise, firm())


def test_an_amount_is_read_from_text_or_object() -> None:
    assert from_json(Scenario, firm(budget="5000-8000万元")).budget == Amount(5000, 8000, "5000-8000万元")
    assert from_json(Scenario, firm(budget={"high_wan": 5})).budget == Amount(None, 5.0, "")


@pytest.mark.parametrize("record", [None, [], "甲", 5, True, math.nan])
def test_what_is_no_object_is_refused(record: object) -> None:
    assert problems(Enterprise, record) == {"(整条记录)": "应为一个 JSON 对象"}


@pytest.mark.parametrize("name", [{}, {"name": None}, {"name": ""}, {"name": "\u0001"}, {"name": "  "}])
def test_a_missing_or_empty_name_is_named(name: dict[str, Any]) -> None:
    assert problems(Enterprise, {"id": "A", **name}) == {"name": "缺少企业名称，请填写"}


@pytest.mark.parametrize("id", ["a b", "a/b", "甲，", "a" * 65, "\n", "../x", "\u202ea"])
def test_an_id_has_letters_digits_and_three_marks_only(id: str) -> None:
    assert list(problems(Enterprise, {"id": id, "name": "甲"})) == ["id"]


@pytest.mark.parametrize(
    ("fields", "path", "reason"),
    [
        ({"capability": "长" * 1_000_000}, "capability", "最多 20,000 字，现为 1,000,000 字"),
        ({"short_names": ["长" * 2_001]}, "short_names[0]", "最多 2,000 字"),
        ({"text": "a\u0000b"}, "text", "第 2 个字符是无法使用的控制字符（U+0000）"),
        ({"text": "长" * 20_001}, "text", "最多 20,000 字"),
        ({"text": 5}, "text", "应为文字"),
        ({"text": ["雷达"]}, "text", "应为文字"),
        ({"text": "雷达", "capability": "激光"}, "text", "text 是 capability 的简写，两者只填一个"),
        ({"capability": "\u001b[31m"}, "capability", "第 1 个字符是无法使用的控制字符（U+001B）"),
        ({"products": [{"name": "甲"}, {"name": "\ud800"}]}, "products[1].name", "（U+D800）"),
        ({"capability": 5}, "capability", "应为文字"),
        ({"capability": ["雷达"]}, "capability", "应为文字"),
        ({"short_names": "甲"}, "short_names", "应为一个列表"),
        ({"short_names": [None]}, "short_names[0]", "应为文字"),
        ({"short_names": {"0": "甲"}}, "short_names", "应为一个列表"),
        ({"cases": ["甲"]}, "cases[0]", "应为一个 JSON 对象"),
        ({"cases": [{}]}, "cases[0].name", "缺少案例名称"),
        ({"cases": [{"name": "甲", "color": 1}]}, "cases[0].color", "不认识的字段"),
        ({"色彩": 1}, "色彩", "不认识的字段"),
        ({"a\u001b\ud800" + "长" * 99: 1}, "a��" + "长" * 57 + "…", "不认识的字段"),
        ({"short_names": ["甲"] * (MAX_ITEMS + 1)}, "short_names", "最多 200 项，现为 201 项"),
        ({"headcount": "5"}, "headcount", "应为整数"),
        ({"headcount": True}, "headcount", "应为整数"),
        ({"headcount": 5.5}, "headcount", "应为整数"),
        ({"headcount": math.nan}, "headcount", "应为整数"),
        ({"headcount": -1}, "headcount", "应为不小于 0 的有限数"),
        ({"registered_capital_wan": "5"}, "registered_capital_wan", "应为数字"),
        ({"registered_capital_wan": math.nan}, "registered_capital_wan", "应为不小于 0 的有限数"),
        ({"registered_capital_wan": math.inf}, "registered_capital_wan", "应为不小于 0 的有限数"),
        ({"registered_capital_wan": 1e12}, "registered_capital_wan", "应为不小于 0 的有限数"),
        ({"registered_capital_wan": 10**400}, "registered_capital_wan", "应为不小于 0 的有限数"),
        ({"headcount": 10**400}, "headcount", "应为不小于 0 的有限数"),
        ({"founded_on": "2026-02-30"}, "founded_on", "没有 2026-02-30 这一天"),
        ({"founded_on": "2021-13-01"}, "founded_on", "没有 2021-13-01 这一天"),
        ({"founded_on": "2026年9月"}, "founded_on", "应为日期，写作 2026-09-01"),
        ({"revenue_band": "约abc123"}, "revenue_band", "读不出金额"),
        (
            {"qualifications": [{"type": "CMMI", "valid_from": "2026-01-02", "valid_until": "2026-01-01"}]},
            "qualifications[0].valid_until",
            "结束的日子早于开始的日子 2026-01-02",
        ),
        ({"founded_on": "20260901"}, "founded_on", "应为日期"),
        ({"founded_on": "2026-W36-2"}, "founded_on", "应为日期"),
        ({"founded_on": 20260901}, "founded_on", "应为日期"),
        ({"founded_on": "\ud800"}, "founded_on", "应为日期"),
        ({"size": "大\u009b" + "长" * 99}, "size", f"“大�{'长' * 18}…”不在可选值中"),
        ({"size": "巨型"}, "size", "“巨型”不在可选值中，应为：大型、中型、小型、微型"),
        ({"registration_status": "没了"}, "registration_status", "不在可选值中"),
        ({"credit_code": "123"}, "credit_code", "应为 18 位，现为 3 位"),
    ],
)
def test_a_bad_field_of_a_firm_is_named_with_its_reason(fields: dict[str, Any], path: str, reason: str) -> None:
    found = problems(Enterprise, firm(**fields))
    assert list(found) == [path]
    assert reason in found[path]


@pytest.mark.parametrize(
    ("fields", "path", "reason"),
    [
        ({"requirements": [{"text": "甲", "need": "want"}]}, "requirements[0].need", "应为：must、nice"),
        ({"excluded_sizes": ["大型", "巨型"]}, "excluded_sizes[1]", "不在可选值中"),
        ({"status": "开"}, "status", "不在可选值中"),
        ({"first_use": 1}, "first_use", "应为 true 或 false"),
        ({"budget": 5}, "budget", "应为一个 JSON 对象"),
        ({"budget": {"low_wan": "5"}}, "budget.low_wan", "应为数字"),
        ({"budget": {"low_wan": -5}}, "budget.low_wan", "应为不小于 0 的有限数"),
        ({"budget": {"low_wan": 6, "high_wan": 5}}, "budget", "金额下限高于上限"),
        ({"requirements": [{"text": " \u200b"}]}, "requirements[0].text", "缺少"),
        ({"text": "雷达", "background": "激光"}, "text", "text 是 background 的简写"),
        ({"budget": {"low": 5}}, "budget.low", "不认识的字段"),
        ({"budget": "\u0000"}, "budget", "控制字符"),
        ({"budget": "\ud800"}, "budget", "控制字符"),
        ({"budget": "5万元" + "长" * 1_000_000}, "budget", "最多"),
        ({"budget": "9" * 50 + "亿元"}, "budget", "有限数"),
        ({"budget": "分3期实施"}, "budget", "读不出金额，请用数字写作 800万元"),
        ({"budget": "100万美元"}, "budget", "外币"),
        ({"open_from": "2026-09-02", "open_until": "2026-09-01"}, "open_until", "早于开始的日子 2026-09-02"),
    ],
)
def test_a_bad_field_of_a_need_is_named_with_its_reason(fields: dict[str, Any], path: str, reason: str) -> None:
    found = problems(Scenario, firm(**fields))
    assert list(found) == [path]
    assert reason in found[path]


def test_a_period_may_be_one_day_and_open_on_either_side() -> None:
    for fields in ({"open_from": "2026-09-01", "open_until": "2026-09-01"}, {"open_until": "2026-09-01"}):
        assert from_json(Scenario, firm(**fields)).open_until == date(2026, 9, 1)


def test_a_need_may_be_said_in_chinese() -> None:
    for word, meant in (("必须", "must"), ("期望", "nice"), ("must", "must"), ("nice", "nice")):
        fields = {
            "requirements": [{"text": "甲", "need": word}],
            "required_qualifications": [{"type": "乙", "need": word}],
        }
        made = from_json(Scenario, firm(**fields))
        assert (made.requirements[0].need, made.required_qualifications[0].need) == (meant, meant)
    assert json_schema(Scenario)["properties"]["requirements"]["items"]["properties"]["need"]["enum"] == [
        "must", "nice", "必须", "期望",
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["待定", "面议", "2026年另议", "待2026年确定"])
def test_an_amount_left_open_is_unknown_and_no_problem(written: str) -> None:
    assert from_json(Scenario, firm(budget=written)).budget == Amount(as_written=written)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    bad = {"id": "a b", "size": "巨型", "cases": [{"year": "x"}], "credit_code": "123", "色彩": 1}
    assert set(problems(Enterprise, bad)) == {
        "id",
        "name",
        "size",
        "cases[0].name",
        "cases[0].year",
        "credit_code",
        "色彩",
    }


def test_line_breaks_are_made_one_and_invisible_controls_dropped() -> None:
    assert from_json(Enterprise, firm(capability="一\u2028二\u0085三\u000b四\u0007五\u0080\t六\n七")).capability == (
        "一\n二\n三\n四五\t六\n七"
    )


def test_a_whole_float_is_an_integer_and_a_date_a_date() -> None:
    made = from_json(Enterprise, firm(headcount=5.0, founded_on="2026-09-01"))
    assert made.headcount == 5
    assert isinstance(made.headcount, int)
    assert made.founded_on == date(2026, 9, 1)


def test_200_items_are_enough_but_allowed() -> None:
    assert len(from_json(Enterprise, firm(short_names=["甲"] * MAX_ITEMS)).short_names) == 200


def test_no_problem_is_spoken_in_characters_that_break_a_terminal() -> None:
    found = problems(Enterprise, {"\u001b[31m\ud800": 1, "id": "\u001b", "name": "甲"})
    assert not any(mark in path for path in found for mark in "\u001b\ud800")
    "；".join([*found, *found.values()]).encode()


@pytest.mark.parametrize("kind", [Enterprise, ScenarioProject, Scenario])
def test_the_schema_accepts_what_is_written_and_names_what_is_needed(kind: type) -> None:
    from jsonschema import Draft202012Validator

    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema)
    data = tiny_data()
    entities = {Enterprise: data.enterprises, ScenarioProject: data.projects, Scenario: data.scenarios}[kind]
    assert all(valid.is_valid(to_json(entity)) for entity in entities)
    assert schema["required"] == ["id", "name"]
    for bad in ({"id": "A"}, firm(色彩=1), firm(name=5), firm(source="长" * 2_001), firm(id=None)):
        assert not valid.is_valid(bad)


def test_the_schema_and_the_reader_agree_on_the_words_of_a_choice() -> None:
    properties = json_schema(Scenario)["properties"]
    assert properties["excluded_sizes"]["items"]["enum"] == ["大型", "中型", "小型", "微型"]
    assert properties["first_use"] == {"type": "boolean", "description": "是否首试首用"}
    assert json_schema(Enterprise)["properties"]["text"]["description"] == "简写，等同于 capability"
