"""`matcher lexicon check | show | gaps | sample | vectors`: the technology lexicon for those who keep it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from matcher import datasets, load_lexicon, load_taxonomy
from matcher.cli import inputs, show
from matcher.cli.help import ChineseCommand, ChineseGroup
from matcher.cli.lexicon_vectors import build_vectors, installed_embedder
from matcher.cli.wrapping import Wrapped
from matcher.entities import Enterprise, Scenario
from matcher.errors import DamagedData, InvalidProfile, NotFound, printable, reason_of
from matcher.text.concept_check import concept_problems
from matcher.text.concepts import NAMES, Concept, ConceptNet, Relation, plain
from matcher.text.document import enterprise_passages, scenario_passages
from matcher.text.gaps import gaps as find_gaps
from matcher.text.link_review import draw, review_sheet, written_links
from matcher.text.names import nearest_terms
from matcher.text.normalize import normalize

app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    help="技术词典：检查、查词、找缺口、抽查、重新生成词向量。",
    epilog="matcher lexicon check\nmatcher lexicon show 车路协同\nmatcher lexicon gaps -k 50\n"
    "matcher lexicon sample --seed 20261123 --out 抽查.tsv\nmatcher lexicon vectors",
)
Term = Annotated[str, typer.Argument(metavar="词", help="概念、别名、产品、部件、服务等，写法不限")]
Firms = Annotated[Path | None, typer.Option("--enterprises", metavar="文件", help="企业文件（.json 或 .jsonl）")]
Needs = Annotated[Path | None, typer.Option("--scenarios", metavar="文件", help="场景文件（.json 或 .jsonl）")]
Most = Annotated[int, typer.Option("-k", min=1, max=100_000, metavar="个数", help="最多列出几个")]
Links = Annotated[int, typer.Option("-n", min=1, max=100_000, metavar="条数", help="抽多少条")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="种子", help="同一词典、同一种子总是抽到同样的条目")]
Sheet = Annotated[Path, typer.Option("--out", metavar="文件", help="写到哪个文件；已有的文件不会被覆盖")]
Pieces = Annotated[Path, typer.Option("--pieces", metavar="目录", help="中间结果；中断后再执行会接着算")]


@app.command(cls=ChineseCommand, epilog="matcher lexicon check")
def check() -> None:
    """读取全部概念文件，列出矛盾、不认识的行业代码、不规范的写法与泛词；有问题时以 1 退出。"""
    try:
        net = datasets.load_concepts()
    except DamagedData as contradiction:
        print(f"{Path(contradiction.file).name} 第 {contradiction.line} 行：{contradiction.reason}")
        print("发现 1 处矛盾，改正后再检查其余")
        raise typer.Exit(1) from contradiction
    problems = list(concept_problems(datasets.read_concept_files(), load_lexicon(), load_taxonomy()))
    for problem in problems:
        print(problem)
    aliases = sum(len(one.of(Relation.ALIAS)) + len(one.of(Relation.AMBIGUOUS)) for one in net.concepts.values())
    print(f"概念 {len(net.concepts)} 个，不同的词 {len(net.terms)} 个，其中别名与歧义简称 {aliases} 个")
    print("技术词典检查通过" if not problems else f"发现 {len(problems)} 处问题")
    raise typer.Exit(1 if problems else 0)


@app.command("show", cls=ChineseCommand, epilog="matcher lexicon show 车路协同\nmatcher lexicon show RSU -k 100")
def show_term(term: Term, k: Most = 40) -> None:
    """一个词所在的概念、上位与下位，以及场景说到这个词时能接上的企业用词（带强度）。"""
    net, wanted = datasets.load_concepts(), normalize(term).text
    if wanted not in net.terms:
        raise NotFound("词", term, nearest_terms(wanted, net.terms))
    screen = show.console()
    for concept, relation in _places(net, wanted):
        screen.print(Wrapped(f"[{concept.name}]" if relation is Relation.NAME else f"[{concept.name}] 的{relation}"))
        if relation in NAMES:
            for line in _lines(net, concept):
                screen.print(Wrapped(line, first="  "))
    links = net.links(wanted)
    if not links:
        screen.print(Wrapped(f"场景说到“{term}”时，只接企业的同一个词。"))
        return
    screen.print(Wrapped(f"场景说到“{term}”时，也接企业的这些词（强度，0 至 1；0.40 起算作依据）："))
    by_kind = groupby(links[:k], key=lambda one: (one.strength, one.concept, one.relation))
    for (strength, name, relation), group in by_kind:
        terms = "、".join(link.term for link in group)
        screen.print(Wrapped(f"{terms}（{name}，{relation}）", first=f"  {strength:.2f}  "))
    if len(links) > k:
        screen.print(Wrapped(f"  其余 {len(links) - k} 个较弱，用 -k 列出更多"))


@app.command(
    cls=ChineseCommand,
    epilog="matcher lexicon gaps -k 50\nmatcher lexicon gaps --enterprises 企业.jsonl --scenarios 场景.jsonl",
)
def gaps(enterprises: Firms = None, scenarios: Needs = None, k: Most = 30) -> None:
    """企业与场景里没有任何概念收录的词：说到的企业多、平时又少见的在前；不给文件时用内置的。"""
    found = find_gaps(_texts(enterprises, scenarios), load_lexicon())
    if not found:
        print("没有缺口")
        return
    table = Table()
    table.add_column("词")
    table.add_column("出现于", justify="right", no_wrap=True)
    table.add_column("例", ratio=1)
    for gap in found[:k]:
        table.add_row(Wrapped(gap.term), f"{gap.count} 个", Wrapped(f"{gap.id}：……{gap.example}……"))
    screen = show.console()
    screen.print(table)
    screen.print(Wrapped(f"共 {len(found)} 个词，列出 {min(k, len(found))} 个"))


@app.command(cls=ChineseCommand, epilog="matcher lexicon sample -n 200 --seed 20261123 --out 抽查.tsv")
def sample(out: Sheet, n: Links = 200, seed: Seed = 0) -> None:
    """从全部条目（概念、关系、词）中等概率抽取，写成表格，供逐条判断；以制表符分隔。"""
    drawn = draw(written_links(datasets.read_concept_files()), n, seed)
    try:
        with out.open("x", encoding="utf-8") as handle:
            handle.write(review_sheet(drawn, seed))
    except OSError as error:
        raise InvalidProfile({"--out": f"无法写入 {printable(str(out))}（{reason_of(error)}）"}) from error
    print(f"已抽取 {len(drawn)} 条，写入 {out}")


@app.command(cls=ChineseCommand, epilog="matcher lexicon vectors\nmatcher lexicon vectors --pieces 中间结果")
def vectors(pieces: Pieces = Path("var/lexicon-vectors")) -> None:
    """重新生成词向量（约一小时；需要可选组件，随时可以中断）。"""
    folder = datasets.data_folder() / "lexicon" / "vectors"
    build_vectors(datasets.load_terms(), installed_embedder(), pieces, folder, print)


def _places(net: ConceptNet, term: str) -> Iterator[tuple[Concept, Relation]]:
    """Concepts that list a normalised term, with what it is to them; their own names first."""
    found = [
        (list(Relation).index(relation), concept.name, relation)
        for concept in net.concepts.values()
        for relation in Relation
        if relation is not Relation.BROADER and term in map(plain, concept.of(relation))
    ]
    return ((net.concepts[name], relation) for _, name, relation in sorted(found))


def _lines(net: ConceptNet, concept: Concept) -> Iterator[str]:
    for relation in Relation:
        if relation is not Relation.NAME and concept.of(relation):
            yield f"{relation}：{'、'.join(concept.of(relation))}"
    if narrower := net.narrower(concept.name):
        yield f"下位：{'、'.join(narrower)}"
    if concept.industry_codes:
        yield f"行业：{'、'.join(concept.industry_codes)}"


def _texts(enterprises: Path | None, scenarios: Path | None) -> Iterator[tuple[str, str]]:
    """Texts of the entities with their ids; the name of a firm is no word of its field."""
    shipped = inputs.shipped_data() if not (enterprises or scenarios) else datasets.Dataset()
    taxonomy = load_taxonomy()
    firms = inputs.read_file(Enterprise, enterprises, taxonomy) if enterprises else shipped.enterprises
    needs = inputs.read_file(Scenario, scenarios, taxonomy) if scenarios else shipped.scenarios
    for firm in firms:
        yield from ((firm.id, passage.text) for passage in enterprise_passages(firm) if passage.section != "name")
    for need in needs:
        yield from ((need.id, passage.text) for passage in scenario_passages(need))
