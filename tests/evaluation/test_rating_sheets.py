"""Rating sheets read back from cells: grades in every form, empty ones named, and what is refused with its place."""

from collections.abc import Callable
from datetime import date

import pytest

from matcher import DamagedData
from matcher.evaluation.judging import Drawing, Item
from matcher.evaluation.rating_sheets import NOTES, PAIRS, grade_of, notes, read_sheet, rows, titles

QUERIES = (Item("S1", "路口改造", "甲\n乙"), Item("S2", "园区供氢", ""))
DOCUMENTS = (Item("F1", "=路侧公司", "路侧单元"), Item("F2", "氢能 公司", "电解槽"), Item("F3", "舞台公司", "灯光"))
POOLS = {"S1": ("F1", "F2"), "S2": ("F2", "F3")}
DRAWING = Drawing(
    "scenario-to-enterprise", date(2026, 9, 1), 1, 2, QUERIES, DOCUMENTS, POOLS, (("S1", "S2"), ("S2",))
)  # fmt: skip
Table = list[list[object]]


def tables(number: int = 1, change: Callable[[Table, Table], None] = lambda pairs, said: None) -> dict[str, Table]:
    """The cells of a sheet as they were drawn, then changed."""
    pairs: Table = [list(titles(DRAWING)), *([*row, None, None] for row in rows(DRAWING, number))]
    said: Table = [["说明", "内容"], *map(list, notes(DRAWING, number))]
    change(pairs, said)
    return {NOTES: said, PAIRS: pairs}


def test_an_untouched_sheet_is_all_empty() -> None:
    sheet = read_sheet(tables(), "a.xlsx", DRAWING)
    assert (sheet.number, sheet.file, sheet.grades, sheet.remarks) == (1, "a.xlsx", {}, {})
    assert sheet.empty == (("S1", "F1"), ("S1", "F2"), ("S2", "F2"), ("S2", "F3"))


def test_grades_and_remarks_are_read_wherever_their_rows_stand() -> None:
    def graded(pairs: Table, said: Table) -> None:
        for row in pairs[1:]:
            row[6] = {"F1": 3, "F2": "2", "F3": None}[str(row[3])]
            row[7] = " 说不清 " if row[3] == "F3" else None
        pairs[1:] = [*reversed(pairs[1:]), [None, " "], []]

    sheet = read_sheet(tables(change=graded), "a.xlsx", DRAWING)
    assert sheet.grades == {("S1", "F1"): 3, ("S1", "F2"): 2, ("S2", "F2"): 2}
    assert (sheet.remarks, sheet.empty) == ({("S2", "F3"): "说不清"}, (("S2", "F3"),))


def test_a_deleted_row_counts_as_empty_and_blanks_in_names_do_not_matter() -> None:
    def changed(pairs: Table, said: Table) -> None:
        pairs[1:] = [row for row in pairs[1:] if row[3] != "F2"]
        for row in pairs[1:]:
            row[1], row[6] = f" {row[1]}\u3000", 1

    sheet = read_sheet(tables(change=changed), "a.xlsx", DRAWING)
    assert sheet.empty == (("S1", "F2"), ("S2", "F2")) and len(sheet.grades) == 2


@pytest.mark.parametrize(
    ("cell", "grade"),
    [(0, 0), (3, 3), (2.0, 2), ("1", 1), (" ３ ", 3), ("2.0", 2), (None, None), ("", None), ("\u3000", None)],
)
def test_a_grade_in_every_form_that_programs_save(cell: object, grade: int | None) -> None:
    assert grade_of(cell) == grade


@pytest.mark.parametrize("cell", [4, -1, 1.5, "好", "1-2", True, "=1+1", "#N/A", date(2026, 9, 1), "2 明显胜任", "²³"])
def test_anything_else_is_no_grade(cell: object) -> None:
    with pytest.raises(ValueError, match=r"不是 0、1、2、3 之一|公式"):
        grade_of(cell)


def cell(row: int, column: int, value: object) -> Callable[[Table, Table], None]:
    return lambda pairs, said: pairs[row - 1].__setitem__(column - 1, value)


def twice(pairs: Table, said: Table) -> None:
    pairs.append(list(pairs[1]))


