"""需求覆盖."""

import numpy as np

from matcher.entities import Requirement
from matcher.features.requirement_coverage import RequirementCoverage
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


class TestRequirementCoverage(FeatureContract):
    feature_class = RequirementCoverage

    def test_it_is_the_measured_coverage(self) -> None:
        pairs = pairs_of([firm(), firm()], [need()], coverage=np.array([0.25, np.nan]))
        assert np.array_equal(RequirementCoverage(*shipped()).score(pairs), [0.25, np.nan], equal_nan=True)

    def test_its_evidence_counts_what_is_asked(self) -> None:
        feature = RequirementCoverage(*shipped())
        asked = need(requirements=(Requirement("甲"), Requirement("乙"), Requirement("丙", "nice")))
        assert feature.evidence(firm(), asked, DAY) == "场景列出 2 项必须、1 项期望"
        assert feature.evidence(firm(), need(), DAY) == "场景未列出需求条目"
