"""The errors the engine raises; every message is Chinese, says what is wrong, where, and what to do.

MatcherError
├── InvalidProfile    problems: field path -> what is wrong with it
├── UnknownCode       code, nearest: known codes that look like it, known: all there are, where they are few
├── NotFound          name, nearest: known names that look like it
├── NotFitted         something was used before it was fitted
├── MissingBackend    package, install: the command that brings it
├── UnusableEmbedder  source: the address or folder of a sentence model, reason
├── DamagedData       file, line, column, reason
└── DamagedSnapshot   folder, reason
"""

import errno
from collections.abc import Mapping, Sequence
from pathlib import Path


class MatcherError(Exception):
    """Root of every error that the engine raises on purpose."""


class InvalidProfile(MatcherError):
    """An enterprise or a scenario whose fields cannot be used."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(f"{field}：{reason}" for field, reason in self.problems.items()))


class UnknownCode(MatcherError):
    """A code or a fixed word that the taxonomy does not know."""

    def __init__(self, kind: str, code: str, nearest: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        self.kind, self.code, self.nearest, self.known = kind, printable(code), tuple(nearest), tuple(known)
        all_there_are = f"，应为：{'、'.join(known)}" if known else ""
        near = _suggest(self.nearest) if nearest or not known else ""
        super().__init__(f"不认识的{kind}“{self.code}”{near}{all_there_are}")


class NotFound(MatcherError):
    """No enterprise or scenario of that id or name."""

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.kind, self.name, self.nearest = kind, printable(name), tuple(nearest)
        super().__init__(f"没有找到{kind}“{self.name}”{_suggest(self.nearest)}")


class NotFitted(MatcherError):
    """There is nothing to compare with yet."""

    def __init__(self, what: str) -> None:
        super().__init__(f"还没有载入{what}，请先载入后再试")


class MissingBackend(MatcherError):
    """An optional package is not installed."""

    def __init__(self, package: str, install: str) -> None:
        self.package, self.install = package, install
        super().__init__(f"缺少可选组件 {package}，请先执行：{install}")


class UnusableEmbedder(MatcherError):
    """A sentence model that is set but does not answer, or not as it should."""

    def __init__(self, source: Path | str, reason: str) -> None:
        self.source, self.reason = printable(str(source), 200), reason
        super().__init__(f"句向量模型 {self.source} 无法使用：{reason}")


class DamagedData(MatcherError):
    """A data file that cannot be read; line and column count from 1, None where the fault has no one place."""

    def __init__(self, file: Path | str, line: int | None, column: int | None, reason: str) -> None:
        self.file, self.line, self.column, self.reason = str(file), line, column, reason
        place = f"第 {line} 行第 {column} 列" if line and column else ""
        super().__init__(f"数据文件 {file} {place}有误：{reason}")


class DamagedSnapshot(MatcherError):
    """A snapshot that is incomplete, altered, or of another version."""

    def __init__(self, folder: Path | str, reason: str) -> None:
        self.folder, self.reason = str(folder), reason
        super().__init__(f"快照 {folder} 不可用：{reason}")


def printable(typed: str, most: int = 60) -> str:
    """What somebody typed, cut short and without characters that would break a line or a terminal."""
    shown = "".join(char if char.isprintable() else "�" for char in typed[:most])
    return shown if len(typed) <= most else f"{shown}…"


def reason_of(error: OSError) -> str:
    """What the operating system refused, in Chinese."""
    reasons = {
        errno.ENOSPC: "磁盘已满",
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.EROFS: "所在位置只读",
        errno.ENOENT: "路径不存在",
        errno.ENOTDIR: "路径中有一级不是目录",
        errno.EEXIST: "同名文件已存在",
        errno.EISDIR: "这是目录，不是文件",
        errno.EMFILE: "打开的文件过多",
    }
    return reasons.get(error.errno or 0, f"系统错误 {error.errno}")


def _suggest(nearest: Sequence[str]) -> str:
    return f"，最接近的有：{'、'.join(nearest)}" if nearest else "，没有相近的名称"
