"""Concept files: what a person may write, and each contradiction with its file and line."""

from pathlib import Path

import pytest

from matcher import DamagedData
from matcher.text.concept_files import read_concepts
from matcher.text.concepts import Concept, Relation

ROADS = Path("roads.txt")
CITY = Path("city.txt")
WHOLE = """# 交通
[智能交通]

[车路协同]
别名: V2X、车路云一体化
歧义: RSU
上位: 智能交通
产品: 路侧单元、车载单元
# 还会补
行业: 3922、6531
"""


def read(*texts: str) -> list[Concept]:
    return list(read_concepts(dict(zip((ROADS, CITY), texts, strict=False))))


def damage(*texts: str) -> DamagedData:
    with pytest.raises(DamagedData) as caught:
        read(*texts)
    return caught.value


def test_a_block_is_a_concept_with_its_lines() -> None:
    assert read(WHOLE) == [
        Concept("智能交通"),
        Concept(
            "车路协同",
            {
                Relation.ALIAS: ("V2X", "车路云一体化"),
                Relation.AMBIGUOUS: ("RSU",),
                Relation.BROADER: ("智能交通",),
                Relation.PRODUCT: ("路侧单元", "车载单元"),
            },
            ("3922", "6531"),
        ),
    ]


def test_a_concept_of_one_file_may_stand_above_one_of_another() -> None:
    assert [one.name for one in read("[车路协同]\n上位: 智能交通", "[智能交通]")] == ["车路协同", "智能交通"]


def test_the_wider_concept_may_be_named_by_its_alias() -> None:
    assert len(read("[车路协同]\n上位: ITS\n[智能交通]\n别名: ITS")) == 2


def test_blanks_around_terms_and_an_empty_line_of_terms_mean_nothing() -> None:
    (only,) = read("  [ 车路协同 ]  \n 别名 :  V2X 、 车路云 、\n产品:\n")
    assert only == Concept("车路协同", {Relation.ALIAS: ("V2X", "车路云"), Relation.PRODUCT: ()})


def test_two_concepts_may_share_a_product_and_an_ambiguous_alias() -> None:
    assert len(read("[甲类]\n产品: 仪表\n歧义: RSU\n[乙类]\n产品: 仪表\n歧义: RSU")) == 2


def test_no_file_and_an_empty_file_hold_no_concept() -> None:
    assert read() == read("") == read("# 只有注释\n\n") == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("别名: V2X", 1, "应为 [概念名] 或 “关系: 词、词”"),
        ("[甲类]\n\n没有冒号", 3, "应为 [概念名] 或 “关系: 词、词”"),
        ("[甲类]\n别名：V2X", 2, "应为 [概念名] 或 “关系: 词、词”"),
        ("[甲[类]]", 1, "应为 [概念名] 或 “关系: 词、词”"),
        ("[]\n别名: V2X", 1, "应为 [概念名] 或 “关系: 词、词”"),
        (
            "[甲类]\n同义: V2X",
            2,
            "不认识的行首“同义”，应为：别名、歧义、产品、部件、服务、上游、下游、场景、上位、行业",
        ),
        ("[甲类]\n产品: 仪表\n产品: 阀门", 3, "[甲类] 的“产品”写了两行，请合并"),
        ("[甲类]\n产品: 表", 2, "“表”应为 2 至 24 个字符"),
        (f"[甲类]\n产品: {'长' * 25}", 2, f"“{'长' * 25}”应为 2 至 24 个字符"),
        ("[甲类]\n产品: 仪表、仪表", 2, "“仪表”在 [甲类] 里已经写过（第 2 行）"),
        ("[甲类]\n产品: 仪表\n\n服务: 仪表", 4, "“仪表”在 [甲类] 里已经写过（第 2 行）"),
        ("[甲类]\n别名: 甲类", 2, "“甲类”在 [甲类] 里已经写过（第 1 行）"),
        ("[甲类]\n别名: T-Box\n产品: Ｔ－ＢＯＸ", 3, "“Ｔ－ＢＯＸ”在 [甲类] 里已经写过（第 2 行）"),
        ("[甲类]\n[甲类]", 2, "“甲类”已是 [甲类] 的名称或别名（roads.txt 第 1 行）"),
        ("[甲类]\n别名: V2X\n[乙类]\n\n别名: v2x", 5, "“v2x”已是 [甲类] 的名称或别名（roads.txt 第 2 行）"),
        ("[甲类]\n别名: 乙类\n[乙类]", 3, "“乙类”已是 [甲类] 的名称或别名（roads.txt 第 2 行）"),
        ("[甲类]\n别名: RSU\n[乙类]\n歧义: RSU", 4, "“RSU”在 [甲类] 里是别名，在这里是歧义，请统一"),
        ("[甲类]\n产品: 仪表\n上位: 没有", 3, "没有上位概念“没有”"),
        ("[甲类]\n上位: 仪表\n[乙类]\n产品: 仪表", 2, "没有上位概念“仪表”"),
    ],
)
def test_a_contradiction_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    found = damage(text)
    assert (found.file, found.line, found.reason) == ("roads.txt", line, reason)


def test_a_contradiction_between_files_names_both() -> None:
    found = damage("# 一\n[甲类]\n别名: V2X", "[乙类]\n产品: 仪表\n别名: V2X")
    assert (found.file, found.line) == ("city.txt", 3)
    assert found.reason == "“V2X”已是 [甲类] 的名称或别名（roads.txt 第 3 行）"


@pytest.mark.parametrize(
    "text",
    [
        "[甲类]\n上位: 乙类\n[乙类]\n上位: 甲类",
        "[甲类]\n上位: 乙类\n[乙类]\n上位: 丙类\n[丙类]\n上位: 乙类、丁类\n[丁类]",
    ],
)
def test_a_concept_above_itself_is_refused(text: str) -> None:
    found = damage(text)
    assert found.file == "roads.txt" and "是它自己的上位" in found.reason
    assert text.split("\n")[(found.line or 0) - 1] == found.reason.split(" 是")[0]


def test_two_ways_up_to_the_same_concept_are_no_cycle() -> None:
    assert len(read("[甲类]\n上位: 乙类、丙类\n[乙类]\n上位: 丁类\n[丙类]\n上位: 丁类\n[丁类]")) == 4
