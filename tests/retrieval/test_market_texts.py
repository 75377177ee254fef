"""The texts of both sides, fitted anew after a change."""

from dataclasses import replace

import numpy as np
import pytest

from matcher import NotFound, load_config
from matcher.entities import Case, Enterprise, Requirement, Scenario
from matcher.retrieval.blocks import measure
from matcher.retrieval.market_texts import MarketTexts
from matcher.text.lexicon import Lexicon

ROAD = Enterprise(id="B", name="路侧", capability="路口雷达", cases=(Case("路口改造"),))
STAGE = Enterprise(id="A", name="舞台", capability="舞台灯光")
NEED = Scenario(
    id="S", name="路口", background="雷达平台", requirements=(Requirement("路口雷达"), Requirement("行人", "nice"))
)


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


def test_the_specific_row_has_no_generic_word_and_no_pair(texts: MarketTexts) -> None:
    block = texts.scenario_block()
    specific = {texts.space.term(int(column)) for column in block.specific.indices}
    everything = {texts.space.term(int(column)) for column in block.vectors.indices}
    assert specific == {"路口", "雷达", "行人"}
    assert everything >= {*specific, "平台", "口雷"}


def test_words_of_the_registered_scope_alone_are_no_claim(texts: MarketTexts) -> None:
    texts.put_enterprise(Enterprise(id="A", name="甲", business_scope="路口雷达"))
    measured = measure(*texts.blocks())
    assert measured.similarity[0, 0] > 0 == measured.specific[0, 0]
    assert measured.specific[0, 1] > 0


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
