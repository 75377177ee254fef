"""业绩案例."""

import numpy as np

from matcher.entities import Case
from matcher.features.track_record import TrackRecord
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


class TestTrackRecord(FeatureContract):
    feature_class = TrackRecord

    def test_it_saturates_what_the_cases_share_and_is_unknown_without_cases(self) -> None:
        half = shipped()[1].half_raw
        pairs = pairs_of([firm(), firm()], [need()], case_similarity=np.array([0.3, np.nan]))
        known, unknown = TrackRecord(*shipped()).score(pairs)
        assert known == 0.3 / (0.3 + half)
        assert np.isnan(unknown)

    def test_its_evidence_counts_the_cases(self) -> None:
        feature = TrackRecord(*shipped())
        assert feature.evidence(firm(cases=(Case("甲"), Case("乙"))), need(), DAY) == "对照企业列出的 2 个案例"
        assert feature.evidence(firm(), need(), DAY) == "企业未填写案例"
