"""The files of data/: what they hold, and what a damaged one says."""

import inspect
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from matcher import DamagedData, Dataset, datasets, json_text, load_catalogue, load_lexicon, load_sample, load_taxonomy
from matcher.datasets import data_folder, load_catalogue_list, read_entities
from matcher.entities import Enterprise, Scenario
from tests.conftest import DAY, tiny_data

GOOD = b'{"id": "A", "name": "\xe7\x94\xb2"}'


def damage(read: Callable[[], object]) -> DamagedData:
    with pytest.raises(DamagedData) as caught:
        read()
    return caught.value


def damage_of(folder: Path, content: bytes, name: str = "firms.jsonl") -> DamagedData:
    file = folder / name
    file.write_bytes(content)
    found = damage(lambda: list(read_entities(Enterprise, file)))
    assert found.file == str(file)
    return found


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("a.jsonl", GOOD + b"\r\n\n  \n" + GOOD.replace(b"A", b"B") + b"\n", ["A", "B"]),
        ("a.jsonl", b"\xef\xbb\xbf" + GOOD, ["A"]),
        ("a.json", GOOD, ["A"]),
        ("a.json", b"[" + GOOD + b",\n" + GOOD.replace(b"A", b"B") + b"]", ["A", "B"]),
        ("a.json", b"[]", []),
        ("a.jsonl", b"", []),
    ],
)
def test_entities_are_read_line_by_line_or_from_one_list(
    tmp_path: Path, name: str, content: bytes, ids: list[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert [one.id for one in read_entities(Enterprise, tmp_path / name)] == ids


def test_broken_json_is_named_with_line_and_column(tmp_path: Path) -> None:
    found = damage_of(tmp_path, GOOD + b'\n{"id": "B", name: 1}')
    assert (found.line, found.column) == (2, 13)
    assert "不是完整的 JSON" in found.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": }', "这里缺少一个值"),
        (b"{id: 1}", "字段名应写在双引号里"),
        (b'{"id" "A"}', "字段名之后缺少冒号"),
        (b'{"id": "A" "name"}', "缺少逗号或右括号"),
        (b"{} {}", "结尾之后还有多余的内容"),
        (b'{"id": "A', "文字缺少右引号"),
        (b'{"id": "A\t"}', "文字里有换行、制表符等控制字符"),
        (b'{"id": "\\x"}', "反斜杠写法不对"),
        (b'{"id": "\\u12"}', "\\u 之后应为四位十六进制数"),
    ],
)
def test_what_is_wrong_with_json_is_said_in_chinese(tmp_path: Path, content: bytes, reason: str) -> None:
    for name in ("firms.json", "firms.jsonl"):
        assert damage_of(tmp_path, content, name).reason == f"不是完整的 JSON（{reason}）"


def test_every_word_of_the_parser_has_its_chinese() -> None:
    source = inspect.getsource(json.decoder)
    said = re.findall(r'JSONDecodeError\(\s*"([^"]+)"', source) + re.findall(r'msg = "([^"{%]+)', source)
    assert len(said) > 8
    plain = {message.strip().removesuffix(" at").rstrip(": ").replace("\\\\", "\\") for message in said}
    assert not plain - json_text._REASONS.keys()


def test_a_field_said_twice_is_named(tmp_path: Path) -> None:
    twice = b'{"id": "B", "name": "b", "cases": [{"name": "c", "name": "d"}]}'
    reason = "字段“name”写了不止一次，请只留一个"
    for content, name, place in (
        (GOOD + b"\n" + twice, "firms.jsonl", (2, 1)),
        (b"[" + GOOD + b",\n  " + twice + b"]", "firms.json", (2, 3)),
        (b"{\n" + twice[1:], "firms.json", (None, None)),
    ):
        found = damage_of(tmp_path, content, name)
        assert (found.line, found.column, found.reason) == (*place, reason)


def test_a_file_of_impossible_numbers_or_depth_is_damaged(tmp_path: Path) -> None:
    assert damage_of(tmp_path, b'{"id": ' + b"9" * 5_000 + b"}", "firm.json").reason == "含有过大的数字"
    assert damage_of(tmp_path, b"[" * 100_000, "firm.json").reason == "JSON 嵌套过深"


def test_a_fault_of_the_only_object_of_a_file_has_no_line(tmp_path: Path) -> None:
    found = damage_of(tmp_path, b'{\n"id": "A",\n"size": "x"}', "firm.json")
    assert (found.line, found.column) == (None, None)
    assert str(found).startswith(f"数据文件 {tmp_path / 'firm.json'} 有误：name：缺少企业名称")


def test_broken_json_over_several_lines_is_named_with_its_own_line(tmp_path: Path) -> None:
    found = damage_of(tmp_path, b'[\n{"id": "A"\n"name": "B"}\n]', "firms.json")
    assert (found.line, found.column) == (3, 1)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (GOOD + b"\n\xff", 2, 1),
        (GOOD + b'\n{"id": "\xb9\xab\xcb\xbe"}', 2, 9),
        (b"\xff\xfe{", 1, 1),
        (b"\xef\xbb\xbf" + GOOD + b"\n\xff", 2, 1),
    ],
)
def test_another_encoding_is_named_with_line_and_column(tmp_path: Path, content: bytes, line: int, column: int) -> None:
    found = damage_of(tmp_path, content)
    assert (found.line, found.column) == (line, column)
    assert found.reason == "不是 UTF-8 编码，请另存为 UTF-8"


def test_an_id_that_repeats_is_named_with_both_lines(tmp_path: Path) -> None:
    found = damage_of(tmp_path, GOOD + b"\n\n" + GOOD)
    assert (found.line, found.reason) == (3, "编号“A”与第 1 行重复")


