"""TF-IDF with a prior: the numbers by hand."""

import math

import numpy as np
import pytest

from matcher import NotFitted
from matcher.retrieval.tfidf import PRIOR_IDF_SPAN, PRIOR_LENGTH, TfidfVectorizer

PRIOR = 1 + math.log(1001) * 0.5  # of a word of rarity one half


def half_rare(terms: list[str]) -> list[float]:
    return [0.5] * len(terms)


def vectorizer(prior_documents: float = 50, length_slope: float = 0.5) -> TfidfVectorizer:
    return TfidfVectorizer(half_rare, prior_documents, length_slope)


def test_idf_without_a_prior_is_that_of_scikit_learn() -> None:
    fitted = vectorizer(prior_documents=0)
    fitted.fit([{"路": 1.0, "口": 1.0}, {"路": 1.0}, {"路": 2.0}])
    assert fitted.fitted.terms == ("口", "路")
    assert fitted.fitted.idf == pytest.approx([math.log(4 / 2) + 1, math.log(4 / 4) + 1], abs=1e-15)


def test_idf_is_averaged_with_its_prior_by_the_number_of_documents() -> None:
    fitted = vectorizer(prior_documents=6)
    fitted.fit([{"口": 1.0}, {"路": 1.0}])
    own = math.log(3 / 2) + 1
    assert fitted.fitted.idf == pytest.approx([2 / 8 * own + 6 / 8 * PRIOR] * 2, abs=1e-15)


def test_without_documents_the_prior_stands_alone() -> None:
    fitted = vectorizer()
    fitted.fit([], [{"路": 1.0}])
    assert fitted.fitted.idf.tolist() == [PRIOR]
    assert fitted.fitted.pivot_length == PRIOR_LENGTH == 25
    assert math.log(1001) == PRIOR_IDF_SPAN


def test_a_term_that_only_the_vocabulary_has_is_known_and_in_no_document() -> None:
    fitted = vectorizer(prior_documents=0)
    fitted.fit([{"路": 1.0}], [{"口": 9.0}])
    assert dict(zip(fitted.fitted.terms, fitted.fitted.idf, strict=True)) == pytest.approx(
        {"口": math.log(2 / 1) + 1, "路": math.log(2 / 2) + 1}
    )


def test_the_pivot_is_the_mean_length_with_the_prior_length_counted_in() -> None:
    fitted = vectorizer(prior_documents=1)
    fitted.fit([{"口": 3.0, "路": 4.0}])
    idf = 1 / 2 * 1 + 1 / 2 * PRIOR
    assert fitted.fitted.pivot_length == pytest.approx((5 * idf + 1 * 25) / 2, rel=1e-15)


def test_a_row_is_divided_by_its_pivoted_length() -> None:
    fitted = vectorizer(prior_documents=0, length_slope=0.25)
    fitted.fit([{"口": 3.0, "路": 4.0}])  # idf 1 for both, so length and pivot are 5
    assert fitted.transform([{"路": 1.0}]).toarray().tolist() == [[0, 1 / (0.75 * 5 + 0.25 * 1)]]
    assert fitted.transform([{"口": 3.0, "路": 4.0}]).toarray().tolist() == [[3 / 5, 4 / 5]]


@pytest.mark.parametrize(("slope", "length"), [(0.0, 5.0), (1.0, 10.0)])
def test_slope_0_divides_by_the_pivot_and_slope_1_by_the_own_length(slope: float, length: float) -> None:
    fitted = vectorizer(prior_documents=0, length_slope=slope)
    fitted.fit([{"口": 3.0, "路": 4.0}])
    assert fitted.transform([{"口": 6.0, "路": 8.0}]).toarray().tolist() == [[6 / length, 8 / length]]


def test_unknown_terms_are_left_out_and_an_empty_document_is_an_empty_row() -> None:
    fitted = vectorizer(length_slope=1.0)
    fitted.fit([{"路": 1.0}])
    rows = fitted.transform([{"口": 1.0}, {}])
    assert rows.shape == (2, 1)
    assert rows.nnz == 0


def test_columns_of_a_row_ascend_whatever_the_order_of_the_terms() -> None:
    fitted = vectorizer()
    fitted.fit([{"路": 1.0, "口": 1.0, "云": 1.0}])
    assert fitted.transform([{"路": 1.0, "口": 2.0, "云": 3.0}]).indices.tolist() == [0, 1, 2]
    assert fitted.transform([{"路": 1.0, "口": 2.0}]).dtype == np.float64


def test_presence_is_the_strength_capped_at_1() -> None:
    fitted = vectorizer()
    fitted.fit([{"路": 1.0, "口": 1.0}])
    assert fitted.presence([{"路": 1.7, "口": 0.25}]).toarray().tolist() == [[0.25, 1.0]]


def test_weighted_rows_are_strength_times_idf_and_not_divided() -> None:
    fitted = vectorizer()
    fitted.fit([], [{"路": 1.0}])
    assert fitted.weighted([{"路": 2.0}]).toarray().tolist() == [[2 * PRIOR]]


def test_nothing_can_be_asked_before_fitting() -> None:
    with pytest.raises(NotFitted, match="还没有载入企业或场景"):
        vectorizer().transform([{"路": 1.0}])


def test_fitting_on_nothing_knows_no_term() -> None:
    fitted = vectorizer()
    fitted.fit([])
    assert fitted.fitted.terms == ()
    assert fitted.transform([{"路": 1.0}]).shape == (1, 0)


def test_what_was_learned_can_be_taken_over() -> None:
    first, second = vectorizer(), vectorizer()
    first.fit([{"路": 1.0, "口": 2.0}])
    second.restore(first.fitted)
    document = [{"路": 3.0}]
    assert second.transform(document).toarray().tolist() == first.transform(document).toarray().tolist()
    assert second.places == {"口": 0, "路": 1}
