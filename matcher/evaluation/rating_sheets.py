"""What stands on a rating sheet (评分表), and reading it back: titles, scale, instructions, grades.

A sheet is one workbook of two tables: the pairs with a column for the grade, and the notes, which also hold the id of
the drawing and the number of the sheet. Which format a workbook has is not known here: cells come in as values.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.errors import DamagedData, printable
from matcher.evaluation.drawing_files import Pair
from matcher.evaluation.judging import ENTERPRISE, Drawing, nearest_ids
from matcher.json_text import NOWHERE

PAIRS, NOTES = "评分", "说明"
GRADE, REMARK = "评分", "备注"
NOTES_TITLES = ("说明", "内容")
DRAWING_LABEL, NUMBER_LABEL = "抽样编号", "评分表"
SCALE = {
    3: ("有据可依的对口", "文字里有同类的产品、项目或业绩，正对主要需求"),
    2: ("明显胜任", "主业就做这个，主要需求都接得住，但没有写出同类业绩"),
    1: ("可配合一部分", "只能承担其中一部分，要与别家配合"),
    0: ("不相关", "做不了，或者只是字面相近（同名、以此为主题、只为该行业提供一般服务）"),
}
Cells = Sequence[Sequence[object]]
Tables = Mapping[str, Cells]


@dataclass(frozen=True)
class RatedSheet:
    """What a rater said: grades and remarks by pair, and the pairs left empty (or deleted), in the order of ids."""

    number: int
    file: str
    grades: Mapping[Pair, int]
    remarks: Mapping[Pair, str] = field(default_factory=dict)
    empty: tuple[Pair, ...] = ()


def titles(drawing: Drawing) -> tuple[str, ...]:
    """Column titles of the pairs: query, candidate, grade, remark."""
    parts = [f"{kind}{part}" for kind in drawing.kinds for part in ("编号", "名称", _text_title(kind))]
    return (*parts, GRADE, REMARK)


def notes(drawing: Drawing, number: int) -> list[tuple[str, str]]:
    """The notes of a sheet: what to do, the scale, and where the sheet belongs."""
    query, document = drawing.kinds
    need, firm = (query, document) if document == ENTERPRISE else (document, query)
    count = len(drawing.rows(number))
    return [
        ("要做什么", f"在“{PAIRS}”表里逐行判断：这家{firm}能不能承担这个{need}的需求？在“{GRADE}”一列选 0 至 3。"),
        *((f"{GRADE} {grade}", f"{name}：{meaning}。") for grade, (name, meaning) in SCALE.items()),
        ("拿不准", f"空着，不要猜；空着的不计入。想说的话写在“{REMARK}”里。"),
        ("怎样才公平", "只看表里的文字，独立判断，不查别的资料，不与其他评分人商量。行的先后是随机的，没有含义。"),
        (
            "请不要改动",
            f"只填“{GRADE}”与“{REMARK}”两列，不要改编号、名称与“{NOTES}”表。文字显示不全时选中单元格，在编辑栏里看。",
        ),
        ("共有", f"{len(drawing.sheets[number - 1])} 个{query}，{count} 行"),
        (NUMBER_LABEL, str(number)),
        (DRAWING_LABEL, drawing.id),
    ]


def rows(drawing: Drawing, number: int) -> list[tuple[str, ...]]:
    """The pairs of a sheet; grade and remark are the rater's."""
    return [(one.id, one.name, one.text, other.id, other.name, other.text) for one, other in drawing.rows(number)]


def read_sheet(tables: Tables, file: str, drawing: Drawing) -> RatedSheet:
    """What a rater said; raises `DamagedData` with file, sheet, row and reason."""
    number = _number_of(tables, file, drawing)
    place = f"{file} 的“{PAIRS}”表"
    wanted = {(one.id, other.id): (one.name, other.name) for one, other in drawing.rows(number)}
    cells = _table(tables, PAIRS, file)
    header = tuple(_text(cell) for cell in (cells[0] if cells else ()))[: len(titles(drawing))]
    if header != titles(drawing):
        raise DamagedData(place, 1, 1, f"表头应为：{'、'.join(titles(drawing))}")
    grades: dict[Pair, int | None] = {}
    remarks: dict[Pair, str] = {}
    for row, line in _filled(cells):
        pair, grade, remark = _read_row(line, wanted, drawing, place, row)
        if pair in grades:
            raise DamagedData(place, row, 1, f"“{pair[0]}”与“{pair[1]}”这一对出现了不止一次")
        grades[pair] = grade
        remarks |= {pair: remark} if remark else {}
    empty = tuple(pair for pair in sorted(wanted) if grades.get(pair) is None)
    given = {pair: grade for pair, grade in sorted(grades.items()) if grade is not None}
    return RatedSheet(number, file, given, remarks, empty)


