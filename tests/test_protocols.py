"""Who stands for a word of the house has all that the word promises, under the same names and types."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import pytest

from api.storage.base import Repository, Store, VectorRepository
from api.storage.memory import MemoryStore, MemoryTable, MemoryVectors, memory_opener
from api.storage.sql import SqlStore, SqlTable
from api.storage.sql_vectors import SqlVectors
from matcher import load_config, load_lexicon
from matcher.features import FEATURES
from matcher.features.base import Feature
from matcher.ranking.base import Ranker
from matcher.ranking.linear import LinearRanker
from matcher.retrieval.base import Index, Vectorizer
from matcher.retrieval.index import TextIndex
from matcher.retrieval.tfidf import TfidfVectorizer
from matcher.text.analyzer import Analyzer, BigramAnalyzer, WordAnalyzer

CLASSES = [
    (Analyzer, WordAnalyzer),
    (Analyzer, BigramAnalyzer),
    (Vectorizer, TfidfVectorizer),
    (Index, TextIndex),
    (Ranker, LinearRanker),
    (Repository, MemoryTable),
    (Repository, SqlTable),
    (VectorRepository, MemoryVectors),
    (VectorRepository, SqlVectors),
    (Store, MemoryStore),
    (Store, SqlStore),
    *((Feature, feature) for feature in FEATURES),
]


def promised(protocol: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The methods that a protocol names itself."""
    for name, member in vars(protocol).items():
        is_own = inspect.isfunction(member) and member.__qualname__ == f"{protocol.__name__}.{name}"
        if is_own and (not name.startswith("_") or name in ("__call__", "__init__")):
            yield name, member


def broken_promises(protocol: type, kind: type) -> list[str]:
    """What a class does otherwise than its protocol says; it may take more where the rest has defaults."""
    found = []
    for name, method in promised(protocol):
        own = getattr(kind, name, None)
        if not inspect.isfunction(own):
            found.append(f"{name} is missing")
            continue
        wanted, given = (list(inspect.signature(one).parameters.values()) for one in (method, own))
        if [(one.name, one.kind) for one in wanted] != [(one.name, one.kind) for one in given[: len(wanted)]]:
            found.append(f"{name} takes {given}")
        if any(one.default is inspect.Parameter.empty for one in given[len(wanted) :]):
            found.append(f"{name} demands more")
        if any(
            one.default is not inspect.Parameter.empty and other.default != one.default
            for one, other in zip(wanted, given, strict=False)
        ):
            found.append(f"{name} has other defaults")
        hints, own_hints = get_type_hints(method), get_type_hints(own)
        found += [f"{name}: {part} is {own_hints.get(part)}" for part in hints if own_hints.get(part) != hints[part]]
    return found


@pytest.mark.parametrize(("protocol", "kind"), CLASSES, ids=lambda one: one.__name__)
def test_a_class_keeps_the_protocol_it_stands_for(protocol: type, kind: type) -> None:
    assert broken_promises(protocol, kind) == []


def test_each_protocol_promises_something() -> None:
    names = {protocol.__name__: [name for name, _ in promised(protocol)] for protocol, _ in CLASSES}
    assert names["Analyzer"] == ["__call__"]
    assert names["Index"] == ["search", "add", "replace", "remove"]
    assert names["Feature"] == ["__init__", "score", "evidence"]
    assert all(names.values())


def test_what_a_protocol_holds_is_held() -> None:
    assert isinstance(LinearRanker(load_config()).bias, get_type_hints(Ranker)["bias"])
    for feature in FEATURES:
        assert isinstance(feature.name, str) and isinstance(feature.label, str)
    with memory_opener()(False) as store:
        assert all(isinstance(getattr(store, noun), MemoryTable) for noun in ("enterprises", "projects", "scenarios"))
    words = WordAnalyzer(load_lexicon())
    assert words("车路协同")


class _Wrong:
    def search(self, text: str, most: int) -> list[str]: ...

    def add(self, id: str) -> None: ...

    def replace(self, id: str, passages: str, more: int) -> None: ...


def test_a_broken_promise_would_be_noticed() -> None:
    found = broken_promises(Index, _Wrong)
    assert {sentence.split(":")[0].split()[0] for sentence in found} == {"search", "add", "replace", "remove"}
    assert "remove is missing" in found and "replace demands more" in found
