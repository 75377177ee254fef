"""matcher lexicon sample: a sheet of links to judge, drawn from the shipped concept files."""

from pathlib import Path

import pytest

from matcher.text.link_review import COLUMNS
from tests.cli.conftest import Run


def test_a_sheet_is_drawn_and_the_same_seed_draws_it_again(command: Run, tmp_path: Path) -> None:
    first, second, other = (tmp_path / name for name in ("一.tsv", "二.tsv", "三.tsv"))
    done = command("lexicon", "sample", "-n", "20", "--seed", "7", "--out", str(first))
    assert (done.code, done.out) == (0, f"已抽取 20 条，写入 {first}\n")
    assert command("lexicon", "sample", "-n", "20", "--seed", "7", "--out", str(second)).code == 0
    assert command("lexicon", "sample", "-n", "20", "--seed", "8", "--out", str(other)).code == 0
    comment, columns, *rows = first.read_text("utf-8").splitlines()
    assert comment == "# 技术词典抽查：种子 7，20 条"
    assert tuple(columns.split("\t")) == COLUMNS
    assert len(set(rows)) == 20
    assert second.read_text("utf-8") == first.read_text("utf-8") != other.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "reason"), [("已有.tsv", "同名文件已存在"), ("没有/抽查.tsv", "路径不存在")], ids=["there", "nowhere"]
)
def test_a_sheet_is_never_written_over_and_needs_a_folder(command: Run, tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "已有.tsv").write_text("判断过的", "utf-8")
    complaint = command("lexicon", "sample", "--out", str(tmp_path / name)).complaint()
    assert complaint.startswith("--out：无法写入 ") and complaint.endswith(f"（{reason}）")
    assert (tmp_path / "已有.tsv").read_text("utf-8") == "判断过的"
