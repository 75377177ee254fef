"""行业相近."""

import math

import pytest

from matcher.features.industry import IndustryFit
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


def score(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    pairs = pairs_of([firm(industry_codes=mine)], [need(industry_codes=theirs)])
    return float(IndustryFit(*shipped()).score(pairs)[0])


def evidence(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    return IndustryFit(*shipped()).evidence(firm(industry_codes=mine), need(industry_codes=theirs), DAY)


class TestIndustryFit(FeatureContract):
    feature_class = IndustryFit

    @pytest.mark.parametrize(
        ("mine", "theirs", "value"),
        [
            (("3922",), ("3922",), 1.0),
            (("3922",), ("3921",), 0.85),
            (("3922",), ("3911",), 0.6),
            (("3922",), ("2710",), 0.2),
            (("3922",), ("6531",), 0.0),
            (("6531", "3921"), ("6210", "3922"), 0.85),
        ],
    )
    def test_the_closest_pair_of_codes_counts(
        self, mine: tuple[str, ...], theirs: tuple[str, ...], value: float
    ) -> None:
        assert score(mine, theirs) == value

    @pytest.mark.parametrize(("mine", "theirs"), [((), ("3922",)), (("3922",), ()), ((), ())])
    def test_it_is_unknown_where_a_side_states_none(self, mine: tuple[str, ...], theirs: tuple[str, ...]) -> None:
        assert math.isnan(score(mine, theirs))

    def test_firms_of_the_same_codes_have_the_same_value(self) -> None:
        firms, needs = [firm(industry_codes=("3922",))] * 2, [need(industry_codes=("3921",))] * 2
        assert IndustryFit(*shipped()).score(pairs_of(firms, needs)).tolist() == [0.85] * 4

    def test_its_evidence_names_the_closest_pair(self) -> None:
        assert evidence(("3922",), ("3922",)) == "同为通信终端设备制造"
        assert evidence(("3922",), ("3921",)) == "企业行业通信终端设备制造，场景适配通信系统设备制造"
        assert evidence(("3922",), ("6531",)) == "企业行业与场景适配行业不同"
        assert evidence((), ("3922",)) == "企业未填写行业"
        assert evidence(("3922",), ()) == "场景未限定行业"

    def test_a_firm_is_not_told_to_fill_in_what_the_scenario_would_not_read(self) -> None:
        assert evidence((), ()) == "场景未限定行业"
