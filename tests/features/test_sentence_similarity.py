"""句意相近."""

import numpy as np

from matcher.features.sentence_similarity import SentenceSimilarity
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


class TestSentenceSimilarity(FeatureContract):
    feature_class = SentenceSimilarity

    def test_it_is_the_measured_nearness_and_unknown_without_vectors(self) -> None:
        pairs = pairs_of([firm(), firm()], [need()], meaning=np.array([0.3, np.nan]))
        known, unknown = SentenceSimilarity(*shipped()).score(pairs)
        assert known == 0.3
        assert np.isnan(unknown)

    def test_its_evidence_is_left_to_the_explanation(self) -> None:
        assert SentenceSimilarity(*shipped()).evidence(firm(), need(), DAY) == ""
