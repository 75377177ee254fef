"""A drawing in a folder: it comes back as it was, a changed one is refused, and the judged set is one."""

from datetime import date
from pathlib import Path

import pytest

from matcher import DamagedData, InvalidProfile
from matcher.evaluation.drawing_files import read_drawing, write_drawing, write_judged_set
from matcher.evaluation.judging import Drawing, Item
from matcher.evaluation.judgments import read_judged_set

QUERIES = (Item("S1", "路口改造", "甲\n乙"), Item("S2", "园区供氢", ""))
DOCUMENTS = (Item("F1", "路侧公司", "路侧单元"), Item("F2", "氢能公司", "电解槽"), Item("F3", "舞台公司", "灯光"))
POOLS = {"S1": ("F1", "F2"), "S2": ("F2",)}
DRAWING = Drawing("scenario-to-enterprise", date(2026, 9, 1), 1, 2, QUERIES, DOCUMENTS, POOLS, (("S1", "S2"),))
GRADES = {("S1", "F1"): 3, ("S1", "F2"): 0, ("S2", "F2"): 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_drawing(tmp_path / "抽样", DRAWING, [b"sheet"])
    return tmp_path / "抽样"


def test_a_drawing_comes_back_as_it_was(folder: Path) -> None:
    assert read_drawing(folder) == DRAWING
    assert (folder / "评分表-1.xlsx").read_bytes() == b"sheet"
    assert sorted(file.name for file in folder.iterdir()) == [
        "corpus.jsonl", "drawing.json", "queries.jsonl", "评分表-1.xlsx",
    ]  # fmt: skip


def test_nothing_is_written_over(folder: Path) -> None:
    with pytest.raises(InvalidProfile, match=r"--out：.*里面已有文件，请换一个新目录"):
        write_drawing(folder, DRAWING, [b"other"])
    with pytest.raises(InvalidProfile, match="这是文件，不是目录"):
        write_drawing(folder / "评分表-1.xlsx", DRAWING, [b"other"])
    assert (folder / "评分表-1.xlsx").read_bytes() == b"sheet"


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "drawing.json"])
def test_a_file_that_was_changed_is_noticed(folder: Path, name: str) -> None:
    file = folder / name
    changed = (
        file.read_text("utf-8").replace("电解槽", "储能").replace("路口改造", "别的").replace('"seed": 1', '"seed": 2')
    )
    file.write_text(changed, "utf-8")
    with pytest.raises(DamagedData, match=r"drawing\.json.*有文件在抽样之后被改动过"):
        read_drawing(folder)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("drawing.json", "{", "不是完整的 JSON"),
        ("drawing.json", "[]", "内容的结构不对"),
        ("drawing.json", '{"direction": "x"}', "内容的结构不对"),
        ("corpus.jsonl", '{"id": "F1"}', "第 1 行第 1 列有误：应有 id、title 与 text"),
        ("corpus.jsonl", "3", "应有 id、title 与 text"),
        ("queries.jsonl", b"\xff", "不是 UTF-8"),
    ],
)
def test_a_damaged_folder_is_refused(folder: Path, name: str, content: str | bytes, reason: str) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DamagedData, match=reason):
        read_drawing(folder)


def test_a_folder_that_is_no_drawing_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidProfile, match=r"里面没有抽样记录 drawing\.json，请给出 matcher judge draw 写的目录"):
        read_drawing(tmp_path)
    with pytest.raises(InvalidProfile, match="没有这个目录"):
        read_drawing(tmp_path / "没有")


def test_a_judged_set_is_read_as_one_with_the_whole_corpus(tmp_path: Path) -> None:
    file = write_judged_set(tmp_path / "集", "dev", DRAWING, GRADES, replace=False)
    assert file.read_text("utf-8") == "query-id\tcorpus-id\tscore\nS1\tF1\t3\nS1\tF2\t0\nS2\tF2\t1\n"
    judged = read_judged_set(tmp_path / "集", "dev", "scenario-to-enterprise")
    assert judged.grades == {"S1": {"F1": 3, "F2": 0}, "S2": {"F2": 1}}
    assert [(one.id, one.name, one.capability) for one in judged.enterprises] == [
        (one.id, one.name, one.text) for one in DOCUMENTS
    ]
    assert [(one.id, one.name, one.background) for one in judged.scenarios] == [
        (one.id, one.name, one.text) for one in QUERIES
    ]


def test_what_is_there_already_is_replaced_only_when_asked(tmp_path: Path) -> None:
    write_judged_set(tmp_path, "dev", DRAWING, GRADES, replace=False)
    with pytest.raises(InvalidProfile, match=r"qrels\.dev\.tsv 已经有了；要替换它请加 --replace，或换一个 --split"):
        write_judged_set(tmp_path, "dev", DRAWING, GRADES, replace=False)
    write_judged_set(tmp_path, "二", DRAWING, GRADES, replace=False)
    write_judged_set(tmp_path, "dev", DRAWING, {**GRADES, ("S1", "F2"): 2}, replace=True)
    assert read_judged_set(tmp_path, "dev", "scenario-to-enterprise").grades["S1"]["F2"] == 2
    assert read_judged_set(tmp_path, "二", "scenario-to-enterprise").grades["S1"]["F2"] == 0


def test_another_judged_set_is_never_mixed_with_this_one(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("别的", "utf-8")
    with pytest.raises(InvalidProfile, match=r"里的 corpus\.jsonl 属于另一个评测集，请换一个目录"):
        write_judged_set(tmp_path, "dev", DRAWING, GRADES, replace=True)
    with pytest.raises(InvalidProfile, match="是文件，不是目录"):
        write_judged_set(tmp_path / "corpus.jsonl", "dev", DRAWING, GRADES, replace=True)
    assert (tmp_path / "corpus.jsonl").read_text("utf-8") == "别的"


@pytest.mark.parametrize("split", ["", "../dev", "a b", "x" * 41])
def test_a_split_that_is_no_name_is_refused(tmp_path: Path, split: str) -> None:
    with pytest.raises(InvalidProfile, match=r"--split：“.*”不能作名称"):
        write_judged_set(tmp_path, split, DRAWING, GRADES, replace=False)


def test_without_a_grade_above_zero_there_is_no_set(tmp_path: Path) -> None:
    for grades in ({}, {("S1", "F1"): 0}):
        with pytest.raises(InvalidProfile, match="没有一条大于 0 的评分，写不成评测集"):
            write_judged_set(tmp_path / "集", "dev", DRAWING, grades, replace=False)
    assert not (tmp_path / "集").exists()
