"""matcher data build | check: what is stale, unknown or misnumbered in data/ is named line by line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.datasets import data_folder
from tests.cli.conftest import Run


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ that a test may break."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    monkeypatch.setattr("matcher.datasets.data_folder", lambda: folder)
    monkeypatch.setattr("matcher.cli.data.data_folder", lambda: folder)
    return folder


def change(file: Path, edit: Callable[[dict[str, Any]], None]) -> str:
    """Edit the first record of a file; its id."""
    first, *rest = file.read_text("utf-8").splitlines()
    record = json.loads(first)
    edit(record)
    file.write_text("\n".join([json.dumps(record, ensure_ascii=False), *rest]) + "\n", "utf-8")
    return str(record["id"])


def test_what_is_built_passes_the_check(command: Run, own_data: Path) -> None:
    (own_data / "schema" / "Scenario.json").unlink()
    done = command("data", "check")
    assert (done.code, done.out.splitlines()) == (
        1,
        ["schema/Scenario.json 不是最新，请执行 make data", "发现 1 处问题"],
    )
    built = command("data", "build")
    assert built.code == 0 and "已生成 schema/Scenario.json" in built.out
    assert json.loads((own_data / "schema" / "Scenario.json").read_text("utf-8"))["title"] == "Scenario"
    assert (command("data", "check").code, command("data", "check").out) == (0, "内置数据检查通过\n")


@pytest.mark.parametrize(
    ("file", "fields", "problem"),
    [
        ("enterprises", {"industry_codes": ["ABC1"]}, "industry_codes[0]：不认识的行业代码“ABC1”"),
        ("enterprises", {"service_areas": ["全国", "火星"]}, "service_areas[1]：不认识的地区“火星”"),
        ("enterprises", {"qualifications": [{"type": "ISO9O01"}]}, "qualifications[0].type：不认识的资质类型“ISO9O01”"),
        ("scenarios", {"project_id": "没有"}, "没有场景项目“没有”"),
        ("scenarios", {"field": "没有"}, "field：不认识的领域“没有”"),
    ],
)
def test_a_word_that_nobody_knows_is_named_with_its_entity(
    command: Run, own_data: Path, file: str, fields: dict[str, Any], problem: str
) -> None:
    id = change(own_data / "sample" / f"{file}.jsonl", lambda record: record.update(fields))
    done = command("data", "check")
    assert done.code == 1
    assert [line for line in done.out.splitlines() if line.startswith(f"{id}：{problem}")] != []


@pytest.mark.parametrize("row", ["没有\t示例-企001\t1", "示例-景001\t没有\t1", "示例-景001\t示例-企001\t4"])
def test_a_judgment_of_unknown_things_or_grades_is_named(command: Run, own_data: Path, row: str) -> None:
    file = own_data / "sample" / "judgments" / "qrels.dev.tsv"
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n{row}\n", "utf-8")
    done = command("data", "check")
    assert done.code == 1
    assert f"judgments：{row.replace(chr(9), ' ')} 的编号或等级不对" in done.out


@pytest.mark.parametrize("arguments", [("data", "check"), ("data", "build")])
def test_a_judgment_of_two_columns_is_damage(command: Run, own_data: Path, arguments: tuple[str, ...]) -> None:
    file = own_data / "sample" / "judgments" / "qrels.dev.tsv"
    file.write_text("query\tdocument\tgrade\n甲\t乙\n", "utf-8")
    assert f"{file} 第 2 行第 1 列有误：应为三列" in command(*arguments).complaint()


def test_broken_weights_are_damage(command: Run, own_data: Path) -> None:
    file = own_data / "config" / "default.toml"
    file.write_text(f"{file.read_text('utf-8')}\nbroken = \n", "utf-8")
    complaint = command("data", "check").complaint()
    assert str(file) in complaint and "不是完整的 TOML" in complaint
    assert "Invalid" not in complaint
