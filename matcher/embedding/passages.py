"""The texts that are embedded: passages of what a firm does itself, a need as a whole and point by point."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from matcher.embedding.base import Key, Side
from matcher.entities import Enterprise, Scenario
from matcher.text.document import Passage, enterprise_passages, requirement_passages
from matcher.text.normalize import normalize
from matcher.text.standing import WEIGHT, statements

PASSAGE_CHARS = 120  # whole sentences up to this; a model blurs what is longer
MAX_PASSAGES = 32
MAX_NEED_CHARS = 400
_MIN_CHARS = 2
_SENTENCE = re.compile("[^。!?;]+[。!?;]*")
_PART = re.compile("[^,、]+[,、]*")
_MARKS = "。!?;,、"


class Piece(NamedTuple):
    """A text that is embedded, and the field it comes from."""

    path: str
    key: Key


class NeedView(NamedTuple):
    """One way to say what a scenario wants, and its share."""

    key: Key
    weight: float


def enterprise_pieces(enterprise: Enterprise) -> list[Piece]:
    """Passages of what an enterprise does itself, at most MAX_PASSAGES; its name only where it says nothing else.

    What it denies, has ended or merely serves is cut out, and a sentence said twice is embedded once.
    """
    passages = [passage for passage in enterprise_passages(enterprise) if passage.text]
    told = [passage for passage in passages if passage.section != "name"]
    pieces: dict[Key, Piece] = {}
    for item, group in groupby(told, key=lambda passage: passage.path.split(".")[0]):
        for text in _packed(sentence for passage in group for sentence in _sentences(passage.text)):
            key = Key(Side.OFFER, text)
            pieces.setdefault(key, Piece(item, key))
    if not pieces:
        names = (passage for passage in passages if passage.section == "name")
        pieces = {key: Piece("name", key) for key in map(_name, names) if key is not None}
    return list(pieces.values())[:MAX_PASSAGES]


def passage_keys(enterprise: Enterprise) -> tuple[Key, ...]:
    """What of an enterprise is embedded."""
    return tuple(piece.key for piece in enterprise_pieces(enterprise))


def need_views(scenario: Scenario) -> list[NeedView]:
    """A scenario as its name says it, with its background, and requirement by requirement; the weights sum to 1.

    A name says best what is wanted, the requirements what it takes; each alone misses firms that the other finds.
    """
    said = [text for text in (scenario.name, scenario.background or scenario.pain_points) if _says_something(text)]
    whole = "。".join(dict.fromkeys(said))
    views = [(said[0], 1.0), (whole, 1.0)] if said else []
    total = sum(requirement.weight for requirement in scenario.requirements)
    views += [(requirement.text, requirement.weight / total) for requirement in scenario.requirements]
    weights: dict[Key, float] = {}
    for text, weight in views:
        if _says_something(text):
            weights[_need(text)] = weights.get(_need(text), 0.0) + weight
    return [NeedView(key, weight / sum(weights.values())) for key, weight in weights.items()]


def requirement_keys(scenario: Scenario) -> list[Key]:
    """The requirements one by one, in their order."""
    return [_need(passage.text) for passage in requirement_passages(scenario)]


def scenario_keys(scenario: Scenario) -> tuple[Key, ...]:
    """What of a scenario is embedded."""
    return tuple(dict.fromkeys([*(view.key for view in need_views(scenario)), *requirement_keys(scenario)]))


def _need(text: str) -> Key:
    return Key(Side.NEED, normalize(text).text[:MAX_NEED_CHARS])


def _name(passage: Passage) -> Key | None:
    text = normalize(passage.text).text[:PASSAGE_CHARS]
    return Key(Side.OFFER, text) if _says_something(text) else None


def _says_something(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= _MIN_CHARS


@lru_cache(maxsize=20_000)
def _sentences(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for sentence in _SENTENCE.findall(_own(normalize(text).text)):
        found.update(dict.fromkeys(_no_longer_than(sentence.strip())))
    return tuple(sentence for sentence in found if _says_something(sentence))


def _own(text: str) -> str:
    """A normalised text without what is no own capability."""
    kept, start = [], 0
    for one in statements(text):
        if not WEIGHT[one.standing]:
            kept.append(text[start : one.start])
            start = one.end
    return " ".join([*kept, text[start:]])


def _no_longer_than(sentence: str, most: int = PASSAGE_CHARS) -> Iterator[str]:
    if len(sentence) <= most:
        yield sentence
        return
    for part in _packed(_PART.findall(sentence), most):
        yield from (part[first : first + most] for first in range(0, len(part), most))


def _packed(sentences: Iterable[str], most: int = PASSAGE_CHARS) -> Iterator[str]:
    """Neighbouring sentences put together up to `most` characters, each only once."""
    packed = ""
    once = {sentence.rstrip(_MARKS): sentence for sentence in reversed(list(sentences))}
    for sentence in reversed(once.values()):
        if packed and packed[-1] not in _MARKS:
            packed += "。"
        if packed and len(packed) + len(sentence) > most:
            yield packed
            packed = ""
        packed += sentence
    if packed:
        yield packed
