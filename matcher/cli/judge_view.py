"""What `matcher judge` says on a terminal and as JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table

from matcher.cli.wrapping import Wrapped

if TYPE_CHECKING:
    from matcher.evaluation.agreement import Agreement
    from matcher.evaluation.collecting import Disagreement
    from matcher.evaluation.judging import Drawing
    from matcher.evaluation.rating_sheets import RatedSheet

SHOWN_DISAGREEMENTS, SHOWN_EMPTY = 10, 5
DECIMALS = 6
RULE = "合并办法：一对有几个人评的，取各人评分的中位数，落在两级之间时向下取整。没有人评的不写入。"
KAPPA_NOTE = (
    "kappa 扣除了碰巧一致的部分，1 为完全一致，0 为与碰巧无异；加权 kappa 按等级差的平方计分歧。"
    "“—”：没有共同评过的，或两人都只用了同一个等级。"
)
Grades = Mapping[tuple[str, str], int]


def drawing_view(drawing: "Drawing", files: Sequence[Path], folder: Path) -> RenderableType:
    """What was drawn, and what to do with it."""
    query = drawing.kinds[0]
    pairs = sum(len(pool) for pool in drawing.pools.values())
    shared = len(drawing.shared_queries)
    lines = [
        f"抽样 {drawing.id}：{len(drawing.queries)} 个{query}，各排序取前 {drawing.depth} 个，共 {pairs} 对待评",
        *(
            f"  {file.name}：{len(drawing.sheets[number])} 个{query}，{len(drawing.rows(number + 1))} 行"
            for number, file in enumerate(files)
        ),
    ]
    if len(files) > 1:
        nothing = f"没有共同的{query}，收回后看不出一致程度；可提高 --overlap"
        lines.append(f"其中 {shared} 个{query}由所有人都评" if shared else nothing)
    if cut := _cut(drawing):
        lines.append(f"有 {cut} 段文字过长，评分表与评测集只取了开头")
    lines.append(f"已写入 {folder}。评分表一人发一份，其余文件自己留着；收回后执行：")
    lines.append(f"  matcher judge collect {folder} 收回的评分表.xlsx --out 我的评测集")
    return Group(*map(Wrapped, lines))


def collected_view(
    drawing: "Drawing", sheets: Sequence["RatedSheet"], grades: Grades, folder: Path, split: str
) -> RenderableType:
    """Sheets with what is empty, agreement, the largest disagreements, and what was written."""
    from matcher.evaluation.collecting import agreements, disagreements

    given = sum(len(sheet.grades) for sheet in sheets)
    parts: list[RenderableType] = [
        Wrapped(
            f"抽样 {drawing.id}：收回 {len(sheets)} 份评分表（发出 {len(drawing.sheets)} 份），{given} 个评分", "bold"
        ),
        *(Wrapped(_sheet_line(sheet), first="  ") for sheet in sheets),
    ]
    found = agreements(sheets)
    parts += (
        [_agreement_table(found), Wrapped(KAPPA_NOTE, "dim")] if found else [Wrapped("只有一份评分表，看不出一致程度")]
    )
    if apart := disagreements(sheets):
        parts.append(Wrapped(f"评分不一致的有 {len(apart)} 对，差得最多的：", "bold"))
        parts.append(_disagreement_table(drawing, apart[:SHOWN_DISAGREEMENTS]))
    counts = Counter(grades.values())
    said = "，".join(f"{grade} 分 {counts[grade]} 对" for grade in sorted(counts, reverse=True))
    parts.append(Wrapped(RULE))
    parts.append(Wrapped(f"已写入 {folder}：{len(grades)} 对（{said}）。{_unfitted(drawing, grades)}接着执行："))
    parts.append(Wrapped(f"  matcher evaluate {folder} --split {split} --direction {drawing.direction}"))
    return Group(*parts)


def collected_json(
    drawing: "Drawing", sheets: Sequence["RatedSheet"], grades: Grades, folder: Path, split: str
) -> dict[str, Any]:
    """The same as JSON, every disagreement and empty pair included."""
    from matcher.evaluation.collecting import agreements, disagreements

    return {
        "drawing": drawing.id,
        "direction": drawing.direction,
        "sheets": [
            {"sheet": one.number, "file": one.file, "graded": len(one.grades), "empty": [list(p) for p in one.empty]}
            for one in sheets
        ],
        "agreement": [
            {
                "sheets": list(pair),
                "pairs": one.n,
                "plain": _rounded(one.plain),
                "kappa": _rounded(one.kappa),
                "weighted_kappa": _rounded(one.weighted_kappa),
            }
            for pair, one in agreements(sheets).items()
        ],
        "disagreements": [
            {
                "query": one.pair[0],
                "candidate": one.pair[1],
                "grades": {str(number): grade for number, grade in one.grades.items()},
                "remarks": {str(number): remark for number, remark in one.remarks.items()},
            }
            for one in disagreements(sheets)
        ],
        "rule": RULE,
        "judged": len(grades),
        "set": str(folder),
        "split": split,
    }


def _sheet_line(sheet: "RatedSheet") -> str:
    line = f"评分表 {sheet.number}（{sheet.file}）：{len(sheet.grades)} 个评分"
    if not sheet.empty:
        return line
    named = "、".join(f"{query} 与 {document}" for query, document in sheet.empty[:SHOWN_EMPTY])
    return f"{line}，{len(sheet.empty)} 行空着：{named}{'等' if len(sheet.empty) > SHOWN_EMPTY else ''}"


def _unfitted(drawing: "Drawing", grades: Grades) -> str:
    """A sentence on the queries that nothing fits: they have no say in a measurement."""
    fitted = {query for (query, _), grade in grades.items() if grade}
    count = sum(one.id not in fitted for one in drawing.queries)
    return f"{count} 个{drawing.kinds[0]}没有 1 分以上的候选，衡量时不计。" if count else ""


def _agreement_table(found: Mapping[tuple[int, int], "Agreement"]) -> Table:
    table = Table()
    for title in ("评分表", "共同评过", "完全一致", "kappa", "加权 kappa"):
        table.add_column(title, justify="left" if title == "评分表" else "right", no_wrap=True)
    for (one, other), values in found.items():
        plain = "—" if values.plain is None else f"{values.plain:.1%}"
        kappas = ("—" if kappa is None else f"{kappa:.3f}" for kappa in (values.kappa, values.weighted_kappa))
        table.add_row(f"{one} 与 {other}", f"{values.n} 对", plain, *kappas)
    return table


def _disagreement_table(drawing: "Drawing", apart: Sequence["Disagreement"]) -> Table:
    names = {one.id: one.name for one in (*drawing.queries, *drawing.documents)}
    table = Table(expand=True)
    for title, ratio in ((drawing.kinds[0], 3), (drawing.kinds[1], 3), ("各表评分", 2), ("备注", 3)):
        table.add_column(title, ratio=ratio)
    for one in apart:
        table.add_row(
            *(Wrapped(f"{names[id]}（{id}）") for id in one.pair),
            Wrapped("\n".join(f"表 {number}：{grade}" for number, grade in one.grades.items())),
            Wrapped("\n".join(f"表 {number}：{remark}" for number, remark in one.remarks.items())),
        )
    return table


def _cut(drawing: "Drawing") -> int:
    from matcher.evaluation.judging import MAX_TEXT_CHARS

    return sum(len(one.text) == MAX_TEXT_CHARS for one in (*drawing.queries, *drawing.documents))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
