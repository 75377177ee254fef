"""The store in memory, for tests and for looking at files; it keeps the same contract as the databases."""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from threading import RLock
from typing import Any, Generic

from api.storage.base import (
    ALL,
    DATABASE_ID,
    REVISION,
    AlreadyExists,
    Entity,
    Filter,
    FilterName,
    OpenStore,
    Page,
    Store,
    Stored,
    checked_vector,
)
from matcher import Enterprise, Scenario, ScenarioProject
from matcher.embedding.base import Rows


@dataclass
class _State:
    tables: dict[str, dict[str, Stored[Any]]] = field(
        default_factory=lambda: {"enterprises": {}, "projects": {}, "scenarios": {}}
    )
    settings: dict[str, str] = field(default_factory=lambda: {DATABASE_ID: secrets.token_hex(16)})
    vectors: dict[tuple[str, str], Rows] = field(default_factory=dict)
    revision: int = 0


class MemoryTable(Generic[Entity]):
    """One noun by id; `filters` gives the values of an entity that lists filter by."""

    def __init__(self, state: _State, name: str, filters: dict[str, Callable[[Entity], str]]) -> None:
        self._state, self._rows, self._filters = state, state.tables[name], filters

    def add(self, entity: Entity) -> Stored[Entity]:
        """Insert; raises `AlreadyExists` where the id is taken."""
        if entity.id in self._rows:
            raise AlreadyExists(entity.id)
        return self.put(entity)

    def put(self, entity: Entity) -> Stored[Entity]:
        """Insert or replace."""
        self._state.revision += 1
        self._rows[entity.id] = Stored(entity, self._state.revision)
        return self._rows[entity.id]

    def get(self, id: str) -> Stored[Entity] | None:
        """The entity of an id, or None."""
        return self._rows.get(id)

    def named(self, name: str) -> Sequence[Stored[Entity]]:
        """The entities of exactly that name, by id."""
        return [row for _, row in sorted(self._rows.items()) if row.entity.name == name]

    def list(self, page: Page, wanted: Filter = ALL) -> Sequence[Stored[Entity]]:
        """Entities after a cursor; raises ValueError on a filter that the noun does not have."""
        asked = {self._filter(name): value for name, value in asdict(wanted).items() if value}
        found = [
            row
            for id, row in sorted(self._rows.items())
            if id > page.after and all(value_of(row.entity) == value for value_of, value in asked.items())
        ]
        return found[: page.limit]

    def values(self, name: FilterName) -> Sequence[str]:
        """What the entities have there; raises ValueError on a filter that the noun does not have."""
        value_of = self._filter(name)
        return sorted({value_of(row.entity) for row in self._rows.values()} - {""})

    def _filter(self, name: str) -> Callable[[Entity], str]:
        if name not in self._filters:
            raise ValueError(f"没有 {name} 可供筛选")
        return self._filters[name]

    def changed_since(self, revision: int) -> Sequence[Stored[Entity]]:
        """Everything written after a revision, in the order of writing."""
        found = [row for row in self._rows.values() if row.revision > revision]
        return sorted(found, key=lambda row: row.revision)


class MemoryVectors:
    """Sentence vectors by model and digest; derived from texts, never the texts."""

    def __init__(self, state: _State) -> None:
        self._rows = state.vectors

    def read(self, model: str) -> Mapping[str, Rows]:
        """Every vector of a model, by digest."""
        return {digest: row for (one, digest), row in self._rows.items() if one == model}

    def find(self, model: str, digests: Collection[str]) -> Mapping[str, Rows]:
        """The vectors of some digests, as far as they are there."""
        return {digest: self._rows[model, digest] for digest in digests if (model, digest) in self._rows}

    def add(self, model: str, vectors: Mapping[str, Rows]) -> None:
        """Keep these too; a digest that is there stays as it is."""
        for digest, row in vectors.items():
            self._rows.setdefault((model, digest), checked_vector(row).copy())


class MemoryStore:
    """All nouns over one state."""

    def __init__(self, state: _State, keep: Callable[[_State], None]) -> None:
        self._state, self._keep = state, keep
        self.enterprises = MemoryTable[Enterprise](state, "enterprises", {})
        self.vectors = MemoryVectors(state)
        self.projects = MemoryTable[ScenarioProject](
            state, "projects", {"category": lambda one: one.category, "district": lambda one: one.district}
        )
        self.scenarios = MemoryTable[Scenario](
            state,
            "scenarios",
            {"category": self._category, "district": lambda one: one.district, "status": lambda one: one.status},
        )

    def revision(self) -> int:
        """The revision of the last write."""
        return self._state.revision

    def setting(self, name: str) -> str:
        """A setting, empty where it was never set."""
        return str(self._state.revision) if name == REVISION else self._state.settings.get(name, "")

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._state.settings[name] = value

    def commit(self) -> None:
        """Make everything visible to stores that are opened later."""
        self._keep(deepcopy(self._state))

    def _category(self, scenario: Scenario) -> str:
        project = self.projects.get(scenario.project_id)
        return project.entity.category if project else ""


def memory_opener() -> OpenStore:
    """Stores over one state of this process; writers wait for each other."""
    kept = [_State()]
    lock = RLock()

    def keep(state: _State) -> None:
        kept[0] = state

    @contextmanager
    def open_store(writes: bool) -> Iterator[Store]:
        with lock:
            yield MemoryStore(deepcopy(kept[0]), keep)

    return open_store
