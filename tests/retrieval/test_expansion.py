"""The words that a scenario's word stands for: shares, thresholds and ties by hand."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from matcher import Config, load_config
from matcher.retrieval import expansion
from matcher.retrieval.base import Matrix
from matcher.retrieval.expansion import PROOF_LINK, STRONG_LINK, Expansion
from matcher.retrieval.term_space import Document, TermSpace
from matcher.text.concepts import Concept, ConceptNet, Relation
from matcher.text.lexicon import Lexicon
from matcher.text.word_vectors import WordVectors

NET = ConceptNet(
    [
        Concept("路口", {Relation.ALIAS: ("道口",), Relation.PRODUCT: ("雷达",), Relation.SCENARIO: ("公交",)}),
        Concept("平台", {Relation.PRODUCT: ("雷达",)}),
    ]
)
CONFIG = replace(load_config(), neighbours=2, least_cosine=0.5)


def made(
    *firms: str,
    needs: Sequence[str] = (),
    net: ConceptNet = NET,
    vectors: WordVectors | None = None,
    config: Config = CONFIG,
) -> tuple[TermSpace, Expansion]:
    """A space fitted on firms that say one word each; the words of `needs` are known too."""
    space = TermSpace(Lexicon((), ("平台",), (), net, vectors or WordVectors()), config)
    space.fit([Document({word: 1.0}, {}) for word in firms], [Document({word: 1.0}, {}) for word in needs])
    expander = Expansion(space, config)
    expander.reach(columns(space, *firms))
    return space, expander


def columns(space: TermSpace, *words: str) -> np.ndarray:
    return np.array(sorted({space.words.places[word] for word in words}), np.int64)


def row(space: TermSpace, matrix: Matrix, word: str) -> dict[str, float]:
    found = matrix[[space.words.places[word]]]
    return {space.term(int(column)): float(value) for column, value in zip(found.indices, found.data, strict=True)}


def idf(space: TermSpace, word: str) -> float:
    return space.words.weights({word: 1.0})[0]


def divisor(own: float, parts: Iterable[float]) -> float:
    length = math.sqrt(own**2 + sum(part**2 for part in parts))
    return own * (length / own) ** CONFIG.dilution


def test_a_lexical_share_is_strength_times_idf_over_the_diluted_length_of_all_and_the_word_itself() -> None:
    space, expander = made("雷达", "雷达", "道口", "路口", "公交")
    parts = {"道口": 0.95 * idf(space, "道口"), "雷达": 0.6 * idf(space, "雷达"), "公交": 0.3 * idf(space, "公交")}
    length = divisor(idf(space, "路口"), parts.values())
    found = row(space, expander.lexical(columns(space, "路口")), "路口")
    assert found == pytest.approx({word: part / length for word, part in parts.items()}, rel=1e-14)
    assert idf(space, "雷达") != idf(space, "道口")


def test_only_the_rows_asked_for_are_filled() -> None:
    space, expander = made("雷达", "道口", "路口")
    assert np.diff(expander.lexical(columns(space, "路口")).indptr).nonzero()[0].tolist() == [
        space.words.places["路口"]
    ]
    assert expander.lexical(np.zeros(0, np.int64)).nnz == 0


def test_a_least_strength_leaves_weaker_links_out_and_no_other_value_changes() -> None:
    space, expander = made("雷达", "道口", "路口", "公交")
    every = row(space, expander.lexical(columns(space, "路口")), "路口")
    strong = row(space, expander.lexical(columns(space, "路口"), STRONG_LINK), "路口")
    assert every.keys() - strong.keys() == {"公交"}
    assert strong == {word: every[word] for word in ("道口", "雷达")}


def test_a_linked_word_that_nobody_knows_still_takes_its_share() -> None:
    space, expander = made("雷达", "路口")
    parts = [0.95 * idf(space, "道口"), 0.6 * idf(space, "雷达"), 0.3 * idf(space, "公交")]
    length = divisor(idf(space, "路口"), parts)
    assert row(space, expander.lexical(columns(space, "路口")), "路口") == pytest.approx({"雷达": parts[1] / length})


def test_what_else_is_in_the_vocabulary_does_not_matter() -> None:
    small, few = made("雷达", "路口")
    large, many = made("雷达", "路口", needs=["一号", "公交", "行人", "道口", "龙门"])
    mine = row(small, few.lexical(columns(small, "路口")), "路口")
    theirs = row(large, many.lexical(columns(large, "路口")), "路口")
    assert theirs["雷达"] == pytest.approx(mine["雷达"], rel=1e-14)
    assert theirs.keys() == {"雷达", "公交", "道口"}


def test_a_generic_word_stands_for_nothing() -> None:
    space, expander = made("雷达", "平台")
    assert expander.lexical(columns(space, "平台")).nnz == expander.semantic(columns(space, "平台")).nnz == 0
    assert expander.links("平台") == {}
    assert expander.targets(["平台"]) == []


def test_targets_are_all_words_that_the_lexicon_links_to_any() -> None:
    _, expander = made("雷达")
    assert expander.targets(["路口", "道口", "火锅"]) == ["公交", "路口", "道口", "雷达"]
    assert expander.targets([]) == []


def test_a_link_proves_a_word_by_its_strength_and_the_word_itself_wholly() -> None:
    net = ConceptNet([Concept("路口", {Relation.SERVICE: ("改造",), Relation.UPSTREAM: ("水泥",)})])
    space, expander = made("路口", "改造", "水泥", net=net)
    assert row(space, expander.proofs(columns(space, "路口")), "路口") == {"路口": 1.0, "改造": 0.5}
    assert PROOF_LINK > 0.2
    assert row(space, expander.proofs(columns(space, "水泥")), "水泥") == {"水泥": 1.0}


def test_a_proof_that_nobody_can_say_is_left_out() -> None:
    space, expander = made("路口", "道口")
    assert row(space, expander.proofs(columns(space, "路口")), "路口") == {"路口": 1.0, "道口": 0.95}


WORDS = ("路口", "街口", "岔口", "街道", "火锅")
# Cosines with 路口: 1, 0.8, 0.8, 0.6, 0
ROWS = np.array([[100, 0], [80, 60], [80, -60], [60, 80], [0, 100]], np.int8)
VECTORS = WordVectors(WORDS, ROWS)


def near(
    *firms: str, word: str = "路口", vectors: WordVectors = VECTORS, needs: Sequence[str] = (), **settings: float
) -> dict[str, float]:
    space, expander = made(
        *firms, net=ConceptNet(), vectors=vectors, needs=[word, *needs], config=replace(CONFIG, **settings)
    )
    return row(space, expander.semantic(columns(space, word)), word)


def by_hand(space: TermSpace, closeness: dict[str, float], word: str = "路口") -> dict[str, float]:
    parts = {other: value**2 * idf(space, other) for other, value in closeness.items()}
    length = divisor(idf(space, word), parts.values())
    return {other: part / length for other, part in parts.items()}


def test_a_semantic_share_is_cosine_squared_times_idf_over_the_diluted_length() -> None:
    space, _ = made("街口", "街口", "街道", "火锅", needs=["路口"])
    assert near("街口", "街口", "街道", "火锅") == pytest.approx(by_hand(space, {"街口": 0.8, "街道": 0.6}), rel=1e-12)


def test_only_what_lies_above_the_least_cosine_is_near() -> None:
    assert near("街口", "街道", least_cosine=0.6).keys() == {"街口"}
    assert near("街口", "街道", least_cosine=0.59).keys() == {"街口", "街道"}
    assert near("街口", "街道", least_cosine=0.8) == {}


def test_of_equally_near_words_the_first_in_the_vocabulary_is_kept() -> None:
    assert sorted(("街口", "岔口")) == ["岔口", "街口"]
    assert near("街口", "岔口", "街道", neighbours=1).keys() == {"岔口"}
    assert near("街口", "岔口", "街道", neighbours=2).keys() == {"岔口", "街口"}
    assert near("街口", "岔口", neighbours=0) == {}


def test_a_word_is_not_near_to_itself_and_only_words_that_firms_say_are_reached() -> None:
    assert near("路口", "街口").keys() == {"街口"}
    assert near("街道", needs=["街口"]).keys() == {"街道"}
    assert near(needs=["街口"]) == {}


def test_a_generic_word_or_one_without_a_vector_is_never_near() -> None:
    vectors = WordVectors(("路口", "平台"), np.array([[100, 0], [100, 0]], np.int8))
    assert near("平台", "桥梁", vectors=vectors) == {}
    assert near("街口", word="桥梁") == {}


def test_a_word_outside_the_vocabulary_is_near_by_what_it_consists_of() -> None:
    assert near("街口", word="街口街口").keys() == {"街口"}


def test_the_order_of_the_vectors_and_other_words_do_not_matter() -> None:
    turned = WordVectors(WORDS[::-1], ROWS[::-1])
    wanted = near("街口", "岔口", "街道")
    assert near("街道", "岔口", "街口", vectors=turned) == wanted
    more = near("街口", "岔口", "街道", needs=["一号", "火锅", "龙门"])
    assert more == pytest.approx(wanted, rel=1e-14)


def test_many_words_expand_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    space, expander = made(*WORDS, net=ConceptNet(), vectors=VECTORS)
    whole = expander.semantic(columns(space, *WORDS))
    monkeypatch.setattr(expansion, "WORDS_AT_ONCE", 2)
    assert (expander.semantic(columns(space, *WORDS)) != whole).nnz == 0
    for word in WORDS:
        assert row(space, expander.semantic(columns(space, word)), word) == row(space, whole, word)


def test_without_vectors_nothing_is_near() -> None:
    assert near("街口", vectors=WordVectors()) == {}


def test_matrices_are_square_over_the_words_with_sorted_columns() -> None:
    space, expander = made(*WORDS, "雷达", "道口", vectors=VECTORS)
    n_words = len(space.words.fitted.terms)
    asked = columns(space, *WORDS)
    for matrix in (expander.lexical(asked), expander.semantic(asked), expander.proofs(asked)):
        assert matrix.shape == (n_words, n_words)
        assert matrix.dtype == np.float64
        assert matrix.has_sorted_indices
        starts = matrix.indptr
        assert all((np.diff(matrix.indices[first:last]) > 0).all() for first, last in pairwise(starts))
