"""A project by its id or name, however many there are."""

from api.storage.memory import memory_opener
from api.usecases.find_project import find_project
from matcher import ScenarioProject


def test_the_last_of_many_projects_is_found_by_its_name() -> None:
    with memory_opener()(True) as store:
        for place in range(10_001):
            store.projects.put(ScenarioProject(f"P{place:05}", f"项目{place:05}"))
        assert find_project(store, "项目10000").entity.id == "P10000"
