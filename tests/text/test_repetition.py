"""What is said again is read once, and a list of everything is not read to its end."""

import pytest

from matcher.text.repetition import MOST_SHORT, novel, without_repeats

MANY = [f"{chr(0x4E00 + 2 * number)}{chr(0x6E00 + number)}件" for number in range(3 * MOST_SHORT)]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("路侧单元路侧单元路侧单元,雷达", "路侧单元,雷达"),
        ("路侧单元1,路侧单元2,路侧单元3", "路侧单元1,"),
        ("路侧单元、毫米波雷达、路侧单元。", "路侧单元、毫米波雷达、"),
        ("先后建成四条产线,先后建成五条产线并通过全部验收", "先后建成四条产线,先后建成五条产线并通过全部验收"),
        ("", ""),
    ],
)
def test_a_piece_that_was_said_before_is_left_out(said: str, read: str) -> None:
    assert without_repeats(said) == read


def test_a_short_sentence_that_another_says_too_is_left_out() -> None:
    told = ["研制路侧单元与毫米波雷达", "提供路侧单元与毫米波雷达的安装调试", "路侧单元", "储氢瓶"]
    assert list(novel(told)) == ["储氢瓶", "提供路侧单元与毫米波雷达的安装调试"]


def test_of_a_list_that_names_everything_the_first_are_read() -> None:
    assert without_repeats("、".join(MANY)) == "、".join(MANY[:MOST_SHORT]) + "、"
    assert list(novel(MANY)) == sorted(MANY)[:MOST_SHORT]
