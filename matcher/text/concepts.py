"""Concepts of the field: what the words that one side uses have to do with the words of the other."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from matcher.text.normalize import HAN, normalize

_PLAIN = re.compile(f"[{HAN}a-z0-9.+#&/-]+")


class Relation(StrEnum):
    """关系 of a term to its concept, by the words of the concept files."""

    NAME = "概念"
    ALIAS = "别名"
    AMBIGUOUS = "歧义"
    PRODUCT = "产品"
    COMPONENT = "部件"
    SERVICE = "服务"
    UPSTREAM = "上游"
    DOWNSTREAM = "下游"
    SCENARIO = "场景"
    BROADER = "上位"


# How far a term of that relation speaks for a concept that is named. 上位 is not among them: who does the wider
# thing need not do the narrower one.
STRENGTH: Mapping[Relation, float] = {
    Relation.NAME: 1.0,
    Relation.ALIAS: 0.95,
    Relation.PRODUCT: 0.6,
    Relation.AMBIGUOUS: 0.6,
    Relation.SERVICE: 0.5,
    Relation.COMPONENT: 0.45,
    Relation.SCENARIO: 0.3,
    Relation.UPSTREAM: 0.2,
    Relation.DOWNSTREAM: 0.2,
}
NARROWER_STRENGTH = 0.7  # who does a narrower thing does the wider one, as far as this
OWNER_STRENGTH = 0.5  # who names a product or part of a concept may mean the concept
SIBLING_STRENGTH = 0.2  # and its other products
NAMES = (Relation.NAME, Relation.ALIAS, Relation.AMBIGUOUS)
_OWNED = (Relation.PRODUCT, Relation.COMPONENT, Relation.SERVICE)


@dataclass(frozen=True)
class Concept:
    """概念: a technology, product family or service line, with the terms by which its specialists are recognised."""

    name: str
    terms: Mapping[Relation, tuple[str, ...]] = field(default_factory=dict)
    industry_codes: tuple[str, ...] = ()

    def of(self, relation: Relation) -> tuple[str, ...]:
        """The terms of one relation."""
        return (self.name,) if relation is Relation.NAME else self.terms.get(relation, ())


class Link(NamedTuple):
    """A term that speaks for another one: how far (0 to 1), through which concept, and as what of it."""

    term: str
    strength: float
    concept: str
    relation: Relation


class ConceptNet:
    """Concepts by their terms, in normalised form."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self.concepts: Mapping[str, Concept] = {concept.name: concept for concept in concepts}

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term of every concept."""
        found = {plain(concept.name) for concept in self.concepts.values()}
        for concept in self.concepts.values():
            for terms in concept.terms.values():
                found.update(map(plain, terms))
        return frozenset(found)

    def named(self, term: str) -> tuple[str, ...]:
        """Concepts that a normalised term names, as preferred name or alias."""
        return self._named.get(term, ())

    def uses(self, term: str) -> tuple[tuple[str, Relation], ...]:
        """Concepts that have a normalised term as product, part or service."""
        return self._uses.get(term, ())

    def narrower(self, name: str) -> tuple[str, ...]:
        """Concepts right beneath one."""
        return self._narrower.get(name, ())

    def links(self, term: str) -> tuple[Link, ...]:
        """What speaks for a normalised term besides itself, each term once by its strongest link, strongest first."""
        best: dict[str, Link] = {}
        for link in self._all_links(term):
            known = best.get(link.term)
            if link.term != term and (
                known is None or (-link.strength, link.concept) < (-known.strength, known.concept)
            ):
                best[link.term] = link
        return tuple(sorted(best.values(), key=lambda link: (-link.strength, link.term)))

    def is_ambiguous(self, term: str) -> bool:
        """Whether a normalised term also means something outside its concepts."""
        return term in self._companions

    def companions(self, term: str) -> frozenset[str]:
        """The terms beside which an ambiguous one means its concept."""
        return self._companions.get(term, frozenset())

    def _all_links(self, term: str) -> Iterator[Link]:
        for name in self.named(term):
            yield from self._of_concept(name, 1.0)
            for narrower in self.narrower(name):
                yield from self._of_concept(narrower, NARROWER_STRENGTH)
        for name, _ in self.uses(term):
            concept = self.concepts[name]
            for relation in NAMES:
                for other in concept.of(relation):
                    yield Link(plain(other), OWNER_STRENGTH * STRENGTH[relation], name, relation)
            for other in concept.of(Relation.PRODUCT):
                yield Link(plain(other), OWNER_STRENGTH * SIBLING_STRENGTH, name, Relation.PRODUCT)

    def _of_concept(self, name: str, share: float) -> Iterator[Link]:
        concept = self.concepts[name]
        for relation, strength in STRENGTH.items():
            for other in concept.of(relation):
                yield Link(plain(other), share * strength, name, relation)

    @cached_property
    def _named(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for relation in NAMES:
                for term in concept.of(relation):
                    found.setdefault(plain(term), []).append(concept.name)
        return {term: tuple(sorted(set(names))) for term, names in found.items()}

    @cached_property
    def _uses(self) -> Mapping[str, tuple[tuple[str, Relation], ...]]:
        found: dict[str, list[tuple[str, Relation]]] = {}
        for concept in self.concepts.values():
            for relation in _OWNED:
                for term in concept.of(relation):
                    found.setdefault(plain(term), []).append((concept.name, relation))
        return {term: tuple(sorted(uses)) for term, uses in found.items()}

    @cached_property
    def _narrower(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for term in concept.of(Relation.BROADER):
                for broader in self.named(plain(term)):
                    found.setdefault(broader, []).append(concept.name)
        return {name: tuple(sorted(names)) for name, names in found.items()}

    @cached_property
    def _companions(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for concept in self.concepts.values():
            for term in concept.of(Relation.AMBIGUOUS):
                beside = found.setdefault(plain(term), set())
                for relation in (*NAMES, *_OWNED):
                    beside.update(map(plain, concept.of(relation)))
                for narrower in self.narrower(concept.name):
                    beside.update(map(plain, self.concepts[narrower].of(Relation.NAME)))
        return {term: frozenset(beside - {term}) for term, beside in found.items()}


def plain(term: str) -> str:
    """The normalised form of a term; most are in it but for capitals."""
    low = term.lower()
    return low if _PLAIN.fullmatch(low) and unicodedata.is_normalized("NFKC", low) else normalize(term).text
