"""Query parameters in: only those that a route declares, so that a slip of the pen never widens an answer."""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from matcher import InvalidProfile
from matcher.errors import printable

MOST_NAMED = 20
NONE_TAKEN = "这个地址不接受查询参数，请去掉"


class UnknownParameter(InvalidProfile):
    """Query parameters that a route does not have; `nearest` gives those it has, the most alike first."""

    def __init__(self, unknown: Sequence[str], known: Collection[str]) -> None:
        self.nearest = sorted(known, key=lambda one: -SequenceMatcher(None, unknown[0][:60], one).ratio())
        reason = f"没有这个查询参数，可用：{'、'.join(self.nearest)}" if known else NONE_TAKEN
        super().__init__({printable(name) or "(无名)": reason for name in unknown[:MOST_NAMED]})


def require_known(asked: Collection[str], known: Collection[str]) -> None:
    """Raises `UnknownParameter` where something is asked that is not known."""
    if unknown := [name for name in asked if name not in known]:
        raise UnknownParameter(unknown, known)
