"""Every error is one of the engine's, in Chinese, and carries its data."""

import errno
from pathlib import Path

import pytest

from matcher import (
    DamagedData,
    DamagedSnapshot,
    InvalidProfile,
    MatcherError,
    MissingBackend,
    NotFitted,
    NotFound,
    UnknownCode,
    errors,
)

EXAMPLES = [
    (InvalidProfile({"name": "缺少", "size": "不对"}), "name：缺少；size：不对"),
    (UnknownCode("行业代码", "39X", ["3922", "3921"]), "不认识的行业代码“39X”，最接近的有：3922、3921"),
    (UnknownCode("地区", "火星"), "不认识的地区“火星”，没有相近的名称"),
    (UnknownCode("CMMI等级", "9", known=["2", "1"]), "不认识的CMMI等级“9”，应为：2、1"),
    (UnknownCode("领域", "甲", ["乙"], ["乙", "丙"]), "不认识的领域“甲”，最接近的有：乙，应为：乙、丙"),
    (NotFound("企业", "甲", ["乙"]), "没有找到企业“甲”，最接近的有：乙"),
    (NotFound("企业", "甲"), "没有找到企业“甲”，没有相近的名称"),
    (NotFitted("企业"), "还没有载入企业，请先载入后再试"),
    (MissingBackend("numba", "pip install numba"), "缺少可选组件 numba，请先执行：pip install numba"),
    (DamagedData(Path("a.csv"), 3, 7, "坏了"), "数据文件 a.csv 第 3 行第 7 列有误：坏了"),
    (DamagedData("a.json", None, None, "坏了"), "数据文件 a.json 有误：坏了"),
    (DamagedSnapshot(Path("s"), "不齐"), "快照 s 不可用：不齐"),
]


@pytest.mark.parametrize(("error", "sentence"), EXAMPLES, ids=[type(error).__name__ for error, _ in EXAMPLES])
def test_an_error_says_what_is_wrong_where_and_what_to_do(error: MatcherError, sentence: str) -> None:
    assert isinstance(error, MatcherError)
    assert str(error) == sentence


def test_an_error_carries_its_data() -> None:
    by_type = {type(error): vars(error) for error, _ in reversed(EXAMPLES)}
    assert by_type[InvalidProfile] == {"problems": {"name": "缺少", "size": "不对"}}
    assert by_type[UnknownCode] == {"kind": "行业代码", "code": "39X", "nearest": ("3922", "3921"), "known": ()}
    assert by_type[NotFound] == {"kind": "企业", "name": "甲", "nearest": ("乙",)}
    assert by_type[MissingBackend] == {"package": "numba", "install": "pip install numba"}
    assert by_type[DamagedData] == {"file": "a.csv", "line": 3, "column": 7, "reason": "坏了"}
    assert by_type[DamagedSnapshot] == {"folder": "s", "reason": "不齐"}


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = {line.split()[1] for line in (errors.__doc__ or "").splitlines() if line[:1] in "├└" and line}
    assert drawn == {kind.__name__ for kind in MatcherError.__subclasses__() if kind.__module__ == errors.__name__}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("大唐 高鸿", "大唐 高鸿"),
        ("长" * 60, "长" * 60),
        ("长" * 61, "长" * 60 + "…"),
        ("a\u001b[31m\n\ud800\u009b\u202e", "a�[31m����"),
    ],
)
def test_what_was_typed_is_repeated_short_and_printable(typed: str, shown: str) -> None:
    assert errors.printable(typed) == shown
    assert NotFound("企业", typed).name == UnknownCode("地区", typed).code == shown


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "没有权限"),
        (errno.EISDIR, "这是目录，不是文件"),
        (12345, "系统错误 12345"),
    ],
)
def test_what_the_system_refused_is_said_in_chinese(number: int, reason: str) -> None:
    assert errors.reason_of(OSError(number, "refused")) == reason


def test_a_refusal_without_a_number_has_a_reason_too() -> None:
    assert errors.reason_of(OSError("refused")).startswith("系统错误")
