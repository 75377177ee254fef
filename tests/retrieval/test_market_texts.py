"""The texts of both sides, fitted anew after a change."""

import math
from dataclasses import replace

import numpy as np
import pytest

from matcher import NotFound, load_config
from matcher.entities import Case, Enterprise, Requirement, Scenario
from matcher.retrieval.blocks import measure
from matcher.retrieval.market_texts import MarketTexts
from matcher.retrieval.sources import FEEDBACK
from matcher.retrieval.sources import sources as reached_from
from matcher.text.concepts import Concept, ConceptNet, Relation
from matcher.text.lexicon import Lexicon
from matcher.text.word_vectors import WordVectors

ROAD = Enterprise(id="B", name="路侧", capability="路口雷达", cases=(Case("路口改造"),))
STAGE = Enterprise(id="A", name="舞台", capability="舞台灯光")
NEED = Scenario(
    id="S", name="路口", background="雷达平台", requirements=(Requirement("路口雷达"), Requirement("行人", "nice"))
)
PLAIN = replace(load_config(), feedback_share=0.0)  # nothing but the words, the lexicon and the vectors
NET = ConceptNet([Concept("路口", {Relation.PRODUCT: ("雷达",), Relation.SCENARIO: ("公交",)})])
# Cosine of 路口 with 街道: 0.8, of 行人 with 街道: 0.6
NEAR = WordVectors(("路口", "街道", "行人"), np.array([[100, 0], [80, 60], [0, 100]], np.int8))


@pytest.fixture
def texts() -> MarketTexts:
    made = MarketTexts(Lexicon((), ("平台",)), load_config())
    made.put_enterprise(ROAD)
    made.put_enterprise(STAGE)
    made.put_scenario(NEED)
    return made


def test_rows_stand_in_the_order_of_the_ids(texts: MarketTexts) -> None:
    texts.put_scenario(Scenario(id="R", name="舞台"))
    assert texts.enterprise_block().ids == ("A", "B")
    assert texts.scenario_block().ids == ("R", "S")


def test_a_must_weighs_twice_a_nice(texts: MarketTexts) -> None:
    assert texts.scenario_block().shares.toarray().tolist() == [[1 / 1.5, 0.5 / 1.5]]


def test_only_firms_that_name_cases_have_any(texts: MarketTexts) -> None:
    block = texts.enterprise_block()
    assert block.has_cases.tolist() == [False, True]
    assert block.cases[[0]].nnz == 0


def test_the_strong_row_has_no_generic_word_and_no_pair(texts: MarketTexts) -> None:
    block = texts.scenario_block()
    strong = {texts.space.term(int(column)) for column in block.strong.indices}
    everything = {texts.space.term(int(column)) for column in block.vectors.indices}
    assert strong == {"路口", "雷达", "行人"}
    assert everything >= {*strong, "平台", "口雷"}


def test_words_of_the_registered_scope_alone_are_no_claim(texts: MarketTexts) -> None:
    texts.put_enterprise(Enterprise(id="A", name="甲", business_scope="路口雷达"))
    measured = measure(*texts.blocks())
    assert measured.similarity[0, 0] > 0 == measured.strong[0, 0]
    assert measured.strong[0, 1] > 0


def test_a_change_is_seen_by_the_next_question(texts: MarketTexts) -> None:
    before = texts.blocks()
    assert texts.blocks() is before
    texts.put_enterprise(Enterprise(id="A", name="改名", capability="路口雷达"))
    measured = measure(*texts.blocks())
    assert measured.similarity[0, 0] > 0 == measure(*before).similarity[0, 0]


def test_a_removed_entity_is_gone(texts: MarketTexts) -> None:
    texts.remove_enterprise("A")
    texts.remove_scenario("S")
    assert texts.enterprise_block().ids == ("B",)
    assert texts.scenario_block().ids == ()
    with pytest.raises(NotFound):
        texts.remove_enterprise("A")


def test_an_entity_that_is_not_held_is_measured_as_if_it_were(texts: MarketTexts) -> None:
    held = measure(*texts.blocks())
    other = measure(texts.analyse_enterprises([STAGE, ROAD]), texts.analyse_scenarios([NEED]))
    assert np.array_equal(held.similarity, other.similarity)
    assert np.array_equal(held.strong, other.strong)
    assert np.array_equal(held.coverage, other.coverage)
    assert np.array_equal(held.cases, other.cases, equal_nan=True)


