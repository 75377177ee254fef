"""Finding an entity by what a person types: id, name, short or former name; else the nearest names."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from matcher.entities import Enterprise, Scenario
from matcher.errors import NotFound
from matcher.text.normalize import normalize

Entity = TypeVar("Entity")
NEAREST = 5
MIN_LIKENESS = 45.0  # of two terms
MIN_NAME_LIKENESS = 63.0  # most names of firms are a little alike, for their place and their 有限公司


class Directory(Generic[Entity]):
    """Entities of one kind by their names; `names_of` gives id first, then the main name, then others."""

    def __init__(self, kind: str, entities: Iterable[Entity], names_of: Callable[[Entity], tuple[str, ...]]) -> None:
        self._kind = kind
        self._entries = [(names_of(entity), entity) for entity in entities]

    def find(self, name: str) -> Entity:
        """The entity of that id, or else of that name; raises `NotFound` with the nearest names."""
        for names, entity in self._entries:
            if names[0] == name:
                return entity
        wanted = _key(name)
        found = [entity for names, entity in self._entries if wanted and wanted in {_key(one) for one in names}]
        if len(found) == 1:
            return found[0]
        same = [f"{names[1]}（{names[0]}）" for names, entity in self._entries if entity in found]
        if same:
            raise NotFound(f"唯一的{self._kind}（同名 {len(found)} 个，请用编号）", name, same[:NEAREST])
        raise NotFound(self._kind, name, self.nearest(name))

    def nearest(self, name: str) -> list[str]:
        """Main names that look or sound like the one typed, best first."""
        from pypinyin import lazy_pinyin
        from rapidfuzz import fuzz

        wanted = _key(name[:60])
        sound = "".join(lazy_pinyin(wanted))

        def likeness(names: tuple[str, ...]) -> float:
            written = max(fuzz.WRatio(wanted, _key(one)) for one in names)
            spoken = max(fuzz.ratio(sound, "".join(lazy_pinyin(_key(one)))) for one in names[1:])
            return max(written, spoken)

        scored = sorted(((-likeness(names), names[1]) for names, _ in self._entries))
        return [main for score, main in scored[:NEAREST] if -score >= MIN_NAME_LIKENESS]


def nearest_terms(typed: str, terms: Iterable[str]) -> list[str]:
    """Terms that look like the one typed, best first, ties in alphabetical order."""
    from rapidfuzz import fuzz, process

    likely = process.extract(
        _key(typed[:60]), sorted(terms), scorer=fuzz.ratio, limit=NEAREST, score_cutoff=MIN_LIKENESS
    )
    return [term for term, _, _ in likely]


@lru_cache(maxsize=100_000)
def _key(name: str) -> str:
    return normalize(name).text


def enterprise_names(enterprise: Enterprise) -> tuple[str, ...]:
    """Id, name, then the other names an enterprise is known by."""
    return (enterprise.id, enterprise.name, *enterprise.short_names, *enterprise.former_names)


def scenario_names(scenario: Scenario) -> tuple[str, ...]:
    """Id and name."""
    return (scenario.id, scenario.name)
