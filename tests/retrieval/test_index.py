"""The enterprises as rows: add, replace, remove, search."""

import numpy as np
import pytest
import scipy.sparse as sp

from matcher import NotFound, load_config
from matcher.results import Hit
from matcher.retrieval.index import TextIndex, shared_terms, similarities
from matcher.retrieval.term_space import TermSpace
from matcher.text.document import Passage
from matcher.text.lexicon import Lexicon


def text(words: str) -> list[Passage]:
    return [Passage("capability", "capability", words)]


@pytest.fixture
def index() -> TextIndex:
    return TextIndex(TermSpace(Lexicon(), load_config()), {"capability": 1.0})


def found(index: TextIndex, words: str, k: int = 10) -> list[str]:
    return [hit.id for hit in index.search(words, k)]


def test_the_best_document_comes_first_and_a_stranger_not_at_all(index: TextIndex) -> None:
    index.add("B", text("路口雷达"))
    index.add("A", text("路口"))
    index.add("C", text("火锅烧烤"))
    assert found(index, "路口雷达") == ["B", "A"]


def test_ties_go_by_id_and_k_cuts(index: TextIndex) -> None:
    for id in ("C", "A", "B"):
        index.add(id, text("路口雷达"))
    assert found(index, "路口") == ["A", "B", "C"]
    assert found(index, "路口", k=2) == ["A", "B"]
    assert found(index, "路口", k=0) == []


def test_the_score_is_the_sum_of_products_of_the_two_rows(index: TextIndex) -> None:
    index.add("A", text("路口雷达"))
    row = index.rows.vectors.toarray()[0]
    query = index.space.vectors([index.space.need(text("路口"), {"capability": 1.0})]).toarray()[0]
    (hit,) = index.search("路口", 1)
    assert hit == Hit("A", pytest.approx(float(np.dot(query, row)), rel=1e-12))  # numpy adds up in another order


def test_an_added_document_is_found_and_a_removed_one_is_not(index: TextIndex) -> None:
    index.add("A", text("路口"))
    assert found(index, "路口") == ["A"]
    index.add("B", text("路口"))
    assert found(index, "路口") == ["A", "B"]
    index.remove("A")
    assert found(index, "路口") == ["B"]


def test_a_replaced_document_says_only_the_new(index: TextIndex) -> None:
    index.add("A", text("路口"))
    index.replace("A", text("雷达"))
    assert found(index, "路口") == []
    assert found(index, "雷达") == ["A"]


def test_an_id_is_added_once_and_only_a_known_one_is_replaced_or_removed(index: TextIndex) -> None:
    index.add("A", text("路口"))
    with pytest.raises(ValueError, match="A"):
        index.add("A", text("雷达"))
    with pytest.raises(NotFound):
        index.replace("B", text("雷达"))
    with pytest.raises(NotFound):
        index.remove("B")
    assert found(index, "路口") == ["A"]


def test_an_empty_index_finds_nothing(index: TextIndex) -> None:
    assert found(index, "路口") == []
    index.add("A", text(""))
    assert found(index, "路口") == []


def test_terms_of_the_vocabulary_are_known_beside_the_documents(index: TextIndex) -> None:
    index.add("A", text("路口"))
    index.know([index.space.need(text("雷达"), {"capability": 1.0})])
    assert index.rows.vectors.shape[0] == 1
    assert "雷达" in index.space.words.places


def test_restored_rows_answer_as_the_fitted_ones(index: TextIndex) -> None:
    index.add("A", text("路口雷达"))
    index.add("B", text("路口"))
    wanted = index.search("路口", 2)
    other = TextIndex(TermSpace(Lexicon(), load_config()), {"capability": 1.0})
    other.space.restore(*index.space.fitted())
    other.restore(index.rows.ids, index.rows.vectors, index.rows.offers)
    assert other.search("路口", 2) == wanted


def rows(*values: list[float]) -> sp.csr_array:
    return sp.csr_array(np.array(values))


def test_similarities_are_scenarios_by_enterprises() -> None:
    scenarios, enterprises = rows([1, 2, 0], [0, 0, 3]), rows([4, 5, 6], [0, 0, 0.5], [0, 0, 0])
    assert similarities(scenarios, enterprises).tolist() == [[1 * 4 + 2 * 5, 0, 0], [3 * 6, 3 * 0.5, 0]]


def test_shared_terms_are_columns_ascending_with_their_products() -> None:
    columns, products = shared_terms(rows([1, 2, 0, 3]), rows([0, 5, 6, 7]))
    assert columns.tolist() == [1, 3]
    assert products.tolist() == [2 * 5, 3 * 7]