def test_an_entity_of_a_list_is_found_again_by_its_line_or_its_place(tmp_path: Path) -> None:
    found = damage_of(tmp_path, b"[" + GOOD + b',\n{"id": "B"}]', "firms.json")
    assert found.line == 2 or "2" in found.reason


def test_a_bad_field_is_named_with_its_line(tmp_path: Path) -> None:
    found = damage_of(tmp_path, GOOD + b'\n{"id": "B", "name": "b", "cases": [{"year": -1}]}')
    assert found.line == 2
    assert "cases[0].year" in found.reason
    assert "cases[0].name" in found.reason


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"id": "A", "name": "a", "headcount": ' + b"9" * 5_000 + b"}"])
def test_json_that_python_cannot_hold_is_damaged_too(tmp_path: Path, content: bytes) -> None:
    assert damage_of(tmp_path, content).line == 1


@pytest.mark.parametrize("content", [b"5", b"null", b'"A"', b"[[]]", b"NaN"])
def test_a_record_that_is_no_object_is_damaged(tmp_path: Path, content: bytes) -> None:
    assert "应为一个 JSON 对象" in damage_of(tmp_path, content, "firms.json").reason


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for file in (tmp_path / "none.jsonl", tmp_path):
        found = damage(lambda file=file: list(read_entities(Enterprise, file)))
        assert found.reason.startswith("无法读取")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "MAX_FILE_BYTES", 2_000_000)
    assert damage_of(tmp_path, b" " * 2_000_001).reason == "文件超过 2 MB，请拆分"
    (tmp_path / "firms.jsonl").write_bytes(b" " * 2_000_000)
    assert list(read_entities(Enterprise, tmp_path / "firms.jsonl")) == []


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ that a test may break."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    monkeypatch.setattr(datasets, "data_folder", lambda: folder)
    return folder


@pytest.mark.parametrize(
    ("row", "line"), [("X,甲,1,,zu viel", 3), ("X,甲", 3), ('X,"甲\n乙",1', 4), ('X,"甲', 3), ('X,"甲"乙,1,', 3)]
)
def test_a_table_with_too_many_or_too_few_columns_is_named_with_its_line(own_data: Path, row: str, line: int) -> None:
    file = own_data / "taxonomy" / "industries.csv"
    file.write_text(f"code,name,level,parent\nA,农业,1,\n{row}\n", "utf-8")
    found = damage(load_taxonomy)
    assert (found.file, found.line) == (str(file), line)


@pytest.mark.parametrize(
    ("file", "content", "load"),
    [
        ("taxonomy/industries.csv", "code,name,level,parent\nA,农业,eins,\n", load_taxonomy),
        ("taxonomy/industries.csv", "code,name\nA,农业\n", load_taxonomy),
        ("catalogue/list.json", "[]", load_catalogue_list),
        ("sample/sample.json", "{}", load_sample),
        ("catalogue/districts.jsonl", "5\n", load_taxonomy),
        ("catalogue/districts.jsonl", "{}\n", load_taxonomy),
    ],
)
def test_a_file_of_the_wrong_shape_is_damaged_data_too(
    own_data: Path, file: str, content: str, load: Callable[[], object]
) -> None:
    (own_data / file).write_text(content, "utf-8")
    assert damage(load).file == str(own_data / file)


def test_a_table_that_says_a_thing_twice_is_damaged(own_data: Path) -> None:
    (own_data / "taxonomy" / "industries.csv").write_text("code,name,level,parent\nA,农业,1,\nA,林业,1,\n", "utf-8")
    found = damage(load_taxonomy)
    assert (found.line, found.reason) == (3, "“A”重复")


@pytest.mark.parametrize(
    "header", ["", "\n", "code,name\n", "code,name,level,parent,more\n", "name,code,level,parent\n"]
)
def test_a_table_with_another_header_is_damaged(own_data: Path, header: str) -> None:
    (own_data / "taxonomy" / "industries.csv").write_text(f"{header}A,农业,1,\n", "utf-8")
    found = damage(load_taxonomy)
    assert (found.line, found.reason) == (1, "表头应为 code,name,level,parent")


def test_words_are_one_a_line_and_comments_are_none(own_data: Path) -> None:
    (own_data / "lexicon" / "terms.txt").write_text("# 注释\n\n 路侧单元 # 说明\nT-Box\n", "utf-8")
    assert load_lexicon().terms == ("路侧单元", "T-Box")


def test_an_installed_package_reads_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "matcher"
    monkeypatch.setattr(datasets, "__file__", str(package / "datasets.py"))
    assert data_folder() == package / "_data"
    (tmp_path / "site-packages" / "data" / "catalogue").mkdir(parents=True)
    assert data_folder() == tmp_path / "site-packages" / "data"


def test_datasets_add_up_and_the_later_day_counts() -> None:
    tiny = tiny_data()
    whole = tiny + Dataset((Enterprise(id="X", name="甲"),), (), (Scenario(id="Y", name="乙"),), date(2027, 1, 1))
    assert len(whole.enterprises) == len(tiny.enterprises) + 1
    assert (whole.scenarios[-1].id, whole.projects) == ("Y", tiny.projects)
    assert whole.reference_date == date(2027, 1, 1)
    assert (tiny + Dataset()).reference_date == DAY


def test_the_shipped_files_can_be_read() -> None:
    catalogue, sample = load_catalogue(), load_sample()
    assert catalogue.reference_date is None  # real data speaks of today
    assert sample.reference_date
    assert all(one.is_illustrative for one in (*sample.enterprises, *sample.projects, *sample.scenarios))
    assert not any(one.is_illustrative for one in (*catalogue.enterprises, *catalogue.projects))
    assert {"classes", "districts", "tracks", "landed"} <= load_catalogue_list().keys()
    assert "平台" in load_lexicon().generic_words
