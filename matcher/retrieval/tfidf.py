"""TF-IDF over term strengths, its IDF blended with a prior so that few documents give sensible answers."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matcher.errors import NotFitted
from matcher.retrieval.base import Floats, Matrix, Strengths

PRIOR_IDF_SPAN = math.log(1001)  # a prior as if read off a thousand documents
PRIOR_LENGTH = 25.0
Rarities = Callable[[Sequence[str]], Sequence[float]]


@dataclass(frozen=True)
class FittedTerms:
    """What fitting learned: terms in ascending order, their IDF, the pivot length, and from how many documents."""

    terms: tuple[str, ...]
    idf: Floats
    pivot_length: float
    n_documents: int


class TfidfVectorizer:
    """The vectorizer behind words and character pairs.

    IDF is ln((n + 1) / (df + 1)) + 1 as scikit-learn smooths it, averaged with the prior of a term by weights
    n : prior_documents. A row is divided by (1 - slope) * pivot + slope * its norm (Singhal, Buckley, Mitra 1996).
    """

    def __init__(self, rarities: Rarities, prior_documents: float, length_slope: float) -> None:
        self._rarities, self._prior_documents, self._slope = rarities, prior_documents, length_slope
        self._fitted: FittedTerms | None = None
        self._places: dict[str, int] = {}

    @property
    def fitted(self) -> FittedTerms:
        """What `fit` learned; raises `NotFitted` before."""
        if self._fitted is None:
            raise NotFitted("企业或场景")
        return self._fitted

    @property
    def places(self) -> dict[str, int]:
        """Column of every known term."""
        return self._places

    def fit(self, documents: Sequence[Strengths], vocabulary: Sequence[Strengths] = ()) -> None:
        """Learn vocabulary, IDF and pivot length; scikit-learn is imported here and nowhere on the answering path."""
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.feature_extraction.text import TfidfTransformer

        known = DictVectorizer(sparse=True, sort=True).fit([*documents, *vocabulary, {}])
        terms = tuple(str(term) for term in known.get_feature_names_out())
        self.restore(FittedTerms(terms, self._prior_idf(terms, len(documents)), PRIOR_LENGTH, len(documents)))
        if documents and terms:
            counted = TfidfTransformer(norm=None, smooth_idf=True).fit(known.transform(documents))
            share = len(documents) / (len(documents) + self._prior_documents)
            unseen = math.log(len(documents) + 1) + 1  # what smoothing gives a term that no document has
            idf = self.fitted.idf + share * (counted.idf_ - unseen)
            self.restore(FittedTerms(terms, idf, PRIOR_LENGTH, len(documents)))
            total = math.fsum(self.length(document) for document in documents) + self._prior_documents * PRIOR_LENGTH
            pivot_length = total / (len(documents) + self._prior_documents)
            self.restore(FittedTerms(terms, idf, pivot_length, len(documents)))

    def restore(self, fitted: FittedTerms) -> None:
        """Take over what another vectorizer learned."""
        self._fitted = fitted
        self._places = {term: place for place, term in enumerate(fitted.terms)}

    @contextmanager
    def knowing(self, documents: Sequence[Strengths]) -> Iterator[None]:
        """Within it the unknown terms of these documents are known too, in columns behind all others."""
        known = self.fitted
        unknown = sorted({term for document in documents for term in document} - self._places.keys())
        if not unknown:
            yield
            return
        idf = np.concatenate([known.idf, self._prior_idf(unknown, known.n_documents)])
        self._places.update({term: place for place, term in enumerate(unknown, start=len(known.terms))})
        self._fitted = FittedTerms((*known.terms, *unknown), idf, known.pivot_length, known.n_documents)
        try:
            yield
        finally:
            self._fitted = known
            for term in unknown:
                del self._places[term]

    def transform(self, documents: Sequence[Strengths]) -> Matrix:
        """Rows of the documents, divided by their pivoted length."""
        rows = self.weighted(documents)
        lengths = np.array([self.length(document) for document in documents], dtype=np.float64)
        return divide_rows(rows, (1 - self._slope) * self.fitted.pivot_length + self._slope * lengths)

    def unit(self, documents: Sequence[Strengths]) -> Matrix:
        """Rows of the documents, divided by their Euclidean length over all terms, known or not."""
        return divide_rows(self.weighted(documents), np.array([self.length(one) for one in documents], np.float64))

    def length(self, document: Strengths) -> float:
        """Euclidean length over all terms of a document, known or not; the order of the terms does not matter."""
        return math.sqrt(math.fsum(weight * weight for weight in self.weights(document)))

    def weights(self, document: Strengths) -> list[float]:
        """Strength times IDF of every term; a term outside the vocabulary counts as one that no document has."""
        unknown = [term for term in document if term not in self._places]
        idf = dict(zip(unknown, self._prior_idf(unknown, self.fitted.n_documents), strict=True))
        return [
            value * float(self.fitted.idf[self._places[term]] if term in self._places else idf[term])
            for term, value in document.items()
        ]

    def typical_idf(self) -> float:
        """IDF of a term of middling rarity that no document has."""
        return float(self._prior_idf([""], self.fitted.n_documents)[0])

    def presence(self, documents: Sequence[Strengths]) -> Matrix:
        """How surely each document has each term: its strength capped at 1."""
        rows = self._counts(documents)
        return sp.csr_array((np.minimum(rows.data, 1.0), rows.indices, rows.indptr), shape=rows.shape)

    def weighted(self, documents: Sequence[Strengths]) -> Matrix:
        """Strength times IDF, not divided by anything."""
        rows = self._counts(documents)
        return sp.csr_array((rows.data * self.fitted.idf[rows.indices], rows.indices, rows.indptr), shape=rows.shape)

    def _prior_idf(self, terms: Sequence[str], n_documents: int) -> Floats:
        """IDF of terms that no document has, by the rarity of each in the language."""
        share = n_documents / (n_documents + self._prior_documents) if n_documents else 0.0
        prior = 1 + PRIOR_IDF_SPAN * np.asarray(self._rarities(terms), dtype=np.float64)
        return share * (math.log(n_documents + 1) + 1) + (1 - share) * prior

    def _counts(self, documents: Sequence[Strengths]) -> Matrix:
        indices: list[int] = []
        data: list[float] = []
        indptr = [0]
        n_terms = len(self.fitted.terms)
        for document in documents:
            row = sorted((self._places[term], value) for term, value in document.items() if term in self._places)
            indices.extend(place for place, _ in row)
            data.extend(value for _, value in row)
            indptr.append(len(indices))
        return sp.csr_array(
            (np.array(data, np.float64), np.array(indices, np.int64), np.array(indptr, np.int64)),
            shape=(len(documents), n_terms),
        )


def divide_rows(rows: Matrix, divisors: Floats) -> Matrix:
    """Each row divided by its divisor; a row with the divisor 0 is empty and stays so."""
    repeated = np.repeat(np.where(divisors > 0, divisors, 1.0), np.diff(rows.indptr))
    return sp.csr_array((rows.data / repeated, rows.indices, rows.indptr), shape=rows.shape)
