"""Workbooks: texts stay texts whatever they begin with, choices, page set-up, and the same bytes for the same."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from matcher.reports import as_xlsx
from matcher.reports.document import Column, Document, Table

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","点")', "{=1}", "http://x.cn", "3", "_x0041_", "\tx"]
COLUMNS = (
    Column("编号", 10, 10),
    Column("文字", 20, 60),
    Column("评分", 8, 8, is_editable=True, choices=(3, 2, 1, 0), prompt="3 好\n0 不好", refusal="请填 0 至 3"),
    Column("备注", 20, 20, is_editable=True),
)
ROWS = [("S1", text) for text in HOSTILE] + [("S2", "一\n二")]
DOCUMENT = Document("评分表 1", date(2026, 9, 1), (Table("评分", COLUMNS, ROWS, is_banded=True),))


@pytest.fixture(scope="module")
def sheet() -> Any:
    return load_workbook(io.BytesIO(as_xlsx.write(DOCUMENT)))["评分"]


def test_no_cell_is_a_formula_a_number_or_a_link(sheet: Any) -> None:
    for cells in sheet.iter_rows(min_row=2, max_col=2):
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix and cell.number_format == "@" and cell.hyperlink is None for cell in cells)
    kept = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert kept == [text for _, text in ROWS]
    parts = zipfile.ZipFile(io.BytesIO(as_xlsx.write(DOCUMENT)))
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_only_what_is_to_be_filled_in_is_open(sheet: Any) -> None:
    assert sheet.protection.sheet and not sheet.protection.password
    locked = {cell.column_letter: cell.protection.locked for cell in sheet[2]}
    assert locked == {"A": True, "B": True, "C": False, "D": False}
    assert sheet["D2"].number_format == "@"  # a remark that begins with = stays a text
    assert [cell.value for cell in sheet[2]][2:] == [None, None]


def test_choices_are_offered_on_every_row(sheet: Any) -> None:
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.type, choice.formula1) == (f"C2:C{len(ROWS) + 1}", "list", '"3,2,1,0"')
    assert (choice.error, choice.prompt, choice.allowBlank) == ("请填 0 至 3", "3 好\n0 不好", True)


def test_the_header_stays_in_sight_and_on_every_page(sheet: Any) -> None:
    assert [cell.value for cell in sheet[1]] == ["编号", "文字", "评分", "备注"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    page = sheet.page_setup
    assert (page.orientation, page.fitToWidth or 1, page.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_rows_are_as_high_as_their_texts_and_columns_as_wide_as_needed() -> None:
    def heights(text: str, most: int = 20) -> tuple[float, float]:
        table = Table("表", (Column("编号", 10, 10), Column("文字", 20, most)), [("1", text)])
        sheet = load_workbook(io.BytesIO(as_xlsx.write(replace(DOCUMENT, tables=(table,)))))["表"]
        return sheet.row_dimensions[2].height, round(sheet.column_dimensions["B"].width)

    assert heights("短")[0] == 21
    assert heights("一\n二\n三")[0] == 51
    assert heights("车" * 90)[0] == pytest.approx((10 + 0.4) * 15)
    assert heights("车" * 9_000) == (408.75, 21)  # 409 in whole pixels
    assert heights("车" * 900, 100)[1] > 60
    assert heights("车" * 9_000, 100)[1] == 101


def test_the_shade_changes_with_the_first_cell(sheet: Any) -> None:
    fills = [row[0].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)]
    assert len(set(fills[:-1])) == 1 and fills[-1] != fills[0]


def test_the_same_document_gives_the_same_bytes_dated_as_told() -> None:
    content = as_xlsx.write(DOCUMENT)
    assert content == as_xlsx.write(DOCUMENT)
    assert content != as_xlsx.write(replace(DOCUMENT, created=date(2026, 9, 2)))
    properties = load_workbook(io.BytesIO(content)).properties
    assert (properties.title, properties.created, properties.modified) == ("评分表 1", *[datetime(2026, 9, 1)] * 2)
    assert not properties.creator and not properties.lastModifiedBy
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_table_without_rows_is_a_header() -> None:
    table = Table("空", COLUMNS, [])
    sheet = load_workbook(io.BytesIO(as_xlsx.write(replace(DOCUMENT, tables=(table,)))))["空"]
    assert (sheet.max_row, sheet["C1"].value) == (1, "评分")
