"""Terms of the field and generic words."""

import pytest

from matcher.text.lexicon import Lexicon

LEXICON = Lexicon(("智能网联", "智能网联汽车", "Ｔ-Box", "RSU", "5G专网", "專網", "网"), ("平台", "系統"))


def matches(text: str) -> list[str]:
    return [text[start:end] for start, end in LEXICON.longest_matches(text)]


def test_the_longest_term_wins_and_terms_never_overlap() -> None:
    assert matches("智能网联汽车与智能网联") == ["智能网联汽车", "智能网联"]


def test_terms_are_known_in_their_normalised_form() -> None:
    assert matches("车载t-box和专网") == ["t-box", "专网"]


@pytest.mark.parametrize("text", ["rsus", "xrsu", "rsu2", "at-box"])
def test_a_latin_term_inside_a_longer_latin_word_is_no_match(text: str) -> None:
    assert matches(text) == []


def test_a_latin_term_beside_han_characters_is_a_match() -> None:
    assert matches("路rsu口") == ["rsu"]


def test_a_term_of_one_character_is_not_kept() -> None:
    assert matches("网") == []


def test_nested_terms_are_those_strictly_inside() -> None:
    text = "智能网联汽车"
    assert [text[start:end] for start, end in LEXICON.nested(text)] == ["智能网联"]
    assert list(LEXICON.nested("智能网联")) == []


def test_nested_terms_do_not_break_latin_words() -> None:
    assert list(LEXICON.nested("rsus")) == []
    assert [*LEXICON.nested("5g专网")] == [(2, 4)]


@pytest.mark.parametrize(
    ("term", "specific"),
    [
        ("路侧单元", True),
        ("v2x", True),
        ("平台", False),
        ("系统", False),
        ("路", False),
        ("2025", False),
        ("3.5", False),
    ],
)
def test_generic_words_numbers_and_single_characters_are_no_evidence(term: str, specific: bool) -> None:
    assert LEXICON.is_specific(term) is specific


def test_an_empty_lexicon_knows_nothing() -> None:
    assert list(Lexicon().longest_matches("路侧单元")) == []
    assert Lexicon().generic == frozenset()