def test_a_market_without_firms_still_knows_the_words_of_its_scenarios() -> None:
    texts = MarketTexts(Lexicon(), load_config())
    texts.put_scenario(NEED)
    measured = measure(texts.analyse_enterprises([ROAD]), texts.scenario_block())
    assert measured.similarity[0, 0] > 0
    assert measured.coverage[0, 0] > 0


def test_an_empty_market_has_empty_blocks() -> None:
    firms, needs = MarketTexts(Lexicon(), load_config()).blocks()
    assert firms.ids == needs.ids == ()
    assert measure(firms, needs).similarity.shape == (0, 0)


def test_restored_blocks_are_handed_out_as_they_are(texts: MarketTexts) -> None:
    blocks = texts.blocks()
    other = MarketTexts(Lexicon((), ("平台",)), load_config())
    other.space.restore(*texts.space.fitted())
    other.restore(*blocks)
    assert other.blocks() == blocks
    assert [hit.id for hit in other.index.search("雷达", 5)] == ["B"]


@pytest.mark.parametrize("side", ["enterprise_fields", "scenario_fields"])
def test_a_weight_for_a_section_that_nobody_writes_is_refused(side: str) -> None:
    config = load_config()
    wrong = replace(config, **{side: {**getattr(config, side), "address": 1.0, "Capability": 1.0}})
    with pytest.raises(ValueError, match="不认识的文本栏目：Capability、address"):
        MarketTexts(Lexicon(), wrong)


def linked(need: Scenario, *capabilities: str, lexicon: Lexicon | None = None) -> MarketTexts:
    made = MarketTexts(lexicon or Lexicon((), ("平台",), (), NET, NEAR), PLAIN)
    for place, capability in enumerate(capabilities):
        made.put_enterprise(Enterprise(id=f"F{place}", name="", capability=capability))
    made.put_scenario(need)
    made.blocks()
    return made


def words_of(texts: MarketTexts, row: np.ndarray) -> dict[str, float]:
    terms = texts.space.words.fitted.terms
    return {term: float(value) for term, value in zip(terms, row, strict=False) if value}


def test_a_scenario_s_row_holds_its_words_what_the_lexicon_links_and_what_is_near_in_meaning() -> None:
    texts = linked(Scenario(id="S", name="路口"), "雷达", "街道", "公交")
    config, space = PLAIN, texts.space
    idf = {word: space.words.weights({word: 1.0})[0] for word in ("路口", "雷达", "公交", "街道")}
    lexical = {"雷达": 0.6 * idf["雷达"], "公交": 0.3 * idf["公交"]}
    own, spread = idf["路口"], config.dilution
    length = own ** (1 - spread) * math.hypot(own, lexical["雷达"], lexical["公交"]) ** spread
    near = 0.8**2 * idf["街道"]
    half = config.meaning_words
    share = config.meaning_share * half / (half + 1) / (own ** (1 - spread) * math.hypot(own, near) ** spread)
    block = texts.scenario_block()
    assert words_of(texts, block.base.toarray()[0]) == pytest.approx({"路口": 1.0})
    assert words_of(texts, block.vectors.toarray()[0]) == pytest.approx(
        {
            "路口": 1.0,
            "雷达": config.lexicon_share * lexical["雷达"] / length,
            "公交": config.lexicon_share * lexical["公交"] / length,
            "街道": share * near,
        },
        rel=1e-12,
    )
    assert words_of(texts, block.strong.toarray()[0]) == pytest.approx(
        {"路口": 1.0, "雷达": config.lexicon_share * lexical["雷达"] / length}, rel=1e-12
    )


def test_meaning_counts_less_the_more_specific_words_a_scenario_says_itself() -> None:
    """行人 is near to 街道 too and shares the row; 平台 is generic and lowers nothing."""
    half = PLAIN.meaning_words
    near = []
    for name in ("路口", "路口，平台", "路口，火锅，茶叶"):
        texts = linked(Scenario(id="S", name=name), "街道")
        block = texts.scenario_block()
        place = texts.space.words.places
        near.append(block.vectors[0, place["街道"]] / block.base[0, place["路口"]])
    assert near[1] == pytest.approx(near[0], rel=1e-12)
    assert near[2] / near[0] == pytest.approx((half + 1) / (half + 3), rel=1e-12)


