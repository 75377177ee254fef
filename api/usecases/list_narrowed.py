"""A page of a list narrowed to a class, a district or a status that exists."""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from api.storage.base import Entity, Filter, Page, Repository, Store, Stored
from matcher import InvalidProfile, Scenario, json_schema, load_catalogue_list
from matcher.errors import printable

MOST_NAMED = 20


class UnknownFilter(InvalidProfile):
    """A value that nothing in the list can have; `nearest` gives the values there are, the most alike first."""

    def __init__(self, field: str, kind: str, value: str, known: Collection[str]) -> None:
        self.nearest = sorted(known, key=lambda one: (-SequenceMatcher(None, value[:60], one).ratio(), one))
        named = "、".join(self.nearest[:MOST_NAMED])
        more = f"等 {len(known)} 个" if len(known) > MOST_NAMED else ""
        super().__init__({field: f"没有{kind}“{printable(value)}”，可选：{named}{more}"})


def list_narrowed(store: Store, repository: Repository[Entity], page: Page, wanted: Filter) -> Sequence[Stored[Entity]]:
    """The rows of a page; raises `UnknownFilter` for a value that is neither published, nor defined, nor in use."""
    if wanted.category:
        published = {row["name"] for row in load_catalogue_list()["classes"]}
        _require("class", "场景大类", wanted.category, published.union(store.projects.values("category")))
    if wanted.district:
        published = {row["name"] for row in load_catalogue_list()["districts"]}
        _require("district", "片区", wanted.district, published.union(repository.values("district")))
    if wanted.status:
        _require("status", "状态", wanted.status, json_schema(Scenario)["properties"]["status"]["enum"])
    return repository.list(page, wanted)


def _require(field: str, kind: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise UnknownFilter(field, kind, value, known)
