"""The gate: the ranking of the sample's judged set may not become worse unnoticed.

The figure in `expected.json` is what `matcher evaluate data/sample/judgments --json` printed when it was committed.
"""

import json

from matcher.datasets import data_folder
from matcher.evaluation.comparison import compare
from matcher.evaluation.judgments import read_judged_set
from tests.conftest import DAY

TOLERANCE = 0.01


def test_the_sample_is_ranked_no_worse_than_committed() -> None:
    folder = data_folder() / "sample" / "judgments"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))["ndcg@10"]
    found = compare(read_judged_set(folder, "dev", "scenario-to-enterprise"), DAY, with_rivals=False)
    assert found.engine.means["ndcg@10"] >= expected - TOLERANCE
