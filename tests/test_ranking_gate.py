"""The gate: the ranking of the sample's judged set may not become worse unnoticed.

The figures in `expected.json` are what `matcher evaluate data/sample/judgments --no-rivals --json` printed when
they were committed, with the shipped sentence vectors and (MATCHER_EMBEDDER=none) without.
"""

import json

import pytest

from matcher.datasets import data_folder, load_vectors
from matcher.embedding.known_vectors import KnownVectors
from matcher.evaluation.comparison import compare
from matcher.evaluation.judgments import read_judged_set
from tests.conftest import DAY

TOLERANCE = 0.01


@pytest.mark.parametrize(("name", "vectors"), [("with_vectors", load_vectors()), ("without_vectors", None)])
def test_the_sample_is_ranked_no_worse_than_committed(name: str, vectors: KnownVectors | None) -> None:
    folder = data_folder() / "sample" / "judgments"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))[name]["ndcg@10"]
    judged = read_judged_set(folder, "dev", "scenario-to-enterprise")
    found = compare(judged, DAY, with_rivals=False, vectors=vectors)
    assert found.engine.means["ndcg@10"] >= expected - TOLERANCE
    assert found.sentence_model == (vectors.model if vectors else "")
