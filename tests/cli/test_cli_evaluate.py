"""`matcher evaluate`: one judged set, as a table and as JSON, and what is refused in one line."""

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.evaluation.conftest import Write, qrels, write

__all__ = ["write"]
METRICS = {"ndcg@10", "mrr@10", "recall@100"}


def test_json_has_what_was_agreed(command: Run, write: Write) -> None:
    found = command("evaluate", str(write()), "--on", "2026-09-01", "--json").json
    assert list(found) == [
        "set", "split", "direction", "queries", "documents", "on", "engine_version", "weights_version",
        "sentence_model", "engine", "rivals", "differences",
    ]  # fmt: skip
    assert [found[name] for name in ("set", "split", "direction", "queries", "documents", "on")] == [
        "小评测集", "dev", "scenario-to-enterprise", 2, 3, "2026-09-01",
    ]  # fmt: skip
    for system in (found["engine"], *found["rivals"].values()):
        assert set(system) == METRICS | {"ci"} and set(system["ci"]) == METRICS
        assert all(low <= system[name] <= high for name, (low, high) in system["ci"].items())
    assert set(found["rivals"]) == set(found["differences"]) == {"bm25", "tfidf"}
    for row in found["differences"].values():
        assert set(row) == METRICS and all(set(one) == {"mean", "p"} for one in row.values())


def test_the_other_direction_and_no_rivals(command: Run, write: Write) -> None:
    arguments = ("--direction", "enterprise-to-scenario", "--no-rivals", "--json")
    found = command("evaluate", str(write()), *arguments).json
    assert (found["direction"], found["rivals"], found["differences"]) == ("enterprise-to-scenario", {}, {})
    assert found["engine"]["mrr@10"] == 1


def test_the_table_names_every_method_and_difference(command: Run, write: Write) -> None:
    done = command("evaluate", str(write()), "--on", "2026-09-01")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("评测集 小评测集（dev），为场景找企业：2 个查询，3 个候选\n")
    for word in ("nDCG@10", "MRR@10", "Recall@100", "引擎 ", "BM25 ", "TF-IDF 余弦", "引擎 − BM25", "+0.000 (p=1.000)"):
        assert word in done.out
    assert "基准日 2026-09-01" in done.out
    alone = command("evaluate", str(write()), "--no-rivals").out
    assert "BM25" not in alone and "引擎" in alone


def test_what_is_wrong_is_one_line(command: Run, write: Write, tmp_path: Path) -> None:
    folder = str(write())
    assert "没有这个目录" in command("evaluate", str(tmp_path / "没有")).complaint()
    assert command("evaluate", folder, "--split", "test").complaint() == "--split：没有“test”这一部分，现有：dev"
    assert (
        "应为：scenario-to-enterprise、enterprise-to-scenario"
        in command("evaluate", folder, "--direction", "both").complaint()
    )
    assert "不是日期" in command("evaluate", folder, "--on", "昨天").complaint()
    assert "缺少参数 目录" in command("evaluate").complaint()
    write(qrels=qrels([("S1", "没有", "1")]))
    assert "qrels.dev.tsv 第 2 行第 4 列有误：corpus.jsonl 中没有编号“没有”" in command("evaluate", folder).complaint()


def test_without_bm25s_the_engine_can_still_be_measured(
    command: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    assert "请先执行：.venv/bin/python -m pip install" in command("evaluate", str(write())).complaint()
    assert command("evaluate", str(write()), "--no-rivals", "--json").json["engine"]["ndcg@10"] > 0
