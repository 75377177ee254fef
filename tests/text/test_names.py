"""Finding an entity by what a person types."""

import pytest

from matcher import NotFound
from matcher.text.names import NEAREST, Directory

FIRMS = [
    ("F1", "大唐高鸿", "高鸿股份"),
    ("F2", "重庆长安汽车"),
    ("F3", "重庆长江轴承"),
    ("F4", "同名公司"),
    ("F5", "同名公司"),
    ("大唐高鸿2", "F1"),
]
BOOK = Directory("企业", FIRMS, lambda firm: firm)


@pytest.mark.parametrize("typed", ["F1", "大唐高鸿", "高鸿股份", "大唐高鴻", " 大 唐高鸿 "])
def test_an_id_a_name_or_another_name_finds_the_entity(typed: str) -> None:
    assert BOOK.find(typed) == FIRMS[0]


def test_an_id_goes_before_a_name() -> None:
    assert BOOK.find("F1") is FIRMS[0]


@pytest.mark.parametrize("typed", ["大唐高红", "datanggaohong", "打糖高鸿"])
def test_an_unknown_name_gives_those_that_look_or_sound_like_it(typed: str) -> None:
    with pytest.raises(NotFound) as caught:
        BOOK.find(typed)
    assert caught.value.nearest[0] == "大唐高鸿"
    assert (caught.value.kind, caught.value.name) == ("企业", typed)


def test_a_name_of_two_entities_gives_both_with_their_ids() -> None:
    with pytest.raises(NotFound) as caught:
        BOOK.find("同名公司")
    assert caught.value.nearest == ("同名公司（F4）", "同名公司（F5）")


def test_a_name_like_no_other_gives_no_advice() -> None:
    with pytest.raises(NotFound) as caught:
        BOOK.find("qqqq")
    assert caught.value.nearest == ()
    assert str(caught.value) == "没有找到企业“qqqq”，没有相近的名称"


@pytest.mark.parametrize("typed", ["火星探测养殖", "完全不相干的名字吧", "阿里巴巴"])
def test_what_is_hardly_like_a_name_gives_no_far_fetched_advice(typed: str) -> None:
    book = Directory(
        "企业", [("F1", "重庆黉砚教育科技有限公司"), ("F2", "成都鹄珩探测技术有限公司")], lambda firm: firm
    )
    with pytest.raises(NotFound, match="没有相近的名称") as caught:
        book.find(typed)
    assert caught.value.nearest == ()


@pytest.mark.parametrize("typed", ["", " ", "\u200b"])
def test_an_empty_name_finds_nothing(typed: str) -> None:
    with pytest.raises(NotFound):
        BOOK.find(typed)


def test_a_long_name_is_cut_in_the_error_and_at_most_five_are_near() -> None:
    book = Directory("企业", [(f"F{place}", f"重庆公司{place}") for place in range(9)], lambda firm: firm)
    with pytest.raises(NotFound) as caught:
        book.find("重庆公司" * 100)
    assert caught.value.name == "重庆公司" * 15 + "…"
    assert len(caught.value.nearest) == NEAREST


def test_what_would_break_a_terminal_is_not_repeated() -> None:
    with pytest.raises(NotFound) as caught:
        BOOK.find("\u001b[31mqq\n")
    assert str(caught.value).startswith("没有找到企业“�[31mqq�”")


def test_an_empty_directory_finds_nothing() -> None:
    with pytest.raises(NotFound) as caught:
        Directory("企业", [], lambda firm: firm).find("大唐高鸿")
    assert caught.value.nearest == ()