def _text_title(kind: str) -> str:
    return "介绍" if kind == ENTERPRISE else "内容"


def _table(tables: Tables, name: str, file: str) -> Cells:
    if name not in tables:
        raise DamagedData(file, *NOWHERE, f"缺少“{name}”表，这不是 matcher judge draw 写的评分表，或者表被改了名")
    return tables[name]


def _number_of(tables: Tables, file: str, drawing: Drawing) -> int:
    """The number of the sheet, once it is known to be of this drawing."""
    said = {_text(line[0]): _text(line[1]) for line in _table(tables, NOTES, file) if len(line) > 1}
    place = f"{file} 的“{NOTES}”表"
    if DRAWING_LABEL not in said or NUMBER_LABEL not in said:
        raise DamagedData(place, *NOWHERE, f"缺少“{DRAWING_LABEL}”或“{NUMBER_LABEL}”，无从知道它属于哪一次抽样")
    if said[DRAWING_LABEL] != drawing.id:
        other = printable(said[DRAWING_LABEL])
        raise DamagedData(place, *NOWHERE, f"它属于另一次抽样（{other}），这里是 {drawing.id}")
    numbers = {str(number): number for number in range(1, len(drawing.sheets) + 1)}
    if said[NUMBER_LABEL] not in numbers:
        raise DamagedData(place, *NOWHERE, f"没有第 {printable(said[NUMBER_LABEL])} 份评分表，共 {len(numbers)} 份")
    return numbers[said[NUMBER_LABEL]]


def _filled(cells: Cells) -> Iterator[tuple[int, list[object]]]:
    """Row number and cells of every row below the header that holds anything, cells up to the remark."""
    for row, line in enumerate(cells[1:], start=2):
        if any(_text(cell) for cell in line):
            yield row, [*line, *[None] * 8][:8]


def _read_row(
    line: Sequence[object], wanted: Mapping[Pair, tuple[str, str]], drawing: Drawing, place: str, row: int
) -> tuple[Pair, int | None, str]:
    pair = _text(line[0]), _text(line[3])
    if pair not in wanted:
        column, reason = _stranger(pair, wanted, drawing)
        raise DamagedData(place, row, column, reason)
    for column, name in zip((2, 5), wanted[pair], strict=True):
        if _bare(line[column - 1]) != _bare(name):
            found, id = printable(_text(line[column - 1])), pair[column > 2]
            raise DamagedData(place, row, column, f"“{found}”不是编号“{id}”的名称，可能只排序了其中几列，请恢复后再交")
    try:
        return pair, grade_of(line[6]), _text(line[7])
    except ValueError as error:
        raise DamagedData(place, row, 7, str(error)) from error


def _stranger(pair: Pair, wanted: Mapping[Pair, object], drawing: Drawing) -> tuple[int, str]:
    """Column and words for a pair that is not on this sheet."""
    for column, id, kind, known in (
        (1, pair[0], drawing.kinds[0], {query for query, _ in wanted}),
        (4, pair[1], drawing.kinds[1], {document for _, document in wanted}),
    ):
        if id not in known:
            nearest = nearest_ids(id, known) if id else []
            advice = f"，最接近的有：{'、'.join(nearest)}" if nearest else ""
            return column, f"这份评分表里没有编号为“{printable(id)}”的{kind}{advice}"
    return 4, f"这份评分表没有请人判断“{pair[0]}”与“{pair[1]}”这一对"


def grade_of(cell: object) -> int | None:
    """The grade in a cell, None where it is empty; raises `ValueError` with the reason."""
    written = unicodedata.normalize("NFKC", _text(cell))
    if not written:
        return None
    if written.startswith("="):
        raise ValueError(f"评分里是公式“{printable(written)}”，请直接填 0 至 3")
    grades = {str(grade): grade for grade in SCALE} | {f"{grade}.0": grade for grade in SCALE}
    if written not in grades:
        raise ValueError(f"评分“{printable(written)}”不是 0、1、2、3 之一")
    return grades[written]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _bare(cell: object) -> str:
    """A name without blanks and width, which programs that save a sheet may change."""
    return "".join(unicodedata.normalize("NFKC", _text(cell)).split())
