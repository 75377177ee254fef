"""A judged set of a few lines that a test may write its own way."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

CORPUS = [
    {"id": "F1", "title": "甲公司", "text": "研制路侧单元与毫米波雷达，提供路口车路协同改造。"},
    {"id": "F2", "title": "乙公司", "text": "碱性电解槽与加氢站成套设备，储氢瓶组供氢稳定。"},
    {"id": "F3", "title": "丙公司", "text": "舞台机械、灯光与剧场控制系统。"},
]
QUERIES = [
    {"id": "S1", "text": "路口布设路侧单元"},
    {"id": "S2", "text": "园区加氢站供氢", "name": "园区供氢", "more": 1},
]
QRELS = [("S1", "F1", "2"), ("S1", "F3", "0"), ("S2", "F2", "1")]
Write = Callable[..., Path]


def qrels(rows: Iterable[tuple[str, ...]], header: str = "query-id\tcorpus-id\tscore") -> str:
    return "\n".join([header, *("\t".join(row) for row in rows)]) + "\n"


def lines(records: Iterable[Any]) -> str:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a judged set; a file of another content as text or bytes, None leaves it out."""

    def write(**files: str | bytes | None) -> Path:
        folder = tmp_path / "小评测集"
        folder.mkdir(exist_ok=True)
        contents = {"corpus": lines(CORPUS), "queries": lines(QUERIES), "qrels": qrels(QRELS)} | files
        names = {"corpus": "corpus.jsonl", "queries": "queries.jsonl", "qrels": "qrels.dev.tsv"}
        for key, content in contents.items():
            if content is not None:
                file = folder / names[key]
                file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return folder

    return write
