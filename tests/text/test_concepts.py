"""Concepts: what a word stands for, how strongly, and through what."""

import pytest

from matcher import load_lexicon
from matcher.text.concepts import (
    NARROWER_STRENGTH,
    OWNER_STRENGTH,
    SIBLING_STRENGTH,
    STRENGTH,
    Concept,
    ConceptNet,
    Link,
    Relation,
    plain,
)
from matcher.text.normalize import normalize

ROADS = Concept(
    "车路协同",
    {
        Relation.ALIAS: ("V2X",),
        Relation.AMBIGUOUS: ("RSU",),
        Relation.BROADER: ("智能交通",),
        Relation.PRODUCT: ("路侧单元", "车载单元"),
        Relation.COMPONENT: ("射频模组",),
        Relation.SERVICE: ("路口改造",),
        Relation.UPSTREAM: ("芯片设计",),
        Relation.DOWNSTREAM: ("公交公司",),
        Relation.SCENARIO: ("公交优先",),
    },
    ("3922",),
)
TRAFFIC = Concept("智能交通", {Relation.ALIAS: ("智慧交通",), Relation.PRODUCT: ("信号机",)})
NET = ConceptNet([ROADS, TRAFFIC])


def strengths(term: str, net: ConceptNet = NET) -> dict[str, float]:
    return {link.term: link.strength for link in net.links(term)}


def test_a_name_reaches_all_that_the_concept_lists_each_in_its_strength() -> None:
    assert strengths("车路协同") == {
        "v2x": 0.95,
        "rsu": 0.6,
        "路侧单元": 0.6,
        "车载单元": 0.6,
        "射频模组": 0.45,
        "路口改造": 0.5,
        "芯片设计": 0.2,
        "公交公司": 0.2,
        "公交优先": 0.3,
    }


def test_an_alias_reaches_the_name_too_and_never_itself() -> None:
    found = strengths("v2x")
    assert found["车路协同"] == 1.0
    assert "v2x" not in found
    assert found.keys() == (strengths("车路协同").keys() - {"v2x"}) | {"车路协同"}


def test_who_does_the_narrower_does_the_wider_but_not_the_other_way_round() -> None:
    wide = strengths("智能交通")
    assert wide["车路协同"] == NARROWER_STRENGTH * 1.0
    assert wide["路侧单元"] == NARROWER_STRENGTH * STRENGTH[Relation.PRODUCT]
    assert wide["信号机"] == STRENGTH[Relation.PRODUCT]
    assert not {"智能交通", "智慧交通", "信号机"} & strengths("车路协同").keys()


def test_a_product_reaches_its_concept_and_its_siblings() -> None:
    assert strengths("路侧单元") == {
        "车路协同": OWNER_STRENGTH * 1.0,
        "v2x": OWNER_STRENGTH * 0.95,
        "rsu": OWNER_STRENGTH * 0.6,
        "车载单元": OWNER_STRENGTH * SIBLING_STRENGTH,
    }


@pytest.mark.parametrize("term", ["公交优先", "芯片设计", "公交公司", "没有这个词"])
def test_what_a_concept_only_borders_on_reaches_nothing(term: str) -> None:
    assert NET.links(term) == ()


def test_links_come_strongest_first_and_each_names_its_concept_and_relation() -> None:
    links = NET.links("智能交通")
    assert links[0] == Link("智慧交通", 0.95, "智能交通", Relation.ALIAS)
    assert [link.strength for link in links] == sorted((link.strength for link in links), reverse=True)
    ties = [link.term for link in links if link.strength == NARROWER_STRENGTH * 0.6]
    assert ties == ["rsu", "路侧单元", "车载单元"]
    assert Link("路侧单元", NARROWER_STRENGTH * 0.6, "车路协同", Relation.PRODUCT) in links


def test_of_two_ways_to_a_term_the_stronger_is_kept_and_ties_go_by_the_concept() -> None:
    net = ConceptNet(
        [
            Concept("乙类", {Relation.AMBIGUOUS: ("缩写",), Relation.PRODUCT: ("仪表",)}),
            Concept("甲类", {Relation.AMBIGUOUS: ("缩写",), Relation.PRODUCT: ("仪表",), Relation.SCENARIO: ("巡检",)}),
            Concept("丙类", {Relation.AMBIGUOUS: ("缩写",), Relation.SERVICE: ("巡检",)}),
        ]
    )
    found = {link.term: link for link in net.links("缩写")}
    assert found["仪表"] == Link("仪表", 0.6, "乙类", Relation.PRODUCT)
    assert found["巡检"] == Link("巡检", 0.5, "丙类", Relation.SERVICE)


def test_the_order_of_the_concepts_does_not_matter() -> None:
    turned = ConceptNet([TRAFFIC, ROADS])
    for term in NET.terms:
        assert turned.links(term) == NET.links(term)
        assert turned.companions(term) == NET.companions(term)


def test_every_term_of_every_relation_is_a_term() -> None:
    listed = {term for concept in (ROADS, TRAFFIC) for terms in concept.terms.values() for term in terms}
    assert NET.terms == {plain(term) for term in (*listed, "车路协同", "智能交通")}


def test_a_term_names_concepts_or_is_used_by_them() -> None:
    assert NET.named("rsu") == NET.named("v2x") == NET.named("车路协同") == ("车路协同",)
    assert NET.named("路侧单元") == ()
    assert NET.uses("路侧单元") == (("车路协同", Relation.PRODUCT),)
    assert NET.uses("路口改造") == (("车路协同", Relation.SERVICE),)
    assert NET.uses("公交优先") == ()
    assert NET.narrower("智能交通") == ("车路协同",)
    assert NET.narrower("车路协同") == ()


def test_an_ambiguous_alias_has_companions_and_is_not_its_own() -> None:
    assert NET.is_ambiguous("rsu") and not NET.is_ambiguous("v2x")
    assert NET.companions("rsu") == {"车路协同", "v2x", "路侧单元", "车载单元", "射频模组", "路口改造"}
    assert NET.companions("v2x") == frozenset()


def test_the_names_of_narrower_concepts_are_companions_too() -> None:
    wide = Concept("智能交通", {Relation.AMBIGUOUS: ("ITS",)})
    net = ConceptNet([ROADS, wide])
    assert net.companions("its") == {"智能交通", "车路协同"}


@pytest.mark.parametrize("term", ["路侧单元", "RSU", "5G专网", "C++", "Ｔ－Ｂｏｘ", "T Box", "㈱路侧", "ｶﾞラス", "μLED"])
def test_the_plain_form_is_the_normalised_one(term: str) -> None:
    assert plain(term) == normalize(term).text


def test_the_shipped_net_links_a_scenario_s_word_with_the_firm_s() -> None:
    net = load_lexicon().concepts
    found = {link.term: link for link in net.links("车路协同")}
    assert found["路侧单元"].strength >= 0.4
    assert net.is_ambiguous("rsu")
