"""Documents as XLSX workbooks, through XlsxWriter.

Texts are written as texts whatever they begin with (= + - @): no cell is a formula, a number or a link, and none turns
into one when somebody edits it. The same document gives the same bytes.
"""

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from matcher.reports.document import Column, Document, Table

media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
suffix = ".xlsx"
A4_PAPER = 9
LINE_POINTS, MAX_ROW_POINTS = 15.0, 409.0  # of 11-point text; no row of a spreadsheet is higher
MAX_LINES = int(MAX_ROW_POINTS / LINE_POINTS - 0.4)
WIDTH_STEP = 4
ROOM = 0.92  # of a column's width is used by text, for break rules and margins
MAX_PROMPT_CHARS = 255
TEXTS_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
CELL = {
    "text_wrap": True,
    "valign": "top",
    "border": 1,
    "border_color": "#BFBFBF",
    "font_name": "等线",
    "font_size": 11,
}
TEXT = {"num_format": "@", "quote_prefix": True}
HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter"}
SHADES: tuple[dict[str, Any], ...] = ({}, {"bg_color": "#F2F6FA"})
EDITABLE = {"locked": False, "bg_color": "#FFF9E5"}
ALLOWED = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}


def write(document: Document) -> bytes:
    """The bytes of the workbook."""
    content = io.BytesIO()
    book = Workbook(content, TEXTS_ONLY)
    book.set_properties({"title": document.title, "created": datetime.combine(document.created, time())})
    for table in document.tables:
        _write_table(book, book.add_worksheet(table.name), document, table)
    book.close()
    return content.getvalue()


def _write_table(book: Workbook, sheet: Worksheet, document: Document, table: Table) -> None:
    header = book.add_format(CELL | TEXT | HEADER)
    formats = [
        [book.add_format(_cell_style(column) | _shade(column, shade)) for column in table.columns] for shade in (0, 1)
    ]
    widths = [
        _width(column, [row[place] for row in table.rows if place < len(row)])
        for place, column in enumerate(table.columns)
    ]
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(0, place, column.title, header)
    sheet.set_row(0, LINE_POINTS * 1.6)
    for number, (row, shade) in enumerate(zip(table.rows, _bands(table), strict=True), start=1):
        _write_row(sheet, number, row, formats[shade])
        sheet.set_row(number, _height(row, widths))
    for place, column in enumerate(table.columns):
        if column.choices and table.rows:
            sheet.data_validation(1, place, len(table.rows), place, _choice(column))
    _set_up_page(sheet, document, table)


def _write_row(sheet: Worksheet, number: int, row: tuple[str, ...], formats: list[Format]) -> None:
    for place, style in enumerate(formats):
        if place < len(row):
            sheet.write_string(number, place, row[place], style)
        else:
            sheet.write_blank(number, place, None, style)


def _width(column: Column, texts: Sequence[str]) -> int:
    """The least width at which nine in ten of the texts fit into the highest row, within what the column allows."""
    for width in range(column.width, column.most, WIDTH_STEP):
        if sum(_lines(text, width) <= MAX_LINES for text in texts) >= 0.9 * len(texts):
            return width
    return column.most


def _height(row: tuple[str, ...], widths: Sequence[int]) -> float:
    """Points that show every text of a row; programs other than Excel do not find the height themselves."""
    lines = max((_lines(text, width) for text, width in zip(row, widths, strict=False)), default=1)
    return min(MAX_ROW_POINTS, LINE_POINTS * (lines + 0.4))


def _lines(text: str, width: int) -> int:
    """Lines of a text in a column; a wide character counts two."""
    widths = (sum(1 + (unicodedata.east_asian_width(char) in "WFA") for char in part) for part in text.split("\n"))
    return sum(max(1, -(-cells // int(width * ROOM))) for cells in widths)


def _cell_style(column: Column) -> dict[str, Any]:
    if column.choices:
        return CELL | {"align": "center", "num_format": "General"}
    return CELL | TEXT


def _shade(column: Column, shade: int) -> dict[str, Any]:
    return EDITABLE if column.is_editable else SHADES[shade]


def _bands(table: Table) -> list[int]:
    """The shade of each row."""
    shades, shade = [], 0
    for place, row in enumerate(table.rows):
        if table.is_banded and place and row[0] != table.rows[place - 1][0]:
            shade = 1 - shade
        shades.append(shade)
    return shades


def _choice(column: Column) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(column.choices),
        "input_title": column.title,
        "input_message": column.prompt[:MAX_PROMPT_CHARS],
        "error_title": column.title,
        "error_message": column.refusal,
    }


def _set_up_page(sheet: Worksheet, document: Document, table: Table) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4_PAPER)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_footer(f"&L{document.title.replace('&', '&&')} {table.name}&R第 &P 页，共 &N 页")
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(table.columns) - 1)}{len(table.rows) + 1}"})
    sheet.protect("", ALLOWED)
