"""Rankings that others wrote: TREC runs and our own JSON, and what is refused with its place."""

import json
import re
from pathlib import Path

import pytest

from matcher import DamagedData, InvalidProfile, Matchmaker, ranking_json
from matcher.evaluation.pooling import Sides, run_of, sides_of
from matcher.evaluation.run_files import read_run, require_run_file
from tests.conftest import DAY

RUN = "S1 Q0 F2 1 9.5 别家\nS1\tQ0\tF1\t2\t9.5\t别家\n\nS1 Q0 F3 3 11 别家\nS2 Q0 F2 1 -1 别家\n"


@pytest.fixture
def sides(tiny_city: Matchmaker) -> Sides:
    return sides_of(tiny_city, "scenario-to-enterprise")


def written(folder: Path, content: str | bytes, name: str = "a.run") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def answer(query: str, *ids: str) -> dict:
    return {"query": {"id": query}, "results": [{"rank": rank, "id": id} for rank, id in enumerate(ids, start=1)]}


def test_in_a_trec_run_the_score_decides_and_ties_go_by_rank(tmp_path: Path, sides: Sides) -> None:
    assert read_run(written(tmp_path, RUN), sides) == {"S1": ["F3", "F2", "F1"], "S2": ["F2"]}


def test_our_own_json_is_read_as_it_was_written(tmp_path: Path, sides: Sides, tiny_city: Matchmaker) -> None:
    ranking = tiny_city.shortlist("S1", DAY)
    file = written(tmp_path, json.dumps(ranking_json(ranking), ensure_ascii=False, indent=2), "S1.json")
    assert read_run(file, sides) == {"S1": [row.id for row in ranking.results]}


def test_many_answers_come_as_a_list_as_lines_or_in_a_folder(tmp_path: Path, sides: Sides) -> None:
    answers = [answer("S1", "F2", "F1"), answer("S2")]
    expected = {"S1": ["F2", "F1"], "S2": []}
    assert read_run(written(tmp_path, json.dumps(answers), "a.json"), sides) == expected
    assert read_run(written(tmp_path, "\n".join(map(json.dumps, answers)), "a.jsonl"), sides) == expected
    folder = tmp_path / "答案"
    folder.mkdir()
    for place, one in enumerate(answers):
        written(folder, json.dumps(one), f"{place}.json")
    assert read_run(folder, sides) == expected


def test_the_rank_decides_in_json_whatever_the_order(tmp_path: Path, sides: Sides) -> None:
    one = answer("S1", "F2", "F1")
    one["results"].reverse()
    assert read_run(written(tmp_path, json.dumps(one), "a.json"), sides) == {"S1": ["F2", "F1"]}


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("S1 F1 1 2 x\n", 1, "应为以空格分隔的六列"),
        (RUN + "S1 Q0 F4 one 2 x\n", 6, "名次与得分应为数字，这里是“one”"),
        (RUN + "S1 Q0 F4 1 nan x\n", 6, "这里是“nan”"),
        (RUN + "S1 Q0 F1 1 2 x\n", 6, "“S1”的结果里“F1”出现了不止一次"),
        (RUN + "S9 Q0 F1 1 2 x\n", 6, "没有编号为“S9”的场景，最接近的有：S1（路口车路协同改造）"),
        (RUN + "S1 Q0 F9 1 2 x\n", 6, "没有编号为“F9”的企业，最接近的有：F1（某路侧设备有限公司）"),
        (RUN + "F1 Q0 S1 1 2 x\n", 6, "没有编号为“F1”的场景，它是企业，请检查 --direction"),
        (b"S1 Q0 F1 1 2 \xff", 1, "不是 UTF-8"),
        ("", None, "里面没有一条排序结果"),
    ],
)
def test_a_line_of_a_run_that_cannot_be_read_is_placed(
    tmp_path: Path, sides: Sides, content: str | bytes, line: int | None, reason: str
) -> None:
    with pytest.raises(DamagedData) as found:
        read_run(written(tmp_path, content), sides)
    assert found.value.line == line and reason in found.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "不是 matcher shortlist 或 recommend 加 --json 的输出"),
        ("[1]", "不是 matcher shortlist"),
        (json.dumps({"query": {"id": "S1"}, "results": [{"rank": "1", "id": "F1"}]}), "不是 matcher shortlist"),
        (json.dumps({"query": {"id": ["S1"]}, "results": []}), "不是 matcher shortlist"),
        ("{", "不是完整的 JSON"),
        (json.dumps(answer("S1", "F1", "F1")), "“S1”的结果里“F1”出现了不止一次"),
        (json.dumps([answer("S1", "F1"), answer("S1", "F2")]), "“S1”的结果给了不止一次"),
        (json.dumps(answer("S1", "F9")), "没有编号为“F9”的企业"),
        (json.dumps(answer("F1", "S1")), "它是企业，请检查 --direction"),
        (json.dumps(answer("S1")), "里面没有一条排序结果"),
        ("[]", "里面没有一条排序结果"),
    ],
)
def test_json_that_is_no_answer_is_refused(tmp_path: Path, sides: Sides, content: str, reason: str) -> None:
    with pytest.raises(DamagedData, match=re.escape(reason)):
        read_run(written(tmp_path, content, "a.json"), sides)


def test_the_line_of_an_answer_is_told(tmp_path: Path, sides: Sides) -> None:
    rows = f"\n{json.dumps(answer('S1', 'F1'))}\n\n{json.dumps(answer('S2', 'F9'))}"
    with pytest.raises(DamagedData) as lines:
        read_run(written(tmp_path, rows, "a.jsonl"), sides)
    assert lines.value.line == 4
    with pytest.raises(DamagedData) as items:
        read_run(written(tmp_path, f"[\n\n{json.dumps(answer('S2', 'F9'))}]", "a.json"), sides)
    assert items.value.line == 3


def test_a_ranking_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidProfile, match="没有这个排序：既不是 engine、bm25、tfidf，也没有这个文件"):
        require_run_file(tmp_path / "bm52")
    with pytest.raises(InvalidProfile, match=r"目录里没有 \.json 文件"):
        require_run_file(tmp_path)


def test_the_engine_and_its_rivals_are_runs_too(tiny_city: Matchmaker, sides: Sides) -> None:
    engine = run_of("engine", tiny_city, sides, ["S1", "S2"], DAY, 3)
    assert {query: len(ids) for query, ids in engine.items()} == {"S1": 3, "S2": 3}
    assert "F5" in engine["S1"]  # deregistered: hard rules are off, texts alone are judged
    for rival in ("bm25", "tfidf"):
        found = run_of(rival, tiny_city, sides, ["S1", "S2"], DAY, 3)
        assert found["S2"][0] == "F2" and all(len(ids) <= 3 for ids in found.values())
    other = sides_of(tiny_city, "enterprise-to-scenario")
    assert run_of("engine", tiny_city, other, ["F2"], DAY, 2)["F2"][0] == "S2"
    assert run_of("tfidf", tiny_city, other, ["F2"], DAY, 2)["F2"][0] == "S2"


def test_a_market_with_an_empty_side_has_nothing_to_draw(tiny_city: Matchmaker) -> None:
    with pytest.raises(InvalidProfile, match="场景：一个也没有，无从抽取"):
        sides_of(tiny_city.empty_copy(), "scenario-to-enterprise")
    firms_alone = tiny_city.empty_copy().fit([tiny_city.enterprises["F1"]], [])
    with pytest.raises(InvalidProfile, match="场景：一个也没有"):
        sides_of(firms_alone, "enterprise-to-scenario")
