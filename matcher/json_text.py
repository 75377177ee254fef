"""JSON text as values; whatever is wrong with it is said in Chinese, with line and column where they are known."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matcher.errors import DamagedData, printable

Place = tuple[int | None, int | None]  # line and column, from 1
NOWHERE: Place = (None, None)
_REASONS = {
    "Expecting value": "这里缺少一个值",
    "Expecting property name enclosed in double quotes": "字段名应写在双引号里",
    "Expecting ':' delimiter": "字段名之后缺少冒号",
    "Expecting ',' delimiter": "缺少逗号或右括号",
    "Illegal trailing comma before end of object": "最后一项之后多了逗号",
    "Illegal trailing comma before end of array": "最后一项之后多了逗号",
    "Extra data": "结尾之后还有多余的内容",
    "Unterminated string starting": "文字缺少右引号",
    "Invalid control character": "文字里有换行、制表符等控制字符",
    "Invalid \\escape": "反斜杠写法不对",
    "Invalid \\uXXXX escape": "\\u 之后应为四位十六进制数",
}


class _Repeated(ValueError):
    """An object that says one of its fields twice."""


def parse_json(text: str, file: Path, place: Place = NOWHERE) -> Any:
    """One value that fills `text`, which begins at `place` of the file; raises `DamagedData`."""
    return _parse(_DECODER, text, file, place)


def parse_json_items(text: str, file: Path) -> Iterator[tuple[Place, Any]]:
    """The items of a list, each with the place where it begins, or the one value that is no list, without a place."""
    if not isinstance(_parse(json.JSONDecoder(), text, file, NOWHERE), list):
        yield NOWHERE, parse_json(text, file)
        return
    at = text.index("[") + 1
    while True:
        at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,"))
        if text[at] == "]":
            return
        place = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        try:
            item, at = _DECODER.raw_decode(text, at)
        except _Repeated as error:
            raise DamagedData(file, *place, str(error)) from error
        yield place, item


def _parse(decoder: json.JSONDecoder, text: str, file: Path, place: Place) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        reason = _REASONS.get(error.msg.removesuffix(" at"), "写法不对")
        line = (place[0] or 1) + error.lineno - 1
        raise DamagedData(file, line, error.colno, f"不是完整的 JSON（{reason}）") from error
    except _Repeated as error:
        raise DamagedData(file, *place, str(error)) from error
    except ValueError as error:
        raise DamagedData(file, *place, "含有过大的数字") from error
    except RecursionError as error:
        raise DamagedData(file, *place, "JSON 嵌套过深") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _Repeated(f"字段“{printable(twice)}”写了不止一次，请只留一个")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_unique)
