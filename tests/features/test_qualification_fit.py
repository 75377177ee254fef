"""资质符合."""

import math
from datetime import date

import pytest

from matcher.entities import Qualification, RequiredQualification
from matcher.features.qualification import QualificationFit
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped

UNTIL = date(2027, 1, 1)
WANTED = (RequiredQualification("ISO9001"), RequiredQualification("CMMI", "3", "nice"))


def score(*held: Qualification, wanted: tuple[RequiredQualification, ...] = WANTED) -> float:
    pairs = pairs_of([firm(qualifications=held)], [need(required_qualifications=wanted)])
    return float(QualificationFit(*shipped()).score(pairs)[0])


class TestQualificationFit(FeatureContract):
    feature_class = QualificationFit

    @pytest.mark.parametrize(
        ("held", "value"),
        [
            ((Qualification("ISO 9001", valid_until=UNTIL), Qualification("CMMI", "5", valid_until=UNTIL)), 2 / 2),
            ((Qualification("ISO9001", valid_until=UNTIL),), 1 / 2),
            ((Qualification("ISO9001"),), 1 / 2),
            ((Qualification("ISO9001", valid_until=date(2026, 8, 31)),), 0 / 2),
            ((Qualification("CMMI", "2", valid_until=UNTIL),), 0 / 2),
            ((Qualification("ISO14001", valid_until=UNTIL),), 0 / 2),
        ],
    )
    def test_it_is_the_share_held_in_force_on_the_day(self, held: tuple[Qualification, ...], value: float) -> None:
        assert score(*held) == value

    def test_it_is_unknown_where_a_side_names_none(self) -> None:
        assert math.isnan(score())
        assert math.isnan(score(Qualification("ISO9001"), wanted=()))

    def test_its_evidence_names_what_is_held(self) -> None:
        evidence = QualificationFit(*shipped()).evidence
        asks = need(required_qualifications=WANTED)
        both = (Qualification("ISO9001"), Qualification("CMMI", "4"))
        assert evidence(firm(qualifications=both), asks, DAY) == "持有ISO9001、CMMI4"
        for given in ("", "9"):
            assert evidence(firm(qualifications=(Qualification("CMMI", given),)), asks, DAY) == f"持有CMMI{given}"
        assert evidence(firm(qualifications=(Qualification("ISO14001"),)), asks, DAY) == "未见场景列出的资质"
        assert evidence(firm(), asks, DAY) == "企业未填写资质"
        assert evidence(firm(), need(), DAY) == "场景未要求资质"
