"""All rules together: what of a text is no capability of its own."""

from collections.abc import Iterable

from matcher.text.standing.customers import customers
from matcher.text.standing.denial import denials, needless, unrelated
from matcher.text.standing.ending import endings
from matcher.text.standing.kinds import WEIGHT, Standing, Statement
from matcher.text.standing.layout import Layout
from matcher.text.standing.offers import invested, taught, traded
from matcher.text.standing.settings import places, themes

_STANDINGS = tuple(Standing)
# Where rules overlap, what is not there at all outweighs what is there in another way.
_RANK = {standing: rank for rank, standing in enumerate(sorted(Standing, key=lambda one: -WEIGHT[one]))}


def statements(text: str) -> list[Statement]:
    """Half-open ranges of a normalised text that are no own capability: in order, none overlapping, none empty.

    Where two rules claim a character, the lower weight holds.
    """
    layout = Layout(text)
    gone = [found for rule in (denials, needless, unrelated, endings) for found in rule(layout)]
    around = [found for rule in (customers, places, themes) for found in rule(layout)]
    offers = [found for rule in (traded, taught, invested) for found in rule(layout, gone)]
    return _painted(len(text), [*gone, *around, *offers])


def _painted(length: int, found: Iterable[Statement]) -> list[Statement]:
    ranges = sorted(found, key=lambda one: (_RANK[one.standing], one))
    if not ranges:
        return []
    colours = bytearray(length)
    for start, end, standing in ranges:
        colours[start:end] = bytes([_STANDINGS.index(standing)]) * (end - start)
    return list(_runs(colours))


def _runs(colours: bytearray) -> Iterable[Statement]:
    start = 0
    for place in range(1, len(colours) + 1):
        if place == len(colours) or colours[place] != colours[start]:
            if colours[start]:
                yield Statement(start, place, _STANDINGS[colours[start]])
            start = place
