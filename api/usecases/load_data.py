"""Bring the shipped catalogue and sample into a store."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.market import REFERENCE_DATE
from api.storage.base import Entity, Repository, Store
from matcher import Dataset


@dataclass(frozen=True)
class Loaded:
    """How many entities were written and how many were there already."""

    written: int
    unchanged: int


def load_dataset(store: Store, data: Dataset) -> Loaded:
    """Write what is new or changed; running it again changes nothing."""
    written = (
        _put_changed(store.enterprises, data.enterprises)
        + _put_changed(store.projects, data.projects)
        + _put_changed(store.scenarios, data.scenarios)
    )
    total = len(data.enterprises) + len(data.projects) + len(data.scenarios)
    if data.reference_date:
        store.set_setting(REFERENCE_DATE, data.reference_date.isoformat())
    store.commit()
    return Loaded(written, total - written)


def _put_changed(repository: Repository[Entity], entities: Iterable[Entity]) -> int:
    written = 0
    for entity in entities:
        held = repository.get(entity.id)
        if held is None or held.entity != entity:
            repository.put(entity)
            written += 1
    return written
