"""Workbooks as cells: what programs save, what is no workbook, and what would be too much."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from matcher import DamagedData, InvalidProfile
from matcher.intake import spreadsheet
from matcher.intake.spreadsheet import read_xlsx


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    book.active.title = "评分"
    for row in rows:
        book.active.append(row)
    book.create_sheet("空")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def written(folder: Path, content: bytes, name: str = "a.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_cells_come_by_table_and_row(tmp_path: Path) -> None:
    file = written(tmp_path, workbook(("编号", 1, 2.5, None), (None, "=1+1", True), (), (" ",)))
    assert read_xlsx(file) == {
        "评分": [("编号", 1, 2.5), (None, "=1+1", True), (), (" ",)],
        "空": [],
    }


def test_the_carriage_returns_of_excel_are_left_out(tmp_path: Path) -> None:
    assert read_xlsx(written(tmp_path, workbook(("一_x000D_\n二", "_x0041_"))))["评分"] == [("一\n二", "_x0041_")]


def without(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("x",)))) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
    return content.getvalue()


def broken(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("x",)))) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<broken" if part == name else old.read(part))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "不是 .xlsx 表格"),
        ("编号,评分\n".encode(), "不是 .xlsx 表格"),
        (spreadsheet.OLD_OFFICE + b"\0" * 600, "是旧式 .xls 或设了密码的文件"),
        (workbook(("x",))[:-200], "不是 .xlsx 表格"),
        (without("[Content_Types].xml"), "不是完整的 .xlsx 表格"),
        (without("xl/workbook.xml"), "不是完整的 .xlsx 表格"),
        (broken("xl/workbook.xml"), "不是完整的 .xlsx 表格"),
        (broken("xl/worksheets/sheet1.xml"), "不是完整的 .xlsx 表格"),
    ],
    ids=["empty", "csv", "xls", "cut off", "no types", "no book", "broken book", "broken sheet"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    file = written(tmp_path, content)
    with pytest.raises(DamagedData, match=reason) as found:
        read_xlsx(file)
    assert found.value.file == str(file)


def test_no_damage_of_a_byte_is_an_error_of_ours(tmp_path: Path) -> None:
    whole = workbook(("编号", "评分"), ("F1", 3))
    for place in range(0, len(whole), 17):
        content = bytearray(whole)
        content[place] ^= 0xFF
        try:
            read_xlsx(written(tmp_path, bytes(content)))
        except (DamagedData, InvalidProfile) as refused:
            assert "\n" not in str(refused)


def test_a_zip_that_would_unpack_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 1_000)
    with pytest.raises(DamagedData, match="文件过大"):
        read_xlsx(written(tmp_path, workbook(("x",))))
    monkeypatch.setattr(spreadsheet, "MAX_FILE_BYTES", 1_000)
    with pytest.raises(DamagedData, match="文件过大（最多 0 MB）"):
        read_xlsx(written(tmp_path, workbook(("x",))))


def test_a_table_of_too_many_rows_is_refused_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 3)
    assert len(read_xlsx(written(tmp_path, workbook(*[("x",)] * 3)))["评分"]) == 3
    with pytest.raises(DamagedData, match="“评分”表超过 3 行或 200 列，请拆分"):
        read_xlsx(written(tmp_path, workbook(*[("x",)] * 4)))
    with pytest.raises(DamagedData, match="请拆分"):
        read_xlsx(written(tmp_path, workbook((*[None] * 200, "x"))))


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_refused(tmp_path: Path, lock: str) -> None:
    file = written(tmp_path, workbook(("x",)))
    written(tmp_path, b"somebody", lock)
    with pytest.raises(
        InvalidProfile, match=r"正在别的程序里打开，请保存并关闭后再试（已经关闭的话，删除锁文件 .*a\.xlsx"
    ):
        read_xlsx(file)
    with pytest.raises(InvalidProfile, match="锁文件，不是评分表"):
        read_xlsx(tmp_path / lock)


def test_a_file_that_is_not_there_or_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidProfile, match=r"没有\.xlsx：没有这个文件，请检查路径"):
        read_xlsx(tmp_path / "没有.xlsx")
    file = written(tmp_path, workbook(("x",)))

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(DamagedData, match="无法读取（没有权限），请确认没有在别的程序里打开"):
        read_xlsx(file)
