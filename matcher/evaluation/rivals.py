"""What the engine has to beat: BM25 and the plain TF-IDF cosine, on the words a search engine would use.

A rival learns from the documents, as a search engine would; a document whose score is 0 counts as not found.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from matcher.errors import MissingBackend

Words = Sequence[str]
Floats = npt.NDArray[np.float64]
K1, B = 1.2, 0.75  # the usual values (Robertson & Zaragoza 2009; Lucene's defaults)
INSTALL_BM25S = '.venv/bin/python -m pip install "bm25s>=0.3"'


def bm25(documents: Sequence[Words], queries: Sequence[Words]) -> Floats:
    """BM25 in Lucene's form through bm25s, (n_queries, n_documents); raises `MissingBackend`."""
    try:
        from bm25s import BM25
    except ImportError as error:
        raise MissingBackend("bm25s", f"{INSTALL_BM25S}（或加 --no-rivals，只评引擎）") from error
    scores = np.zeros((len(queries), len(documents)), np.float64)
    if not any(documents):
        return scores
    index = BM25(k1=K1, b=B, method="lucene", dtype="float64")
    index.index([list(words) for words in documents], show_progress=False)
    for row, words in enumerate(queries):
        known = [word for word in words if word in index.vocab_dict]
        if known:
            scores[row] = index.get_scores(known)
    return scores


def tfidf(documents: Sequence[Words], queries: Sequence[Words]) -> Floats:
    """Cosine of TF-IDF vectors with sublinear tf, (n_queries, n_documents)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(documents) or not queries:
        return np.zeros((len(queries), len(documents)), np.float64)
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    vectors = vectorizer.fit_transform(documents)
    return np.asarray((vectorizer.transform(queries) @ vectors.T).toarray(), np.float64)


RIVALS: dict[str, Callable[[Sequence[Words], Sequence[Words]], Floats]] = {"bm25": bm25, "tfidf": tfidf}
