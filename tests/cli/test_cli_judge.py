"""`matcher judge`: blind sheets drawn, filled in, collected, and measured; what is refused in one line."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.conftest import require

GRADES = {("S1", "F1"): 3, ("S2", "F2"): 3, ("S3", "F3"): 2, ("S4", "F6"): 1}
Draw = Callable[..., Path]


@pytest.fixture
def draw(command: Run, tmp_path: Path) -> Draw:
    """Draw sheets from the tiny city into a folder."""

    def draw(*arguments: str, name: str = "抽样", **options: str) -> Path:
        more = [part for key, value in options.items() for part in (f"--{key}", value)]
        done = command("judge", "draw", "--out", str(tmp_path / name), *arguments, *more)
        assert done.code == 0, done.err
        return tmp_path / name

    return draw


def pairs(file: Path) -> list[tuple[str, str]]:
    """Query and candidate of every row, in the order of the sheet."""
    return [(str(row[0]), str(row[3])) for row in load_workbook(file)["评分"].iter_rows(min_row=2, values_only=True)]


def fill(file: Path, grade: Callable[[str, str], object], remark: str = "") -> None:
    """Grade every row as a person would, and save."""
    book = load_workbook(file)
    for row in book["评分"].iter_rows(min_row=2):
        row[6].value = grade(str(row[0].value), str(row[3].value))
        row[7].value = remark or None
    book.save(file)


def truth(query: str, candidate: str) -> int:
    return GRADES.get((query, candidate), 0)


def harsh(query: str, candidate: str) -> int:
    return max(0, truth(query, candidate) - 1)


def answer(query: str, *ids: str) -> str:
    return json.dumps({"query": {"id": query}, "results": [{"rank": n, "id": id} for n, id in enumerate(ids, 1)]})


def test_from_a_drawing_to_a_measurement(command: Run, draw: Draw, tmp_path: Path) -> None:
    folder = draw(overlap="50", count="4")
    fill(folder / "评分表-1.xlsx", truth)
    fill(folder / "评分表-2.xlsx", harsh, "看得严")
    out = str(tmp_path / "集")
    done = command("judge", "collect", str(folder), "--out", out)
    assert (done.code, done.err) == (0, "")
    for words in ("收回 2 份评分表（发出 2 份）", "1 与 2", "完全一致", "加权 kappa", "取各人评分的中位数", "向下取整"):
        assert words in done.out
    assert "表 2：看得严" in done.out and f"matcher evaluate {out} --split dev" in done.out
    found = command("evaluate", out, "--json").json
    assert (found["set"], found["documents"]) == ("集", 6)
    assert found["engine"]["ndcg@10"] > 0.8 and set(found["rivals"]) == {"bm25", "tfidf"}


def test_the_other_direction_asks_for_scenarios(command: Run, draw: Draw, tmp_path: Path) -> None:
    folder = draw(direction="enterprise-to-scenario", raters="1", count="6")
    sheet = load_workbook(folder / "评分表-1.xlsx")["评分"]
    assert [cell.value for cell in sheet[1]][:6] == [
        "企业编号", "企业名称", "企业介绍", "场景编号", "场景名称", "场景内容",
    ]  # fmt: skip
    fill(folder / "评分表-1.xlsx", lambda firm, need: truth(need, firm))
    done = command("judge", "collect", str(folder), "--out", str(tmp_path / "集"), "--split", "初评")
    assert "只有一份评分表，看不出一致程度" in done.out
    assert "2 个企业没有 1 分以上的候选，衡量时不计" in done.out
    arguments = ("--split", "初评", "--direction", "enterprise-to-scenario", "--no-rivals", "--json")
    assert command("evaluate", str(tmp_path / "集"), *arguments).json["engine"]["mrr@10"] > 0.8


def test_json_has_agreement_disagreements_and_what_is_empty(command: Run, draw: Draw, tmp_path: Path) -> None:
    folder = draw("--query", "S1", "--query", "S2", overlap="100")
    fill(folder / "评分表-1.xlsx", truth)
    fill(folder / "评分表-2.xlsx", lambda query, candidate: None if candidate == "F6" else harsh(query, candidate))
    found = command("judge", "collect", str(folder), "--out", str(tmp_path / "集"), "--json").json
    assert list(found) == [
        "drawing", "direction", "sheets", "agreement", "disagreements", "rule", "judged", "set", "split",
    ]  # fmt: skip
    rows = len(pairs(folder / "评分表-1.xlsx"))
    (agreement,) = found["agreement"]
    both = agreement["pairs"]
    assert agreement["plain"] == pytest.approx((both - 2) / both, abs=1e-6)
    assert 0 < agreement["kappa"] < agreement["weighted_kappa"] < 1
    empty = [sorted(map(tuple, one["empty"])) for one in found["sheets"]]
    assert empty == [[], [pair for pair in sorted(pairs(folder / "评分表-2.xlsx")) if pair[1] == "F6"]]
    assert [(one["query"], one["candidate"], one["grades"]) for one in found["disagreements"]] == [
        ("S1", "F1", {"1": 3, "2": 2}),
        ("S2", "F2", {"1": 3, "2": 2}),
    ]
    assert found["judged"] == rows
    table = (tmp_path / "集" / "qrels.dev.tsv").read_text("utf-8")
    assert "S1\tF1\t2\n" in table and "S2\tF2\t2\n" in table  # the median lies between, so the lower


def test_empty_grades_are_counted_and_named(command: Run, draw: Draw, tmp_path: Path) -> None:
    folder = draw("--query", "S1", raters="1")
    fill(folder / "评分表-1.xlsx", lambda query, candidate: 3 if candidate == "F1" else None)
    done = command("judge", "collect", str(folder), "--out", str(tmp_path / "集"))
    empty = len(pairs(folder / "评分表-1.xlsx")) - 1
    assert f"1个评分，{empty}行空着：S1与F" in "".join(done.out.split())


def test_nothing_shows_which_ranking_a_row_came_from(draw: Draw) -> None:
    one = draw("--ranking", "engine", "--ranking", "bm25", "--ranking", "tfidf", "-k", "2", name="一")
    other = draw("--ranking", "tfidf", "--ranking", "engine", "--ranking", "bm25", "-k", "2", name="二")
    for file in sorted(one.iterdir()):
        assert file.read_bytes() == (other / file.name).read_bytes()
    for file in one.glob("*.xlsx"):
        with zipfile.ZipFile(file) as parts:
            everything = " ".join(parts.read(part).decode().lower() for part in parts.namelist())
        assert not [word for word in ("bm25", "tfidf", "engine", "rank", "引擎", "名次", "得分") if word in everything]


def test_the_order_of_rows_is_the_seeds_alone(draw: Draw, tmp_path: Path) -> None:
    def drawn(name: str, first: tuple[str, ...], second: tuple[str, ...], seed: str = "1") -> list[tuple[str, str]]:
        for number, ids in enumerate((first, second)):
            (tmp_path / f"{number}.json").write_text(answer("S1", *ids), "utf-8")
        files = ("--ranking", str(tmp_path / "0.json"), "--ranking", str(tmp_path / "1.json"))
        return pairs(draw(*files, "--raters", "1", name=name, seed=seed) / "评分表-1.xlsx")

    order = drawn("一", ("F1", "F2", "F3"), ("F4", "F6"))
    assert order == drawn("二", ("F6", "F4", "F3"), ("F2", "F1"))  # another origin and rank of every row
    assert sorted(order) == [("S1", id) for id in ("F1", "F2", "F3", "F4", "F6")]
    assert len({tuple(drawn(f"种子{seed}", ("F1", "F2", "F3"), ("F4", "F6"), seed)) for seed in "2345"}) > 1


def test_raters_share_a_part_of_the_queries_in_orders_of_their_own(draw: Draw) -> None:
    folder = draw(raters="3", overlap="40", count="5")
    sheets = [pairs(folder / f"评分表-{number}.xlsx") for number in (1, 2, 3)]
    queries = [{query for query, _ in rows} for rows in sheets]
    assert len(set.intersection(*queries)) == 2 and set.union(*queries) == {"S1", "S2", "S3", "S4", "S5"}
    shared = [[pair for pair in rows if pair[0] in set.intersection(*queries)] for rows in sheets]
    assert sorted(shared[0]) == sorted(shared[1]) == sorted(shared[2])
    assert len({tuple(rows) for rows in shared}) == 3


def test_texts_that_look_like_formulas_stay_texts_all_the_way(command: Run, draw: Draw, tmp_path: Path) -> None:
    firms = tmp_path / "企业.jsonl"
    names = ["=1+1公司", "+加公司", "-减公司", "@公司", "_x0041_公司"]
    records = [{"id": f"-N{n}", "name": name, "text": "=路侧单元"} for n, name in enumerate(names)]
    firms.write_text("\n".join(map(json.dumps, records)), "utf-8")
    folder = draw("--query", "S1", "--only", enterprises=str(firms), raters="1", on="2026-09-01")
    for row in load_workbook(folder / "评分表-1.xlsx")["评分"].iter_rows(min_row=2):
        assert {cell.data_type for cell in row[:6]} == {"s"}
    fill(folder / "评分表-1.xlsx", lambda query, candidate: 1)
    assert command("judge", "collect", str(folder), "--out", str(tmp_path / "集")).code == 0
    corpus = [json.loads(line) for line in (tmp_path / "集" / "corpus.jsonl").read_text("utf-8").splitlines()]
    assert [one["title"] for one in corpus] == names


def test_files_of_others_join_the_pool(command: Run, draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "别家.run").write_text("S1 Q0 F4 1 2.0 x\nS1 Q0 F3 2 1.0 x\nS2 Q0 F4 1 1.0 x\n", "utf-8")
    (tmp_path / "自家").mkdir()
    for query in ("S1", "S2"):
        shown = command("shortlist", query, "--json").out
        (tmp_path / "自家" / f"{query}.json").write_text(shown, "utf-8")
    files = ("--ranking", str(tmp_path / "别家.run"), "--ranking", str(tmp_path / "自家"))
    done = command("judge", "draw", "--out", str(tmp_path / "抽样"), *files, "-k", "2", "--raters", "1")
    assert done.code == 0 and "2 个场景" in done.out
    assert done.err == f"提示：{tmp_path / '别家.run'} 有 1 个查询不足 2 个结果，有几个取几个\n"
    drawn = pairs(tmp_path / "抽样" / "评分表-1.xlsx")
    assert {("S1", "F4"), ("S1", "F3"), ("S2", "F4"), ("S1", "F1")} <= set(drawn)


def test_what_to_do_next_is_said(command: Run, tmp_path: Path) -> None:
    done = command("judge", "draw", "--out", str(tmp_path / "抽样"), "--count", "4", "--overlap", "0")
    assert (done.code, done.err) == (0, "")
    assert "评分表-1.xlsx：2 个场景" in done.out and f"matcher judge collect {tmp_path / '抽样'}" in done.out
    assert "没有共同的场景，收回后看不出一致程度；可提高 --overlap" in done.out


def test_a_text_that_was_cut_is_said(command: Run, tmp_path: Path) -> None:
    firms = tmp_path / "企业.jsonl"
    firms.write_text(json.dumps({"id": "N1", "name": "某公司", "text": "路侧单元" * 4_500}), "utf-8")
    arguments = ("--enterprises", str(firms), "--query", "S1", "--raters", "1")
    assert "有 1 段文字过长" in command("judge", "draw", "--out", str(tmp_path / "抽样"), *arguments).out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--ranking", "engine"), "--ranking：只有一种排序“engine”，合并抽样至少要两种"),
        (("--ranking", "engine", "--ranking", "engine"), "--ranking：“engine”写了不止一次"),
        (
            ("--ranking", "engine", "--ranking", "bm52"),
            "bm52：没有这个排序：既不是 engine、bm25、tfidf，也没有这个文件",
        ),
        (("-k", "7"), "-k：候选企业只有 6 个，取不到前 7 个"),
        (("--count", "6"), "--count：每种排序里都有结果的场景只有 5 个，抽不出 6 个"),
        (("--count", "2", "--query", "S1"), "--count：已用 --query 指定查询，两者只用一个"),
        (("--query", "路口车路协同"), "没有找到场景“路口车路协同”，最接近的有：路口车路协同改造"),
        (("--direction", "both"), "--direction：没有“both”，应为：scenario-to-enterprise、enterprise-to-scenario"),
        (("--raters", "3", "--overlap", "0", "--count", "2"), "--raters：2 个查询不够分给 3 份评分表"),
        (("--on", "昨天"), "不是日期"),
        (("--only",), "--only：需要同时给出 --enterprises 或 --scenarios 文件"),
    ],
)
def test_a_drawing_that_cannot_be_is_refused_and_nothing_is_written(
    command: Run, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    out = tmp_path / "抽样"
    assert complaint in command("judge", "draw", "--out", str(out), *arguments).complaint()
    assert not out.exists()


@pytest.mark.parametrize(
    ("option", "value"), [("-k", "0"), ("--count", "0"), ("--raters", "0"), ("--overlap", "101"), ("--seed", "-1")]
)
def test_a_number_out_of_its_bounds_is_refused(command: Run, tmp_path: Path, option: str, value: str) -> None:
    complaint = command("judge", "draw", "--out", str(tmp_path / "抽样"), option, value).complaint()
    assert complaint.startswith(f"{option} ") and "用法见 matcher" in complaint


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        ("", "a.run", "里面没有一条排序结果"),
        ("S1 Q0 F9 1 2 x", "a.run", "第 1 行第 1 列有误：没有编号为“F9”的企业，最接近的有：F1（某路侧设备有限公司）"),
        ("S1 Q0 F1\n", "a.run", "应为以空格分隔的六列"),
        ("{}", "a.json", "不是 matcher shortlist 或 recommend 加 --json 的输出"),
        (answer("F1", "S1"), "a.json", "它是企业，请检查 --direction"),
    ],
)
def test_a_ranking_that_cannot_be_read_is_refused(
    command: Run, tmp_path: Path, content: str, name: str, complaint: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    arguments = ("--ranking", "engine", "--ranking", str(file))
    found = command("judge", "draw", "--out", str(tmp_path / "抽样"), *arguments).complaint()
    assert str(file) in found and complaint in found


def test_queries_that_a_file_does_not_answer_are_refused(command: Run, tmp_path: Path) -> None:
    one, other, none = (tmp_path / name for name in ("一.json", "二.json", "三.json"))
    one.write_text(answer("S1", "F1"), "utf-8")
    other.write_text(answer("S2", "F2"), "utf-8")
    none.write_text(f"[{answer('S1')}, {answer('S2', 'F1')}]", "utf-8")

    def complaint(*arguments: str) -> str:
        return command("judge", "draw", "--out", str(tmp_path / "抽样"), *arguments).complaint()

    assert "没有一个场景在每种排序里都有结果" in complaint("--ranking", str(one), "--ranking", str(other))
    named = complaint("--ranking", "engine", "--ranking", str(one), "--query", "S2")
    assert named == f"{one}：没有场景“S2”的结果"
    two = tmp_path / "四.json"
    two.write_text(none.read_text("utf-8"), "utf-8")
    empty = complaint("--ranking", str(none), "--ranking", str(two), "--query", "S1")
    assert "“S1”在每种排序里都没有结果" in empty


def test_sheets_that_people_fill_in_are_never_written_over(command: Run, draw: Draw) -> None:
    folder = draw()
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert "里面已有文件，请换一个新目录" in command("judge", "draw", "--out", str(folder)).complaint()
    assert before == {file: file.read_bytes() for file in folder.iterdir()}
    assert "缺少参数 --out" in command("judge", "draw").complaint()


def test_without_bm25s_the_way_around_is_named(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    out = str(tmp_path / "抽样")
    assert "或加 --ranking engine --ranking tfidf" in command("judge", "draw", "--out", out).complaint()
    assert command("judge", "draw", "--out", out, "--ranking", "engine", "--ranking", "tfidf").code == 0


def change(file: Path, cell: str, value: object, sheet: str = "评分") -> None:
    book = load_workbook(file)
    book[sheet][cell] = value
    book.save(file)


@pytest.mark.parametrize(
    ("cell", "value", "complaint"),
    [
        ("G3", 4, "的“评分”表 第 3 行第 7 列有误：评分“4”不是 0、1、2、3 之一"),
        ("G3", "=2+1", "的“评分”表 第 3 行第 7 列有误：评分里是公式“=2+1”，请直接填 0 至 3"),
        ("A2", "S77", "的“评分”表 第 2 行第 1 列有误：这份评分表里没有编号为“S77”的场景"),
        ("D2", "F7", "的“评分”表 第 2 行第 4 列有误：这份评分表里没有编号为“F7”的企业，最接近的有：F"),
        ("E2", "别的", "的“评分”表 第 2 行第 5 列有误：“别的”不是编号"),
        ("G1", "分", "的“评分”表 第 1 行第 1 列有误：表头应为"),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_its_place(
    command: Run, draw: Draw, tmp_path: Path, cell: str, value: object, complaint: str
) -> None:
    folder = draw(raters="1")
    fill(folder / "评分表-1.xlsx", truth)
    change(folder / "评分表-1.xlsx", cell, value)
    found = command("judge", "collect", str(folder), "--out", str(tmp_path / "集")).complaint()
    assert f"{folder / '评分表-1.xlsx'} {complaint}" in found
    assert not (tmp_path / "集").exists()


def test_sheets_that_do_not_belong_are_refused(command: Run, draw: Draw, tmp_path: Path) -> None:
    folder, other = draw(), draw(name="别的", seed="2")
    for file in (*folder.glob("*.xlsx"), *other.glob("*.xlsx")):
        fill(file, truth)
    sheet, out = str(folder / "评分表-1.xlsx"), str(tmp_path / "集")

    def complaint(*sheets: str, source: Path = folder) -> str:
        return command("judge", "collect", str(source), *sheets, "--out", out).complaint()

    assert "它属于另一次抽样" in complaint(str(other / "评分表-1.xlsx"))
    copy = shutil.copy(sheet, tmp_path / "副本.xlsx")
    assert f"评分表 1：交了不止一份：{sheet}、{copy}" in complaint(sheet, str(copy))
    assert "没有这个文件" in complaint(str(tmp_path / "没有.xlsx"))
    (tmp_path / "表.xlsx").write_text("编号,评分", "utf-8")
    assert "不是 .xlsx 表格" in complaint(str(tmp_path / "表.xlsx"))
    (folder / ".~lock.评分表-1.xlsx#").write_text("某人", "utf-8")
    assert "正在别的程序里打开，请保存并关闭后再试" in complaint()
    (folder / ".~lock.评分表-1.xlsx#").unlink()
    assert "没有抽样记录 drawing.json" in complaint(sheet, source=tmp_path)
    assert "缺少参数 抽样目录" in command("judge", "collect").complaint()
    for file in folder.glob("*.xlsx"):
        file.unlink()
    assert "里面没有评分表，请在命令里写出收回的文件" in complaint()


def test_a_set_that_is_there_is_replaced_only_when_asked(command: Run, draw: Draw, tmp_path: Path) -> None:
    folder, out = draw(raters="1"), str(tmp_path / "集")
    assert "没有一条大于 0 的评分" in command("judge", "collect", str(folder), "--out", out).complaint()
    fill(folder / "评分表-1.xlsx", truth)
    collect = ("judge", "collect", str(folder), "--out", out)
    assert command(*collect).code == 0
    assert "已经有了；要替换它请加 --replace，或换一个 --split" in command(*collect).complaint()
    assert command(*collect, "--replace").code == 0
    assert "不能作名称" in command(*collect, "--split", "../x").complaint()
    assert "属于另一个评测集" in command(*collect[:-1], str(Path("data/sample/judgments").resolve())).complaint()


@pytest.fixture(scope="session")  # before `command` takes MATCHER_REQUIRE out of the environment
def libreoffice() -> str:
    program = shutil.which("soffice")
    require("office", program is not None, "LibreOffice (soffice)")
    return str(program)


def saved_by(libreoffice: str, files: list[Path], folder: Path) -> list[Path]:
    """The same sheets, opened and saved by LibreOffice."""
    command: list[Any] = [libreoffice, "--headless", f"-env:UserInstallation=file://{folder / 'profile'}"]
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", folder / "收回", *files],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return [folder / "收回" / file.name for file in files]


def test_sheets_saved_by_libreoffice_are_read_the_same(
    libreoffice: str, command: Run, draw: Draw, tmp_path: Path
) -> None:
    folder = draw(count="4", overlap="50")
    files = sorted(folder.glob("*.xlsx"))
    fill(files[0], truth, "=不是公式")
    fill(files[1], harsh)
    saved = saved_by(libreoffice, files, tmp_path)
    assert all(one.read_bytes() != other.read_bytes() for one, other in zip(files, saved, strict=True))
    for number, sheets in enumerate((files, saved)):
        out = str(tmp_path / f"集{number}")
        assert command("judge", "collect", str(folder), *map(str, sheets), "--out", out).code == 0
    tables = [(tmp_path / f"集{number}" / "qrels.dev.tsv").read_text("utf-8") for number in (0, 1)]
    assert tables[0] == tables[1]
    choices = load_workbook(saved[0])["评分"].data_validations.dataValidation
    assert [choice.type for choice in choices] == ["list"]  # the choice of grades survives
