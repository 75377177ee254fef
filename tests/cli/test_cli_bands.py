"""`matcher bands`: what each band holds, the thresholds proposed, what is written, and what is refused in one line."""

from pathlib import Path

import pytest

from matcher.evaluation.bands import Proposal
from tests.cli.conftest import ROOT, Run
from tests.evaluation.conftest import Write, qrels, write

__all__ = ["write"]
SAMPLE = str(ROOT / "data" / "sample" / "judgments")
DAY = ("--on", "2026-09-01")
LOW = ("--strong-lift", "1.5", "--medium-lift", "1.2")  # two of the six pairs fit: three times chance is the most
CONFIG = """# 自己的设置\r
version = "一"\r
\r
[ bands ]  # 门槛\r
  strong   =  0.9\t# 强
medium=0.8# 中
evidence_points = 0.0075

[other]
strong = 0.7
"""


def test_the_sample_as_json(command: Run) -> None:
    found = command("bands", SAMPLE, *DAY, "--json").json
    assert list(found) == [
        "on", "engine_version", "weights_version", "sentence_model", "thresholds", "sets", "without_relevant",
        "proposal", "written", "note",
    ]  # fmt: skip
    (one,) = found["sets"]
    assert [one[name] for name in ("set", "split", "direction", "queries", "documents", "pairs", "judged")] == [
        "judgments", "dev", "scenario-to-enterprise", 30, 150, 4500, 148,
    ]  # fmt: skip
    assert (one["relevant"], one["prevalence"], one["in_proposal"]) == (148, round(148 / 4500, 6), True)
    rows = one["bands"]
    assert [row["band"] for row in rows] == ["强", "中", "弱", "无依据"]
    assert [sum(row[name] for row in rows) for name in ("pairs", "judged", "relevant")] == [4500, 148, 148]
    for row in rows:
        assert row["share"] == round(row["pairs"] / 4500, 6)
        assert row["precision"] == round(row["relevant"] / row["pairs"], 6)
        assert row["lift"] == pytest.approx(row["precision"] / (148 / 4500), rel=1e-4)
    lifts = [row["lift"] for row in rows]
    assert lifts == sorted(lifts, reverse=True) and lifts[-1] < 1
    for name, wanted in (("strong", 20), ("medium", 10)):
        assert (one[name]["wanted_lift"], one[name]["lift"] >= wanted) == (wanted, True)
        assert found["proposal"][name] == pytest.approx(one[name]["score"], abs=0.0025)
    assert (found["proposal"]["sets"], found["without_relevant"], found["written"]) == (1, [], None)
    assert found["proposal"]["medium"] < found["proposal"]["strong"]


def test_a_made_up_set_as_a_table(command: Run, write: Write) -> None:
    done = command("bands", str(write()), *DAY, *LOW)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "评测集 小评测集（dev），为场景找企业：2 个有判断的查询 × 3 个候选 = 6 对，"
        "其中判断过 3 对，对口 2 对（33.33%）\n"
    )
    for word in ("档次", "占全部", "判断过", "对口率", "倍数", "│ 强 ", "│ 中 ", "│ 弱 ", "│ 无依据 "):
        assert word in done.out
    assert "强：达到 1.5 倍的最低门槛是 0." in done.out and "中：达到 1.2 倍的最低门槛是 0." in done.out
    assert "（出自 1 个评测集，取到 0.005）。" in done.out
    assert "没有判断过的对按不对口计" in done.out and "基准日 2026-09-01" in done.out


def test_several_sets_the_one_without_a_relevant_pair_is_named(command: Run, write: Write, tmp_path: Path) -> None:
    first = write().rename(tmp_path / "甲")
    second = write(qrels=qrels([("S1", "F1", "1")])).rename(tmp_path / "乙")
    empty = write(qrels=qrels([("S1", "F1", "0")]))
    found = command("bands", *map(str, (first, empty, second)), *LOW, "--json").json
    assert [(one["set"], one["pairs"]) for one in found["sets"]] == [("甲", 6), ("乙", 3)]
    assert (found["without_relevant"], found["proposal"]["sets"]) == (["小评测集"], 2)
    scores = sorted(one["strong"]["score"] for one in found["sets"])
    assert found["proposal"]["strong"] == pytest.approx(sum(scores) / 2, abs=0.0025)
    alone = command("bands", str(empty))
    assert (alone.code, alone.err) == (0, "")
    assert "评测集 小评测集：没有一对对口的（等级大于 0），不参与建议。" in alone.out
    assert "没有可用的评测集，得不出建议的门槛。" in alone.out and "表中" not in alone.out


def test_a_lift_that_no_threshold_reaches_is_said(command: Run, write: Write, tmp_path: Path) -> None:
    file = config(tmp_path)
    done = command("bands", str(write()), "--strong-lift", "4", "--medium-lift", "1.2", "--write", str(file))
    assert "强：没有哪个门槛达到 4 倍，最高 3.0 倍，可以调低 --strong-lift。" in done.out
    assert "这个评测集不参与建议。" in done.out
    assert (done.code, done.err) == (2, f"错误：--write：没有得出建议的门槛，{file} 没有改动\n")
    assert file.read_bytes() == CONFIG.encode()


