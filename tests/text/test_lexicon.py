"""Terms of the field and generic words."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.text.concepts import Concept, ConceptNet, Relation
from matcher.text.lexicon import Lexicon
from matcher.text.word_vectors import WordVectors

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
        ("三成", False),
        ("百余", False),
        ("第3期", False),
        ("小时", False),
        ("3d", True),
    ],
)
def test_generic_words_numbers_and_single_characters_are_no_evidence(term: str, specific: bool) -> None:
    assert LEXICON.is_specific(term) is specific


def test_an_empty_lexicon_knows_nothing() -> None:
    assert list(Lexicon().longest_matches("路侧单元")) == []
    assert Lexicon().generic == frozenset()
    assert Lexicon().concepts.terms == frozenset()
    assert Lexicon().vectors.words == ()


def test_terms_of_concepts_are_matched_beside_the_listed_ones() -> None:
    net = ConceptNet([Concept("车路协同", {Relation.ALIAS: ("V2X",), Relation.PRODUCT: ("路侧单元",)})])
    lexicon = Lexicon(("专网",), concepts=net)
    text = "v2x路侧单元与专网车路协同"
    assert [text[start:end] for start, end in lexicon.longest_matches(text)] == ["v2x", "路侧单元", "专网", "车路协同"]


def test_the_fingerprint_is_that_of_everything_in_the_lexicon() -> None:
    concept = Concept("车路协同", {Relation.ALIAS: ("V2X",), Relation.PRODUCT: ("路侧单元",)}, ("3922",))
    vectors = WordVectors(("路口",), np.array([[127, 0]], np.int8))
    whole = Lexicon(("专网",), ("平台",), ("重庆",), ConceptNet([concept]), vectors)
    others = [
        replace(whole, terms=()),
        replace(whole, generic_words=("系统",)),
        replace(whole, places=()),
        replace(whole, concepts=ConceptNet()),
        replace(whole, concepts=ConceptNet([replace(concept, industry_codes=())])),
        replace(whole, concepts=ConceptNet([replace(concept, terms={Relation.ALIAS: ("V2X", "路侧单元")})])),
        replace(whole, vectors=WordVectors(("路口",), np.array([[126, 0]], np.int8))),
    ]
    assert len({one.fingerprint for one in (whole, *others)}) == 1 + len(others)
    turned = replace(concept, terms=dict(reversed(concept.terms.items())))
    same = Lexicon(("专网",), ("平台",), ("重庆",), ConceptNet([turned]), replace(vectors))
    assert same.fingerprint == whole.fingerprint
