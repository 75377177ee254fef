"""Entities as JSON objects: one crossing in, one out.

The minimal object {"id", "name", "text"} is accepted for both kinds: `text` is the capability of an enterprise and the
background of a scenario. Everything that is wrong with an object is reported at once, field by field.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from matcher import amounts, credit_code
from matcher.amounts import Amount
from matcher.entities import LINE_CHARS, NAME_CHARS, Enterprise, Scenario
from matcher.errors import InvalidProfile, printable

Entity = TypeVar("Entity")
SIZES = ("大型", "中型", "小型", "微型")
REGISTRATION_STATUSES = ("存续", "在业", "开业", "迁出", "停业", "清算", "注销", "吊销")
SCENARIO_STATUSES = ("草稿", "审核", "公开", "对接中", "已揭榜", "已落地", "下架")
NEED_WORDS = {"must": "must", "nice": "nice", "必须": "must", "期望": "nice"}
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Enterprise", "size"): SIZES,
    ("Enterprise", "registration_status"): REGISTRATION_STATUSES,
    ("Scenario", "excluded_sizes"): SIZES,
    ("Scenario", "status"): SCENARIO_STATUSES,
    ("Requirement", "need"): tuple(NEED_WORDS),
    ("RequiredQualification", "need"): tuple(NEED_WORDS),
}
PERIODS = {"Scenario": ("open_from", "open_until"), "Qualification": ("valid_from", "valid_until")}
MAX_ITEMS = 200
MAX_ENTITY_CHARS = 60_000
_LINE_BREAKS = re.compile("[\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]")
_INVISIBLE = re.compile("[\u0001-\u0008\u000e-\u001a\u001f\u007f-\u0084\u0086-\u009f]")
_FORBIDDEN = re.compile("[\u0000\u001b\ud800-\udfff]")
_ID = re.compile(r"[\w\-][\w\-.]{0,63}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TEXT_FIELD: dict[type, str] = {Enterprise: "capability", Scenario: "background"}


def from_json(kind: type[Entity], record: object) -> Entity:
    """Build an entity of `kind` (Enterprise, ScenarioProject, Scenario) from a JSON object.

    Raises `InvalidProfile` with every problem: field path (such as `products[0].name`) -> what is wrong.
    """
    problems: dict[str, str] = {}
    short = TEXT_FIELD.get(kind, "")
    has_text = isinstance(record, Mapping) and short and not _is_blank(record.get("text"))
    if isinstance(record, Mapping) and short:
        if has_text and not _is_blank(record.get(short)):
            problems["text"] = f"text 是 {short} 的简写，两者只填一个"
        if has_text:
            record = {**record, short: record["text"]}
        record = {key: value for key, value in record.items() if key != "text"}
    entity = _object(kind, record, "", problems)
    if has_text and short in problems:
        problems["text"] = problems.pop(short)
    if not problems and _characters(entity) > MAX_ENTITY_CHARS:
        problems["(整条记录)"] = f"全部文字合计最多 {MAX_ENTITY_CHARS:,} 字，请精简"
    if problems:
        raise InvalidProfile(problems)
    return typing.cast(Entity, entity)


def to_json(entity: Any) -> dict[str, Any]:
    """The JSON object of an entity without its unknown fields; `from_json` gives the same entity back."""
    record: dict[str, Any] = {}
    for column in dataclasses.fields(entity):
        value = getattr(entity, column.name)
        if value is None or value in ((), ""):
            continue
        record[column.name] = _plain(value)
    return record


def columns_of(kind: type) -> Iterator[tuple[dataclasses.Field[Any], Any]]:
    """The fields of a kind of entity with their types."""
    hints = typing.get_type_hints(kind)
    for column in dataclasses.fields(kind):
        yield column, hints[column.name]


def _object(kind: type, record: object, path: str, problems: dict[str, str]) -> object:
    if kind is Amount and isinstance(record, str):
        return _amount(record, path, problems)
    if not isinstance(record, Mapping):
        problems[path or "(整条记录)"] = "应为一个 JSON 对象"
        return None
    prefix = f"{path}." if path else ""
    known = {column.name for column, _ in columns_of(kind)}
    for key in record:
        if key not in known:
            problems[f"{prefix}{printable(str(key))}"] = "不认识的字段，请删除或改为已有字段名"
    values: dict[str, Any] = {}
    for column, hint in columns_of(kind):
        value, where = record.get(column.name), f"{prefix}{column.name}"
        if _is_blank(value):
            if column.default is dataclasses.MISSING:
                problems[where] = f"缺少{column.metadata.get('label', column.name)}，请填写"
            continue
        choices = CHOICES.get((kind.__name__, column.name))
        limit = column.metadata.get("max_chars", NAME_CHARS)
        values[column.name] = _value(hint, value, where, problems, limit, choices)
    start, end = (values.get(name) for name in PERIODS.get(kind.__name__, ("", "")))
    if start and end and end < start:
        problems[f"{prefix}{PERIODS[kind.__name__][1]}"] = f"结束的日子早于开始的日子 {start.isoformat()}"
    if any(where.startswith(path) for where in problems):
        return None
    entity = kind(**values)
    if isinstance(entity, Amount) and entity.low_wan and entity.high_wan and entity.low_wan > entity.high_wan:
        problems[path] = "金额下限高于上限"
    return entity


def _amount(written: str, path: str, problems: dict[str, str]) -> Amount | None:
    text = _string(written, path, problems, NAME_CHARS, None)
    amount = amounts.parse(text or "")
    for bound in (amount.low_wan, amount.high_wan):
        _number(float, 0 if bound is None else bound, path, problems)
    if unread := amounts.why_unread(text or ""):
        _wrong(path, problems, unread)
    return amount


def _value(
    hint: Any, value: Any, path: str, problems: dict[str, str], limit: int, choices: tuple[str, ...] | None
) -> object:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    if typing.get_origin(hint) is tuple:
        return _items(typing.get_args(hint)[0], value, path, problems, choices)
    if dataclasses.is_dataclass(hint):
        return _object(typing.cast(type, hint), value, path, problems)
    if hint is str or typing.get_origin(hint) is typing.Literal:
        return _string(value, path, problems, limit, choices)
    if hint is date:
        return _date(value, path, problems)
    if hint is bool:
        if not isinstance(value, bool):
            _wrong(path, problems, "应为 true 或 false")
        return value
    return _number(hint, value, path, problems)


def _items(
    hint: Any, value: Any, path: str, problems: dict[str, str], choices: tuple[str, ...] | None
) -> tuple[object, ...]:
    if not isinstance(value, (list, tuple)):
        _wrong(path, problems, "应为一个列表")
        return ()
    if len(value) > MAX_ITEMS:
        _wrong(path, problems, f"最多 {MAX_ITEMS} 项，现为 {len(value)} 项")
        return ()
    return tuple(
        _value(hint, item, f"{path}[{place}]", problems, LINE_CHARS, choices) for place, item in enumerate(value)
    )


def _string(value: Any, path: str, problems: dict[str, str], limit: int, choices: tuple[str, ...] | None) -> str | None:
    if not isinstance(value, str):
        _wrong(path, problems, "应为文字")
        return None
    if len(value) > limit:
        _wrong(path, problems, f"最多 {limit:,} 字，现为 {len(value):,} 字，请精简")
        return None
    bad = _FORBIDDEN.search(value)
    if bad:
        place, code = bad.start() + 1, ord(bad.group())
        _wrong(path, problems, f"第 {place} 个字符是无法使用的控制字符（U+{code:04X}），请删除")
        return None
    if choices and value not in choices:
        _wrong(path, problems, f"“{printable(value, 20)}”不在可选值中，应为：{'、'.join(choices)}")
        return None
    if path == "id" and not _ID.fullmatch(value):
        _wrong(path, problems, "编号只能由汉字、字母、数字和 - _ . 组成，不以点开头，最长 64 个字符")
        return None
    if path == "credit_code":
        return _credit_code(value, problems)
    if path == "revenue_band" and (unread := amounts.why_unread(value, "万元")):
        _wrong(path, problems, unread)
        return None
    if choices:
        return NEED_WORDS.get(value, value)
    return _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", value))


def _date(value: Any, path: str, problems: dict[str, str]) -> date | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        _wrong(path, problems, "应为日期，写作 2026-09-01")
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        _wrong(path, problems, f"没有 {value} 这一天")
        return None


def _number(hint: Any, value: Any, path: str, problems: dict[str, str]) -> int | float | None:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (hint is int and not whole):
        _wrong(path, problems, "应为整数" if hint is int else "应为数字")
        return None
    if not 0 <= value < 10**12:  # nan compares false
        _wrong(path, problems, "应为不小于 0 的有限数")
        return None
    return int(value) if hint is int else float(value)


def _wrong(path: str, problems: dict[str, str], reason: str) -> None:
    problems[path] = reason


def _is_blank(value: object) -> bool:
    """Null and a text without a visible character are fields left empty; what may not stand in a text is no blank."""
    visible = isinstance(value, str) and (
        _FORBIDDEN.search(value) or any(char.isprintable() and not char.isspace() for char in value)
    )
    return value is None or (isinstance(value, str) and not visible)


def _characters(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple):
        return sum(_characters(item) for item in value)
    if dataclasses.is_dataclass(value):
        return sum(_characters(getattr(value, column.name)) for column in dataclasses.fields(value))
    return 0


def _credit_code(value: str, problems: dict[str, str]) -> str | None:
    try:
        return credit_code.validate(value)
    except InvalidProfile as error:
        problems.update(error.problems)
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return to_json(value) if dataclasses.is_dataclass(value) else value
