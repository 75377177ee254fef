"""`matcher judge draw | collect`: a team's own judgments, from blind sheets to a judged set."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import judge_view, show
from matcher.cli.help import ChineseCommand, ChineseGroup
from matcher.cli.inputs import Inputs, direction_of, load_inputs
from matcher.errors import InvalidProfile, printable

if TYPE_CHECKING:
    from matcher.evaluation.judging import Drawing
    from matcher.evaluation.pooling import Run, Sides
    from matcher.reports.document import Document

REFUSAL = "请填 0、1、2 或 3；拿不准就空着。"
DEFAULT_QUERIES = DEFAULT_DEPTH = 10
WIDTHS = ((14, 14), (20, 20), (44, 100))  # id, name, text: least and most
app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    help="请人判断：抽出盲评的评分表，收回后看一致程度，写成评测集。",
    epilog="matcher judge draw --out 抽样\nmatcher judge collect 抽样 --out 我的评测集",
)
Out = Annotated[Path, typer.Option("--out", metavar="目录", help="写到哪个目录；必须是新的或空的")]
Rankings = Annotated[
    list[str] | None,
    typer.Option(
        "--ranking",
        metavar="排序",
        help="至少两种，每种写一次：engine、bm25、tfidf，或别处得来的文件（TREC 格式、推荐或筛选加 --json 的输出，"
        "或放这种输出的目录）；默认 engine、bm25 与 tfidf",
    ),
]
Way = Annotated[
    str, typer.Option("--direction", metavar="方向", help="另一方向 enterprise-to-scenario：查询是企业，候选是场景")
]
Queries = Annotated[
    list[str] | None, typer.Option("--query", metavar="查询", help="指定查询的名称或编号，可写多次；不写则随机抽取")
]
Count = Annotated[
    int | None, typer.Option("--count", min=1, max=10_000, metavar="个数", help="随机抽几个查询；默认 10")
]
Depth = Annotated[int | None, typer.Option("-k", min=1, max=1_000, metavar="个数", help="每种排序取前几个；默认 10")]
Raters = Annotated[int, typer.Option("--raters", min=1, max=50, metavar="份数", help="评分表几份，一人一份")]
Shared = Annotated[
    int, typer.Option("--overlap", min=0, max=100, metavar="百分比", help="多大比例的查询由所有人都评，用来看一致程度")
]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="种子", help="同样的输入、同样的种子总是得到同样的评分表")]
Firms = Annotated[Path | None, typer.Option("--enterprises", metavar="文件", help="企业文件（.json 或 .jsonl）")]
Needs = Annotated[Path | None, typer.Option("--scenarios", metavar="文件", help="场景文件（.json 或 .jsonl）")]
Only = Annotated[bool, typer.Option("--only", help="只用文件里的，不加内置目录；没有写 --on 时以当天为准")]
On = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="以哪一天为准，如 2026-09-01；默认取内置示例自带的日期")
]
Folder = Annotated[Path, typer.Argument(metavar="抽样目录", help="matcher judge draw 写的目录")]
Sheets = Annotated[
    list[Path] | None, typer.Argument(metavar="评分表", help="收回的评分表（.xlsx），可以多份；不给则取抽样目录里的")
]
Target = Annotated[Path, typer.Option("--out", metavar="目录", help="评测集写到哪个目录")]
Split = Annotated[str, typer.Option("--split", metavar="名称", help="这一份判断的名称")]
Replace = Annotated[bool, typer.Option("--replace", help="替换那里已有的同名判断")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command(
    cls=ChineseCommand,
    epilog="matcher judge draw --out 抽样 --count 20 -k 10 --raters 3 --overlap 30\n"
    "matcher judge draw --out 抽样 --ranking engine --ranking 别家.run --scenarios 场景.jsonl --only",
)
def draw(
    out: Out,
    ranking: Rankings = None,
    direction: Way = "scenario-to-enterprise",
    query: Queries = None,
    count: Count = None,
    k: Depth = None,
    raters: Raters = 2,
    overlap: Shared = 30,
    seed: Seed = 1,
    enterprises: Firms = None,
    scenarios: Needs = None,
    only: Only = False,
    on: On = None,
) -> None:
    """抽出盲评的评分表：每个查询合并各排序的前几个候选，打乱先后，看不出谁来自哪种排序。"""
    from matcher.evaluation import drawing_files, judging
    from matcher.evaluation.pooling import sides_of
    from matcher.reports import as_xlsx

    way, names = direction_of(direction), _require_rankings(ranking)
    if query and count:
        raise InvalidProfile({"--count": "已用 --query 指定查询，两者只用一个"})
    drawing_files.require_new_folder(out)
    inputs = load_inputs(on, enterprises, scenarios, only)
    sides = sides_of(inputs.matchmaker, way)
    depth = _depth(k, sides)
    asked, runs = _runs(names, inputs, sides, (query or [], count), depth, seed)
    pools = judging.pooled(list(runs.values()), asked, depth)
    if empty := [id for id in asked if not pools[id]]:
        raise InvalidProfile({"--query": f"“{empty[0]}”在每种排序里都没有结果，请换一个查询"})
    _say_short(runs, asked, depth)
    drawing = judging.Drawing(
        way,
        inputs.on,
        seed,
        depth,
        tuple(judging.Item.of(sides.queries[id]) for id in asked),
        tuple(judging.Item.of(one) for one in sides.documents.values()),
        pools,
        judging.dealt(asked, raters, overlap, seed),
    )
    contents = [as_xlsx.write(sheet_document(drawing, number)) for number in range(1, raters + 1)]
    files = drawing_files.write_drawing(out, drawing, contents)
    show.console().print(judge_view.drawing_view(drawing, files, out))


@app.command(
    cls=ChineseCommand,
    epilog="matcher judge collect 抽样 --out 我的评测集\n"
    "matcher judge collect 抽样 收回/评分表-1.xlsx 收回/评分表-2.xlsx --out 我的评测集 --split dev",
)
def collect(
    folder: Folder,
    out: Target,
    sheets: Sheets = None,
    split: Split = "dev",
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """收回评分表：逐格检查，给出评分人之间的一致程度与分歧，写成评测集。"""
    from matcher.evaluation import collecting, drawing_files, rating_sheets
    from matcher.intake.spreadsheet import read_xlsx

    drawing = drawing_files.read_drawing(folder)
    drawing_files.require_judged_folder(out, split, drawing, replace)
    files = sheets or sorted(folder.glob(drawing_files.SHEET.format("*")))
    if not files:
        raise InvalidProfile({printable(str(folder), 1000): "里面没有评分表，请在命令里写出收回的文件"})
    rated = collecting.in_order([rating_sheets.read_sheet(read_xlsx(file), str(file), drawing) for file in files])
    grades = collecting.combined(rated)
    drawing_files.write_judged_set(out, split, drawing, grades, replace)
    if as_json:
        show.print_json(judge_view.collected_json(drawing, rated, grades, out, split))
    else:
        show.console().print(judge_view.collected_view(drawing, rated, grades, out, split))


def sheet_document(drawing: "Drawing", number: int) -> "Document":
    """A rating sheet as a document: the notes, then the pairs."""
    from matcher.evaluation import rating_sheets as layout
    from matcher.reports.document import Column, Document, Table

    rows = layout.rows(drawing, number)
    prompt = "\n".join(f"{grade} {name}" for grade, (name, _) in layout.SCALE.items())
    *texts, grade, remark = layout.titles(drawing)
    columns = [Column(title, *WIDTHS[place % len(WIDTHS)]) for place, title in enumerate(texts)]
    columns.append(Column(grade, 8, 8, True, tuple(layout.SCALE), prompt, REFUSAL))
    columns.append(Column(remark, 22, 22, True))
    notes = tuple(Column(title, width, width) for title, width in zip(layout.NOTES_TITLES, (16, 100), strict=True))
    tables = (
        Table(layout.NOTES, notes, layout.notes(drawing, number)),
        Table(layout.PAIRS, tuple(columns), rows, is_banded=True),
    )
    return Document(f"评分表 {number}", drawing.on, tables)


def _require_rankings(ranking: list[str] | None) -> list[str]:
    """The rankings as typed: two or more, each once, files there."""
    from matcher.evaluation.pooling import SYSTEMS
    from matcher.evaluation.run_files import require_run_file

    names = ranking or list(SYSTEMS)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InvalidProfile({"--ranking": f"“{printable(twice[0])}”写了不止一次"})
    if len(names) < 2:
        raise InvalidProfile({"--ranking": f"只有一种排序“{printable(names[0])}”，合并抽样至少要两种，否则偏向它自己"})
    for name in names:
        if name not in SYSTEMS:
            require_run_file(Path(name))
    return names


def _depth(k: int | None, sides: "Sides") -> int:
    if k and k > len(sides.documents):
        raise InvalidProfile({"-k": f"候选{sides.kinds[1]}只有 {len(sides.documents)} 个，取不到前 {k} 个"})
    return k or min(DEFAULT_DEPTH, len(sides.documents))


def _runs(
    names: list[str], inputs: Inputs, sides: "Sides", wanted: tuple[list[str], int | None], depth: int, seed: int
) -> tuple[list[str], dict[str, "Run"]]:
    """Queries asked, ids ascending, and the run of every ranking."""
    from matcher.evaluation.pooling import SYSTEMS, run_of
    from matcher.evaluation.run_files import read_run

    read = {name: read_run(Path(name), sides) for name in names if name not in SYSTEMS}
    asked = _asked(read, inputs, sides, wanted, seed)
    runs = {name: read.get(name) or run_of(name, inputs.matchmaker, sides, asked, inputs.on, depth) for name in names}
    return asked, runs


def _asked(
    read: dict[str, "Run"], inputs: Inputs, sides: "Sides", wanted: tuple[list[str], int | None], seed: int
) -> list[str]:
    """The queries named, or drawn from those that every file answers."""
    from matcher.evaluation.judging import chosen

    typed, count = wanted
    market, kind = inputs.matchmaker, sides.kinds[0]
    find = market.scenario if sides.direction == "scenario-to-enterprise" else market.enterprise
    asked = sorted({find(name).id for name in typed})
    for name, run in read.items():
        if missing := [id for id in asked if id not in run]:
            raise InvalidProfile({printable(name, 1000): f"没有{kind}“{missing[0]}”的结果"})
    if asked:
        return asked
    answered = [id for id in sides.queries if all(id in run for run in read.values())]
    if not answered:
        raise InvalidProfile({"--ranking": f"没有一个{kind}在每种排序里都有结果"})
    if count and count > len(answered):
        raise InvalidProfile({"--count": f"每种排序里都有结果的{kind}只有 {len(answered)} 个，抽不出 {count} 个"})
    return chosen(answered, count or DEFAULT_QUERIES, seed)


def _say_short(runs: dict[str, "Run"], asked: list[str], depth: int) -> None:
    """One line on standard error for each file with fewer results than asked for."""
    from matcher.evaluation.pooling import SYSTEMS

    for name, run in runs.items():
        short = sum(len(run[id]) < depth for id in asked)
        if short and name not in SYSTEMS:
            print(f"提示：{printable(name, 1000)} 有 {short} 个查询不足 {depth} 个结果，有几个取几个", file=sys.stderr)
