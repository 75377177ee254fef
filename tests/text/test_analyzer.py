"""Text to tokens: terms, offsets, weights, clauses."""

import os
from pathlib import Path

import pytest

from matcher.text import analyzer
from matcher.text.analyzer import (
    CHARACTER_WEIGHT,
    GENERIC_WEIGHT,
    IDLE_PAIR,
    PART_WEIGHT,
    BigramAnalyzer,
    WordAnalyzer,
)
from matcher.text.concepts import Concept, ConceptNet, Relation
from matcher.text.lexicon import Lexicon
from matcher.text.normalize import normalize
from matcher.text.tokens import ALONE

LEXICON = Lexicon(("智能网联", "智能网联汽车", "T-Box", "车路协同"), ("平台", "系统"))
WORDS = WordAnalyzer(LEXICON)
PAIRS = BigramAnalyzer(WORDS, LEXICON)


def weights(text: str) -> dict[str, float]:
    return {token.term: token.weight for token in WORDS(text)}


def test_a_term_of_the_lexicon_stays_whole_and_its_parts_count_less() -> None:
    assert weights("智能网联汽车") == {
        "智能网联汽车": 1,
        "智能网联": PART_WEIGHT,
        "智能网": PART_WEIGHT,
        "智能": PART_WEIGHT,
        "汽车": PART_WEIGHT,
    }


def test_a_long_dictionary_word_gives_its_parts_at_less_weight() -> None:
    assert weights("人工智能") == {"人工智能": 1, "人工": PART_WEIGHT, "智能": PART_WEIGHT}


def test_a_generic_word_or_a_number_keeps_little_weight() -> None:
    assert weights("平台 2025") == {"平台": GENERIC_WEIGHT, "2025": GENERIC_WEIGHT}


def test_a_single_character_keeps_less_weight_and_function_characters_none() -> None:
    assert weights("桥的和") == {"桥": CHARACTER_WEIGHT}


def test_an_ideograph_outside_the_dictionary_range_is_a_token_of_its_own() -> None:
    assert weights("㐀") == {"㐀": 1}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("C++", {"c++": 1}),
        ("C#", {"c#": 1}),
        ("V2X/5G", {"v2x/5g": 1, "v2x": PART_WEIGHT, "5g": PART_WEIGHT}),
        ("T-Box", {"t-box": 1, "box": PART_WEIGHT}),
        ("ISO-9001", {"iso-9001": 1, "iso": PART_WEIGHT}),
        ("3.5", {"3.5": GENERIC_WEIGHT}),
    ],
)
def test_latin_and_number_runs_have_one_rule(text: str, terms: dict[str, float]) -> None:
    assert weights(text) == terms


@pytest.mark.parametrize("text", ["㈱研製車路協同Ｔ－Ｂｏｘ", "路側 單元，２０２５年；ｶﾞラス路口", "智能網聯汽車平臺"])
def test_the_offsets_of_a_token_cut_its_term_out_of_the_original(text: str) -> None:
    for analyse in (WORDS, PAIRS):
        for token in analyse(text):
            cut = text[token.start : token.end]
            assert cut == "㈱" or normalize(cut).text == token.term


@pytest.mark.parametrize("text", ["车路协同平台，路侧单元", "一氧化碳浓度", "非机动车"])
def test_tokens_come_in_the_order_of_their_start(text: str) -> None:
    starts = [token.start for token in WORDS(text)]
    assert starts == sorted(starts)


def test_pairs_of_characters_skip_function_characters_and_places() -> None:
    pairs = {token.term for token in PAIRS("公交优先系统的路口改造")}
    assert pairs >= {"交优", "口改"}
    assert not pairs & {"统的", "的路"}
    assert (1, 3, 1.0, 0) in [token[1:] for token in PAIRS("公交优先")]
    beside_a_place = Lexicon(places=("重庆",))
    assert {token.term for token in BigramAnalyzer(WordAnalyzer(beside_a_place), beside_a_place)("重庆路口")} == {
        "路口"
    }


def test_a_pair_that_reaches_into_a_generic_word_weighs_less() -> None:
    weights = {token.term: token.weight for token in PAIRS("优先系统")}
    assert weights == {"优先": 1, "先系": IDLE_PAIR, "系统": IDLE_PAIR}
    assert 0 < IDLE_PAIR < 1


def test_a_pair_inside_a_word_weighs_as_much_as_one_between_words() -> None:
    assert {token.term: token.weight for token in PAIRS("公交优先")} == {"公交": 1, "交优": 1, "优先": 1}


def test_concepts_are_known_as_terms_are_with_their_aliases_and_products() -> None:
    net = ConceptNet([Concept("云边协同", {Relation.ALIAS: ("云边一体",), Relation.PRODUCT: ("边缘盒子",)})])
    analyse = WordAnalyzer(Lexicon(concepts=net))
    found = {token.term: token.weight for token in analyse("云边协同、云边一体与边缘盒子")}
    assert {term for term, weight in found.items() if weight == 1} == {"云边协同", "云边一体", "边缘盒子"}
    assert found["边缘"] == PART_WEIGHT


def test_clauses_are_counted_between_punctuation_marks_but_not_inside_a_number() -> None:
    clauses = {token.term: token.clause for token in WORDS("路口等行人，雷达3.5米车辆。信号灯")}
    assert clauses["路口"] == clauses["行人"] == 0
    assert clauses["雷达"] == clauses["车辆"] == 1
    assert clauses["信号灯"] == ALONE


def test_a_text_without_words_has_no_token() -> None:
    assert WORDS("") == PAIRS("") == WORDS("，。！") == []


def test_jieba_keeps_its_cache_in_a_private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert analyzer.jieba_tokenizer.__wrapped__().tmp_dir == str(tmp_path / "matcher")
    assert (tmp_path / "matcher").stat().st_mode & 0o777 == 0o700


def test_jieba_cuts_without_a_cache_where_no_folder_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    tokenizer = analyzer.jieba_tokenizer.__wrapped__()
    assert tokenizer.tmp_dir == os.devnull
    assert [word for word, _, _ in tokenizer.tokenize("毫米波雷达", HMM=False)] == ["毫米波", "雷达"]
