"""`matcher data build | embed | trades | check`: what in data/ is derived from other files, and a check of all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from matcher import (
    DamagedData,
    json_schema,
    load_catalogue,
    load_config,
    load_lexicon,
    load_sample,
    load_taxonomy,
)
from matcher.cli.data_vectors import embed_shipped, missing_shipped
from matcher.cli.help import ChineseCommand, ChineseGroup
from matcher.datasets import data_folder, read_concept_files
from matcher.entities import Enterprise, Scenario, ScenarioProject
from matcher.entity_check import unreadable_fields
from matcher.evaluation.trade_learning import digest, learn, leave_groups_out, read_descriptions
from matcher.retrieval.trades import DOUBTED
from matcher.taxonomy import Taxonomy
from matcher.text.concept_check import concept_problems
from matcher.text.standing.trade_file import trained_on, write_trade_model

app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    help="内置数据：重新生成派生文件，检查全部文件。",
    epilog="matcher data build\nmatcher data embed\nmatcher data trades\nmatcher data check",
)


@app.command(cls=ChineseCommand, epilog="matcher data build")
def build() -> None:
    """由手工维护的文件重新生成字段说明与示例判断的语料。"""
    for file, content in list(_derived()):  # nothing is written where something is damaged
        file.write_text(content, "utf-8")
        print(f"已生成 {file.relative_to(data_folder())}")


@app.command(cls=ChineseCommand, epilog="matcher data check")
def check() -> None:
    """读取全部内置数据，核对编码、编号、技术词典与派生文件；有问题时逐条列出并以 1 退出。"""
    taxonomy = load_taxonomy()
    problems = [*_unknown_codes(taxonomy), *_judgment_problems(), *_stale_files()]
    if missing := missing_shipped():
        problems.append(f"随附句向量缺 {missing} 条，请执行 matcher data embed")
    source, model = trade_files()
    if trained_on(model) != digest(source):
        problems.append("主营模型不是由现在的自述学得，请执行 matcher data trades")
    load_config()
    problems += concept_problems(read_concept_files(), load_lexicon(), taxonomy)
    for problem in problems:
        print(problem)
    print("内置数据检查通过" if not problems else f"发现 {len(problems)} 处问题")
    raise typer.Exit(1 if problems else 0)


@app.command(cls=ChineseCommand, epilog="matcher data embed")
def embed() -> None:
    """改动目录或示例之后，补算随附的句向量（需要自带的句向量模型）。"""
    embed_shipped()


@app.command(cls=ChineseCommand, epilog="matcher data trades")
def trades() -> None:
    """改动主营自述（trades/self_descriptions.jsonl）之后，重新学习主营模型，并报告留出一组领域时的效果。"""
    source, model = trade_files()
    descriptions = read_descriptions(source)
    held = leave_groups_out(descriptions, DOUBTED)
    write_trade_model(model, learn(descriptions), digest(source))
    print(f"已由 {len(descriptions)} 条自述学得主营模型 {model.relative_to(data_folder())}")
    print(
        f"留出一组领域时：产品与技术企业被怀疑 {held.suppliers_doubted:.1%}，其他主营被认出 {held.others_doubted:.1%}"
    )


def trade_files() -> tuple[Path, Path]:
    """The descriptions, and the model that was learned from them."""
    folder = data_folder() / "trades"
    return folder / "self_descriptions.jsonl", folder / "model.npz"


def _derived() -> Iterator[tuple[Path, str]]:
    sample, folder = load_sample(), data_folder()
    for kind in (Enterprise, ScenarioProject, Scenario):
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": kind.__name__,
            **json_schema(kind),
        }
        yield folder / "schema" / f"{kind.__name__}.json", f"{json.dumps(schema, ensure_ascii=False, indent=1)}\n"
    judged = {query for query, _, _ in _judgments()}
    corpus = [{"id": firm.id, "title": firm.name, "text": _enterprise_text(firm)} for firm in sample.enterprises]
    queries = [{"id": need.id, "text": _scenario_text(need)} for need in sample.scenarios if need.id in judged]
    yield folder / "sample" / "judgments" / "corpus.jsonl", _lines(corpus)
    yield folder / "sample" / "judgments" / "queries.jsonl", _lines(queries)


def _stale_files() -> Iterator[str]:
    for file, content in _derived():
        if not file.exists() or file.read_text("utf-8") != content:
            yield f"{file.relative_to(data_folder())} 不是最新，请执行 make data"


def _unknown_codes(taxonomy: Taxonomy) -> Iterator[str]:
    data = load_catalogue() + load_sample()
    projects = {project.id for project in data.projects}
    entities: tuple[Enterprise | ScenarioProject | Scenario, ...] = (*data.enterprises, *data.projects, *data.scenarios)
    for entity in entities:
        for path, reason in unreadable_fields(entity, taxonomy).items():
            yield f"{entity.id}：{path}：{reason}"
    for need in data.scenarios:
        if need.project_id not in projects:
            yield f"{need.id}：没有场景项目“{need.project_id}”"


def _judgment_problems() -> Iterator[str]:
    sample = load_sample()
    firms, needs = {firm.id for firm in sample.enterprises}, {need.id for need in sample.scenarios}
    for query, document, grade in _judgments():
        if query not in needs or document not in firms or grade not in ("1", "2", "3"):
            yield f"judgments：{query} {document} {grade} 的编号或等级不对"


def _judgments() -> list[tuple[str, str, str]]:
    file = data_folder() / "sample" / "judgments" / "qrels.dev.tsv"
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()[1:]]
    for number, row in enumerate(rows, start=2):
        if len(row) != 3:
            raise DamagedData(file, number, 1, "应为三列，以制表符分隔")
    return [(row[0], row[1], row[2]) for row in rows]


def _enterprise_text(firm: Enterprise) -> str:
    products = [" ".join((one.name, one.field, one.figures, one.advantage)) for one in firm.products]
    cases = [f"{one.name} {one.effect}" for one in firm.cases]
    return "\n".join(part.strip() for part in (firm.capability, *products, *cases, firm.business_scope) if part.strip())


def _scenario_text(need: Scenario) -> str:
    wanted = [requirement.text for requirement in need.requirements]
    return "\n".join(part for part in (need.name, need.background, need.pain_points, *wanted) if part)


def _lines(records: list[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