def test_a_firm_that_says_the_linked_word_alone_is_found_and_a_word_merely_near_is_no_evidence() -> None:
    measured = measure(
        *linked(
            Scenario(id="S", name="路口", requirements=(Requirement("路口"),)), "雷达", "街道", "公交", "火锅"
        ).blocks()
    )
    assert (measured.similarity[0] > 0).tolist() == [True, True, True, False]
    assert (measured.strong[0] > 0).tolist() == [True, False, False, False]


def test_a_linked_word_covers_a_requirement_in_the_strength_of_its_link() -> None:
    need = Scenario(id="S", name="甲", requirements=(Requirement("路口"),))
    coverage = measure(*linked(need, "路口", "雷达", "街道").blocks()).coverage[0]
    assert coverage[1] == pytest.approx(0.6 * coverage[0], rel=1e-14)
    assert coverage[2] == 0


def sources(texts: MarketTexts, need: Scenario, *words: str) -> dict[str, tuple[str, str]]:
    space = texts.space
    found = reached_from(texts, need, [space.words.places[word] for word in words])
    for source in found.values():
        assert source.column == -1 or space.term(source.column) == (source.term or space.term(source.column))
    return {space.term(column): (source.term, source.concept) for column, source in found.items()}


def test_each_reached_word_has_the_scenario_s_word_behind_it_and_their_concept() -> None:
    need = Scenario(id="S", name="路口")
    texts = linked(need, "路口", "雷达", "街道", "火锅")
    assert sources(texts, need, "路口", "雷达", "街道") == {
        "路口": ("", ""),
        "雷达": ("路口", "路口"),
        "街道": ("路口", ""),
    }
    assert sources(texts, need, "火锅") == {"火锅": (FEEDBACK, "")}


def test_of_several_words_behind_one_that_which_brings_most_is_its_source() -> None:
    need = Scenario(id="S", name="路口，行人")
    assert sources(linked(need, "街道"), need, "街道")["街道"] == ("路口", "")
    net = ConceptNet([Concept("行人", {Relation.ALIAS: ("街道",)})])
    texts = linked(need, "街道", lexicon=Lexicon((), (), (), net, NEAR))
    assert sources(texts, need, "街道")["街道"] == ("行人", "行人")


def test_a_word_that_the_scenario_says_itself_is_its_own_source() -> None:
    need = Scenario(id="S", name="路口，雷达")
    assert sources(linked(need, "雷达"), need, "雷达") == {"雷达": ("", "")}


def test_two_that_are_not_held_share_a_linked_word_that_nobody_held_knows() -> None:
    texts = linked(Scenario(id="S", name="茶叶"), "火锅")
    need = Scenario(id="T", name="路口")
    assert texts.share_unknown_words(Enterprise(id="A", name="", capability="路口"), need)
    assert texts.share_unknown_words(Enterprise(id="A", name="", capability="雷达"), need)
    assert not texts.share_unknown_words(Enterprise(id="A", name="", capability="火锅"), need)


def test_a_firm_that_is_not_held_is_reached_through_the_words_of_those_that_are() -> None:
    texts = linked(Scenario(id="S", name="路口"), "雷达", "街道")
    held, asked = texts.blocks()[0], texts.analyse_enterprises([Enterprise(id="F1", name="", capability="街道")])
    need = texts.scenario_block()
    assert measure(asked, need).similarity[0, 0] == measure(held, need).similarity[0, 1] > 0


def test_restored_blocks_reach_the_same_words() -> None:
    texts = linked(Scenario(id="S", name="茶叶"), "雷达", "街道")
    other = MarketTexts(texts.space.lexicon, PLAIN)
    other.space.restore(*texts.space.fitted())
    other.restore(*texts.blocks())
    need = Scenario(id="T", name="行人，雷达")
    mine, theirs = texts.analyse_scenarios([need]), other.analyse_scenarios([need])
    assert (mine.vectors != theirs.vectors).nnz == 0
    assert mine.vectors.nnz > mine.base.nnz
