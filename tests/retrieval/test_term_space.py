"""Words and character pairs side by side in one space."""

import math
from dataclasses import replace

import pytest

from matcher import Config, load_config
from matcher.retrieval.term_space import TermSpace
from matcher.text.document import Passage
from matcher.text.lexicon import Lexicon
from matcher.text.prior import rarities

LEXICON = Lexicon(("路侧单元",), ("平台",))


def passage(text: str, section: str = "capability") -> Passage:
    return Passage(section, section, text)


def space(config: Config, *texts: str) -> TermSpace:
    made = TermSpace(LEXICON, config)
    made.fit([made.document([passage(text)], {"capability": 1.0}) for text in texts], [])
    return made


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config()


def test_columns_are_words_then_pairs_each_ascending(config: Config) -> None:
    made = space(config, "路口雷达平台", "公交优先")
    words, pairs = made.words.fitted.terms, made.pairs.fitted.terms
    assert words == ("优先", "公交", "平台", "路口", "雷达")
    assert set(pairs) >= {"交优", "口雷"}
    assert list(pairs) == sorted(pairs)
    columns = range(len(words) + len(pairs))
    assert [made.term(column) for column in columns] == [*words, *pairs]
    assert [made.is_pair(column) for column in columns] == [False] * len(words) + [True] * len(pairs)


def test_only_a_word_that_tells_something_can_be_evidence(config: Config) -> None:
    made = space(config, "路口平台2025米")
    specific = {made.term(column) for column in range(len(made.words.fitted.terms)) if made.is_specific(column)}
    assert specific == {"路口"}
    assert not made.is_specific(len(made.words.fitted.terms))


def test_a_passage_of_a_section_without_weight_is_left_out(config: Config) -> None:
    made = TermSpace(LEXICON, config)
    document = made.document([passage("路口公交"), passage("雷达", "address"), passage("")], {"capability": 0.5})
    assert document.words == {"路口": 0.5, "公交": 0.5}
    assert document.pairs["口公"] == 0.5
    assert not any("雷" in pair for pair in document.pairs)


def test_pairs_are_weighed_by_their_share(config: Config) -> None:
    whole = space(replace(config, bigram_share=1.0), "路口雷达")
    half = space(replace(config, bigram_share=0.5), "路口雷达")
    document = whole.document([passage("路口雷达")], {"capability": 1.0})
    full, less = (made.vectors([document]).toarray()[0] for made in (whole, half))
    assert full[:2].tolist() == less[:2].tolist()
    assert full[2:].any()
    assert less[2:].tolist() == (0.5 * full[2:]).tolist()


def test_the_pair_idf_is_that_of_a_word_of_middling_rarity(config: Config) -> None:
    made = TermSpace(LEXICON, config)
    made.fit([], [made.document([passage("路口雷达")], {"capability": 1.0})])
    assert set(made.pairs.fitted.idf.tolist()) == {1 + math.log(1001) * 0.85}
    words = [1 + math.log(1001) * rarity for rarity in rarities(["路口", "雷达"])]
    assert made.words.fitted.idf.tolist() == words


def test_a_demand_shares_out_its_specific_words_by_idf(config: Config) -> None:
    made = space(config, "路口", "雷达", "行人", "公交")
    row = made.demands([made.document([passage("路口雷达行人公交")], {"capability": 1.0})])
    assert row.data == pytest.approx(
        made.words.fitted.idf / max(made.words.fitted.idf.sum(), 3 * made.words.typical_idf()), rel=1e-14
    )


def test_a_demand_of_one_word_counts_as_one_of_three(config: Config) -> None:
    made = space(config, "路口", "雷达")
    row = made.demands([made.document([passage("路口平台")], {"capability": 1.0})])
    idf = made.words.fitted.idf
    place = made.words.places["路口"]
    assert row.toarray()[0, place] == pytest.approx(idf[place] / (3 * made.words.typical_idf()), rel=1e-14)
    assert row.nnz == 1


def test_a_space_without_terms_makes_empty_rows(config: Config) -> None:
    made = space(config)
    document = made.document([passage("路口")], {"capability": 1.0})
    assert made.demands([document]).shape == made.offers([document]).shape == made.vectors([document]).shape == (1, 0)


def test_an_offer_is_the_strength_of_a_word_capped_at_1(config: Config) -> None:
    made = space(config, "路口平台")
    assert made.offers([made.document([passage("路口平台")], {"capability": 1.0})]).toarray().tolist() == [[0.15, 1.0]]


def test_known_tokens_of_a_text_come_with_their_columns(config: Config) -> None:
    made = space(config, "路口雷达")
    found = [(made.term(column), token.term, token.start) for column, token in made.tokens("到路口雷达有行人")]
    assert found[:2] == [("路口", "路口", 1), ("雷达", "雷达", 3)]
    assert ("口雷", "口雷", 2) in found
    assert "行人" not in {term for term, _, _ in found}


def test_all_words_of_a_text_can_be_had_known_or_not(config: Config) -> None:
    made = space(config, "路口")
    assert [token.term for token in made.words_of("路口行人")] == ["路口", "行人"]
