"""A submitted profile names only industries, areas and qualifications that exist."""

from typing import Any

import pytest

from api.usecases.submit_profile import unsaved_enterprise
from matcher import InvalidProfile, load_taxonomy


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"industry_codes": ["ABC1"]}, "industry_codes[0]"),
        ({"service_areas": ["全国", "火星"]}, "service_areas[1]"),
        ({"qualifications": [{"type": "ISO9O01"}]}, "qualifications[0].type"),
    ],
)
def test_a_word_that_nobody_knows_is_refused(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidProfile) as caught:
        unsaved_enterprise(fields, load_taxonomy())
    assert list(caught.value.problems) == [field]


def test_words_that_exist_pass_as_people_write_them() -> None:
    fields = {"industry_codes": ["I6513"], "service_areas": ["重庆市", "海外"], "qualifications": [{"type": "高企"}]}
    assert unsaved_enterprise(fields, load_taxonomy()).service_areas == ("重庆市", "海外")
