"""Rankings on a terminal: a table where there is room for one, else a list."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from matcher import Matchmaker, Ranking
from matcher.cli.show import BAND_STYLE, band_text, footer, label, terms
from matcher.cli.wrapping import Wrapped
from matcher.results import RankedMatch

TABLE_WIDTH = 100  # columns of a narrower table would break marks and terms
SHOWN_REJECTED = 5
ROW_WARNING_CHARS = 40
NO_EVIDENCE = "双方共同的专业词不足以作为依据"


def ranking_view(ranking: Ranking, other: str, width: int, notes: Sequence[str] = ()) -> RenderableType:
    """Ranks with band, shared terms and reasons; below them what to know before deciding, and who is out and why.

    `notes` come before all else.
    """
    title = f"{label(ranking.query_name, ranking.query_marks)}（{ranking.query_id}）"
    shared = _shared_warnings(ranking)
    reasons = [_row_reasons(row, shared) for row in ranking.results]
    reminders = _reminders(ranking, shared)
    rows = _table(ranking, other, reasons) if width >= TABLE_WIDTH else _list(ranking, reasons)
    parts: list[RenderableType] = [Wrapped(title, "italic"), *(Wrapped(note, "bold yellow") for note in notes)]
    parts.append(rows if ranking.results else Wrapped("没有可推荐的结果"))
    if reminders:
        parts += [Wrapped("提醒（不影响名次）：", "yellow"), *(Wrapped(line, first="  · ") for line in reminders)]
    if ranking.rejected:
        parts.append(Wrapped(f"不符合硬性条件 {len(ranking.rejected)} 个：", "dim"))
        for row in ranking.rejected[:SHOWN_REJECTED]:
            parts.append(Wrapped(f"{label(row.name, row.marks)}：{row.reason}", "dim", "  · "))
        if len(ranking.rejected) > SHOWN_REJECTED:
            parts.append(Wrapped(f"  其余 {len(ranking.rejected) - SHOWN_REJECTED} 个见 --json", "dim"))
    return Group(*parts, _footer(ranking))


def rankings_view(rankings: Sequence[Ranking], matchmaker: Matchmaker, width: int) -> RenderableType:
    """Several enterprises under each other, each with its first scenarios, and one line for whatever must be known."""
    notes = [
        Wrapped(f"{ranking.query_name}：有 {len(enterprise.risk_notes)} 条风险提示，见 matcher explain", "yellow")
        for ranking in rankings
        if (enterprise := matchmaker.enterprises[ranking.query_id]).risk_notes
    ]
    if not rankings:
        return Wrapped("没有可显示的企业", "dim")
    title = Wrapped("路演企业在已公布场景中的首选", "italic")
    rows = _joint_table(rankings) if width >= TABLE_WIDTH else _joint_list(rankings)
    return Group(title, rows, *notes, _footer(rankings[0]))


def _table(ranking: Ranking, other: str, reasons: Sequence[Sequence[str]]) -> Table:
    table = Table(show_lines=True, expand=True)
    table.add_column("名次", justify="right", no_wrap=True)
    table.add_column(other, ratio=3)
    table.add_column("得分", justify="right", no_wrap=True)
    table.add_column("档次", no_wrap=True)
    table.add_column("匹配词", ratio=3)
    table.add_column("理由", ratio=6)
    for row, lines in zip(ranking.results, reasons, strict=True):
        table.add_row(
            str(row.rank),
            Wrapped(label(row.name, row.marks)),
            f"{row.match.score:.3f}",
            band_text(row.match),
            Wrapped(terms(row.match.contributions[0])),
            Wrapped("\n".join(lines)),
        )
    return table


def _list(ranking: Ranking, reasons: Sequence[Sequence[str]]) -> Group:
    parts: list[RenderableType] = []
    for row, lines in zip(ranking.results, reasons, strict=True):
        parts += [*_entry(row), *(Wrapped(line, first="      · ") for line in lines)]
    return Group(*parts)


def _joint_table(rankings: Sequence[Ranking]) -> Table:
    table = Table(expand=True)
    for name, ratio in (("企业", 3), ("适合的场景", 4)):
        table.add_column(name, ratio=ratio)
    table.add_column("得分", justify="right", no_wrap=True)
    table.add_column("档次", no_wrap=True)
    for name, ratio in (("匹配词", 4), ("理由", 8)):
        table.add_column(name, ratio=ratio)
    for ranking in rankings:
        for row in ranking.results:
            table.add_row(
                Wrapped(label(ranking.query_name, ranking.query_marks) if row.rank == 1 else ""),
                Wrapped(f"{row.rank}、{label(row.name, row.marks)}"),
                f"{row.match.score:.3f}",
                band_text(row.match),
                Wrapped(terms(row.match.contributions[0], 4)),
                Wrapped("\n".join(row.match.reasons[:2]) or NO_EVIDENCE),
                end_section=row is ranking.results[-1],
            )
    return table


def _joint_list(rankings: Sequence[Ranking]) -> Group:
    lines: list[RenderableType] = []
    for ranking in rankings:
        lines.append(Wrapped(label(ranking.query_name, ranking.query_marks), "bold"))
        for row in ranking.results:
            lines += [*_entry(row), Wrapped("；".join(row.match.reasons[:2]) or NO_EVIDENCE, first="      ")]
    return Group(*lines)


def _entry(row: RankedMatch) -> list[RenderableType]:
    style = BAND_STYLE[row.match.band]
    return [
        Wrapped(label(row.name, row.marks), "bold", f"{row.rank:4}  "),
        Wrapped(f"得分 {row.match.score:.3f}，档次：{row.match.band}", style, "      "),
    ]


def _shared_warnings(ranking: Ranking) -> set[str]:
    """What has to be said of every row, and so of the side that asks."""
    said = [set(row.match.warnings) for row in ranking.results]
    return set.intersection(*said) if len(said) > 1 else set()


def _row_reasons(row: RankedMatch, shared: set[str]) -> list[str]:
    """Why a row fits, its own short warnings, and a word where a long one stands below."""
    own = [warning for warning in row.match.warnings if warning not in shared]
    short = [warning for warning in own if len(warning) <= ROW_WARNING_CHARS]
    return [*(row.match.reasons or (NO_EVIDENCE,)), *short, *(["有提醒，见后"] if len(short) < len(own) else [])]


def _reminders(ranking: Ranking, shared: set[str]) -> list[str]:
    """Each warning that is shared or too long for a row, once; with the ranks of the rows it speaks of."""
    ranks: dict[str, list[str]] = {}
    for row in ranking.results:
        for warning in (one for one in row.match.warnings if one in shared or len(one) > ROW_WARNING_CHARS):
            ranks.setdefault(warning, []).append(str(row.rank))
    return [
        warning if warning in shared else f"第 {'、'.join(found)} 名：{warning}" for warning, found in ranks.items()
    ]


def _footer(ranking: Ranking) -> Wrapped:
    return Wrapped(footer(ranking.on, ranking.engine_version, ranking.weights_version), "dim")
