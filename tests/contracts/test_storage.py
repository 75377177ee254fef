"""The contract that every storage engine keeps: memory, SQLite, PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from itertools import chain
from threading import Barrier
from typing import Any

import pytest

from api.storage.base import DATABASE_ID, REVISION, AlreadyExists, Filter, OpenStore, Page
from matcher import load_catalogue, load_sample
from tests.contracts.examples import FULL_FIRM, FULL_PROJECT, FULL_SCENARIO, firm, project, scenario

EVERYTHING = Page(limit=1_000)
# Ascending by code point, which is not the order of any language; the last one lies outside the first plane.
IDS_IN_ORDER = ["-a", "10", "2", "A", "B", "_a", "a", "a-", "a.", "b", "é", "丁", "丙", "企业", "企业-2", "豈", "𠮷"]


def test_what_was_added_is_read_back_with_its_revision(open_store: OpenStore) -> None:
    with open_store(True) as store:
        added = store.enterprises.add(firm("F1"))
        store.commit()
    with open_store(False) as store:
        assert store.enterprises.get("F1") == added
        assert (added.entity, added.revision) == (firm("F1"), store.revision())
        assert store.enterprises.get("F2") is None
        assert store.projects.get("F1") is None


@pytest.mark.parametrize(
    ("noun", "entity"), [("enterprises", FULL_FIRM), ("projects", FULL_PROJECT), ("scenarios", FULL_SCENARIO)]
)
def test_every_field_comes_back_as_it_went_in(open_store: OpenStore, noun: str, entity: Any) -> None:
    empty = [one.name for one in fields(entity) if getattr(entity, one.name) in ("", (), None)]
    assert empty == [], "the example should fill every field"
    with open_store(True) as store:
        getattr(store, noun).add(entity)
        store.commit()
    with open_store(False) as store:
        assert getattr(store, noun).get("全部字段").entity == entity


def test_the_whole_catalogue_and_sample_come_back_unchanged(open_store: OpenStore) -> None:
    data = load_catalogue() + load_sample()
    nouns = {"enterprises": data.enterprises, "projects": data.projects, "scenarios": data.scenarios}
    with open_store(True) as store:
        for noun, entities in nouns.items():
            for entity in entities:
                getattr(store, noun).add(entity)
        store.commit()
    with open_store(False) as store:
        for noun, entities in nouns.items():
            held = [row.entity for row in getattr(store, noun).list(EVERYTHING)]
            assert held == sorted(entities, key=lambda one: one.id)
        assert store.revision() == sum(map(len, nouns.values()))


def test_an_id_is_added_once_and_the_first_entity_stays(open_store: OpenStore) -> None:
    with open_store(True) as store:
        store.enterprises.add(firm("F1", "第一家"))
        store.commit()
    with open_store(True) as store:
        with pytest.raises(AlreadyExists, match="F1") as refused:
            store.enterprises.add(firm("F1", "第二家"))
        assert refused.value.id == "F1"
        store.enterprises.add(firm("F2"))  # the store stays usable
        store.commit()
    with open_store(False) as store:
        assert [row.entity.name for row in store.enterprises.list(EVERYTHING)] == ["第一家", "某公司"]


def test_putting_inserts_or_replaces(open_store: OpenStore) -> None:
    with open_store(True) as store:
        first = store.scenarios.put(scenario("S1", district="高新区"))
        second = store.scenarios.put(scenario("S1", district="江津", background="新"))
        store.commit()
    assert second.revision > first.revision
    with open_store(False) as store:
        assert store.scenarios.get("S1") == second
        assert len(store.scenarios.list(EVERYTHING)) == 1
        assert store.scenarios.list(EVERYTHING, Filter(district="高新区")) == []
        assert [row.entity.id for row in store.scenarios.list(EVERYTHING, Filter(district="江津"))] == ["S1"]


@pytest.mark.parametrize("limit", [1, 3, 17, 100])
def test_pages_ascend_by_code_point_and_miss_nothing(open_store: OpenStore, limit: int) -> None:
    assert sorted(IDS_IN_ORDER) == IDS_IN_ORDER
    with open_store(True) as store:
        for id in reversed(IDS_IN_ORDER):
            store.enterprises.add(firm(id))
        store.commit()
    read: list[str] = []
    with open_store(False) as store:
        while page := store.enterprises.list(Page(after=read[-1] if read else "", limit=limit)):
            assert len(page) <= limit
            read += [row.entity.id for row in page]
    assert read == IDS_IN_ORDER


def test_a_list_without_a_limit_has_no_end_of_its_own(open_store: OpenStore) -> None:
    with open_store(True) as store:
        for place in range(60):
            store.projects.add(project(f"P{place:02}"))
        assert [row.entity.id for row in store.projects.list(Page(limit=None))] == [f"P{n:02}" for n in range(60)]
        assert len(store.projects.list(Page(after="P49", limit=None))) == 10


def test_entities_are_found_by_exactly_their_name(open_store: OpenStore) -> None:
    with open_store(True) as store:
        for id, name in (("b", "某公司"), ("a", "某公司"), ("c", "某公司二")):
            store.enterprises.add(firm(id, name))
        assert [row.entity.id for row in store.enterprises.named("某公司")] == ["a", "b"]
        assert [row.entity.id for row in store.enterprises.named("某公司二")] == ["c"]
        assert (
            store.enterprises.named("公司")
            == store.enterprises.named("某公司%")
            == store.enterprises.named("\x00")
            == []
        )
        store.enterprises.put(firm("a", "改名"))
        assert [row.entity.id for row in store.enterprises.named("某公司")] == ["b"]


def test_the_values_that_lists_are_narrowed_by_come_once_and_in_order(open_store: OpenStore) -> None:
    with open_store(True) as store:
        assert store.scenarios.values("category") == store.projects.values("district") == []
        store.projects.add(project("P1", category="甲类", district="高新区"))
        store.projects.add(project("P2", category="乙类", district="江津"))
        store.projects.add(project("P3", category="丙类"))
        for place, (of, district, status) in enumerate(
            [("P2", "璧山", "公开"), ("P1", "北碚", "下架"), ("P1", "北碚", "")]
        ):
            store.scenarios.add(scenario(f"S{place}", project_id=of, district=district, status=status))
        store.scenarios.add(scenario("S9"))  # of no project, in no district
        assert store.projects.values("category") == sorted(["甲类", "乙类", "丙类"])
        assert store.projects.values("district") == sorted(["高新区", "江津"])
        assert store.scenarios.values("category") == sorted(["甲类", "乙类"])
        assert store.scenarios.values("district") == sorted(["璧山", "北碚"])
        assert store.scenarios.values("status") == sorted(["公开", "下架"])
        for repository, name in ((store.enterprises, "district"), (store.projects, "status")):
            with pytest.raises(ValueError, match="可供筛选"):
                repository.values(name)


def test_a_cursor_need_not_be_an_id_that_exists(open_store: OpenStore) -> None:
    with open_store(True) as store:
        for id in ("A", "C"):
            store.projects.add(project(id))
        assert [row.entity.id for row in store.projects.list(Page(after="B"))] == ["C"]
        assert store.projects.list(Page(after="C")) == []


def test_lists_are_narrowed_by_every_filter_alone_and_together(open_store: OpenStore) -> None:
    with open_store(True) as store:
        store.projects.add(project("P1", category="甲类", district="高新区"))
        store.projects.add(project("P2", category="乙类", district="高新区"))
        store.scenarios.add(scenario("S1", project_id="P1", district="高新区", status="公开"))
        store.scenarios.add(scenario("S2", project_id="P1", district="江津", status="公开"))
        store.scenarios.add(scenario("S3", project_id="P2", district="高新区", status="下架"))
        store.scenarios.add(scenario("S4", status="公开"))  # belongs to no project

        def projects(**wanted: str) -> list[str]:
            return [row.entity.id for row in store.projects.list(EVERYTHING, Filter(**wanted))]

        def scenarios(limit: int = 100, **wanted: str) -> list[str]:
            return [row.entity.id for row in store.scenarios.list(Page(limit=limit), Filter(**wanted))]

        assert projects(category="甲类") == ["P1"]
        assert projects(district="高新区") == ["P1", "P2"]
        assert projects(category="乙类", district="高新区") == ["P2"]
        assert scenarios(category="甲类") == ["S1", "S2"]
        assert scenarios(district="高新区") == ["S1", "S3"]
        assert scenarios(status="公开") == ["S1", "S2", "S4"]
        assert scenarios(category="甲类", district="高新区", status="公开") == ["S1"]
        assert scenarios(limit=1, status="公开") == ["S1"]
        assert scenarios(district="高新") == projects(category="%") == []


@pytest.mark.parametrize(
    ("noun", "wanted"),
    [
        ("enterprises", Filter(category="甲类")),
        ("enterprises", Filter(district="高新区")),
        ("enterprises", Filter(status="公开")),
        ("projects", Filter(status="公开")),
    ],
)
def test_a_filter_that_the_noun_does_not_have_is_refused(open_store: OpenStore, noun: str, wanted: Filter) -> None:
    with open_store(False) as store, pytest.raises(ValueError, match="可供筛选"):
        getattr(store, noun).list(EVERYTHING, wanted)


def test_all_nouns_share_one_revision_that_only_grows(open_store: OpenStore) -> None:
    with open_store(True) as store:
        assert store.revision() == 0
        revisions = [
            store.enterprises.add(firm("F1")).revision,
            store.projects.add(project("P1")).revision,
            store.scenarios.add(scenario("S1")).revision,
            store.enterprises.put(firm("F1", "改名")).revision,
        ]
        assert revisions == sorted(set(revisions))
        assert store.revision() == revisions[-1]
        store.commit()
    with open_store(False) as store:
        assert store.revision() == revisions[-1]


def test_changes_come_in_the_order_of_writing(open_store: OpenStore) -> None:
    with open_store(True) as store:
        for id in ("Z", "A", "M"):
            store.enterprises.add(firm(id))
        seen = store.enterprises.add(firm("B")).revision
        store.enterprises.put(firm("Z", "改名"))
        store.scenarios.add(scenario("S1"))
        store.enterprises.add(firm("C"))
        store.commit()
    with open_store(False) as store:
        assert [row.entity.id for row in store.enterprises.changed_since(0)] == ["A", "M", "B", "Z", "C"]
        assert [row.entity.name for row in store.enterprises.changed_since(seen)] == ["改名", "某公司"]
        assert store.enterprises.changed_since(store.revision()) == []


def test_nothing_is_kept_without_a_commit(open_store: OpenStore) -> None:
    with open_store(True) as store:
        store.enterprises.add(firm("F1"))
        store.commit()
        store.enterprises.add(firm("F2"))
        store.set_setting("day", "2026-09-01")
    with pytest.raises(RuntimeError), open_store(True) as store:
        store.enterprises.put(firm("F1", "改名"))
        raise RuntimeError
    with open_store(False) as store:
        assert [row.entity for row in store.enterprises.list(EVERYTHING)] == [firm("F1")]
        assert (store.revision(), store.setting("day")) == (1, "")


def test_writes_are_seen_by_others_only_after_the_commit(open_store: OpenStore) -> None:
    with open_store(True) as writer:
        writer.enterprises.add(firm("F1"))
        assert writer.enterprises.get("F1") is not None
        with open_store(False) as reader:
            assert (reader.enterprises.get("F1"), reader.revision()) == (None, 0)
        writer.commit()
        with open_store(False) as reader:
            assert (reader.enterprises.get("F1") is not None, reader.revision()) == (True, 1)


def test_settings_are_empty_until_set_and_can_be_changed(open_store: OpenStore) -> None:
    with open_store(True) as store:
        assert store.setting("day") == ""
        store.set_setting("day", "2026-09-01")
        store.set_setting("day", "2026-09-02")
        store.set_setting("note", "说明" * 500)
        store.commit()
    with open_store(False) as store:
        assert (store.setting("day"), store.setting("note")) == ("2026-09-02", "说明" * 500)


def test_every_store_has_a_name_of_its_own_and_its_revision_as_settings(open_store: OpenStore) -> None:
    with open_store(True) as store:
        name = store.setting(DATABASE_ID)
        assert (len(name) >= 16, store.setting(REVISION)) == (True, "0")
        store.enterprises.add(firm("F1"))
        store.commit()
    with open_store(False) as store:
        assert (store.setting(DATABASE_ID), store.setting(REVISION)) == (name, "1")


def test_writers_at_the_same_time_get_revisions_of_their_own(open_store: OpenStore) -> None:
    writers, each = 2, 20
    start = Barrier(writers)

    def write(name: str) -> list[int]:
        start.wait(timeout=10)
        found = []
        for place in range(each):
            with open_store(True) as store:
                found.append(store.enterprises.add(firm(f"{name}{place}")).revision)
                store.commit()
        return found

    with ThreadPoolExecutor(writers) as pool:
        found = list(pool.map(write, ("甲", "乙")))
    assert all(one == sorted(one) for one in found)
    assert sorted(chain.from_iterable(found)) == list(range(1, writers * each + 1))
    with open_store(False) as store:
        assert len(store.enterprises.changed_since(0)) == store.revision() == writers * each


def test_of_two_that_add_the_same_id_at_the_same_time_one_is_told(open_store: OpenStore) -> None:
    start = Barrier(2)

    def add(name: str) -> str:
        start.wait(timeout=10)
        try:
            with open_store(True) as store:
                store.enterprises.add(firm("F1", name))
                store.commit()
        except AlreadyExists:
            return "refused"
        return name

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(add, ("甲", "乙")))
    assert "refused" in outcomes and len(outcomes) == 2
    with open_store(False) as store:
        assert {store.enterprises.list(EVERYTHING)[0].entity.name, "refused"} == outcomes
