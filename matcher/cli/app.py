"""`matcher recommend | shortlist | explain | evaluate | bands | judge | lexicon | data`: files in, answers out."""

from pathlib import Path
from typing import Annotated

import typer

from matcher import match_json, ranking_json
from matcher.cli import data, judge, lexicon, show
from matcher.cli.bands import EXAMPLES as BANDS_EXAMPLES
from matcher.cli.bands import bands
from matcher.cli.embed import EXAMPLES as EMBED_EXAMPLES
from matcher.cli.embed import embed
from matcher.cli.evaluate import EXAMPLES, evaluate
from matcher.cli.help import ChineseCommand, ChineseGroup
from matcher.cli.inputs import enterprise_or_file, load_inputs, scenario_or_file
from matcher.cli.pair_view import pair_view
from matcher.cli.ranking_view import ranking_view
from matcher.lifting import lifts, lifts_json
from matcher.notes import notes
from matcher.version import ENGINE_VERSION

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    no_args_is_help=True,
    help="企业与应用场景的匹配：推荐、筛选、解释。各命令的用法见 matcher 命令 --help。",
    epilog="matcher recommend 大唐高鸿\nmatcher shortlist 科学大道智能交通\nmatcher explain 腾讯 江津智慧商圈",
)

app.add_typer(data.app, name="data")
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(judge.app, name="judge")
app.command(cls=ChineseCommand, epilog=EXAMPLES)(evaluate)
app.command(cls=ChineseCommand, epilog=BANDS_EXAMPLES)(bands)
app.command(cls=ChineseCommand, epilog=EMBED_EXAMPLES)(embed)

On = Annotated[
    str | None,
    typer.Option("--on", metavar="日期", help="以哪一天为准，如 2026-09-01；默认取内置示例自带的日期"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Most = Annotated[int, typer.Option("-k", min=1, max=10_000, metavar="个数", help="最多列出几个")]
Only = Annotated[bool, typer.Option("--only", help="只用文件里的，不加内置目录；没有写 --on 时以当天为准")]
Firms = Annotated[Path | None, typer.Option("--enterprises", metavar="文件", help="企业文件（.json 或 .jsonl）")]
Needs = Annotated[Path | None, typer.Option("--scenarios", metavar="文件", help="场景文件（.json 或 .jsonl）")]
Firm = Annotated[str, typer.Argument(metavar="企业", help="企业名称、编号，或企业文件")]
Need = Annotated[str, typer.Argument(metavar="场景", help="场景名称、编号，或场景文件")]


@app.command(
    cls=ChineseCommand,
    epilog="matcher recommend 大唐高鸿\nmatcher recommend 我的企业.json --scenarios 场景.jsonl --only --on 2026-09-01",
)
def recommend(
    enterprise: Firm, scenarios: Needs = None, only: Only = False, on: On = None, k: Most = 10, as_json: AsJson = False
) -> None:
    """为一家企业推荐场景，并说明理由。"""
    inputs = load_inputs(on, scenarios=scenarios, only=only)
    asked = enterprise_or_file(enterprise, inputs)
    ranking = inputs.matchmaker.recommend(asked, inputs.on, k)
    said = notes(inputs.matchmaker, asked)
    if as_json:
        show.print_json(ranking_json(ranking, said))
    else:
        screen = show.console()
        screen.print(ranking_view(ranking, "场景", screen.width, said))


@app.command(
    cls=ChineseCommand,
    epilog="matcher shortlist 科学大道智能交通 -k 5\nmatcher shortlist 我的场景.json --enterprises 企业.jsonl --only",
)
def shortlist(
    scenario: Need, enterprises: Firms = None, only: Only = False, on: On = None, k: Most = 10, as_json: AsJson = False
) -> None:
    """为一个场景筛选企业，并说明理由。"""
    inputs = load_inputs(on, enterprises=enterprises, only=only)
    asked = scenario_or_file(scenario, inputs)
    ranking = inputs.matchmaker.shortlist(asked, inputs.on, k)
    said = notes(inputs.matchmaker, asked)
    if as_json:
        show.print_json(ranking_json(ranking, said))
    else:
        screen = show.console()
        screen.print(ranking_view(ranking, "企业", screen.width, said))


@app.command(
    cls=ChineseCommand, epilog="matcher explain 腾讯 江津智慧商圈\nmatcher explain 我的企业.json 科学大道智能交通"
)
def explain(
    enterprise: Firm,
    scenario: Need,
    enterprises: Firms = None,
    scenarios: Needs = None,
    on: On = None,
    k: Most = 10,
    as_json: AsJson = False,
) -> None:
    """拆解一对企业与场景的得分：各项构成、逐条需求、欠缺，为什么没有进入前列，以及怎样能更合适。"""
    inputs = load_inputs(on, enterprises, scenarios)
    firm, need = enterprise_or_file(enterprise, inputs), scenario_or_file(scenario, inputs)
    match = inputs.matchmaker.explain(firm, need, inputs.on)
    why_not = inputs.matchmaker.why_not(firm, need, inputs.on, k)
    lifted = lifts(inputs.matchmaker, firm, need, inputs.on)
    said = notes(inputs.matchmaker, firm, need)
    versions = {"engine_version": ENGINE_VERSION, "weights_version": inputs.matchmaker.config.version}
    if as_json:
        more = {"why_not": list(why_not), "lifts": lifts_json(lifted), "notes": list(said)}
        show.print_json({"on": inputs.on.isoformat(), **versions, **match_json(match), **more})
    else:
        footer = show.footer(inputs.on, **versions)
        show.console().print(pair_view(match, firm, need, why_not, lifted, footer, said))
