"""Where sentence vectors come from: those shipped, those computed before, and those computed now."""

from collections.abc import Callable, Iterable, Sequence

from matcher.embedding.base import Embedder, Key, Rows, VectorStore
from matcher.embedding.known_vectors import KnownVectors, digest, embedded
from matcher.embedding.passages import passage_keys, scenario_keys
from matcher.entities import Enterprise, Scenario

TEXTS_A_BATCH = 512


def no_progress(done: int, all: int) -> None:
    """Tell nobody how many texts of how many are done."""


class VectorSupply:
    """What is known of the model in use, and the means to compute the rest. `known` is what a matchmaker needs."""

    def __init__(self, shipped: KnownVectors, embedder: Embedder | None, store: VectorStore) -> None:
        self.embedder, self._store = embedder, store
        self._in_passing: dict[str, Rows] = {}
        same = embedder is None or embedder.name == shipped.model
        self.known = shipped if same or embedder is None else shipped.of_model(embedder.name)
        self.known.add(store.read(self.known.model))

    def keys(self, enterprises: Iterable[Enterprise], scenarios: Iterable[Scenario]) -> list[Key]:
        """What of these is embedded."""
        keys = [key for one in enterprises for key in passage_keys(one, self.known.places)]
        return [*keys, *(key for one in scenarios for key in scenario_keys(one, self.known.places))]

    def missing(self, enterprises: Iterable[Enterprise], scenarios: Iterable[Scenario]) -> list[Key]:
        """What has no vector yet."""
        return self.known.missing(self.keys(enterprises, scenarios))

    def compute(self, keys: Sequence[Key], say: Callable[[int, int], None] = no_progress, keep: bool = True) -> None:
        """Compute and keep (else only know); `say` is told how many texts of how many are done.

        What is done stays when it is interrupted.

        Raises OSError where nothing can be kept; what was computed is known all the same.
        """
        if self.embedder is None or not keys:
            return
        fresh: dict[str, Rows] = {}
        done = 0
        try:
            for batch in embedded(self.embedder, keys):
                fresh.update(batch)
                done += len(batch)
                say(done, len(keys))
                if len(fresh) >= TEXTS_A_BATCH:
                    self._learn(fresh, keep)
                    fresh = {}
        finally:
            self._learn(fresh, keep)

    def fill_in(
        self, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario], most_chars: int, keep: bool = True
    ) -> list[Key]:
        """Compute what is missing where it is at most `most_chars` long; gives back what stays unknown."""
        return self.compute_short(self.missing(enterprises, scenarios), most_chars, keep)

    def compute_short(self, missing: Sequence[Key], most_chars: int, keep: bool = True) -> list[Key]:
        """Compute texts where they are at most `most_chars` long together; gives back what stays unknown."""
        if self.embedder is None or sum(len(key.text) for key in missing) > most_chars:
            return list(missing)
        self.compute(missing, keep=keep)
        return []

    def keep(self, keys: Iterable[Key]) -> None:
        """Keep what was computed before and was not to be kept then."""
        found = {one: self._in_passing.pop(one) for one in map(digest, keys) if one in self._in_passing}
        self._learn(found, keep=True)

    def _learn(self, fresh: dict[str, Rows], keep: bool) -> None:
        if not fresh:
            return
        if not keep:
            self._in_passing.update(fresh)
        self.known.add(fresh)
        if keep:
            self._store.write(self.known.model, fresh)