def another_pair(pairs: Table, said: Table) -> None:
    pairs[1][:6] = ["S1", "路口改造", "", "F3", "舞台公司", ""]


@pytest.mark.parametrize(
    ("change", "row", "column", "reason"),
    [
        (cell(2, 7, 5), 2, 7, "评分“5”不是 0、1、2、3 之一"),
        (cell(3, 7, "=A1"), 3, 7, "评分里是公式“=A1”"),
        (cell(2, 1, "S9"), 2, 1, "这份评分表里没有编号为“S9”的场景，最接近的有：S1、S2"),
        (cell(2, 4, "F9"), 2, 4, "这份评分表里没有编号为“F9”的企业，最接近的有："),
        (cell(2, 4, None), 2, 4, "这份评分表里没有编号为“”的企业"),
        (cell(2, 2, "别的场景"), 2, 2, "“别的场景”不是编号“"),
        (cell(2, 5, "别的企业"), 2, 5, "可能只排序了其中几列"),
        (cell(1, 7, "分数"), 1, 1, "表头应为：场景编号、场景名称、场景内容、企业编号、企业名称、企业介绍、评分、备注"),
        (another_pair, 2, 4, "没有请人判断“S1”与“F3”这一对"),
        (twice, 6, 1, "这一对出现了不止一次"),
    ],
)
def test_what_is_wrong_is_told_with_file_table_row_and_column(
    change: Callable[[Table, Table], None], row: int, column: int, reason: str
) -> None:
    with pytest.raises(DamagedData) as found:
        read_sheet(tables(change=change), "a.xlsx", DRAWING)
    assert (found.value.file, found.value.line, found.value.column) == ("a.xlsx 的“评分”表", row, column)
    assert reason in found.value.reason


def label(name: str, value: str | None) -> Callable[[Table, Table], None]:
    def change(pairs: Table, said: Table) -> None:
        said[:] = [row for row in said if row[0] != name or value is not None]
        for row in said:
            row[1] = value if row[0] == name else row[1]

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (label("抽样编号", "0123456789abcdef"), f"它属于另一次抽样（0123456789abcdef），这里是 {DRAWING.id}"),
        (label("抽样编号", None), "缺少“抽样编号”或“评分表”"),
        (label("评分表", "3"), "没有第 3 份评分表，共 2 份"),
        (label("评分表", "²"), "没有第 ² 份评分表"),
    ],
)
def test_a_sheet_of_another_drawing_is_refused(change: Callable[[Table, Table], None], reason: str) -> None:
    with pytest.raises(DamagedData) as found:
        read_sheet(tables(change=change), "a.xlsx", DRAWING)
    assert found.value.file == "a.xlsx 的“说明”表" and reason in found.value.reason


@pytest.mark.parametrize("name", [NOTES, PAIRS])
def test_a_workbook_without_a_table_is_none_of_ours(name: str) -> None:
    cells = tables()
    del cells[name]
    with pytest.raises(DamagedData, match=f"缺少“{name}”表，这不是 matcher judge draw 写的评分表"):
        read_sheet(cells, "a.xlsx", DRAWING)


def test_a_pair_of_another_sheet_is_not_on_this_one() -> None:
    with pytest.raises(DamagedData, match="没有编号为“S1”的场景"):
        read_sheet({**tables(1), NOTES: tables(2)[NOTES]}, "a.xlsx", DRAWING)


def test_an_empty_table_has_no_header() -> None:
    with pytest.raises(DamagedData, match="表头应为"):
        read_sheet({**tables(), PAIRS: []}, "a.xlsx", DRAWING)


def test_the_notes_hold_the_scale_and_no_word_of_a_ranking() -> None:
    said = dict(notes(DRAWING, 1))
    assert [said[f"评分 {grade}"].split("：")[0] for grade in (3, 2, 1, 0)] == [
        "有据可依的对口", "明显胜任", "可配合一部分", "不相关",
    ]  # fmt: skip
    everything = " ".join((*said.values(), *titles(DRAWING))).lower()
    assert not [word for word in ("engine", "bm25", "tfidf", "引擎", "名次", "得分") if word in everything]
    assert said["共有"] == "2 个场景，4 行" and said["抽样编号"] == DRAWING.id
