"""The files of data/: whole, honest about their origin, and telling what the source tells."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from matcher import Matchmaker, load_catalogue, load_catalogue_list, load_sample, load_taxonomy, match_json, to_json
from matcher.cli.data import app
from matcher.datasets import data_folder

ROOT = Path(__file__).parent.parent
CATALOGUE, SAMPLE = load_catalogue(), load_sample()


def test_the_check_of_all_data_passes() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0, result.output


def test_the_catalogue_tells_what_the_article_tells() -> None:
    published = load_catalogue_list()
    assert (published["projects_announced"], published["scenarios_announced"]) == (30, 70)
    assert published["investment_as_written"] == "近2400亿元"
    assert published["published_on"] == "2021-08-25"
    assert {row["name"]: row["projects_announced"] for row in published["classes"]} == {
        "城市治理新模式场景": 6,
        "产业跨界新融合场景": 10,
        "民生服务新体验场景": 8,
        "未来科学新应用场景": 6,
    }
    assert published["projects_named"] == len(CATALOGUE.projects) == 8
    assert published["projects_not_published"] == 30 - 8
    assert {firm.name for firm in CATALOGUE.enterprises} == {"商汤科技", "360集团", "大唐高鸿", "腾讯"}
    districts = {row["name"]: row for row in published["districts"]}
    assert districts["江津"]["focus_industries"] == ["人工智能", "工业互联网", "高端装备", "健康食品"]
    assert districts["北碚"]["carriers"] == ["重庆智能传感器产业园", "温泉谷两山生态文旅产业园"]


def test_each_named_project_carries_one_scenario_of_its_name() -> None:
    projects = {project.id: project.name for project in CATALOGUE.projects}
    assert {need.project_id: need.name for need in CATALOGUE.scenarios} == projects


def test_every_row_of_the_catalogue_names_its_source_and_what_the_editor_wrote() -> None:
    published = load_catalogue_list()
    rows = [row for name in ("classes", "districts", "tracks", "landed") for row in published[name]]
    assert all(row["source"] for row in rows)
    assert all(entity.source for entity in (*CATALOGUE.enterprises, *CATALOGUE.projects, *CATALOGUE.scenarios))
    assert all({"capability", "industry_codes"} <= set(firm.editorial) for firm in CATALOGUE.enterprises)
    assert all("tracks" in firm.editorial for firm in CATALOGUE.enterprises if firm.tracks)
    assert all("background" in need.editorial for need in CATALOGUE.scenarios)


def test_no_sentence_of_the_article_is_carried_over() -> None:
    article = ROOT.parent / "shared" / "source" / "article-2021-08-25.txt"
    if not article.exists():
        pytest.skip("the source article is not beside the checkout")
    source = re.sub(r"\s", "", article.read_text("utf-8"))
    texts = [firm.capability for firm in CATALOGUE.enterprises] + [need.background for need in CATALOGUE.scenarios]
    for text in texts:
        assert not [text[at : at + 13] for at in range(len(text) - 12) if text[at : at + 13] in source]


def test_the_sample_has_the_size_of_the_list_and_is_marked() -> None:
    assert (len(SAMPLE.projects), len(SAMPLE.scenarios), len(SAMPLE.enterprises)) == (30, 70, 150)
    entities = (*SAMPLE.projects, *SAMPLE.scenarios, *SAMPLE.enterprises)
    assert all(entity.is_illustrative and entity.id.startswith("示例-") for entity in entities)
    assert not any(entity.is_illustrative for entity in (*CATALOGUE.projects, *CATALOGUE.scenarios))
    assert {need.district for need in SAMPLE.scenarios} == {"高新区", "沙坪坝", "九龙坡", "北碚", "江津", "璧山"}
    assert all({one.need for one in need.requirements} == {"must", "nice"} for need in SAMPLE.scenarios)


def test_the_sample_has_the_classes_in_the_numbers_of_the_list() -> None:
    announced = {row["name"]: row["projects_announced"] for row in load_catalogue_list()["classes"]}
    counted = {name: sum(project.category == name for project in SAMPLE.projects) for name in announced}
    assert counted == announced


def test_no_firm_of_the_sample_bears_a_real_name_of_the_catalogue() -> None:
    real = {name for firm in CATALOGUE.enterprises for name in (firm.name, *firm.short_names)}
    assert not [firm.name for firm in SAMPLE.enterprises if any(name in firm.name for name in real if len(name) > 1)]


def test_no_personal_data_stands_in_the_data() -> None:
    pattern = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|[\w.]+@[\w]+\.\w+|(?<!\d)\d{17}[\dXx](?!\d)")
    for file in data_folder().rglob("*.jsonl"):
        assert not pattern.findall(file.read_text("utf-8")), file.name


def test_thirty_scenarios_are_judged_with_grades() -> None:
    lines = (data_folder() / "sample" / "judgments" / "qrels.dev.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    assert len({query for query, _, _ in rows}) == 30
    assert {grade for _, _, grade in rows} == {"1", "2", "3"}


def test_entities_and_answers_keep_their_published_schema() -> None:
    def schema(name: str) -> dict:
        return json.loads((data_folder() / "schema" / f"{name}.json").read_text("utf-8"))

    everything = CATALOGUE + SAMPLE
    for name, entities in (
        ("Enterprise", everything.enterprises),
        ("ScenarioProject", everything.projects),
        ("Scenario", everything.scenarios),
    ):
        validator = jsonschema.Draft202012Validator(schema(name))
        for entity in entities:
            validator.validate(to_json(entity))
    match = Matchmaker.from_data(CATALOGUE).explain("大唐高鸿", "科学大道智能交通", SAMPLE.reference_date)
    jsonschema.Draft202012Validator(schema("Match")).validate(match_json(match))


def test_the_industry_table_has_the_counts_of_the_standard() -> None:
    levels = [industry.level for industry in load_taxonomy().industries.values()]
    assert [levels.count(level) for level in (1, 2, 3)] == [20, 97, 473]
    assert levels.count(4) == 1381  # data/README.md says which one is missing


def test_every_data_file_is_described() -> None:
    described = (data_folder() / "README.md").read_text("utf-8")
    files = [file for file in data_folder().rglob("*") if file.is_file() and file.name != "README.md"]
    missing = [
        str(file.relative_to(data_folder())) for file in files if str(file.relative_to(data_folder())) not in described
    ]
    assert not missing


PIP = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
PACKAGES = {"matcher": "matcher", "api": "api", "data": "matcher/_data"}  # folders of the checkout and of the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of what belongs into it: neither an old build/ nor this checkout is touched."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder / "wheel"), str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    (found,) = (folder / "wheel").glob("*.whl")
    return found


def test_a_wheel_holds_every_file_of_the_product_and_nothing_else(wheel: Path) -> None:
    expected = {
        f"{place}/{file.relative_to(ROOT / folder).as_posix()}"
        for folder, place in PACKAGES.items()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_an_installed_wheel_sets_up_and_answers_with_its_own_data(wheel: Path, tmp_path: Path) -> None:
    site, home = tmp_path / "site", tmp_path / "home"
    subprocess.run([*PIP, "install", "--no-deps", "--target", str(site), str(wheel)], check=True, capture_output=True)
    start = f"import sys; sys.path.insert(0, {str(site)!r}); "
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MATCHER_")}

    def run(code: str, *words: str) -> str:
        command = [sys.executable, "-I", "-c", start + code, *words]
        environ = {**environment, "MATCHER_HOME": str(home)}
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environ)
        return done.stdout

    where = "import api.cli, matcher.datasets as data; print(api.cli.__file__, data.data_folder())"
    assert run(where).split() == [str(site / "api" / "cli.py"), str(site / "matcher" / "_data")]
    matcher = "from api.cli import main; main()"
    loaded = len(CATALOGUE.enterprises + CATALOGUE.projects + CATALOGUE.scenarios)
    loaded += len(SAMPLE.enterprises + SAMPLE.projects + SAMPLE.scenarios)
    assert str(loaded) in run(matcher, "init")
    assert (home / "matcher.db").exists()
    answer = json.loads(run(matcher, "recommend", "大唐高鸿", "-k", "1", "--json"))
    assert answer["results"][0]["name"] == "科学大道智能交通"