def test_the_thresholds_are_written_and_nothing_else(command: Run, write: Write, tmp_path: Path) -> None:
    folder, file = str(write()), config(tmp_path)
    done = command("bands", folder, *LOW, "--write", str(file), "--json").json
    strong, medium = done["proposal"]["strong"], done["proposal"]["medium"]
    expected = CONFIG.replace("strong   =  0.9", f"strong   =  {strong}").replace("medium=0.8", f"medium={medium}")
    assert file.read_bytes() == expected.encode()
    assert done["written"] == {
        "file": str(file), "strong": {"old": 0.9, "new": strong}, "medium": {"old": 0.8, "new": medium},
    }  # fmt: skip
    file.write_bytes(CONFIG.encode())
    said = "".join(command("bands", folder, *LOW, "--write", str(file)).out.split())
    assert f"的[bands]：strong0.9→{strong}，medium0.8→{medium}。version没有动" in said
    assert file.read_bytes() == expected.encode()


def test_strong_below_medium_is_not_written(
    command: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.evaluation.bands.propose", lambda _: Proposal(0.1, 0.195, 1))
    file = config(tmp_path)
    done = command("bands", str(write()), *LOW, "--write", str(file))
    assert "建议的门槛：强 0.100，中 0.195（出自 1 个评测集，取到 0.005）。强低于中，不能用。" in done.out
    reason = "强的门槛 0.100 低于中的门槛 0.195"
    assert (done.code, done.err) == (2, f"错误：--write：{reason}，{file} 没有改动\n")
    assert file.read_bytes() == CONFIG.encode()


def test_what_is_wrong_is_one_line(command: Run, write: Write, tmp_path: Path) -> None:
    folder = str(write())
    assert "没有这个目录" in command("bands", folder, str(tmp_path / "没有")).complaint()
    assert "写了不止一次" in command("bands", folder, f"{folder}/").complaint()
    assert command("bands", folder, "--split", "test").complaint() == "--split：没有“test”这一部分，现有：dev"
    assert "应为：scenario-to-enterprise" in command("bands", folder, "--direction", "both").complaint()
    assert "不是日期" in command("bands", folder, "--on", "昨天").complaint()
    assert "缺少参数 目录" in command("bands").complaint()
    for lift in ("1", "nan", "inf", "-3"):
        assert command("bands", folder, "--medium-lift", lift).complaint().startswith("--medium-lift：应为大于 1")
    assert "--strong-lift 的取值不对" in command("bands", folder, "--strong-lift", "多").complaint()
    write(qrels=qrels([("S1", "没有", "1")]))
    assert "qrels.dev.tsv 第 2 行第 4 列有误：corpus.jsonl 中没有编号“没有”" in command("bands", folder).complaint()
    write(qrels=b"\xff\xfe")
    assert "qrels.dev.tsv 第 1 行第 1 列有误：不是 UTF-8 编码" in command("bands", folder).complaint()
    write(corpus="")
    assert "corpus.jsonl 有误：里面没有一条记录" in command("bands", folder).complaint()
    qrels_file = write() / "qrels.dev.tsv"
    qrels_file.unlink()
    qrels_file.mkdir()
    assert "qrels.dev.tsv 有误：无法读取（这是目录，不是文件）" in command("bands", folder).complaint()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("strong = 0.1\nmedium = 0.1\n", "里没有 [bands] 这一组"),
        ("bands = 3\n", "里没有 [bands] 这一组"),
        ("[bands]\nmedium = 0.1\n", "的 [bands] 里没有 strong"),
        ("[bands\n", "不是完整的 TOML 文件（UTF-8）"),
        (b"\xff", "不是完整的 TOML 文件（UTF-8）"),
        ("bands = {strong = 0.2, medium = 0.1}\n", "的 [bands] 写法特殊，改不了；请写成单独的一组，一行一个值"),
        ("bands.strong = 0.2\nbands.medium = 0.1\n", "的 [bands] 写法特殊，改不了；请写成单独的一组，一行一个值"),
        ('[bands]\nmedium = 0.1\nstrong = "a b"\n', "的 [bands] 写法特殊，改不了；请写成单独的一组，一行一个值"),
        (
            'text = """\n[bands]\nstrong = 1\n"""\n[bands]\nstrong = 0.2\nmedium = 0.1\n',
            "的 [bands] 写法特殊，改不了；请写成单独的一组，一行一个值",
        ),
    ],
)
def test_a_file_that_cannot_be_edited_is_said_before_anything_is_computed(
    command: Run, write: Write, tmp_path: Path, content: str | bytes, reason: str
) -> None:
    file = tmp_path / "设置.toml"
    raw = content if isinstance(content, bytes) else content.encode()
    file.write_bytes(raw)
    assert command("bands", str(write()), "--write", str(file)).complaint() == f"--write：{file} {reason}"
    assert file.read_bytes() == raw


def test_a_file_that_cannot_be_written_is_said(
    command: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, file = str(write()), config(tmp_path)
    for target, reason in ((tmp_path / "没有.toml", "路径不存在"), (tmp_path, "这是目录，不是文件")):
        said = command("bands", folder, "--write", str(target)).complaint()
        assert said == f"--write：{target} 不能改写（{reason}）"

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", refuse)
        said = command("bands", folder, *LOW, "--write", str(file)).complaint()
    assert said == f"--write：{file} 写不进去（没有权限）"
    assert file.read_bytes() == CONFIG.encode()


def config(folder: Path) -> Path:
    file = folder / "设置.toml"
    file.write_bytes(CONFIG.encode())
    return file
