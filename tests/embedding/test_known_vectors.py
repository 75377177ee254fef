"""The vectors at hand: what is known, what is missing, and what is computed in which order."""

from collections.abc import Sequence

import numpy as np

from matcher.embedding.base import Key, Rows, Side
from matcher.embedding.calibration import Reference, calibrate
from matcher.embedding.known_vectors import KnownVectors, digest, embedded

REFERENCE = (Reference("甲需求", "甲供给"), Reference("乙需求", "乙供给"), Reference("丙需求", "丙供给"))
REFERENCE_KEYS = [Key(Side.NEED, f"{one}需求") for one in "甲乙丙"] + [
    Key(Side.OFFER, f"{one}供给") for one in "甲乙丙"
]
NEED, OFFER = Key(Side.NEED, "路侧单元"), Key(Side.OFFER, "路侧单元")


class Letters:
    """A model by hand: a text is told by its characters; it notes what it was asked."""

    name = "letters"

    def __init__(self) -> None:
        self.asked: list[tuple[Side, list[str]]] = []

    def embed(self, texts: Sequence[str], side: Side) -> Rows:
        self.asked.append((side, list(texts)))
        return np.array([[ord(char) % 100 - 50 for char in (text * 32)[:32]] for text in texts], np.int8)


def vectors(keys: Sequence[Key]) -> dict[str, Rows]:
    return {name: row for batch in embedded(Letters(), keys) for name, row in batch.items()}


def known(keys: Sequence[Key] = (), reference: Sequence[Reference] = REFERENCE) -> KnownVectors:
    found = KnownVectors("letters", reference)
    found.add(vectors([*REFERENCE_KEYS, *keys]))
    return found


def test_a_digest_tells_text_and_side() -> None:
    keys = [NEED, OFFER, Key(Side.NEED, "路侧单元 "), Key(Side.NEED, ""), Key(Side.OFFER, "")]
    assert len({digest(key) for key in keys}) == len(keys)
    assert digest(NEED) == digest(Key(Side.NEED, "路侧单元"))
    assert all(len(digest(key)) == 32 for key in keys)


def test_a_text_that_is_no_proper_unicode_has_a_digest_too() -> None:
    assert digest(Key(Side.NEED, "\ud800"))


def test_without_a_model_everything_is_unknown_and_nothing_missing() -> None:
    nothing = KnownVectors()
    assert nothing.missing([NEED]) == []
    assert nothing.calibration is None
    assert nothing.rows([NEED]) is None


def test_missing_are_the_reference_texts_first_then_the_others_each_once() -> None:
    empty = KnownVectors("letters", REFERENCE)
    assert empty.missing([OFFER, NEED, OFFER]) == [*REFERENCE_KEYS, OFFER, NEED]
    assert known().missing([OFFER, NEED, OFFER]) == [OFFER, NEED]
    assert known([NEED]).missing(iter([OFFER, NEED])) == [OFFER]


def test_rows_come_centred_in_the_order_asked_for() -> None:
    found = known([NEED, OFFER])
    raw = vectors([*REFERENCE_KEYS, NEED, OFFER])
    needs, offers = (np.stack([raw[digest(key)] for key in REFERENCE_KEYS[half]]) for half in (slice(3), slice(3, 6)))
    by_hand = calibrate(needs, offers).centred(np.stack([raw[digest(OFFER)], raw[digest(NEED)]]))
    assert np.array_equal(found.rows([OFFER, NEED]), by_hand)


def test_rows_are_unknown_where_one_vector_is_missing() -> None:
    assert known([NEED]).rows([NEED, OFFER]) is None
    assert known([NEED]).rows([]) is None


def test_rows_are_unknown_without_the_vectors_of_the_reference() -> None:
    found = KnownVectors("letters", REFERENCE)
    found.add(vectors([NEED, *REFERENCE_KEYS[1:]]))
    assert found.calibration is None
    assert found.rows([NEED]) is None
    found.add(vectors(REFERENCE_KEYS[:1]))  # the last one arrives
    assert found.calibration is not None
    assert found.rows([NEED]) is not None


def test_another_model_begins_with_nothing_and_the_same_reference() -> None:
    other = known([NEED]).of_model("other")
    assert other.model == "other"
    assert other.missing([NEED]) == [*REFERENCE_KEYS, NEED]


def test_the_fingerprint_changes_with_model_and_reference_and_with_nothing_else() -> None:
    plain = known()
    assert plain.fingerprint == known([NEED]).fingerprint
    assert plain.fingerprint != plain.of_model("other").fingerprint
    assert plain.fingerprint != known(reference=REFERENCE[:2]).fingerprint


def test_texts_are_embedded_a_few_at_a_time_short_ones_first_each_on_its_side() -> None:
    model = Letters()
    keys = [
        Key(Side.OFFER, "ccc"),
        Key(Side.NEED, "bb"),
        Key(Side.OFFER, "a"),
        Key(Side.OFFER, "b"),
        Key(Side.NEED, "x"),
    ]
    batches = list(embedded(model, keys, step=3))
    asked = [(side, text) for side, texts in model.asked for text in texts]
    assert [text for side, text in asked if side == Side.NEED] == ["x", "bb"]
    assert [text for side, text in asked if side == Side.OFFER] == ["a", "b", "ccc"]
    assert max(map(len, batches)) <= 3
    found = {name: row.tolist() for batch in batches for name, row in batch.items()}
    assert found == {name: row.tolist() for name, row in vectors(keys).items()}
    assert found.keys() == {digest(key) for key in keys}


def test_what_was_computed_before_an_interruption_has_been_handed_over() -> None:
    batches = embedded(Letters(), [Key(Side.OFFER, str(number)) for number in range(40)], step=16)
    assert [len(next(batches)), len(next(batches)), len(next(batches))] == [16, 16, 8]


def test_nothing_to_embed_asks_no_model() -> None:
    model = Letters()
    assert list(embedded(model, [])) == []
    assert model.asked == []
