"""Spreadsheets as plain cells: the tables of an .xlsx workbook by name. Formulas come as they are written, not run."""

import io
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from matcher.errors import DamagedData, InvalidProfile, printable, reason_of
from matcher.json_text import NOWHERE

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_ROWS, MAX_COLUMNS = 100_000, 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RETURN = "_x000D_"  # how Excel writes a carriage return, which openpyxl leaves as it is
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError,
    SyntaxError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
Cells = list[tuple[object, ...]]


def read_xlsx(file: Path) -> dict[str, Cells]:
    """The tables of a workbook by name, row by row; raises `InvalidProfile`, `DamagedData` with the reason."""
    if not file.is_file():
        raise InvalidProfile({printable(str(file), 1000): "没有这个文件，请检查路径"})
    _require_closed(file)
    content = _content(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that are not read here: validation, print set-up
            return _tables(content, file)
    except BROKEN as error:
        raise DamagedData(file, *NOWHERE, "不是完整的 .xlsx 表格，请重新另存为 .xlsx") from error


def _require_closed(file: Path) -> None:
    """Refuse a workbook that a program holds open: what it has not saved yet would be missing."""
    if file.name.startswith(("~$", ".~lock.")):
        raise InvalidProfile({printable(str(file), 1000): "这是表格程序的锁文件，不是评分表；请关闭原文件并去掉它"})
    for lock in (file.with_name(f"~${file.name}"), file.with_name(f".~lock.{file.name}#")):
        if lock.exists():
            reason = f"正在别的程序里打开，请保存并关闭后再试（已经关闭的话，删除锁文件 {lock.name}）"
            raise InvalidProfile({printable(str(file), 1000): reason})


def _content(file: Path) -> io.BytesIO:
    """The bytes of a workbook; what is too large or none at all is refused before it is unpacked."""
    too_large = DamagedData(file, *NOWHERE, f"文件过大（最多 {MAX_FILE_BYTES // 1_000_000} MB）")
    try:
        content = file.read_bytes() if file.stat().st_size <= MAX_FILE_BYTES else None
    except OSError as error:
        reason = f"无法读取（{reason_of(error)}），请确认没有在别的程序里打开"
        raise DamagedData(file, *NOWHERE, reason) from error
    if content is None:
        raise too_large
    if content.startswith(OLD_OFFICE):
        raise DamagedData(file, *NOWHERE, "是旧式 .xls 或设了密码的文件，请去掉密码并另存为 .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedData(file, *NOWHERE, "不是 .xlsx 表格，请在表格程序里另存为 .xlsx") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise too_large
    return io.BytesIO(content)


def _tables(content: io.BytesIO, file: Path) -> dict[str, Cells]:
    book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
    try:
        return {sheet.title: _cells(sheet, file) for sheet in book.worksheets}
    finally:
        book.close()


def _cells(sheet: Any, file: Path) -> Cells:
    """Rows up to the last one that holds anything, each up to its last such cell."""
    sheet.reset_dimensions()
    rows: Cells = []
    filled = 0
    for row in sheet.iter_rows(max_row=MAX_ROWS + 1, values_only=True):
        width = max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)
        rows.append(tuple(cell.replace(RETURN, "") if isinstance(cell, str) else cell for cell in row[:width]))
        filled = len(rows) if width else filled
        if width > MAX_COLUMNS or filled > MAX_ROWS:
            raise DamagedData(file, *NOWHERE, f"“{sheet.title}”表超过 {MAX_ROWS:,} 行或 {MAX_COLUMNS} 列，请拆分")
    return rows[:filled]
