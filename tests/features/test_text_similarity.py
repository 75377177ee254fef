"""文本相似."""

import numpy as np

from matcher.features.text_similarity import TextSimilarity
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


class TestTextSimilarity(FeatureContract):
    feature_class = TextSimilarity

    def test_it_saturates_the_raw_similarity(self) -> None:
        half = shipped()[1].half_raw
        pairs = pairs_of([firm(), firm()], [need()], similarity=np.array([0.0, 0.6]))
        assert TextSimilarity(*shipped()).score(pairs).tolist() == [0, 0.6 / (0.6 + half)]

    def test_its_evidence_is_the_list_of_terms_elsewhere(self) -> None:
        assert TextSimilarity(*shipped()).evidence(firm(), need(), None) == ""
