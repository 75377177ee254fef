"""What every signal of the score promises. A newcomer inherits `FeatureContract` and names its class."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import ClassVar

import numpy as np
import pytest

from matcher import load_config, load_taxonomy
from matcher.config import Config
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Feature, Floats, PairTable
from matcher.taxonomy import Taxonomy
from tests.conftest import DAY, tiny_data

CITY = tiny_data()
LONG_AGO, SOON = date(1990, 1, 1), date(2030, 1, 1)


@cache
def shipped() -> tuple[Taxonomy, Config]:
    return load_taxonomy(), load_config()


def firm(**known: object) -> Enterprise:
    return Enterprise(id="F", name="企业", **known)


def need(**known: object) -> Scenario:
    return Scenario(id="S", name="场景", **known)


def pairs_of(firms: list[Enterprise], needs: list[Scenario], on: date = DAY, **columns: Floats) -> PairTable:
    """A table whose text columns hold 0, or what is given."""
    texts = dict.fromkeys(("similarity", "coverage", "case_similarity", "meaning"), np.zeros(len(firms) * len(needs)))
    return PairTable(firms, needs, **{**texts, **columns}, on=on)


class FeatureContract:
    """Range, shape, words, and fairness, over every pair of the tiny city and of entities that state nothing."""

    feature_class: ClassVar[type[Feature]]

    @pytest.fixture
    def feature(self) -> Feature:
        return self.feature_class(*shipped())

    def table(self, on: date = DAY) -> PairTable:
        firms, needs = [*CITY.enterprises, firm()], [*CITY.scenarios, need()]
        size = len(firms) * len(needs)
        measured = np.linspace(0, 1, size)
        columns = {"coverage": measured, "case_similarity": measured[::-1] * 3, "meaning": measured[::-1]}
        return pairs_of(firms, needs, on, similarity=measured * 1e6, **columns)

    def test_it_has_a_name_with_a_weight_and_a_label_for_people(self, feature: Feature) -> None:
        config = shipped()[1]
        assert feature.name in config.weights
        assert feature.name in config.neutral
        assert re.fullmatch("[\u4e00-\u9fd5]+", feature.label)

    @pytest.mark.parametrize("on", [LONG_AGO, DAY, SOON])
    def test_every_pair_has_a_value_in_0_to_1_or_unknown(self, feature: Feature, on: date) -> None:
        values = feature.score(self.table(on))
        assert values.shape == (len(self.table()),)
        assert values.dtype == np.float64
        assert np.all(np.isnan(values) | ((values >= 0) & (values <= 1)))

    def test_a_table_without_pairs_has_no_value(self, feature: Feature) -> None:
        assert feature.score(pairs_of([], [need()])).shape == (0,)
        assert feature.score(pairs_of([firm()], [])).shape == (0,)

    def test_a_pair_has_the_value_it_has_alone(self, feature: Feature) -> None:
        table = self.table()
        values = feature.score(table)
        for place in range(len(table)):
            row, column = divmod(place, len(table.enterprises))
            alone = pairs_of(
                [table.enterprises[column]],
                [table.scenarios[row]],
                similarity=table.similarity[[place]],
                coverage=table.coverage[[place]],
                case_similarity=table.case_similarity[[place]],
                meaning=table.meaning[[place]],
            )
            assert np.array_equal(feature.score(alone), values[[place]], equal_nan=True)

    def test_the_evidence_is_chinese(self, feature: Feature) -> None:
        table = self.table()
        for enterprise in table.enterprises:
            for scenario in table.scenarios:
                words = feature.evidence(enterprise, scenario, DAY)
                assert words == "" or re.search("[\u4e00-\u9fd5]", words)
                assert not re.search("None|nan|_", words)

    def test_the_registered_place_never_matters(self, feature: Feature) -> None:
        """公平竞争审查条例: a firm from elsewhere stands equal."""
        table = self.table()
        values = feature.score(table)
        for district, address in (("高新区", "高新区科学大道 1 号"), ("北京", "北京市海淀区")):
            moved = [replace(one, district=district, address=address) for one in table.enterprises]
            assert np.array_equal(feature.score(replace(table, enterprises=moved)), values, equal_nan=True)
            for before, after in zip(table.enterprises, moved, strict=True):
                for scenario in table.scenarios:
                    assert feature.evidence(after, scenario, DAY) == feature.evidence(before, scenario, DAY)
