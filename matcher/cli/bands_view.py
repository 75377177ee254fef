"""What `matcher bands` says on a terminal and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table

from matcher import Config
from matcher.cli import show
from matcher.cli.evaluate import DIRECTION_LABELS
from matcher.cli.wrapping import Wrapped
from matcher.errors import printable
from matcher.version import ENGINE_VERSION

if TYPE_CHECKING:
    from matcher.evaluation.bands import BandRow, Proposal, SetBands, Threshold
    from matcher.evaluation.judgments import JudgedSet

DECIMALS = 6
NOTE = (
    "对口：等级大于 0。没有判断过的对按不对口计，判断往往不完整，所以对口率偏低。"
    "倍数：对口率与全部的对中对口的比例相比，等于 1 即与随便抽一对无异。对口率只在您自己的判断上才有意义。"
)
EMPTY = "没有一对对口的（等级大于 0），不参与建议"


@dataclass(frozen=True)
class Written:
    """What was replaced in the table [bands] of a file: name -> old and new value."""

    file: Path
    changes: Mapping[str, tuple[Any, float]]


@dataclass(frozen=True)
class BandsReport:
    """Everything that a run of the command found; `empty` names the sets without a relevant pair."""

    sets: tuple[tuple["JudgedSet", "SetBands"], ...]
    empty: tuple[str, ...]
    proposal: "Proposal | None"
    written: Written | None
    on: date
    config: Config
    sentence_model: str


def bands_view(report: BandsReport) -> RenderableType:
    """A table for each set, the proposal, and how to read them."""
    parts: list[RenderableType] = []
    for judged, found in report.sets:
        parts += [Wrapped(_title(judged, found), "bold"), _table(found), *map(Wrapped, _threshold_lines(found))]
        parts.append(Wrapped(""))
    parts += [Wrapped(f"评测集 {printable(name)}：{EMPTY}。") for name in report.empty]
    config = report.config
    parts.append(Wrapped(_proposal_line(report.proposal), "bold"))
    if report.sets:
        parts.append(Wrapped(f"表中按现用的门槛分档：强 {config.strong:.3f}，中 {config.medium:.3f}。"))
    if report.written:
        parts.append(Wrapped(_written_line(report.written)))
    footer = show.footer(report.on, ENGINE_VERSION, config.version)
    return Group(*parts, Wrapped(NOTE, "dim"), Wrapped(footer, "dim"))


def bands_json(report: BandsReport) -> dict[str, Any]:
    """The same as JSON."""
    proposal = report.proposal
    return {
        "on": report.on.isoformat(),
        "engine_version": ENGINE_VERSION,
        "weights_version": report.config.version,
        "sentence_model": report.sentence_model,
        "thresholds": {"strong": report.config.strong, "medium": report.config.medium},
        "sets": [_set_json(judged, found) for judged, found in report.sets],
        "without_relevant": list(report.empty),
        "proposal": proposal and {"strong": proposal.strong, "medium": proposal.medium, "sets": proposal.n_sets},
        "written": report.written and _written_json(report.written),
        "note": NOTE,
    }


def _title(judged: "JudgedSet", found: "SetBands") -> str:
    return (
        f"评测集 {judged.name}（{judged.split}），{DIRECTION_LABELS[judged.direction]}："
        f"{len(judged.grades)} 个有判断的查询 × {len(judged.documents)} 个候选 = {found.pairs} 对，"
        f"其中判断过 {found.judged} 对，对口 {found.relevant} 对（{found.prevalence:.2%}）"
    )


def _table(found: "SetBands") -> Table:
    table = Table()
    for title in ("档次", "对数", "占全部", "判断过", "对口", "对口率", "倍数"):
        table.add_column(title, justify="left" if title == "档次" else "right", no_wrap=True)
    for row in found.rows:
        precision = "—" if row.precision is None else f"{row.precision:.1%}"
        lift = "—" if row.lift is None else f"{row.lift:.1f}"
        table.add_row(row.band, str(row.pairs), f"{row.share:.1%}", str(row.judged), str(row.relevant), precision, lift)
    return table


def _threshold_lines(found: "SetBands") -> list[str]:
    lines = [_threshold_line("强", "--strong-lift", found.strong), _threshold_line("中", "--medium-lift", found.medium)]
    return lines if found.is_usable else [*lines, "这个评测集不参与建议。"]


def _threshold_line(band: str, option: str, one: "Threshold") -> str:
    if one.score is None:
        advice = f"，可以调低 {option}" if one.peak > 1 else ""
        return f"{band}：没有哪个门槛达到 {one.wanted:g} 倍，最高 {one.peak:.1f} 倍{advice}。"
    chosen = f"依据够这一档、得分不低于它的有 {one.pairs} 对，合起来 {one.lift:.1f} 倍"
    return f"{band}：达到 {one.wanted:g} 倍的最低门槛是 {one.score:.4f}，{chosen}。"


def _proposal_line(proposal: "Proposal | None") -> str:
    if proposal is None:
        return "没有可用的评测集，得不出建议的门槛。"
    origin = f"{proposal.n_sets} 个评测集的中位数" if proposal.n_sets > 1 else "出自 1 个评测集"
    clash = "强低于中，不能用。" if proposal.strong < proposal.medium else ""
    return f"建议的门槛：强 {proposal.strong:.3f}，中 {proposal.medium:.3f}（{origin}，取到 0.005）。{clash}"


def _written_line(written: Written) -> str:
    changes = "，".join(f"{name} {old} → {new}" for name, (old, new) in written.changes.items())
    named = printable(str(written.file), 1000)
    return f"已写入 {named} 的 [bands]：{changes}。version 没有动，请改成新的，好分清结果用的是哪一套门槛。"


def _written_json(written: Written) -> dict[str, Any]:
    changes = {name: {"old": old, "new": new} for name, (old, new) in written.changes.items()}
    return {"file": str(written.file), **changes}


def _set_json(judged: "JudgedSet", found: "SetBands") -> dict[str, Any]:
    return {
        "set": judged.name,
        "split": judged.split,
        "direction": judged.direction,
        "queries": len(judged.grades),
        "documents": len(judged.documents),
        "pairs": found.pairs,
        "judged": found.judged,
        "relevant": found.relevant,
        "prevalence": round(found.prevalence, DECIMALS),
        "bands": [_row_json(row) for row in found.rows],
        "strong": _threshold_json(found.strong),
        "medium": _threshold_json(found.medium),
        "in_proposal": found.is_usable,
    }


def _row_json(row: "BandRow") -> dict[str, Any]:
    return {
        "band": row.band,
        "pairs": row.pairs,
        "share": round(row.share, DECIMALS),
        "judged": row.judged,
        "relevant": row.relevant,
        "precision": _rounded(row.precision),
        "lift": _rounded(row.lift),
    }


def _threshold_json(one: "Threshold") -> dict[str, Any]:
    return {
        "wanted_lift": one.wanted,
        "score": _rounded(one.score),
        "pairs": one.pairs,
        "lift": _rounded(one.lift),
        "highest_lift": _rounded(one.peak),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
