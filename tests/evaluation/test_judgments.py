"""Judged sets: what is read, what a title that says nothing new becomes, and what is refused with its place."""

import pytest

from matcher import DamagedData, InvalidProfile
from matcher.evaluation.judgments import NAMELESS, Direction, read_judged_set
from matcher.text.search_words import search_words
from tests.evaluation.conftest import CORPUS, QUERIES, Write, lines, qrels

FORWARD: Direction = "scenario-to-enterprise"
BACKWARD: Direction = "enterprise-to-scenario"


def test_a_set_has_both_sides_by_id_and_its_grades(write: Write) -> None:
    judged = read_judged_set(write(corpus=lines(reversed(CORPUS))), "dev", FORWARD)
    assert (judged.name, judged.split) == ("小评测集", "dev")
    assert [(one.id, one.name, one.capability) for one in judged.enterprises] == [
        (row["id"], row["title"], row["text"]) for row in CORPUS
    ]
    assert [(one.id, one.name, one.background) for one in judged.scenarios] == [
        ("S1", NAMELESS, "路口布设路侧单元"),
        ("S2", "园区供氢", "园区加氢站供氢"),
    ]
    assert judged.grades == {"S1": {"F1": 2, "F3": 0}, "S2": {"F2": 1}}
    assert (judged.queries, judged.documents) == (judged.scenarios, judged.enterprises)


def test_the_other_direction_asks_for_enterprises(write: Write) -> None:
    judged = read_judged_set(write(), "dev", BACKWARD)
    assert [one.background for one in judged.scenarios] == [row["text"] for row in CORPUS]
    assert [one.capability for one in judged.enterprises] == [row["text"] for row in QUERIES]
    assert (judged.queries, judged.documents) == (judged.enterprises, judged.scenarios)


@pytest.mark.parametrize(
    "record", [{"text": "储能"}, {"title": "储能", "text": "储能"}, {"title": " ", "text": "储能"}]
)
def test_nothing_is_said_twice_and_the_stand_in_name_says_nothing(write: Write, record: dict[str, str]) -> None:
    judged = read_judged_set(write(queries=lines([{"id": "S1", **record}, QUERIES[1]])), "dev", FORWARD)
    assert (judged.scenarios[0].name, judged.scenarios[0].background) == (NAMELESS, "储能")
    assert search_words(NAMELESS) == []


def test_a_title_alone_is_a_name_alone(write: Write) -> None:
    judged = read_judged_set(
        write(queries=lines([{"id": "S1", "title": "储能", "text": ""}, QUERIES[1]])), "dev", FORWARD
    )
    assert (judged.scenarios[0].name, judged.scenarios[0].background) == ("储能", "")


def test_windows_line_ends_blank_lines_and_a_byte_order_mark_are_read(write: Write) -> None:
    table = b"\xef\xbb\xbf" + qrels([("S1", "F1", "2")]).replace("\n", "\r\n").encode() + b"\r\n\r\n"
    corpus = b"\xef\xbb\xbf" + lines(CORPUS).replace("\n", "\r\n\r\n").encode()
    assert read_judged_set(write(qrels=table, corpus=corpus), "dev", FORWARD).grades == {"S1": {"F1": 2}}


def test_a_split_that_is_not_there_lists_those_that_are(write: Write) -> None:
    folder = write()
    (folder / "qrels.test.tsv").write_text(qrels([("S1", "F2", "1")]), "utf-8")
    assert read_judged_set(folder, "test", FORWARD).grades == {"S1": {"F2": 1}}
    for split in ("最终", "../dev", ""):
        with pytest.raises(InvalidProfile, match=r"--split：没有“.*”这一部分，现有：dev、test$"):
            read_judged_set(folder, split, FORWARD)


def test_a_folder_or_file_that_is_missing_is_named(write: Write) -> None:
    folder = write(queries=None)
    with pytest.raises(InvalidProfile, match=r"queries\.jsonl：没有这个文件"):
        read_judged_set(folder, "dev", FORWARD)
    (folder / "qrels.dev.tsv").unlink()
    with pytest.raises(InvalidProfile, match="没有判断文件"):
        read_judged_set(folder, "dev", FORWARD)
    with pytest.raises(InvalidProfile, match="没有这个目录"):
        read_judged_set(folder / "corpus.jsonl", "dev", FORWARD)


