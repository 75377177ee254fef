"""片区契合. 九龙坡 names 氢能 (3463) among its focus industries."""

import math

import pytest

from matcher.features.district import DistrictFit
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


def score(areas: tuple[str, ...], codes: tuple[str, ...], district: str) -> float:
    pairs = pairs_of([firm(service_areas=areas, industry_codes=codes)], [need(district=district)])
    return float(DistrictFit(*shipped()).score(pairs)[0])


def evidence(areas: tuple[str, ...], codes: tuple[str, ...], district: str) -> str:
    return DistrictFit(*shipped()).evidence(
        firm(service_areas=areas, industry_codes=codes), need(district=district), DAY
    )


class TestDistrictFit(FeatureContract):
    feature_class = DistrictFit

    @pytest.mark.parametrize(
        ("areas", "codes", "value"),
        [
            (("重庆",), ("3463",), (1 + 1) / 2),
            (("北京",), ("3463",), (0 + 1) / 2),
            (("北京", "全国"), (), 1.0),
            ((), ("3463",), 1.0),
            ((), ("6210",), 0.0),
            (("九龙坡区",), ("6210",), (1 + 0) / 2),
        ],
    )
    def test_it_is_the_mean_of_place_and_focus_as_far_as_known(
        self, areas: tuple[str, ...], codes: tuple[str, ...], value: float
    ) -> None:
        assert score(areas, codes, "九龙坡") == value

    @pytest.mark.parametrize(("areas", "codes", "district"), [((), (), "九龙坡"), (("重庆",), ("3463",), "")])
    def test_it_is_unknown_where_nothing_can_be_compared(
        self, areas: tuple[str, ...], codes: tuple[str, ...], district: str
    ) -> None:
        assert math.isnan(score(areas, codes, district))

    @pytest.mark.parametrize("alias", ["九龙坡区", "重庆九龙坡", "九龙坡片区"])
    def test_an_alias_of_a_district_is_that_district(self, alias: str) -> None:
        assert score(("北京",), ("3463",), alias) == score(("北京",), ("3463",), "九龙坡") == 0.5

    def test_its_evidence_says_what_is_known(self) -> None:
        assert evidence(("重庆",), ("3463",), "九龙坡") == "行业与九龙坡重点产业相近，企业服务区域包含九龙坡"
        assert evidence(("北京",), (), "九龙坡") == "企业服务区域未包含九龙坡"
        assert evidence((), (), "九龙坡") == "企业未填写服务区域"
        assert evidence(("重庆",), ("3463",), "") == "场景未注明片区"

    def test_its_evidence_says_that_the_industry_is_far_where_that_alone_is_known(self) -> None:
        assert evidence((), ("6210",), "九龙坡") == "行业与九龙坡重点产业不同"
        assert evidence(("北京",), ("6210",), "九龙坡") == "行业与九龙坡重点产业不同，企业服务区域未包含九龙坡"

    @pytest.mark.parametrize("code", ["zz", "9999", "", "甲"])
    def test_an_industry_that_nobody_knows_is_kin_to_no_focus(self, code: str) -> None:
        assert score((), (code,), "九龙坡") == 0
