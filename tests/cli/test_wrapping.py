"""Lines of Chinese: what stays whole, what never begins a line, and that nothing is lost."""

import pytest
from rich.cells import cell_len
from rich.console import Console

from matcher.cli.wrapping import Wrapped, units, wrap

REASON = "双方都提到：智慧园区（+0.023）、数字孪生（+0.015）、安防（+0.009）、通行（+0.007）、能耗（+0.007）"
NOTE = "美国国防部将腾讯控股列入1260H清单(所谓“中国军事企业”)，公司称系误列；该清单不属于出口管制或制裁。"
TEXTS = [REASON, NOTE, "科学谷智慧园区〔含编者整理〕", "按GB/T 20999或GA/T 1049协议，于 2026-09-01 前完成", "车" * 50]


@pytest.mark.parametrize("width", [20, 33, 46, 60, 118])
@pytest.mark.parametrize("text", TEXTS)
def test_every_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", range(24, 70))
def test_marks_numbers_and_listed_terms_stay_whole(width: int) -> None:
    for text, whole in (
        (REASON, ["智慧园区（+0.023）", "数字孪生（+0.015）", "安防（+0.009）", "能耗（+0.007）"]),
        (NOTE, ["1260H"]),
        ("一家名称很长的企业有限公司〔含编者整理〕", ["〔含编者整理〕"]),
        ("征集已于 2026-08-25 截止", ["2026-08-25"]),
        ("智慧园区、数字孪生、通行、安防、能耗、停车", ["数字孪生", "能耗", "停车"]),
    ):
        lines = wrap(text, width)
        assert [part for part in whole if not any(part in line for line in lines)] == []


@pytest.mark.parametrize("width", range(8, 60))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(width: int) -> None:
    for text in (NOTE, "一、二；三（四）五“六”七，八。九"):
        lines = wrap(text, width)
        assert not [line for line in lines if line[:1] in tuple("、，；。）”")]
        assert not [line for line in lines if line[-1:] in tuple("（“(")]


def test_a_unit_wider_than_a_line_is_cut() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert wrap("", 10) == [""]
    assert wrap("一\n二", 10) == ["一", "二"]


def test_the_parts_of_a_line_are_the_line() -> None:
    for text in TEXTS:
        assert "".join(units(text)) == text


def test_what_stands_first_indents_the_other_lines() -> None:
    screen = Console(width=12, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    with screen.capture() as captured:
        screen.print(Wrapped("一二三四五六", first="  · "))
    screen.file.close()
    assert captured.get() == "  · 一二三四\n    五六\n"
