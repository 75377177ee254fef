"""A project by its name; projects are few."""

from api.storage.base import Page, Store, Stored
from matcher import ScenarioProject
from matcher.text.names import Directory


def find_project(store: Store, name: str) -> Stored[ScenarioProject]:
    """The project of a name; raises `NotFound` with the nearest names."""
    rows = store.projects.list(Page(limit=None))
    return Directory("场景项目", rows, lambda row: (row.entity.id, row.entity.name)).find(name)
