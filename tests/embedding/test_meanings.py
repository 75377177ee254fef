"""How near both sides come, computed by hand with vectors of three directions."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from matcher import Enterprise, Scenario, from_json
from matcher.embedding.base import Key, Rows, Side, quantised
from matcher.embedding.calibration import Calibration
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.meanings import (
    NeedBlock,
    OfferBlock,
    SentencePair,
    compare,
    nearest_passage,
    nearest_to_requirements,
    need_block,
    offer_block,
    with_feedback,
)
from matcher.embedding.passages import NeedView

PLAIN = Calibration(np.zeros(48), 0.0, 1.0)
DIAGONAL = 1 / np.sqrt(2)
HALF = np.full(3, 0.5)  # as many shares as any test here has scenarios


def spread(*rows: Sequence[float]) -> Rows:
    """Rows of three numbers, each standing 16 times: 500 / 4 = 125 is the greatest component, below the cut at 127."""
    return quantised(np.repeat(np.array(rows, float).reshape(-1, 3), 16, axis=1))


class Given(KnownVectors):
    """Vectors written into a test, taken to be centred."""

    calibration = PLAIN

    def __init__(self, **directions: Sequence[float]) -> None:
        super().__init__("given")
        self.directions = directions

    def rows(self, keys: Sequence[Key]) -> Rows | None:
        if not keys or any(key.text not in self.directions for key in keys):
            return None
        return spread(*(self.directions[key.text] for key in keys))


KNOWN = Given(x=(1, 0, 0), y=(0, 1, 0), z=(0, 0, 1), against=(-1, 0, 0), xy=(1, 1, 0))


def offers(*texts: str) -> OfferBlock:
    """One enterprise a string, one passage a word."""
    return offer_block(([Key(Side.OFFER, word) for word in text.split()] for text in texts), KNOWN)


def needs(*views: dict[str, float]) -> NeedBlock:
    return need_block(([NeedView(Key(Side.NEED, word), share) for word, share in one.items()] for one in views), KNOWN)


def test_an_enterprise_is_the_mean_of_its_passages_and_then_the_passages() -> None:
    block = offers("x y", "unknown", "z", "x unknown", "")
    assert block.starts.tolist() == [0, 3, 3, 5, 5, 5]
    assert np.array_equal(block.rows, spread((1, 1, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1)))


def test_a_scenario_is_its_views_with_their_weights() -> None:
    block = needs({"x": 0.75, "y": 0.25}, {"unknown": 0.5, "z": 0.5}, {}, {"z": 1.0})
    assert block.starts.tolist() == [0, 2, 2, 2, 3]
    assert block.weights.tolist() == [0.75, 0.25, 1.0]
    assert np.array_equal(block.rows, spread((1, 0, 0), (0, 1, 0), (0, 0, 1)))


def test_nearness_is_the_mean_of_the_best_passage_and_of_the_whole() -> None:
    found = compare(offers("x y", "x", "y", "against", "xy"), needs({"x": 1.0}), PLAIN)
    by_hand = [(1 + DIAGONAL) / 2, 1, 0, 0, DIAGONAL]
    assert found == pytest.approx(np.array([by_hand]), abs=1e-12)


def test_the_mean_is_no_passage() -> None:
    """The whole of "x y" lies on xy, yet the best passage is either of the two."""
    found = compare(offers("x y"), needs({"xy": 1.0}), PLAIN)
    assert found == pytest.approx(np.array([[(DIAGONAL + 1) / 2]]), abs=1e-12)


def test_views_count_by_their_weight() -> None:
    found = compare(offers("x", "y", "z"), needs({"x": 0.75, "y": 0.25}), PLAIN)
    assert found.tolist() == [[0.75, 0.25, 0]]


def test_what_speaks_against_a_view_takes_from_the_others() -> None:
    found = compare(offers("x"), needs({"x": 0.75, "against": 0.25}), PLAIN)
    assert found.tolist() == [[0.75 * 1 + 0.25 * -1]]


def test_the_measure_is_applied_to_the_whole() -> None:
    calibration = Calibration(np.zeros(48), 0.25, 1.25)
    assert compare(offers("x", "y"), needs({"x": 0.75, "y": 0.25}), calibration).tolist() == [[0.5, 0]]


def test_who_has_no_vector_is_unknown() -> None:
    found = compare(offers("unknown", "x", ""), needs({"x": 1.0}, {"unknown": 1.0}, {}), PLAIN)
    assert found[0, 1] == 1
    known = np.zeros((3, 3), bool)
    known[0, 1] = True
    assert np.array_equal(np.isnan(found), ~known)


def test_without_a_calibration_or_without_any_vector_everything_is_unknown() -> None:
    assert np.isnan(compare(offers("x", "y"), needs({"x": 1.0}), None)).all()
    assert np.isnan(compare(offers("unknown"), needs({"x": 1.0}), PLAIN)).all()
    assert np.isnan(compare(offers("x"), needs({"unknown": 1.0}), PLAIN)).all()


def test_no_enterprise_or_no_scenario_is_an_empty_table() -> None:
    assert compare(offers(), needs({"x": 1.0}), PLAIN).shape == (1, 0)
    assert compare(offers("x"), needs(), PLAIN).shape == (0, 1)
    assert compare(offers(), needs(), PLAIN).shape == (0, 0)


def many() -> tuple[OfferBlock, NeedBlock]:
    words = ["x", "y", "z", "xy", "against", "unknown"]
    return (
        offers("", *(" ".join(pair) for pair in product(words, words)), "x y z", "z y x"),
        needs({"x": 1.0}, {}, {"y": 0.5, "z": 0.25, "xy": 0.25}, {"unknown": 1.0}, {"against": 0.9, "z": 0.1}),
    )


def test_a_pair_alone_measures_what_it_measures_among_others() -> None:
    firms, asked = many()
    whole = compare(firms, asked, PLAIN)
    for row, column in product(range(len(asked.starts) - 1), range(len(firms.starts) - 1)):
        alone = compare(firms.take([column]), asked.take([row]), PLAIN)
        assert np.array_equal(alone, whole[row : row + 1, column : column + 1], equal_nan=True)


def test_taking_keeps_the_order_asked_for() -> None:
    firms, asked = many()
    columns, rows = [7, 0, 7, 3, len(firms.starts) - 2], [4, 1, 0, 4]
    taken = compare(firms.take(columns), asked.take(rows), PLAIN)
    assert np.array_equal(taken, compare(firms, asked, PLAIN)[np.ix_(rows, columns)], equal_nan=True)
    assert compare(firms.take([]), asked.take([]), PLAIN).shape == (0, 0)


def test_the_order_of_passages_is_nothing_to_the_score() -> None:
    firms, asked = many()
    found = compare(firms, asked, PLAIN)
    assert np.array_equal(found[:, -2], found[:, -1], equal_nan=True)


# Feedback


def test_a_view_moves_towards_what_the_best_enterprise_is() -> None:
    """x + 0.5 y has the length sqrt(1.25): 125 / sqrt(1.25) = 111.8 and half of it 55.9."""
    asked, firms = needs({"x": 1.0}), offers("y", "x", "unknown")
    moved = with_feedback(asked, firms, np.array([[0.5, 0.2, np.nan]]), n_best=1, shares=HALF)
    assert moved.rows.tolist() == [[112] * 16 + [56] * 16 + [0] * 16]
    assert moved.starts is asked.starts and moved.weights is asked.weights


def test_several_enterprises_count_by_their_score() -> None:
    """0.4 y + 0.3 z has the length 0.5, so the view becomes x + 0.5 (0.8 y + 0.6 z), again of the length sqrt(1.25)."""
    moved = with_feedback(needs({"x": 1.0}), offers("y", "z", "x"), np.array([[0.4, 0.3, 0.1]]), n_best=2, shares=HALF)
    assert moved.rows.tolist() == [[112] * 16 + [45] * 16 + [34] * 16]  # 111.8, 44.7, 33.5


def test_who_is_unknown_is_no_example_whatever_the_score() -> None:
    moved = with_feedback(needs({"x": 1.0}), offers("unknown", "y"), np.array([[0.9, 0.1]]), n_best=1, shares=HALF)
    assert moved.rows.tolist() == [[112] * 16 + [56] * 16 + [0] * 16]


def test_every_view_of_a_scenario_moves_and_no_other() -> None:
    asked = needs({"x": 0.5, "z": 0.5}, {}, {"x": 1.0})
    moved = with_feedback(asked, offers("y"), np.array([[0.3], [0.3], [0.0]]), n_best=5, shares=HALF)
    assert moved.rows[:, 16].tolist() == [56, 56, 0]
    assert np.array_equal(moved.rows[2], asked.rows[2])
    assert asked.rows[0, 16] == 0, "the block that was given stays as it was"


def test_each_scenario_moves_by_its_own_share() -> None:
    asked = needs({"x": 1.0}, {"x": 1.0}, {"x": 1.0})
    moved = with_feedback(asked, offers("y"), np.full((3, 1), 0.3), n_best=1, shares=np.array([0.5, 0.0, 1.0]))
    assert moved.rows[:, [0, 16]].tolist() == [[112, 56], [125, 0], [88, 88]]  # 125 / sqrt(2) = 88.4


def test_the_earlier_one_is_taken_of_two_that_score_the_same() -> None:
    first = with_feedback(needs({"x": 1.0}), offers("y", "z"), np.array([[0.3, 0.3]]), n_best=1, shares=HALF)
    assert first.rows[0, 16] == 56 and first.rows[0, 32] == 0


@pytest.mark.parametrize(
    ("firms", "scores", "share"),
    [("y", 0.5, 0.0), ("y", 0.0, 0.5), ("y", np.nan, 0.5), ("unknown", 0.5, 0.5)],
    ids=["no share", "nobody fits", "nobody is scored", "nobody is known"],
)
def test_without_an_example_nothing_moves(firms: str, scores: float, share: float) -> None:
    asked = needs({"x": 1.0})
    moved = with_feedback(asked, offers(firms), np.array([[scores]]), n_best=3, shares=np.array([share]))
    assert np.array_equal(moved.rows, asked.rows)


def test_without_a_view_nothing_moves() -> None:
    assert with_feedback(needs({}), offers("y"), np.array([[0.5]]), n_best=3, shares=HALF).rows.shape == (0, 0)


# The pair of sentences that is shown

SHOWN = Given(
    **{
        "雷达": (1, 0, 0),
        "餐饮": (0, 1, 0),
        "改造": (1, 1, 0),
        "改造。要雷达": (1, 0, 0),
        "要雷达": (1, 0, 0),
        "要餐饮": (1, 2, 0),
    }
)
FIRM = from_json(Enterprise, {"id": "F", "name": "某公司", "products": [{"name": "餐饮"}, {"name": "雷达"}]})


def asked_for(*requirements: str, **more: str) -> Scenario:
    return from_json(
        Scenario, {"id": "S", "name": "改造", "requirements": [{"text": one} for one in requirements], **more}
    )


def test_the_passage_that_comes_nearest_to_the_fullest_view_is_shown_with_its_field() -> None:
    pair = nearest_passage(FIRM, asked_for(background="要雷达"), SHOWN)
    assert pair == SentencePair("改造。要雷达", "products[1]", "雷达", 1.0)


def test_of_two_passages_that_come_equally_near_the_first_is_shown() -> None:
    pair = nearest_passage(FIRM, asked_for(), SHOWN)
    assert pair is not None and (pair.path, pair.passage) == ("products[0]", "餐饮")
    assert pair.nearness == pytest.approx(DIAGONAL)


def test_each_requirement_has_its_own_nearest_passage() -> None:
    pairs = nearest_to_requirements(FIRM, asked_for("要餐饮", "要雷达", "没有算过"), SHOWN)
    assert [pair and (pair.need, pair.passage) for pair in pairs] == [("要餐饮", "餐饮"), ("要雷达", "雷达"), None]
    assert pairs[0] is not None and pairs[0].nearness == pytest.approx(2 / np.sqrt(5), abs=2e-3)  # 112 and 56 for 2 : 1


def test_nothing_is_shown_where_either_side_is_unknown() -> None:
    assert nearest_passage(Enterprise("F", "没有算过"), asked_for(), SHOWN) is None
    assert nearest_passage(FIRM, Scenario("S", "没有算过"), SHOWN) is None
    assert nearest_passage(FIRM, Scenario("S", ""), SHOWN) is None
    assert nearest_passage(FIRM, asked_for(), KnownVectors()) is None
    assert nearest_to_requirements(FIRM, asked_for(), SHOWN) == ()
