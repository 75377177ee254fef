"""What people type and keep in files by mistake: exit code 2 and one line that says what is wrong and where."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from matcher.notes import NOTHING_ASKED, NOTHING_OFFERED
from tests.cli.conftest import TINY_COMMAND, Run

GOOD = '{"id": "N1", "name": "某新公司", "text": "加氢站"}'


def written(tmp_path: Path, content: str | bytes, name: str = "firms.jsonl") -> str:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return str(file)


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (("recommend", "某路侧设备公司"), "某路侧设备有限公司"),
        (("shortlist", "路口车路协同"), "路口车路协同改造"),
        (("explain", "某路侧设备公司", "S1"), "某路侧设备有限公司"),
        (("explain", "F1", "路口车路协同"), "路口车路协同改造"),
    ],
)
def test_an_unknown_name_lists_the_nearest(command: Run, arguments: tuple[str, ...], nearest: str) -> None:
    assert nearest in command(*arguments).complaint()
    assert nearest in command(*arguments, "--json").complaint()


@pytest.mark.parametrize("name", ["", " ", "😀", "x" * 100_000, "\udcff", "a\nb", "\x1b[31m"])
def test_a_name_that_is_none_is_one_line_all_the_same(command: Run, name: str) -> None:
    complaint = command("recommend", name).complaint()
    assert "没有找到企业" in complaint and len(complaint) < 500
    assert "\x1b" not in complaint


@pytest.mark.parametrize("day", ["昨天", "9" * 1_000, "2026/09/01", "2026-9-1", "2026-W36-2"])
def test_a_day_that_is_none_is_named(command: Run, day: str) -> None:
    complaint = command("recommend", "F1", "--on", day).complaint()
    assert complaint.startswith("--on：") and "不是日期，应写作 2026-09-01" in complaint


@pytest.mark.parametrize("day", ["2026-13-01", "2021-02-30", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_named(command: Run, day: str) -> None:
    assert command("recommend", "F1", "--on", day).complaint() == f"--on：没有 {day} 这一天"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("nosuchcommand",), "nosuchcommand"),
        (("--nosuchoption",), "--nosuchoption"),
        (("data", "nosuchcommand"), "data nosuchcommand"),
        (("recommend",), "企业"),
        (("explain", "F1"), "场景"),
        (("recommend", "F1", "F2"), "recommend F1 F2"),
        (("recommend", "F1", "--nosuchoption"), "--nosuchoption"),
        (("recommend", "F1", "-k", "0"), "-k"),
        (("recommend", "F1", "-k", "many"), "-k"),
        (("recommend", "F1", "--on"), "--on"),
        (("recommend", "F1", "--json=yes"), "--json"),
        (("serve", "--port", "0"), "--port"),
        (("serve", "--port", "99999"), "--port"),
        (("serve", "--workers", "0"), "--workers"),
        (("recommend", "F1", "x" * 10_000), "recommend F1"),
        (("recommend", "F1", "--\x1b[31m\n"), "--"),
    ],
    ids=lambda value: " ".join(value).encode("unicode_escape").decode()[:40] if isinstance(value, tuple) else "",
)
def test_a_command_that_is_typed_wrong_is_told_so_in_one_line(
    command: Run, arguments: tuple[str, ...], named: str
) -> None:
    complaint = command(*arguments).complaint()
    assert named in complaint and re.search("用法见 matcher( [a-z]+)* --help$", complaint)
    assert re.match("[\u4e00-\u9fff]|-", complaint) and len(complaint) < 200
    assert "\x1b" not in complaint


@pytest.mark.parametrize("k", ["0", "-1", "10001", "many", "1.5"])
def test_a_number_out_of_bounds_is_told_the_bounds_and_where_to_read_more(command: Run, k: str) -> None:
    assert (
        command("recommend", "F1", "-k", k).complaint() == "-k 应为 1 至 10000 的整数，用法见 matcher recommend --help"
    )


def test_the_installed_command_ends_like_the_one_in_this_process(process: Run) -> None:
    assert "nosuchcommand" in process("nosuchcommand").complaint()


@pytest.mark.parametrize(
    ("arguments", "names"),
    [((), ("recommend", "shortlist", "explain", "init", "serve", "run", "data")), (("data",), ("build", "check"))],
    ids=["matcher", "matcher data"],
)
def test_no_command_at_all_shows_the_commands(command: Run, arguments: tuple[str, ...], names: tuple[str, ...]) -> None:
    done = command(*arguments)
    assert (done.code, done.err) == (0, "")
    assert [name for name in names if name not in done.out] == []


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (f"{GOOD}\n{{bad}}\n", 2, 2),
        (f'{GOOD}\n\n{{"id": "N2", "name": "x"', 3, 25),
        (f'{GOOD}\n{{"id": "N2", "name": "a\x07b"}}', 2, 24),
        (GOOD.encode() + b'\n{"id": "N2", "name": "\xff"}', 2, 23),
        (f'{GOOD}\n{{"id": "N2"}}', 2, 1),
        (f"{GOOD}\n{GOOD}", 2, 1),
        (f"{GOOD}\n[1]", 2, 1),
        (f"{GOOD}\n{'[' * 100_000}", 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "x", "headcount": {"9" * 5_000}}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "x", "headcount": {"9" * 400}}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "x", "headcount": NaN}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "\\ud800"}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "x", "text": "\\u0000"}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "\\u0007"}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "x", "\\ud800": 1}}', 2, 1),
        (f'{GOOD}\n{{"id": "N2", "name": "x", "text": "{"车" * 340_000}"}}', 2, 1),
    ],
    ids=[
        "broken", "cut off", "control character", "no UTF-8", "no name", "id twice", "no object", "deep", "5000 digits",
        "400 digits", "NaN", "surrogate", "NUL", "empty name", "surrogate field", "1 MB",
    ],
)  # fmt: skip
def test_a_damaged_file_is_named_with_line_and_column(
    command: Run, tmp_path: Path, content: str | bytes, line: int, column: int
) -> None:
    file = written(tmp_path, content)
    complaint = command("shortlist", "S1", "--enterprises", file).complaint()
    assert f"{file} 第 {line} 行第 {column} 列" in complaint
    assert len(complaint) < len(file) + 300


def test_a_damaged_object_of_a_json_list_is_named_with_its_own_line(command: Run, tmp_path: Path) -> None:
    file = written(tmp_path, f'[\n{GOOD},\n{{"id": "N2"}}\n]', "firms.json")
    assert "第 3 行" in command("shortlist", "S1", "--enterprises", file).complaint()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.json", "没有这个文件，请检查路径"),
        ("none.jsonl", "没有这个文件，请检查路径"),
        ("none.txt", "没有这个文件，请检查路径"),
        ("folder.json", "这是目录，不是文件；请给出其中的 .json 或 .jsonl 文件"),
        ("folder", "这是目录，不是文件；请给出其中的 .json 或 .jsonl 文件"),
        ("firms.xlsx", "目前只读取 .json 与 .jsonl 文件，不读取“.xlsx”文件；字段见 data/schema/"),
        ("firms.txt", "目前只读取 .json 与 .jsonl 文件，不读取“.txt”文件；字段见 data/schema/"),
        ("firms", "目前只读取 .json 与 .jsonl 文件，不读取没有后缀的文件；字段见 data/schema/"),
        ("empty.json", "文件是空的，请先填写内容"),
        ("empty.jsonl", "文件是空的，请先填写内容"),
        ("blank.jsonl", "文件里有 0 个企业，请先填写内容"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    command: Run, tmp_path: Path, name: str, reason: str
) -> None:
    for folder in ("folder", "folder.json"):
        (tmp_path / folder).mkdir()
    for other in ("firms", "firms.xlsx", "firms.txt"):
        written(tmp_path, GOOD, other)
    for empty, content in (("empty.json", ""), ("empty.jsonl", ""), ("blank.jsonl", "\n\n")):
        written(tmp_path, content, empty)
    file = str(tmp_path / name)
    assert command("shortlist", "S1", "--enterprises", file).complaint() == f"{file}：{reason}"
    assert command("recommend", file).complaint() == f"{file}：{reason}"


def test_a_folder_that_is_called_like_a_firm_hides_it_not(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "某路侧设备有限公司").mkdir()
    monkeypatch.chdir(tmp_path)
    assert command("recommend", "某路侧设备有限公司", "--json").json["query"]["id"] == "F1"


def test_a_name_that_is_like_nothing_gets_no_suggestion(command: Run) -> None:
    assert command("recommend", "zzzzqqq").complaint() == "没有找到企业“zzzzqqq”，没有相近的名称"


@pytest.mark.parametrize(
    ("content", "count"), [("[]", 0), (f"[{GOOD}, {GOOD.replace('N1', 'N2')}]", 2)], ids=["[]", "two"]
)
def test_a_file_that_asks_for_none_or_two_is_refused(command: Run, tmp_path: Path, content: str, count: int) -> None:
    file = written(tmp_path, content, "firm.json")
    complaint = command("recommend", file).complaint()
    assert file in complaint and f"{count} 个" in complaint


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ('"industry_codes": ["ABC1"]', "industry_codes[0]", "不认识的行业代码“ABC1”"),
        ('"service_areas": ["海外", "重庆九龙坡片"]', "service_areas[1]", "最接近的有：重庆九龙坡"),
        ('"qualifications": [{"type": "CMMl"}]', "qualifications[0].type", "最接近的有：CMMI"),
        ('"qualifications": [{"type": "CMMI", "level": "9"}]', "qualifications[0].level", "应为：5、4、3、2、1"),
        ('"revenue_band": "很多"', "revenue_band", "“很多”读不出金额，请用数字写作 800万元"),
        ('"cooperation_modes": ["抢劫"]', "cooperation_modes[0]", "应为：采购、揭榜挂帅"),
        ('"tracks": [], "service_areas": ["火星"]', "service_areas[0]", "没有相近的名称；也可填"),
    ],
)
def test_a_word_of_a_file_that_nobody_knows_is_named_as_it_was_written(
    command: Run, tmp_path: Path, fields: str, field: str, reason: str
) -> None:
    file = written(tmp_path, f'{{"id": "N1", "name": "某新公司", {fields}}}', "firm.json")
    for arguments in (("recommend", file), ("explain", file, "S1"), ("shortlist", "S1", "--enterprises", file)):
        assert command(*arguments).complaint().startswith(f"数据文件 {file} 有误：{field}：")
        assert reason in command(*arguments).complaint()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ('"budget": "很多钱"', "budget", "“很多钱”读不出金额"),
        ('"district": "火星"', "district", "不认识的地区“火星”，没有相近的名称；请填片区"),
        ('"field": "胡说"', "field", "不认识的领域“胡说”，应为：数字经济、"),
        (
            '"required_qualifications": [{"type": "ITSS", "level": "五级"}]',
            "required_qualifications[0].level",
            "不认识的ITSS等级“五级”，应为：一级、",
        ),
    ],
)
def test_a_word_of_a_need_that_cannot_be_read_is_named_with_its_line(
    command: Run, tmp_path: Path, fields: str, field: str, reason: str
) -> None:
    rows = ['{"id": "N1", "name": "某场景", "text": "加氢站"}', f'{{"id": "N2", "name": "另一场景", {fields}}}']
    complaint = command("recommend", "F1", "--scenarios", written(tmp_path, "\n".join(rows))).complaint()
    assert f"第 2 行第 1 列有误：{field}：{reason}" in complaint


def test_an_amount_in_words_is_read_and_an_honest_word_is_no_fault(command: Run, tmp_path: Path) -> None:
    firm = '{"id": "N1", "name": "某公司", "text": "加氢站", "revenue_band": "5000万元"}'
    for budget, told in (("一个亿", "场景预算一个亿"), ("面议", "场景未注明预算")):
        need = written(
            tmp_path, f'{{"id": "N2", "name": "某场景", "text": "加氢站", "budget": "{budget}"}}', "need.json"
        )
        assert told in command("explain", written(tmp_path, firm, "firm.json"), need).out


def test_a_placeholder_is_no_name(command: Run, tmp_path: Path) -> None:
    file = written(tmp_path, '{"id": "N1", "name": "未命名企业", "text": "加氢站"}', "firm.json")
    assert command("recommend", file).complaint().endswith("有误：name：“未命名企业”只是占位，请填写真实的名称")


def test_a_refusal_says_each_thing_after_one_colon(command: Run, tmp_path: Path) -> None:
    rows = '[{"type": "CMMI", "level": "3", "valid_until": "2020-01-01"}]'
    firm = written(tmp_path, f'{{"id": "N1", "name": "某公司", "qualifications": {rows}}}', "firm.json")
    wanted = '"required_qualifications": [{"type": "CMMI", "level": "3"}]'
    need = written(tmp_path, f'{{"id": "N2", "name": "某场景", {wanted}}}', "need.json")
    assert "不符合：必须具备CMMI3，企业的CMMI3已于 2020-01-01 到期\n" in command("explain", firm, need).out


def test_an_unknown_qualification_of_a_need_is_named(command: Run, tmp_path: Path) -> None:
    need = '{"id": "N2", "name": "某场景", "required_qualifications": [{"type": "测绘资格"}]}'
    complaint = command("shortlist", written(tmp_path, need, "need.json")).complaint()
    assert "required_qualifications[0].type：不认识的资质类型“测绘资格”，最接近的有：测绘资质" in complaint


def test_a_fault_of_the_only_object_of_a_file_names_its_field_and_no_line(command: Run, tmp_path: Path) -> None:
    file = written(tmp_path, '{\n "id": "N1",\n "name": "某新公司",\n "size": "巨型"\n}', "firm.json")
    complaint = command("recommend", file).complaint()
    assert complaint.startswith(f"数据文件 {file} 有误：size：“巨型”不在可选值中")


def test_a_file_that_replaces_shipped_entities_says_which(command: Run, tmp_path: Path) -> None:
    rows = [{"id": f"F{place}", "name": f"新名{place}", "text": "路侧单元"} for place in (1, 2, 9)]
    file = written(tmp_path, "\n".join(json.dumps(row) for row in rows))
    done = command("shortlist", "S1", "--enterprises", file, "--json")
    said = f"提示：{file} 替换了已有的企业：F1（某路侧设备有限公司）、F2（某氢能装备有限公司）\n"
    assert (done.code, done.err) == (0, said)
    assert done.json["query"]["id"] == "S1"
    assert command("shortlist", "S1", "--enterprises", file, "--only").err == ""
    need = written(tmp_path, '{"id": "S1", "name": "新路口", "text": "路侧单元"}', "need.json")
    assert command("explain", "F1", need).err == f"提示：{need} 替换了已有的场景：S1（路口车路协同改造）\n"


def test_many_replaced_entities_are_still_one_line(command: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "\n".join(json.dumps({"id": f"F{place}", "name": "甲"}) for place in range(1, 7)))
    said = command("shortlist", "S1", "--enterprises", file).err
    assert said.count("\n") == 1 and said.endswith("等 6 个\n") and "F6" not in said


@pytest.mark.parametrize("text", ["", "😀", "车", "的", "!!!", " \n\t\u3000", "\u200b"])
def test_a_file_that_says_nothing_has_no_evidence(command: Run, tmp_path: Path, text: str) -> None:
    file = written(tmp_path, json.dumps({"id": "N1", "name": "某新公司", "text": text}), "firm.json")
    found = command("recommend", file, "--json").json
    assert {row["band"] for row in found["results"]} == {"无依据"}
    assert found["query"]["notes"] == [NOTHING_OFFERED]
    assert "企业材料里除名称外没有可以比较的文字" in command("recommend", file).out
    assert "企业材料里除名称外没有可以比较的文字" in command("explain", file, "S1").out
    assert command("explain", file, "S5", "--json").json["notes"] == [NOTHING_OFFERED, NOTHING_ASKED]
    assert "无依据" in command("recommend", file).out and "无依据" in command("explain", file, "S1").out
    need = written(tmp_path, json.dumps({"id": "N2", "name": "某新场景", "text": text}), "need.json")
    found = command("shortlist", need, "--json").json
    assert {row["band"] for row in found["results"]} == {"无依据"}
    assert found["query"]["notes"] == [NOTHING_ASKED]
    assert "场景材料里除名称外没有可以比较的文字" in command("shortlist", need).out


def test_who_says_enough_is_told_nothing(command: Run) -> None:
    assert command("recommend", "F1", "--json").json["query"]["notes"] == []
    assert command("explain", "F1", "S1", "--json").json["notes"] == []
    assert "没有可以比较" not in command("recommend", "F1").out + command("explain", "F1", "S1").out


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(command: Run, tmp_path: Path) -> None:
    file = written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\r\n")
    assert command("shortlist", "S1", "--enterprises", file, "--only", "--json").json["results"][0]["id"] == "N1"


@pytest.mark.parametrize("name", ["[red]某公司[/]", "[/]某公司", "某[/公司]", ":smile:某公司", "[link=http://x]某公司"])
def test_a_name_from_a_file_is_shown_as_it_is_written(command: Run, tmp_path: Path, name: str) -> None:
    firm = written(tmp_path, json.dumps({"id": "N1", "name": name, "text": "路侧单元与毫米波雷达"}), "firm.json")
    for arguments in (
        ("recommend", firm),
        ("shortlist", "S1", "--enterprises", firm, "--only"),
        ("explain", firm, "S1"),
    ):
        done = command(*arguments)
        assert done.code == 0, done.err
        assert name in done.out


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_full_disk_is_one_line(environment: dict[str, str], more: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*TINY_COMMAND, "recommend", "F1", *more],
            env=environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "磁盘" in done.stderr or "空间" in done.stderr, "not in Chinese"


def test_a_reader_that_leaves_early_is_no_fault(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*TINY_COMMAND, "recommend", "F1", "--json"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout and running.stderr
        running.stdout.close()  # before anything was written
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) in (0, 1)
