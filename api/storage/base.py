"""What the service needs of a store, whatever stands behind it.

A repository never commits: the request or the command that opened the store does. Every write gives the entity the next
revision (修订号) of the store, so that whoever knows revision n can ask for all that came after it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from matcher import Enterprise, Scenario, ScenarioProject
from matcher.embedding.base import Rows
from matcher.entities import Identified

Entity = TypeVar("Entity", bound=Identified)


class StorageError(Exception):
    """Root of what a store raises; the message is Chinese and fit to be shown."""


class AlreadyExists(StorageError):
    """An entity of that id is there."""

    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__(f"编号“{id}”已存在，请换一个编号")


class StorageUnavailable(StorageError):
    """The store cannot answer now: locked, full, read-only or out of reach. Nothing was written."""


@dataclass(frozen=True)
class Stored(Generic[Entity]):
    """An entity as the store holds it, with the revision of its last change."""

    entity: Entity
    revision: int


@dataclass(frozen=True)
class Page:
    """A stretch of a list in ascending id: ids after `after`, at most `limit`, or all of them (None)."""

    after: str = ""
    limit: int | None = 50


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; empty = not narrowed. `category` (场景大类) is that of the project."""

    category: str = ""
    district: str = ""
    status: str = ""


ALL = Filter()
FilterName = Literal["category", "district", "status"]


class Repository(Protocol[Entity]):
    """One noun. `add` raises `AlreadyExists`; lists ascend by id (code point), changes by order of writing.

    `named` gives those of exactly that name, ascending by id; `values` gives what the entities have in a field that
    lists are narrowed by: each once, ascending, never empty.
    """

    def add(self, entity: Entity) -> Stored[Entity]: ...

    def put(self, entity: Entity) -> Stored[Entity]: ...

    def get(self, id: str) -> Stored[Entity] | None: ...

    def named(self, name: str) -> Sequence[Stored[Entity]]: ...

    def list(self, page: Page, wanted: Filter = ALL) -> Sequence[Stored[Entity]]: ...

    def values(self, name: FilterName) -> Sequence[str]: ...

    def changed_since(self, revision: int) -> Sequence[Stored[Entity]]: ...


class VectorRepository(Protocol):
    """Sentence vectors (句向量) of texts, by model and by the digest of the text (`matcher.embedding.base.Key`).

    A vector is no text that could be turned back into words, and nothing beside it names the text or whose it is. Yet
    it is derived data, which tells what a text is about: whoever erases a text erases what was derived from it alone.

    `read` gives all vectors of a model, `find` those of some digests, as far as they are there; (n_dims,) int8 each.
    `add` keeps many at once: a digest that is there stays as it is, also where two processes add it at the same time;
    what is no such vector is a ValueError.
    No revision is counted: what is answered depends on the texts, not on when their vectors came.
    """

    def read(self, model: str) -> Mapping[str, Rows]: ...

    def find(self, model: str, digests: Collection[str]) -> Mapping[str, Rows]: ...

    def add(self, model: str, vectors: Mapping[str, Rows]) -> None: ...


class Store(Protocol):
    """One unit of work over all repositories. Leaving it without `commit` takes everything back."""

    @property
    def enterprises(self) -> Repository[Enterprise]: ...

    @property
    def projects(self) -> Repository[ScenarioProject]: ...

    @property
    def scenarios(self) -> Repository[Scenario]: ...

    @property
    def vectors(self) -> VectorRepository: ...

    def revision(self) -> int: ...

    def setting(self, name: str) -> str: ...

    def set_setting(self, name: str, value: str) -> None: ...

    def commit(self) -> None: ...


REVISION, DATABASE_ID = "revision", "database_id"
"""Settings that every store has: the number of writes so far, and a name that no other store bears."""

VECTOR_DTYPE = "int8"


def checked_vector(vector: Rows) -> Rows:
    """A vector as it may be kept; raises ValueError."""
    if vector.dtype != VECTOR_DTYPE or vector.ndim != 1:
        raise ValueError(f"a vector is (n_dims,) {VECTOR_DTYPE}, not {vector.shape} {vector.dtype}")
    return vector


OpenStore = Callable[[bool], AbstractContextManager[Store]]
"""Opens a store: `open_store(True)` to write, `open_store(False)` to read."""
