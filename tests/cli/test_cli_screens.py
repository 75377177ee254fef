"""Answers on narrow and wide terminals: whole words, warnings said once, reasons before sums."""

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from matcher import Dataset, Matchmaker
from matcher.cli.ranking_view import ranking_view, rankings_view
from matcher.results import RequirementMatch
from matcher.wording import DEGREES, SAME_FOR_ALL, degree
from tests.cli.conftest import Run
from tests.conftest import DAY, tiny_data

WIDTHS = ["60", "80", "118", "160"]
NOTE = "被列入经营异常名录"
LONG_NEED = {
    "id": "N2",
    "name": "一个名称很长很长很长很长很长的路口车路协同改造场景",
    "text": "路侧单元与毫米波雷达，车路协同路口改造",
    "requirements": [{"text": "路侧单元支持信号机接入，" * 20 + "最后一句完整", "need": "必须"}],
}


@pytest.fixture
def need(tmp_path: Path) -> str:
    file = tmp_path / "need.json"
    file.write_text(json.dumps(LONG_NEED, ensure_ascii=False), "utf-8")
    return str(file)


def flat(out: str) -> str:
    return "".join(char for char in out if char not in " \n│┃")


@pytest.mark.parametrize("columns", WIDTHS)
def test_nothing_is_wider_than_the_terminal(
    command: Run, monkeypatch: pytest.MonkeyPatch, need: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for arguments in (("recommend", "F1"), ("shortlist", need), ("explain", "F1", need), ("explain", "F6", "S1")):
        lines = command(*arguments).out.splitlines()
        assert max(cell_len(line) for line in lines) <= int(columns)


@pytest.mark.parametrize("columns", ["", "0", "x", "²", "9" * 20])
def test_a_pipe_has_a_width_of_its_own(command: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert max(cell_len(line) for line in command("recommend", "F1").out.splitlines()) == 118


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_requirement_is_shown_to_its_end(
    command: Run, monkeypatch: pytest.MonkeyPatch, need: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = command("explain", "F1", need).out
    column = flat("".join(line.split("│")[1] for line in shown.splitlines() if line.count("│") == 5))
    assert column.endswith("最后一句完整") and column.count("路侧单元支持信号机接入") == 20
    assert "…" not in column


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_term_keeps_its_number_on_its_line(command: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    reason = command("recommend", "F1", "--json").json["results"][0]["reasons"][0]
    shown = re.findall("[^：、]+（[^）]+）", reason)
    lines = command("recommend", "F1").out.splitlines()
    assert len(shown) == 5
    assert [one for one in shown if not any(one in line for line in lines)] == []


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_warning_about_the_one_who_asks_is_said_once(
    command: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = command("recommend", "F6").out
    assert len(command("recommend", "F6", "--json").json["results"]) > 1
    assert (flat(shown).count(NOTE), shown.count("有提醒，见后")) == (1, 0)
    assert shown.index("提醒（不影响名次）：") < shown.index(NOTE)


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_long_warning_about_one_of_the_answers_stands_below_with_its_rank(
    command: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    note = "因合同纠纷被起诉，" * 10 + "尚未结案"
    firm = {"id": "N1", "name": "某新公司", "text": "路侧单元", "risk_notes": [{"text": note}]}
    file = tmp_path / "firm.json"
    file.write_text(json.dumps(firm, ensure_ascii=False), "utf-8")
    asked = ("shortlist", "S1", "--enterprises", str(file), "-k", "4")
    rank = next(row["rank"] for row in command(*asked, "--json").json["results"] if row["id"] == "N1")
    shown = command(*asked).out
    assert (flat(shown).count(note), shown.count("有提醒，见后")) == (1, 1)
    assert f"·第{rank}名：风险提示：{note}" in flat(shown)


def test_a_short_warning_about_one_of_the_answers_stands_in_its_row(command: Run) -> None:
    shown = command("shortlist", "S1", "-k", "4").out
    assert flat(shown).count(NOTE) == 1 and "见后" not in shown and "提醒（不影响名次）" not in shown


def test_the_reasons_of_a_pair_come_before_its_sum(command: Run) -> None:
    shown = command("explain", "F1", "S1").out
    places = [shown.index(title) for title in ("得分 ", "理由：", "需求逐条对照", "得分构成", "基准日 2026-09-01")]
    assert places == sorted(places)


def test_a_requirement_has_one_word_and_one_number_and_the_base_says_what_it_is(command: Run, need: str) -> None:
    for asked in (("explain", "F1", need), ("explain", "F2", "S1")):
        shown, found = command(*asked).out, command(*asked, "--json").json
        assert flat(DEGREES) in flat(shown) and f"基础分——+0.0000{SAME_FOR_ALL}" in flat(shown)
        for one in found["requirements"]:
            word = degree(RequirementMatch(one["text"], one["need"], one["coverage"]))
            assert f"{word} {one['coverage']:.0%}" in shown
            assert any(one["text"] in line and "未体现" in line for line in found["missing"]) == (word == "未体现")


def test_a_pair_ends_like_a_ranking(command: Run) -> None:
    last = command("recommend", "F1").out.splitlines()[-1]
    assert last.startswith("基准日") and "权重" in last and "供参考，不是决定" in last
    assert command("explain", "F1", "S1").out.splitlines()[-1] == last


def test_who_is_out_is_listed_in_the_order_of_the_ranking(command: Run) -> None:
    rejected = command("recommend", "F6", "--json").json["rejected"]
    shown = flat(command("recommend", "F6").out)
    places = [shown.index(f"·{row['name']}：{row['reason']}".replace(" ", "")) for row in rejected[:5]]
    assert places == sorted(places) and places


def shown_at(width: int, view: RenderableType) -> str:
    screen = Console(width=width)
    with screen.capture() as captured:
        screen.print(view)
    return captured.get()


@pytest.mark.parametrize("width", [60, 118])
def test_several_enterprises_stand_under_each_other(tiny_city: Matchmaker, width: int) -> None:
    rankings = [tiny_city.recommend(id, DAY, 2) for id in ("F1", "F6")]
    shown = shown_at(width, rankings_view(rankings, tiny_city, width))
    assert shown.splitlines()[0].strip() == "路演企业在已公布场景中的首选"
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    for ranking in rankings:
        for row in ranking.results:
            assert row.name in flat(shown) and f"{row.match.score:.3f}" in shown
    assert "某楼宇自控有限公司：有 1 条风险提示，见 matcher explain" in shown
    assert shown.count("某路侧设备") == 1 and "基准日 2026-09-01" in shown


def test_no_enterprise_and_no_result_are_said(tiny_city: Matchmaker) -> None:
    assert shown_at(118, rankings_view([], tiny_city, 118)) == "没有可显示的企业\n"
    gone = Matchmaker.from_data(Dataset(tiny_data().enterprises, (), tiny_data().scenarios[:1]))
    shown = shown_at(118, ranking_view(gone.recommend("F5", DAY), "场景", 118))
    assert "没有可推荐的结果" in shown and "不符合硬性条件 1 个" in shown and "注销" in shown
