"""A registered scope inside another text is no claim."""

import pytest

from matcher import Enterprise
from matcher.text.document import claim_passages, enterprise_passages
from matcher.text.registration import without_registration

SCOPE = "一般项目：物联网技术服务；软件开发；会议及展览服务。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"研制路侧单元。{SCOPE}已供货三座城市。", "研制路侧单元。。已供货三座城市。"),
        ("研制路侧单元\n经营范围：软件开发;物联网应用服务\n年产能两万套", "研制路侧单元\n。\n年产能两万套"),
        ("许可项目：测绘服务。一般项目：软件开发；物业管理。", "。。"),
        ("公司经营范围包括软件开发、物联网服务。研制雷达。", "公司。。研制雷达。"),
        ("不在经营范围内的不做，研制雷达。", "不在经营范围内的不做，研制雷达。"),
        ("承担一般项目与重点项目的检测。", "承担一般项目与重点项目的检测。"),
        ("", ""),
    ],
)
def test_the_run_is_blanked_and_what_stands_around_it_stays_in_its_place(text: str, left: str) -> None:
    found = without_registration(text)
    assert len(found) == len(text)
    assert found.replace(" ", "") == left


def test_who_writes_nothing_but_a_scope_is_read_by_it_and_claims_nothing() -> None:
    firm = Enterprise("X", "某公司", capability=SCOPE)
    assert [one.section for one in enterprise_passages(firm) if one.text] == ["name", "business_scope"]
    assert [one.text for one in claim_passages(firm) if one.text] == ["某公司"]


def test_a_long_list_without_an_end_is_read_in_one_go() -> None:
    assert without_registration("经营范围：" + "一般项目：" * 5_000).strip("。 ") == ""
