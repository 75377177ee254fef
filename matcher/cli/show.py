"""Rankings and explanations on a terminal."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from matcher import Contribution, Match, Matchmaker, Ranking
from matcher.entities import Enterprise, Scenario

PIPE_WIDTH = 118
BAND_STYLE = {"强": "bold green", "中": "yellow", "弱": "dim", "无依据": "dim"}
ADVICE = "供参考，不是决定"


def console() -> Console:
    """The terminal; a pipe or file gets a fixed width."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)  # names are text, never mark-up


def print_json(content: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=2))


def label(name: str, marks: Sequence[str]) -> str:
    """A name with what has to be said of it: illustrative, or partly written by the editor."""
    return name + "".join(f"〔{mark}〕" for mark in marks)


def ranking_view(ranking: Ranking, other: str, shown_rejected: int = 5) -> RenderableType:
    """A ranking as a table with band, shared terms and reasons, and below it who is out and why."""
    table = Table(title=_title(ranking), title_justify="left", show_lines=True, expand=True)
    table.add_column("名次", justify="right", no_wrap=True)
    table.add_column(other, ratio=3, overflow="fold")
    table.add_column("得分", justify="right", no_wrap=True)
    table.add_column("档次", no_wrap=True)
    table.add_column("匹配词", ratio=3, overflow="fold")
    table.add_column("理由", ratio=6, overflow="fold")
    for row in ranking.results:
        band = Text(str(row.match.band), style=BAND_STYLE[row.match.band])
        warnings = [_short(warning) for warning in row.match.warnings]
        reasons = "\n".join((*row.match.reasons, *warnings)) or "双方共同的专业词不足以作为依据"
        table.add_row(
            str(row.rank),
            label(row.name, row.marks),
            f"{row.match.score:.3f}",
            band,
            _terms(row.match.contributions[0]),
            reasons,
        )
    parts: list[RenderableType] = [table]
    if not ranking.results:
        parts.append(Text("没有可推荐的结果"))
    if ranking.rejected:
        parts.append(Text(f"不符合硬性条件 {len(ranking.rejected)} 个：", style="dim"))
        parts += [
            Text(f"  {label(row.name, row.marks)}：{row.reason}", style="dim")
            for row in ranking.rejected[:shown_rejected]
        ]
        if len(ranking.rejected) > shown_rejected:
            parts.append(Text(f"  其余 {len(ranking.rejected) - shown_rejected} 个见 --json", style="dim"))
    return Group(*parts, Text(_footer(ranking), style="dim"))


def rankings_view(rankings: Sequence[Ranking], matchmaker: Matchmaker) -> RenderableType:
    """Several enterprises under each other, each with its first scenarios, and one line for whatever must be known."""
    table = Table(title="已公布场景中适合路演企业的", title_justify="left", expand=True)
    for name, ratio in (("企业", 2), ("适合的场景", 4)):
        table.add_column(name, ratio=ratio, overflow="fold")
    table.add_column("得分", justify="right", no_wrap=True)
    table.add_column("档次", no_wrap=True)
    for name, ratio in (("匹配词", 4), ("理由", 8)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for ranking in rankings:
        for row in ranking.results:
            firm = label(ranking.query_name, ranking.query_marks) if row.rank == 1 else ""
            band = Text(str(row.match.band), style=BAND_STYLE[row.match.band])
            name = f"{row.rank}、{label(row.name, row.marks)}"
            terms, reasons = _terms(row.match.contributions[0], 4), "；".join(row.match.reasons[:2])
            table.add_row(
                firm, name, f"{row.match.score:.3f}", band, terms, reasons, end_section=row is ranking.results[-1]
            )
    notes = [
        Text(f"{ranking.query_name}：有 {len(enterprise.risk_notes)} 条风险提示，见 matcher explain", style="yellow")
        for ranking in rankings
        if (enterprise := matchmaker.enterprises[ranking.query_id]).risk_notes
    ]
    return Group(table, *notes, Text(_footer(rankings[0]) if rankings else "没有可显示的企业", style="dim"))


def match_view(match: Match, enterprise: Enterprise, scenario: Scenario, why_not: tuple[str, ...]) -> RenderableType:
    """One pair taken apart: summands, terms, requirements, what is missing."""
    pair = f"{label(enterprise.name, enterprise.marks)} ↔ {label(scenario.name, scenario.marks)}"
    head = Text(f"{pair}\n得分 {match.score:.4f}，档次：")
    head.append(str(match.band), style=BAND_STYLE[match.band])
    sums = Table(title="得分构成（各项相加即得分）", title_justify="left")
    for name in ("信号", "取值", "权重", "得分"):
        sums.add_column(name, justify="left" if name == "信号" else "right", no_wrap=True)
    sums.add_column("说明", overflow="fold")
    for one in match.contributions:
        value = "未知" if one.value is None else f"{one.value:.3f}"
        sums.add_row(one.label, value, f"{one.weight:.2f}", f"{one.points:+.4f}", one.evidence or _terms(one))
    needs = Table(title="需求逐条对照", title_justify="left", show_lines=True)
    for name in ("需求", "类型", "覆盖", "企业用词"):
        needs.add_column(name)
    for need in match.requirements:
        kind = "必须" if need.need == "must" else "期望"
        needs.add_row(need.text, kind, f"{need.coverage:.0%}", "、".join(need.terms) or "未体现")
    parts: list[RenderableType] = [head, sums]
    if match.requirements:
        parts.append(needs)
    for title, lines in (
        ("理由", match.reasons),
        ("欠缺", match.missing),
        ("提醒", match.warnings),
        ("未入前列的原因", why_not),
    ):
        if lines:
            parts.append(Text(f"{title}：\n" + "\n".join(f"  · {line}" for line in lines)))
    if not match.verdict.ok:
        parts.append(Text(f"不符合：{match.verdict.reason}", style="bold red"))
    return Group(*parts, Text(ADVICE, style="dim"))


def _terms(contribution: Contribution, most: int = 6) -> str:
    specific = [term.term for term in contribution.terms if not term.is_generic]
    return "、".join(specific[:most])


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _title(ranking: Ranking) -> str:
    return f"{label(ranking.query_name, ranking.query_marks)}（{ranking.query_id}）"


def _footer(ranking: Ranking) -> str:
    return f"基准日 {ranking.on.isoformat()}，引擎 {ranking.engine_version}，权重 {ranking.weights_version}。{ADVICE}。"
