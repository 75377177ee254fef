"""One pair taken apart on a terminal: first the reasons, last the sum."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matcher import Contribution, Match
from matcher.cli.show import band_text, label, terms
from matcher.cli.wrapping import Wrapped
from matcher.entities import Enterprise, Scenario
from matcher.lifting import Lift
from matcher.wording import DEGREES, LIFTS, degree, evidence

NEED_LABEL = {"must": "必须", "nice": "期望"}


def pair_view(
    match: Match,
    enterprise: Enterprise,
    scenario: Scenario,
    why_not: Sequence[str],
    lifts: Sequence[Lift],
    footer: str,
    notes: Sequence[str] = (),
) -> RenderableType:
    """Score and reasons, each requirement, what is missing, what to know, what would lift it, and the summands."""
    pair = f"{label(enterprise.name, enterprise.marks)} ↔ {label(scenario.name, scenario.marks)}"
    score = Text.assemble(f"得分 {match.score:.4f}，档次：", band_text(match))
    parts: list[RenderableType] = [Wrapped(pair, "bold"), *(Wrapped(note, "bold yellow") for note in notes), score]
    if not match.verdict.ok:
        parts.append(Wrapped(f"不符合：{match.verdict.reason}", "bold red"))
    parts += _section("理由", match.reasons)
    if match.requirements:
        parts += [_requirements(match), Wrapped(f"{DEGREES}。", "dim")]
    for title, lines in (("欠缺", match.missing), ("提醒", match.warnings), ("未入前列的原因", why_not)):
        parts += _section(title, lines)
    if lifts:
        parts += [_lifts(lifts), Wrapped(LIFTS, "dim")]
    return Group(*parts, _summands(match), Wrapped(footer, "dim"))


def _section(title: str, lines: Sequence[str]) -> list[RenderableType]:
    return [Wrapped(f"{title}："), *(Wrapped(line, first="  · ") for line in lines)] if lines else []


def _requirements(match: Match) -> Table:
    table = Table(title="需求逐条对照", title_justify="left", show_lines=True)
    table.add_column("需求", ratio=3)
    table.add_column("类型", no_wrap=True)
    table.add_column("覆盖程度", justify="right", no_wrap=True)
    table.add_column("企业用词", ratio=2)
    for need in match.requirements:
        words = Wrapped("、".join(need.terms) or "没有对应的词")
        table.add_row(Wrapped(need.text), NEED_LABEL[need.need], f"{degree(need)} {need.coverage:.0%}", words)
    return table


def _lifts(lifts: Sequence[Lift]) -> Table:
    table = Table(title="怎样能更合适（按重新计算的增加值）", title_justify="left")
    table.add_column("做法")
    table.add_column("增加", justify="right", no_wrap=True)
    table.add_column("做到之后", no_wrap=True)
    for one in lifts:
        table.add_row(Wrapped(one.advice), f"{one.gain:+.4f}", f"{one.score:.4f} {one.band}")
    return table


def _summands(match: Match) -> Table:
    table = Table(title="得分构成（各项相加即得分）", title_justify="left")
    table.add_column("信号", no_wrap=True)
    for name in ("取值", "权重", "得分"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("说明")
    for one in match.contributions:
        said = Wrapped(evidence(one) or terms(one, with_concepts=True))
        table.add_row(one.label, *_value_and_weight(one), f"{one.points:+.4f}", said)
    return table


def _value_and_weight(one: Contribution) -> tuple[str, str]:
    if one.feature == "bias":
        return "—", "—"
    return "未知" if one.value is None else f"{one.value:.3f}", f"{one.weight:.2f}"
