"""`matcher evaluate`: how good the ranking is on a judged set, beside its rivals."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table

from matcher.cli import show
from matcher.cli.inputs import direction_of, parse_day
from matcher.cli.vectors import compute_all, open_vectors
from matcher.cli.wrapping import Wrapped

if TYPE_CHECKING:
    from matcher.evaluation.comparison import Comparison, Quality

EXAMPLES = (
    "matcher evaluate data/sample/judgments\n"
    "matcher evaluate 我的评测集 --direction enterprise-to-scenario --no-rivals --json"
)
METRIC_LABELS = {"ndcg@10": "nDCG@10", "mrr@10": "MRR@10", "recall@100": "Recall@100"}
RIVAL_LABELS = {"bm25": "BM25", "tfidf": "TF-IDF 余弦"}
DIRECTION_LABELS = {"scenario-to-enterprise": "为场景找企业", "enterprise-to-scenario": "为企业找场景"}
NOTE = "方括号内为 95% 区间。判断往往不完整：用来比较方法，不代表绝对质量。"
RIVALS_NOTE = "p 为双侧配对检验。"
RECALL_NOTE = "引擎给每一对都打分，候选不超过 100 个，所以它的 Recall@100 恒为 1。"
RECALL_PLACES = 100
DECIMALS = 6
Folder = Annotated[
    Path, typer.Argument(metavar="目录", help="评测集：语料 corpus.jsonl、查询 queries.jsonl、判断 qrels.名称.tsv")
]
Split = Annotated[str, typer.Option("--split", metavar="名称", help="用哪一份判断")]
Way = Annotated[
    str,
    typer.Option("--direction", metavar="方向", help="另一方向 enterprise-to-scenario：查询是企业，语料是场景"),
]
NoRivals = Annotated[bool, typer.Option("--no-rivals", help="只评引擎，不与其他方法比较")]
On = Annotated[str | None, typer.Option("--on", metavar="日期", help="以哪一天为准，如 2026-09-01；默认当天")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def evaluate(
    folder: Folder,
    split: Split = "dev",
    direction: Way = "scenario-to-enterprise",
    no_rivals: NoRivals = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """用评测集衡量排序质量，并与常用方法比较。"""
    from matcher.evaluation.comparison import compare
    from matcher.evaluation.judgments import read_judged_set

    way, day = direction_of(direction), parse_day(on) or date.today()
    judged = read_judged_set(folder, split, way)
    vectors = open_vectors()
    compute_all(vectors, judged.enterprises, judged.scenarios)
    found = compare(judged, day, with_rivals=not no_rivals, vectors=vectors.known if vectors.embedder else None)
    if as_json:
        show.print_json(comparison_json(found))
    else:
        show.console().print(comparison_view(found))


def comparison_json(found: "Comparison") -> dict[str, Any]:
    """What an evaluation found, as JSON."""
    return {
        "set": found.judged.name,
        "split": found.judged.split,
        "direction": found.judged.direction,
        "queries": found.n_queries,
        "documents": len(found.judged.documents),
        "on": found.on.isoformat(),
        "engine_version": found.engine_version,
        "weights_version": found.weights_version,
        "sentence_model": found.sentence_model,
        "engine": _quality_json(found.engine),
        "rivals": {name: _quality_json(one) for name, one in found.rivals.items()},
        "differences": {
            name: {
                metric: {"mean": round(one.mean, DECIMALS), "p": round(one.p, DECIMALS)} for metric, one in row.items()
            }
            for name, row in found.differences.items()
        },
    }


def _quality_json(one: "Quality") -> dict[str, Any]:
    means = {metric: round(value, DECIMALS) for metric, value in one.means.items()}
    return {**means, "ci": {metric: [round(end, DECIMALS) for end in ends] for metric, ends in one.intervals.items()}}


def comparison_view(found: "Comparison") -> RenderableType:
    """What an evaluation found, on a terminal."""
    judged = found.judged
    title = (
        f"评测集 {judged.name}（{judged.split}），{DIRECTION_LABELS[judged.direction]}："
        f"{found.n_queries} 个查询，{len(judged.documents)} 个候选"
    )
    table = Table()
    table.add_column("方法", no_wrap=True)
    for metric in found.engine.means:
        table.add_column(METRIC_LABELS[metric], justify="right")
    table.add_row("引擎", *_cells(found.engine))
    for name, one in found.rivals.items():
        table.add_row(RIVAL_LABELS[name], *_cells(one))
    table.add_section()
    for name, row in found.differences.items():
        cells = (f"{one.mean:+.3f} ({_chance(one.p)})" for one in row.values())
        table.add_row(f"引擎 − {RIVAL_LABELS[name]}", *cells)
    footer = show.footer(found.on, found.engine_version, found.weights_version)
    said = (
        NOTE + (RIVALS_NOTE if found.rivals else "") + (RECALL_NOTE if len(judged.documents) <= RECALL_PLACES else "")
    )
    return Group(Wrapped(title, "bold"), table, Wrapped(said, "dim"), Wrapped(footer, "dim"))


def _cells(one: "Quality") -> list[str]:
    return [
        f"{mean:.3f} [{low:.3f}, {high:.3f}]"
        for mean, (low, high) in zip(one.means.values(), one.intervals.values(), strict=True)
    ]


def _chance(p: float) -> str:
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"
