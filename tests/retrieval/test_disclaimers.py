"""What an enterprise says it does not do counts against it where a scenario is named for that."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from matcher import Enterprise, Matchmaker, Scenario
from matcher.embedding.known_vectors import KnownVectors
from matcher.retrieval.disclaimers import FULL_EXCESS, KEPT, sincerity
from tests.conftest import DAY

NEED = Scenario("S", "消化内镜清洗消毒与干燥储存", background="医院内镜中心每天清洗消毒软式内镜，需要干燥储存。")
MAKER = Enterprise("A", "甲公司", capability="研制软式内镜清洗消毒机与内镜干燥储存柜，供应医院内镜中心。")
REFUSER = Enterprise("B", "乙公司", capability="研制医院口腔灭菌器，供应内镜中心。我们不做内镜清洗消毒和干燥储存产品。")


def rows(*values: tuple[float, ...]) -> sp.csr_array:
    return sp.csr_array(np.array(values, np.float64))


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    return Matchmaker.from_data(vectors=KnownVectors()).fit([MAKER, REFUSER], [NEED])


def test_what_outweighs_the_claims_counts_in_proportion() -> None:
    named = rows((0.5, 0.3, 0.2))
    offers = rows((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    disclaimed = rows((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    found = sincerity(named, offers, disclaimed)[0]
    assert found == pytest.approx([KEPT, 1 - (1 - KEPT) * 0.1 / FULL_EXCESS, 1.0, 1.0])


def test_who_refuses_what_a_scenario_is_named_for_is_doubted_and_told_why(market: Matchmaker) -> None:
    match = market.explain("B", "S", DAY)
    silent = market.explain(replace(REFUSER, capability=REFUSER.capability.split("。")[0]), "S", DAY)
    assert match.warnings[0].startswith("企业写明不做或已不再做：")
    assert "内镜清洗消毒" in match.warnings[0]
    assert not silent.warnings
    assert match.score < silent.score
    assert match.band in ("无依据", "弱")


def test_who_does_it_and_refuses_something_else_is_believed(market: Matchmaker) -> None:
    careful = replace(MAKER, capability=f"{MAKER.capability}不做口腔设备，也不做土建施工。")
    assert not market.explain(careful, "S", DAY).warnings
    assert market.explain(careful, "S", DAY).score == pytest.approx(market.explain(MAKER, "S", DAY).score, abs=0.02)


def test_claiming_and_refusing_the_same_thing_leaves_the_claim(market: Matchmaker) -> None:
    both = replace(MAKER, capability=f"{MAKER.capability}不承接内镜清洗消毒的托管服务。")
    assert not market.explain(both, "S", DAY).warnings


def test_two_that_are_not_held_are_judged_like_two_that_are() -> None:
    bare = Matchmaker.from_data(vectors=KnownVectors()).fit([MAKER], ())
    held = Matchmaker.from_data(vectors=KnownVectors()).fit([MAKER], [NEED])
    assert bare.explain(REFUSER, NEED, DAY).score == pytest.approx(held.explain(REFUSER, "S", DAY).score, abs=1e-12)
    assert bare.explain(REFUSER, NEED, DAY).warnings == held.explain(REFUSER, "S", DAY).warnings != ()
