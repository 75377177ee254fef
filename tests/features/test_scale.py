"""规模匹配."""

import math

import pytest

from matcher.amounts import Amount, parse
from matcher.features.scale import ScaleFit
from tests.conftest import DAY
from tests.features.contract import FeatureContract, firm, need, pairs_of, shipped


def score(revenue: str, budget: Amount | None) -> float:
    return float(ScaleFit(*shipped()).score(pairs_of([firm(revenue_band=revenue)], [need(budget=budget)]))[0])


class TestScaleFit(FeatureContract):
    feature_class = ScaleFit

    @pytest.mark.parametrize(
        ("revenue", "budget", "value"),
        [
            ("2000-5000万元", "800-1200万元", 1.0),
            ("200-300万元", "800-1200万元", 250 / 1000),
            ("300", "1000万元", 300 / 1000),
            ("1亿元以上", "5亿元", 10000 / 50000),
            ("0元", "1000万元", 0.0),
        ],
    )
    def test_it_is_the_revenue_by_the_budget_at_the_middle_of_both(
        self, revenue: str, budget: str, value: float
    ) -> None:
        assert score(revenue, parse(budget)) == value

    @pytest.mark.parametrize(
        ("revenue", "budget"),
        [
            ("", parse("5亿元")),
            ("500万元", None),
            ("500万元", parse("待定")),
            ("保密", parse("5亿元")),
            ("0", parse("0元")),
        ],
    )
    def test_it_is_unknown_where_an_amount_is_not_stated(self, revenue: str, budget: Amount | None) -> None:
        assert math.isnan(score(revenue, budget))

    def test_the_size_of_a_firm_alone_never_counts(self) -> None:
        pairs = pairs_of([firm(size="微型"), firm(size="大型")], [need(budget=parse("5亿元"))])
        assert all(math.isnan(value) for value in ScaleFit(*shipped()).score(pairs))

    def test_its_evidence_gives_both_amounts_as_written(self) -> None:
        evidence = ScaleFit(*shipped()).evidence
        rich = firm(revenue_band="2000-5000万元")
        assert evidence(rich, need(budget=parse("约3.2亿元")), DAY) == "企业营收2000-5000万元，场景预算约3.2亿元"
        assert evidence(rich, need(budget=Amount(800, 1200)), DAY) == "企业营收2000-5000万元，场景预算1000万元"
        assert evidence(firm(), need(budget=parse("1亿元")), DAY) == "企业未填写营收区间"
        assert evidence(rich, need(budget=parse("待定")), DAY) == "场景未注明预算"
