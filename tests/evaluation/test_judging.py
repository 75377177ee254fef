"""A drawing: what is pooled, how queries are dealt, and that the order gives away nothing but the seed."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from matcher import Enterprise, InvalidProfile, Scenario, from_json
from matcher.evaluation.judging import MAX_TEXT_CHARS, Drawing, Item, chosen, dealt, pooled, shuffled

RUNS = ({"S1": ["F3", "F1", "F2"], "S2": ["F1"]}, {"S1": ["F4", "F3"], "S2": []})
QUERIES = tuple(Item(f"S{place}", f"场景{place}", "文字") for place in range(1, 9))
DOCUMENTS = tuple(Item(f"F{place}", f"企业{place}", "文字") for place in range(1, 9))


def drawing(seed: int = 1, sheets: int = 2) -> Drawing:
    ids = tuple(one.id for one in DOCUMENTS)
    hands = dealt([one.id for one in QUERIES], sheets, 25, seed)
    pools = {one.id: ids for one in QUERIES}
    return Drawing("scenario-to-enterprise", date(2026, 9, 1), seed, 8, QUERIES, DOCUMENTS, pools, hands)


def test_a_pool_is_the_union_of_the_first_k_without_order() -> None:
    assert pooled(RUNS, ["S1", "S2", "S3"], 2) == {"S1": ("F1", "F3", "F4"), "S2": ("F1",), "S3": ()}
    for order in permutations(RUNS):
        assert pooled(order, ["S1", "S2"], 2) == pooled(RUNS, ["S1", "S2"], 2)


def test_an_order_depends_on_seed_place_and_ids_alone() -> None:
    ids = [f"F{place}" for place in range(30)]
    order = shuffled(ids, 1, "documents", 1, "S1")
    assert order == shuffled(reversed(ids), 1, "documents", 1, "S1")
    assert sorted(order) == sorted(ids) and order != sorted(ids)
    others = [shuffled(ids, 2, "documents", 1, "S1"), shuffled(ids, 1, "documents", 2, "S1"), shuffled(ids, 1, "x")]
    assert all(other != order for other in others)


def test_every_place_is_equally_likely() -> None:
    ids = ["F1", "F2", "F3"]
    firsts = [shuffled(ids, seed, "documents", 1, "S1")[0] for seed in range(900)]
    assert all(250 < firsts.count(id) < 350 for id in ids)


def test_the_best_document_of_a_ranking_is_no_likelier_on_top() -> None:
    ranks = [drawing(seed).rows(1)[0][1].id for seed in range(400)]
    assert all(25 < ranks.count(one.id) < 85 for one in DOCUMENTS)


def test_so_many_are_chosen_by_the_seed() -> None:
    ids = [f"S{place}" for place in range(20)]
    assert chosen(ids, 5, 1) == chosen(list(reversed(ids)), 5, 1) == sorted(chosen(ids, 5, 1))
    assert len({tuple(chosen(ids, 5, seed)) for seed in range(10)}) == 10
    assert chosen(ids, 99, 1) == sorted(ids)


def test_shared_queries_stand_on_every_sheet_and_the_others_on_one() -> None:
    hands = dealt([one.id for one in QUERIES], 3, 25, 1)
    shared = set.intersection(*map(set, hands))
    assert len(shared) == 2 and set().union(*hands) == {one.id for one in QUERIES}
    assert sum(map(len, hands)) == 3 * 2 + 6
    assert drawing().shared_queries == set.intersection(*map(set, drawing().sheets))
    assert drawing(sheets=1).shared_queries == set()


def test_a_share_is_rounded_up_and_may_be_none_or_all() -> None:
    ids = ["S1", "S2", "S3"]
    assert len(set.intersection(*map(set, dealt(ids, 2, 1, 1)))) == 1
    assert set.intersection(*map(set, dealt(ids, 2, 0, 1))) == set()
    assert dealt(ids, 2, 100, 1) == (tuple(ids), tuple(ids))
    assert dealt(ids, 1, 0, 1) == (tuple(ids),)


def test_more_sheets_than_queries_are_refused() -> None:
    with pytest.raises(InvalidProfile, match=r"--raters：2 个查询不够分给 3 份评分表"):
        dealt(["S1", "S2"], 3, 0, 1)
    assert len(dealt(["S1", "S2"], 3, 50, 1)) == 3


def test_sheets_have_the_shared_rows_in_an_order_of_their_own() -> None:
    one = drawing()
    first, second = one.rows(1), one.rows(2)
    assert first == drawing().rows(1)
    both = [[row for row in rows if row[0].id in one.shared_queries] for rows in (first, second)]
    assert sorted(row[0].id + row[1].id for row in both[0]) == sorted(row[0].id + row[1].id for row in both[1])
    assert both[0] != both[1]
    queries = [query.id for query, _ in first]
    assert all(queries[place] == queries[place - 1] for place in range(1, len(queries)) if place % len(DOCUMENTS))


def test_the_id_speaks_for_everything_in_a_drawing() -> None:
    one = drawing()
    assert one.id == drawing().id and len(one.id) == 16
    changed = [
        replace(one, seed=2),
        replace(one, depth=3),
        replace(one, on=date(2026, 9, 2)),
        replace(one, direction="enterprise-to-scenario"),
        replace(one, sheets=one.sheets[:1]),
        replace(one, pools={**one.pools, "S1": ("F1",)}),
        replace(one, documents=(Item("F1", "企业1", "别的文字"), *DOCUMENTS[1:])),
    ]
    assert len({one.id, *(other.id for other in changed)}) == len(changed) + 1


def test_an_item_holds_the_texts_of_matching_and_nothing_else() -> None:
    firm = from_json(
        Enterprise,
        {
            "id": "F1", "name": "某公司", "capability": "研制路侧单元。", "address": "某路 1 号", "credit_code": "",
            "products": [{"name": "路侧单元", "figures": "时延 5ms"}], "business_scope": "许可项目",
            "cases": [{"name": "路口改造", "client": "某局", "place": "某市"}], "source": "来访登记 李某",
        },
    )  # fmt: skip
    assert Item.of(firm) == Item("F1", "某公司", "研制路侧单元。\n路侧单元；时延 5ms\n路口改造")
    need = from_json(
        Scenario,
        {
            "id": "S1", "name": "路口改造", "background": "主干道。", "responsible_unit": "某局",
            "requirements": [{"text": "接入信号机"}], "source": "某文件",
        },
    )  # fmt: skip
    assert Item.of(need) == Item("S1", "路口改造", "主干道。\n接入信号机")
    assert len(Item.of(replace(firm, capability="车" * 20_000)).text) == MAX_TEXT_CHARS
