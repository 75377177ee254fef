"""recommend, shortlist and explain: the same answers for people and for programs."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from matcher import ENGINE_VERSION, load_config
from tests.cli.conftest import TINY_COMMAND, Run
from tests.conftest import FIRMS, NEEDS

ROW_KEYS = {"rank", "id", "name", "score", "band", "contributions", "missing"}
NEW_FIRM = {"id": "N1", "name": "某新公司", "text": "电解槽、加氢站成套设备与储氢瓶组"}
NEW_NEED = {"id": "N2", "name": "新的路口", "text": "路侧单元与毫米波雷达，车路协同路口改造"}


@pytest.fixture
def firm_file(tmp_path: Path) -> str:
    file = tmp_path / "firm.json"
    file.write_text(json.dumps(NEW_FIRM, ensure_ascii=False), "utf-8")
    return str(file)


@pytest.fixture
def need_file(tmp_path: Path) -> str:
    file = tmp_path / "need.jsonl"
    file.write_text(json.dumps(NEW_NEED, ensure_ascii=False) + "\n\n", "utf-8")
    return str(file)


def ids(answer: dict[str, Any]) -> list[str]:
    return [row["id"] for row in answer["results"]]


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (("recommend", "F1"), {"id": "F1", "name": "某路侧设备有限公司"}),
        (("recommend", "某路侧设备有限公司"), {"id": "F1", "name": "某路侧设备有限公司"}),
        (("shortlist", "S1"), {"id": "S1", "name": "路口车路协同改造"}),
        (("shortlist", "路口车路协同改造"), {"id": "S1", "name": "路口车路协同改造"}),
    ],
)
def test_a_ranking_as_json_has_the_agreed_shape(command: Run, arguments: tuple[str, ...], query: Any) -> None:
    answer = command(*arguments, "--json").json
    assert answer.keys() == {"on", "engine_version", "weights_version", "query", "results", "rejected"}
    assert answer["on"] == "2026-09-01"
    assert (answer["engine_version"], answer["weights_version"]) == (ENGINE_VERSION, load_config().version)
    assert answer["query"] == {**query, "marks": [], "notes": []}
    assert [row["rank"] for row in answer["results"]] == list(range(1, len(answer["results"]) + 1))
    assert answer["results"] and answer["rejected"]
    for row in answer["results"]:
        assert row.keys() >= ROW_KEYS
        assert abs(sum(one["points"] for one in row["contributions"]) - row["score"]) < 1e-9
    for row in answer["rejected"]:
        assert row.keys() == {"id", "name", "marks", "reason"} and row["reason"]


def test_every_scenario_is_either_a_result_or_rejected(command: Run) -> None:
    answer = command("recommend", "F2", "--json", "-k", "100").json
    assert sorted(ids(answer) + [row["id"] for row in answer["rejected"]]) == [need["id"] for need in NEEDS]


def test_a_pair_as_json_has_its_parts(command: Run) -> None:
    answer = command("explain", "F1", "S1", "--json").json
    assert answer.keys() >= {"on", "engine_version", "weights_version", "score", "band", "contributions", "why_not"}
    assert (answer["enterprise_id"], answer["scenario_id"], answer["why_not"]) == ("F1", "S1", [])
    row = next(row for row in command("recommend", "F1", "--json").json["results"] if row["id"] == "S1")
    assert row["score"] == answer["score"]


def test_a_pair_says_what_would_lift_it_and_lists_do_not(command: Run) -> None:
    found = command("explain", "F2", "S1", "--json").json["lifts"]
    assert [one.keys() for one in found] == [{"field", "advice", "gain", "score", "band"}] * len(found) != []
    shown = "".join(command("explain", "F2", "S1").out.split())
    assert "怎样能更合适（按重新计算的增加值）" in shown and "只写真实具备的内容" in shown
    for one in found:
        assert one["advice"].startswith("如果") and one["gain"] >= 0.001
        assert f"+{one['gain']:.4f}│{one['score']:.4f}{one['band']}" in shown
    lists = [
        row for asked in (("recommend", "F2"), ("shortlist", "S1")) for row in command(*asked, "--json").json["results"]
    ]
    assert lists and not [row for row in lists if "lifts" in row]


def test_a_pair_without_advice_has_no_table_of_it(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.cli.app.lifts", lambda *pair: ())
    assert command("explain", "F2", "S1", "--json").json["lifts"] == []
    assert "怎样能更合适" not in command("explain", "F2", "S1").out


def test_a_pair_that_is_out_is_explained_with_the_reason(command: Run) -> None:
    answer = command("explain", "F5", "S1", "--json").json
    assert "注销" in answer["verdict"]["reason"] and answer["why_not"]
    assert "注销" in command("explain", "F5", "S1").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("recommend", "F1"), ["某路侧设备有限公司", "路口车路协同改造", "2026-09-01", "不是决定"]),
        (("shortlist", "S4"), ["产业园能耗管理", "某路侧设备有限公司", "大型", "不是决定"]),
        (("explain", "F1", "S1"), ["某路侧设备有限公司", "路口车路协同改造", "得分", "不是决定"]),
    ],
)
def test_people_read_names_day_and_that_it_is_no_decision(
    command: Run, arguments: tuple[str, ...], words: list[str]
) -> None:
    done = command(*arguments)
    assert (done.code, done.err) == (0, "")
    assert [word for word in words if word not in done.out.replace("\n", "")] == []


def test_k_limits_the_list_and_on_moves_the_day(command: Run) -> None:
    assert len(command("recommend", "F1", "--json", "-k", "1").json["results"]) == 1
    early = command("recommend", "F3", "--json", "--on", "2026-08-31").json
    late = command("recommend", "F3", "--json", "--on", "2026-09-01").json
    assert (early["on"], late["on"]) == ("2026-08-31", "2026-09-01")
    assert "S3" in ids(early) and "S3" not in ids(late)
    assert "2026-08-31" in command("recommend", "F3", "--on", "2026-08-31").out


def test_a_file_is_an_answerable_question(command: Run, firm_file: str, need_file: str) -> None:
    assert ids(command("recommend", firm_file, "--json").json)[0] in {need["id"] for need in NEEDS}
    assert ids(command("shortlist", need_file, "--json").json)[0] == "F1"
    assert command("explain", firm_file, need_file, "--json").json["enterprise_id"] == "N1"


def test_a_file_adds_to_the_catalogue_and_only_uses_it_alone(command: Run, firm_file: str, need_file: str) -> None:
    both = command("shortlist", "S4", "--enterprises", firm_file, "--json").json
    assert {"N1", "F1"} <= set(ids(both))
    assert len(ids(both)) + len(both["rejected"]) == len(FIRMS) + 1
    alone = command("shortlist", "S4", "--enterprises", firm_file, "--only", "--json").json
    assert (ids(alone), alone["rejected"]) == (["N1"], [])
    needs = command("recommend", "F1", "--scenarios", need_file, "--json").json
    assert {"N2", "S1"} <= set(ids(needs))
    assert ids(command("recommend", "F1", "--scenarios", need_file, "--only", "--json").json) == ["N2"]


def test_an_entity_of_a_file_can_be_named(command: Run, firm_file: str, need_file: str) -> None:
    assert command("explain", "某新公司", "新的路口", "--enterprises", firm_file, "--scenarios", need_file).code == 0


def test_a_file_with_an_id_of_the_catalogue_replaces_that_entity(command: Run, tmp_path: Path) -> None:
    file = tmp_path / "again.json"
    file.write_text(json.dumps({"id": "F1", "name": "换了名字", "text": "火锅"}, ensure_ascii=False), "utf-8")
    answer = command("shortlist", "S1", "--enterprises", str(file), "--json").json
    assert len(ids(answer)) + len(answer["rejected"]) == len(FIRMS)
    assert "换了名字" in [row["name"] for row in answer["results"]]


def test_the_installed_command_answers_on_the_shipped_data_and_always_the_same(process: Run, home: Path) -> None:
    unreachable = "postgresql://nobody@127.0.0.1:1/none"
    first, second = (
        process("recommend", "大唐高鸿", "--json", env={"PYTHONHASHSEED": seed, "MATCHER_DATABASE_URL": unreachable})
        for seed in ("0", "1")
    )
    assert first.json["query"]["name"] == "大唐高鸿"
    assert first.json["results"][0]["band"] in ("强", "中")
    assert first.out == second.out
    assert not home.exists(), "neither database nor home folder is asked"


def test_answers_are_written_where_the_terminal_knows_no_chinese(environment: dict[str, str]) -> None:
    plain = {**environment, "LC_ALL": "C", "LANG": "C"}
    done = subprocess.run([*TINY_COMMAND, "recommend", "F1"], env=plain, capture_output=True, timeout=120, check=True)
    assert "某路侧设备有限公司" in done.stdout.decode("utf-8")


def test_neither_database_nor_home_folder_is_asked(command: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    for arguments in (("recommend", "F1"), ("shortlist", "S1"), ("explain", "F1", "S1")):
        assert command(*arguments).code == 0
    assert not home.exists()
