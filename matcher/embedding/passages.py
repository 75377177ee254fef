"""The texts that are embedded: passages of what a firm does itself, a need as a whole and point by point."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from matcher.embedding.base import Key, Side
from matcher.entities import Enterprise, Scenario
from matcher.text.document import Passage, enterprise_passages, requirement_passages
from matcher.text.normalize import normalize
from matcher.text.repetition import is_short, novel, without_repeats
from matcher.text.standing import WEIGHT, statements

PASSAGE_CHARS = 120  # whole sentences up to this; a model blurs what is longer
MAX_PASSAGES = 32
MAX_NEED_CHARS = 400
_MIN_CHARS = 2
_SENTENCE = re.compile("[^。!?;]+[。!?;]*")
_PART = re.compile("[^,、]+[,、]*")
_MARKS = "。!?;,、"
Places = re.Pattern[str]


class Piece(NamedTuple):
    """A text that is embedded, and the field it comes from."""

    path: str
    key: Key


class NeedView(NamedTuple):
    """One way to say what a scenario wants, and its share."""

    key: Key
    weight: float


def place_names(places: Iterable[str]) -> Places:
    """What finds the names of places: where a firm sits must never score, so no model gets to see them."""
    known = sorted({normalize(place).text for place in places} - {""}, key=lambda place: (-len(place), place))
    return re.compile("|".join(map(re.escape, known)) or "(?!)")


NO_PLACES = place_names(())


def enterprise_pieces(enterprise: Enterprise, places: Places = NO_PLACES) -> list[Piece]:
    """Passages of what an enterprise does itself, at most MAX_PASSAGES; its name only where it says nothing else.

    What it denies, has ended or merely serves is cut out, and what is said twice is embedded once. A few words between
    two stops stand alone, so that one more keyword leaves the passages beside it as they were.
    """
    passages = [passage for passage in enterprise_passages(enterprise) if passage.text]
    told = [passage for passage in passages if passage.section != "name"]
    said = {sentence for passage in told for sentence in _sentences(passage.text, places)}
    kept = set(novel(said))
    pieces: dict[Key, Piece] = {}
    for item, group in groupby(told, key=lambda passage: passage.path.split(".")[0]):
        sentences = [sentence for passage in group for sentence in _sentences(passage.text, places)]
        for text in _texts(item, [sentence for sentence in sentences if sentence in kept]):
            key = Key(Side.OFFER, text)
            pieces.setdefault(key, Piece(item, key))
    if not pieces:
        names = (passage for passage in passages if passage.section == "name")
        keys = (_name(passage, places) for passage in names)
        pieces = {key: Piece("name", key) for key in keys if key is not None}
    return list(pieces.values())[:MAX_PASSAGES]


def _texts(item: str, sentences: Sequence[str]) -> list[str]:
    if item != "capability":
        return list(_packed(sentences))
    alone = [sentence for sentence in sentences if is_short(sentence)]
    return [*_packed(sentence for sentence in sentences if not is_short(sentence)), *alone]


def passage_keys(enterprise: Enterprise, places: Places = NO_PLACES) -> tuple[Key, ...]:
    """What of an enterprise is embedded."""
    return tuple(piece.key for piece in enterprise_pieces(enterprise, places))


def need_views(scenario: Scenario, places: Places = NO_PLACES) -> list[NeedView]:
    """A scenario as its name says it, with its background, and requirement by requirement; the weights sum to 1.

    A name says best what is wanted, the requirements what it takes; each alone misses firms that the other finds.
    """
    parts = (scenario.name, scenario.background or scenario.pain_points)
    said = [text for text in (_placeless(normalize(part).text, places) for part in parts) if _says_something(text)]
    whole = "。".join(dict.fromkeys(said))
    views = [(said[0], 1.0), (whole, 1.0)] if said else []
    total = sum(requirement.weight for requirement in scenario.requirements)
    views += [(_placeless(normalize(one.text).text, places), one.weight / total) for one in scenario.requirements]
    weights: dict[Key, float] = {}
    for text, weight in views:
        if _says_something(text):
            weights[_need(text)] = weights.get(_need(text), 0.0) + weight
    return [NeedView(key, weight / sum(weights.values())) for key, weight in weights.items()]


def requirement_keys(scenario: Scenario, places: Places = NO_PLACES) -> list[Key]:
    """The requirements one by one, in their order."""
    return [_need(_placeless(normalize(passage.text).text, places)) for passage in requirement_passages(scenario)]


def scenario_keys(scenario: Scenario, places: Places = NO_PLACES) -> tuple[Key, ...]:
    """What of a scenario is embedded."""
    return tuple(
        dict.fromkeys([*(view.key for view in need_views(scenario, places)), *requirement_keys(scenario, places)])
    )


def _need(text: str) -> Key:
    return Key(Side.NEED, text[:MAX_NEED_CHARS])


def _name(passage: Passage, places: Places) -> Key | None:
    text = _placeless(normalize(passage.text).text, places)[:PASSAGE_CHARS]
    return Key(Side.OFFER, text) if _says_something(text) else None


def _says_something(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= _MIN_CHARS


@lru_cache(maxsize=20_000)
def _sentences(text: str, places: Places) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for sentence in _SENTENCE.findall(_placeless(_own(normalize(text).text), places)):
        found.update(dict.fromkeys(_no_longer_than(without_repeats(sentence.strip()))))
    return tuple(sentence for sentence in found if _says_something(sentence))


def _placeless(plain: str, places: Places) -> str:
    """A normalised text without places, and without the mark that stood behind one (重庆，从事…)."""
    return places.sub("", plain).lstrip(_MARKS)


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
        mark = "。" if packed and packed[-1] not in _MARKS else ""
        if packed and len(packed) + len(mark) + len(sentence) > most:
            yield packed
            packed, mark = "", ""
        packed += mark + sentence
    if packed:
        yield packed
