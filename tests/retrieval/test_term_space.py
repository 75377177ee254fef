"""Words and character pairs side by side in one space."""

import math
from dataclasses import replace

import numpy as np
import pytest

from matcher import Config, load_config
from matcher.retrieval.term_space import TermSpace
from matcher.text.analyzer import GENERIC_WEIGHT
from matcher.text.concepts import Concept, ConceptNet, Relation
from matcher.text.document import Passage
from matcher.text.lexicon import Lexicon
from matcher.text.prior import rarities

ROADSIDE = Concept("车路协同", {Relation.AMBIGUOUS: ("RSU",), Relation.PRODUCT: ("路侧单元",)})
LEXICON = Lexicon(("路侧单元",), ("平台",), concepts=ConceptNet([ROADSIDE]))


def passage(text: str, section: str = "capability") -> Passage:
    return Passage(section, section, text)


def space(config: Config, *texts: str) -> TermSpace:
    made = TermSpace(LEXICON, config)
    made.fit([made.offer([passage(text)], {"capability": 1.0}) for text in texts], [])
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
    passages = [passage("路口公交"), passage("雷达", "address"), passage("")]
    for document in (made.need(passages, {"capability": 0.5}), made.offer(passages, {"capability": 0.5})):
        assert document.words == {"路口": 0.5, "公交": 0.5}
        assert document.pairs["口公"] == 0.5
        assert not any("雷" in pair for pair in document.pairs)


def test_pairs_are_weighed_by_their_share(config: Config) -> None:
    whole = space(replace(config, bigram_share=1.0), "路口雷达")
    half = space(replace(config, bigram_share=0.5), "路口雷达")
    document = whole.offer([passage("路口雷达")], {"capability": 1.0})
    full, less = (made.vectors([document]).toarray()[0] for made in (whole, half))
    assert full[:2].tolist() == less[:2].tolist()
    assert full[2:].any()
    assert less[2:].tolist() == (0.5 * full[2:]).tolist()


def test_the_pair_idf_is_that_of_a_word_of_middling_rarity(config: Config) -> None:
    made = TermSpace(LEXICON, config)
    made.fit([], [made.need([passage("路口雷达")], {"capability": 1.0})])
    assert set(made.pairs.fitted.idf.tolist()) == {1 + math.log(1001) * 0.85}
    words = [1 + math.log(1001) * rarity for rarity in rarities(["路口", "雷达"])]
    assert made.words.fitted.idf.tolist() == words


def test_a_demand_shares_out_its_specific_words_by_idf(config: Config) -> None:
    made = space(config, "路口", "雷达", "行人", "公交")
    row = made.demands([made.need([passage("路口雷达行人公交")], {"capability": 1.0})])
    assert row.data == pytest.approx(
        made.words.fitted.idf / max(made.words.fitted.idf.sum(), 3 * made.words.typical_idf()), rel=1e-14
    )


def test_a_demand_of_one_word_counts_as_one_of_three(config: Config) -> None:
    made = space(config, "路口", "雷达")
    row = made.demands([made.need([passage("路口平台")], {"capability": 1.0})])
    idf = made.words.fitted.idf
    place = made.words.places["路口"]
    assert row.toarray()[0, place] == pytest.approx(idf[place] / (3 * made.words.typical_idf()), rel=1e-14)
    assert row.nnz == 1


def test_a_space_without_terms_makes_empty_rows(config: Config) -> None:
    made = space(config)
    document = made.need([passage("路口")], {"capability": 1.0})
    assert made.demands([document]).shape == made.offers([document]).shape == made.vectors([document]).shape == (1, 0)


def test_an_offer_is_the_strength_of_a_word_capped_at_1(config: Config) -> None:
    made = space(config, "路口平台")
    assert made.offers([made.offer([passage("路口平台")], {"capability": 1.0})]).toarray().tolist() == [
        [GENERIC_WEIGHT, 1.0]
    ]


def test_known_tokens_of_a_text_come_with_their_columns(config: Config) -> None:
    made = space(config, "路口雷达")
    found = [(made.term(column), token.term, token.start) for column, token in made.tokens("到路口雷达有行人")]
    assert found[:2] == [("路口", "路口", 1), ("雷达", "雷达", 3)]
    assert ("口雷", "口雷", 2) in found
    assert "行人" not in {term for term, _, _ in found}


def test_all_words_of_a_text_can_be_had_known_or_not(config: Config) -> None:
    made = space(config, "路口")
    assert [token.term for token in made.words_of("路口行人")] == ["路口", "行人"]


def test_a_need_row_has_length_1_over_all_its_words_known_or_not(config: Config) -> None:
    made = space(config, "路口", "雷达")
    document = made.need([passage("路口雷达行人")], {"capability": 1.0})
    idf = made.words.fitted.idf
    unseen = made.words.weights({"行人": 1.0})[0]
    length = math.sqrt(float(idf[0]) ** 2 + float(idf[1]) ** 2 + unseen**2)
    assert made.words.fitted.terms == ("路口", "雷达")
    assert made.need_words([document]).toarray()[0] == pytest.approx(idf / length, rel=1e-14)


def test_need_pairs_stand_beside_the_words_and_are_of_length_1_times_their_share(config: Config) -> None:
    made = space(replace(config, bigram_share=0.5), "路口雷达")
    document = made.need([passage("路口雷达")], {"capability": 1.0})
    row = made.beside_need_pairs(made.need_words([document]), [document]).toarray()[0]
    assert made.pairs.fitted.terms == ("口雷", "路口", "雷达")
    assert row[:2] == pytest.approx(made.words.fitted.idf / np.linalg.norm(made.words.fitted.idf), rel=1e-14)
    assert row[2:] == pytest.approx([0.5 / math.sqrt(3)] * 3, rel=1e-14)  # all pairs are equally rare


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [("RSU股权激励", False), ("RSU与路侧单元", True), ("RSU，车路协同", True), ("路侧RSU", False)],
)
def test_an_ambiguous_alias_of_a_firm_counts_only_beside_a_term_of_its_concept(
    config: Config, text: str, is_kept: bool
) -> None:
    made = TermSpace(LEXICON, config)
    assert ("rsu" in made.offer([passage(text)], {"capability": 1.0}).words) is is_kept
    assert "rsu" in made.need([passage(text)], {"capability": 1.0}).words


def test_the_term_beside_an_ambiguous_alias_may_stand_in_another_passage(config: Config) -> None:
    made = TermSpace(LEXICON, config)
    passages = [passage("RSU"), passage("路侧单元", "products")]
    assert "rsu" in made.offer(passages, {"capability": 1.0, "products": 0.5}).words
    assert "rsu" not in made.offer(passages, {"capability": 1.0}).words


def test_what_a_firm_denies_is_not_offered_and_what_a_scenario_says_is_needed_as_it_stands(config: Config) -> None:
    made = TermSpace(LEXICON, config)
    text = passage("本公司不从事路侧单元业务，主营雷达。")
    assert "路侧单元" not in (words := made.offer([text], {"capability": 1.0}).words)
    assert words["雷达"] == 1.0
    assert "路侧单元" in made.need([text], {"capability": 1.0}).words
