"""The contract that every sentence model keeps. A newcomer gives a fixture `embedder` and inherits EmbedderContract."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matcher.embedding.base import SCALE, Embedder, Side

TEXTS = ["路侧单元", "研制毫米波雷达", "剧场舞台机械", "V2X module", "路侧单元"]
AWKWARD = {
    "nothing": "",
    "blanks": " \t\n",
    "emoji": "😀🚗👨‍👩‍👧",
    "nul": "路侧\0单元",
    "control": "\x01\x07\x1b[31m\x7f\u202e",
    "half a pair": "\ud800路侧\udfff",
    "outside the first plane": "𠮷𡃁",
    "very long": "".join(chr(0x4E00 + 37 * place) for place in range(560)),  # beyond 512 tokens
    "one long word": "a" * 700,
}


class EmbedderContract:
    """What the engine relies on."""

    def test_it_has_a_name(self, embedder: Embedder) -> None:
        assert embedder.name == embedder.name.strip() != ""
        assert embedder.name.isprintable()

    @pytest.mark.parametrize("side", Side)
    def test_a_row_a_text_of_one_scale(self, embedder: Embedder, side: Side) -> None:
        rows = embedder.embed(TEXTS, side)
        assert rows.dtype == np.int8
        assert rows.ndim == 2 and len(rows) == len(TEXTS) and rows.shape[1] > 0
        lengths = np.linalg.norm(rows.astype(np.float64), axis=1)
        assert (lengths > 0.75 * SCALE).all() and (lengths < SCALE + np.sqrt(rows.shape[1])).all()

    def test_the_same_text_is_the_same_bytes(self, embedder: Embedder) -> None:
        first, again = embedder.embed(TEXTS, Side.OFFER), embedder.embed(TEXTS, Side.OFFER)
        assert first.tobytes() == again.tobytes()
        assert first[0].tobytes() == first[-1].tobytes()

    def test_a_text_alone_is_the_text_among_others_in_any_order(self, embedder: Embedder) -> None:
        many = embedder.embed(TEXTS, Side.NEED)
        assert np.array_equal(np.vstack([embedder.embed([text], Side.NEED) for text in TEXTS]), many)
        assert np.array_equal(embedder.embed(TEXTS[::-1], Side.NEED), many[::-1])
        among_longer = embedder.embed([*TEXTS, "路口改造，" * 30], Side.NEED)
        assert np.array_equal(among_longer[: len(TEXTS)], many)

    def test_two_threads_disturb_each_other_in_nothing(self, embedder: Embedder) -> None:
        alone = {side: embedder.embed(TEXTS, side) for side in Side}
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda side: (side, embedder.embed(TEXTS, side)), [*Side] * 3))
        assert all(np.array_equal(rows, alone[side]) for side, rows in found)

    def test_no_text_no_row(self, embedder: Embedder) -> None:
        n_dims = embedder.embed(["路侧单元"], Side.OFFER).shape[1]
        nothing = embedder.embed([], Side.OFFER)
        assert (nothing.shape, nothing.dtype) == ((0, n_dims), np.int8)

    @pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
    def test_no_text_is_too_strange(self, embedder: Embedder, text: str) -> None:
        rows = embedder.embed([text], Side.OFFER)
        assert rows.shape == (1, embedder.embed([], Side.OFFER).shape[1])
        assert np.array_equal(embedder.embed(["路侧单元", text], Side.OFFER)[1:], rows)

    def test_nothing_after_a_strange_character_is_lost(self, embedder: Embedder) -> None:
        whole, cut = embedder.embed(["路侧单元\0毫米波雷达", "路侧单元"], Side.OFFER)
        assert not np.array_equal(whole, cut)
