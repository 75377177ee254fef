"""Links drawn by lot, and the sheet of those that were judged."""

import re
from collections import Counter
from pathlib import Path

from matcher.datasets import data_folder, read_concept_files
from matcher.text.concepts import Relation, plain
from matcher.text.link_review import COLUMNS, WrittenLink, draw, review_sheet, written_links

ROADS = Path("folder/roads.txt")
FILES = {
    ROADS: "[智能交通]\n\n[车路协同]\n别名: V2X、车路云\n上位: 智能交通\n产品: 路侧单元\n行业: 3922\n",
    Path("city.txt"): "# 城市\n[智慧灯杆]\n部件: 挂载法兰\n",
}
LINKS = [
    WrittenLink("车路协同", Relation.ALIAS, "V2X", "roads.txt", 4),
    WrittenLink("车路协同", Relation.ALIAS, "车路云", "roads.txt", 4),
    WrittenLink("车路协同", Relation.BROADER, "智能交通", "roads.txt", 5),
    WrittenLink("车路协同", Relation.PRODUCT, "路侧单元", "roads.txt", 6),
    WrittenLink("智慧灯杆", Relation.COMPONENT, "挂载法兰", "city.txt", 3),
]
JUDGEMENTS = {"对", "存疑", "错"}
CORRECTED = "已改正"


def test_every_term_is_a_link_but_the_name_and_the_codes() -> None:
    assert list(written_links(FILES)) == LINKS


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    drawn = draw(LINKS, 3, seed=7)
    assert len(set(drawn)) == 3
    assert drawn == draw(reversed(LINKS), 3, seed=7)
    moved = [link._replace(file="other.txt", line=link.line + 5) for link in LINKS]
    assert [link[:3] for link in draw(moved, 3, seed=7)] == [link[:3] for link in drawn]


def test_a_link_taken_away_leaves_the_rest_of_a_sample() -> None:
    drawn = draw(LINKS, 4, seed=7)
    left = [link for link in LINKS if link != drawn[0]]
    assert draw(left, 3, seed=7) == drawn[1:]


def test_no_more_links_are_drawn_than_there_are() -> None:
    assert sorted(draw(LINKS, 100, seed=1)) == sorted(LINKS)
    assert draw([], 5, seed=1) == []


def test_each_link_is_drawn_about_as_often_as_any_other() -> None:
    """400 draws of one link out of five: 80 each, give or take four standard deviations of 8."""
    counted = Counter(draw(LINKS, 1, seed)[0] for seed in range(400))
    assert len(counted) == 5
    assert all(abs(count - 80) <= 32 for count in counted.values())


def test_a_sheet_has_its_seed_its_columns_and_a_line_a_link() -> None:
    assert review_sheet(LINKS[:1], 7).split("\n") == [
        "# 技术词典抽查：种子 7，1 条",
        "概念\t关系\t词\t位置\t判断\t备注",
        "车路协同\t别名\tV2X\troads.txt:4\t\t",
        "",
    ]


def test_at_least_95_of_100_sampled_links_were_judged_right() -> None:
    comment, columns, *lines = (data_folder() / "lexicon" / "review" / "links-200.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert tuple(columns.split("\t")) == COLUMNS
    assert len(rows) == len({tuple(row[:3]) for row in rows}) == 200
    assert {len(row) for row in rows} == {len(COLUMNS)}
    counted = Counter(row[4] for row in rows)
    assert counted.keys() <= JUDGEMENTS
    assert counted["对"] >= 0.95 * len(rows)
    assert re.match(rf"# 技术词典抽查：种子 \d+，200 条，\d{{4}}-\d\d-\d\d .*对 {counted['对']} 条", comment)


def test_every_judged_link_stands_in_the_lexicon_or_was_corrected() -> None:
    written = {(link.concept, link.relation.value, plain(link.term)) for link in written_links(read_concept_files())}
    lines = (data_folder() / "lexicon" / "review" / "links-200.tsv").read_text("utf-8").splitlines()[2:]
    for concept, relation, term, _, judgement, remark in (line.split("\t") for line in lines):
        assert ((concept, relation, plain(term)) in written) is (CORRECTED not in remark), f"{concept} {term}"
        assert judgement == "对" or CORRECTED in remark, f"{concept} {term}"