GOOD = '{"id": "F1", "text": "储能"}\n'


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        (GOOD + '{"id": "F2", "text": }', 2, 22, "不是完整的 JSON"),
        (GOOD + "[]", 2, 1, "应为一个 JSON 对象"),
        (GOOD + '{"id": "F2"}', 2, 1, "title 与 text 至少填写一个"),
        (GOOD + '{"id": "F2", "text": 3}', 2, 1, "text：应为文字"),
        (GOOD + '{"id": "F2", "title": ["x"], "text": "储能"}', 2, 1, "title：应为文字"),
        (GOOD + '{"id": "F2", "title": "' + "长" * 201 + '", "text": "储能"}', 2, 1, "title：最多 200 字"),
        (GOOD + '{"text": "储能"}', 2, 1, "id：缺少编号"),
        (GOOD + '{"id": "a b", "text": "储能"}', 2, 1, "id：编号只能由"),
        (GOOD + '{"id": "F2", "text": "\\u0000"}', 2, 1, "控制字符"),
        (GOOD + "\n" + GOOD, 3, 1, "编号“F1”重复"),
        (GOOD.encode() + '{"id": "储'.encode() + b"\xff", 2, 10, "不是 UTF-8"),
        ("\n \n", None, None, "里面没有一条记录"),
    ],
)
def test_a_record_that_cannot_be_read_is_placed(
    write: Write, content: str | bytes, line: int | None, column: int | None, reason: str
) -> None:
    with pytest.raises(DamagedData) as found:
        read_judged_set(write(corpus=content), "dev", FORWARD)
    assert (found.value.line, found.value.column) == (line, column), found.value
    assert found.value.file.endswith("corpus.jsonl") and reason in found.value.reason


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        ("", 1, 1, "表头应为"),
        (qrels([("S1", "F1", "1")], "S1\tF2\t1"), 1, 1, "表头应为"),
        (qrels([]), None, None, "没有一条大于 0 的判断"),
        (qrels([("S1", "F1", "0")]), None, None, "没有一条大于 0 的判断"),
        (qrels([("S1", "F1")]), 2, 1, "应为三列"),
        (qrels([("S1", "F1", "1", "x")]), 2, 1, "应为三列"),
        (qrels([("S1", "F1", "1"), ("没有", "F1", "1")]), 3, 1, "queries.jsonl 中没有编号“没有”"),
        (qrels([("S1", "F1", "1"), ("S1", "没有", "1")]), 3, 4, "corpus.jsonl 中没有编号“没有”"),
        (qrels([("S1", "F1", "好")]), 2, 7, "等级“好”应为"),
        (qrels([("S1", "F1", "-1")]), 2, 7, "等级“-1”应为"),
        (qrels([("S1", "F1", "²")]), 2, 7, "等级“²”应为"),
        (qrels([("S1", "F1", "1"), ("S1", "F1", "2")]), 3, 1, "判断了不止一次"),
    ],
)
def test_a_judgment_that_cannot_be_read_is_placed(
    write: Write, content: str, line: int | None, column: int | None, reason: str
) -> None:
    with pytest.raises(DamagedData) as found:
        read_judged_set(write(qrels=content), "dev", FORWARD)
    assert (found.value.line, found.value.column) == (line, column), found.value
    assert found.value.file.endswith("qrels.dev.tsv") and reason in found.value.reason


def test_in_the_other_direction_ids_are_looked_for_on_the_other_side(write: Write) -> None:
    with pytest.raises(DamagedData, match=r"queries\.jsonl 中没有编号“F1”"):
        read_judged_set(write(qrels=qrels([("F1", "S1", "1")])), "dev", BACKWARD)


def test_a_file_that_may_not_be_read_is_damage(write: Write) -> None:
    folder = write(corpus=None)
    (folder / "corpus.jsonl").mkdir()
    with pytest.raises(DamagedData, match="无法读取（这是目录，不是文件）"):
        read_judged_set(folder, "dev", FORWARD)
