"""`matcher bands`: what each band holds on judged sets, and the thresholds that they speak for."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher import load_config
from matcher.cli import bands_view, show
from matcher.cli.evaluate import On, Split, Way
from matcher.cli.inputs import direction_of, parse_day
from matcher.cli.vectors import compute_all, open_vectors
from matcher.embedding.supply import VectorSupply
from matcher.errors import DamagedData, InvalidProfile, printable, reason_of

if TYPE_CHECKING:
    from matcher.evaluation.bands import Proposal, ScoredPairs
    from matcher.evaluation.judgments import Direction, JudgedSet

EXAMPLES = "matcher bands data/sample/judgments\nmatcher bands 我的评测集 另一个评测集 --write data/config/default.toml"
STRONG_LIFT, MEDIUM_LIFT = 20, 10  # times chance; 20 can be reached where at most one pair in 20 fits
HIGHEST_LIFT = 1_000_000
Folders = Annotated[
    list[Path],
    typer.Argument(metavar="目录", help="评测集，可以多个：语料 corpus.jsonl、查询 queries.jsonl、判断 qrels.名称.tsv"),
]
StrongLift = Annotated[
    float, typer.Option("--strong-lift", metavar="倍数", help="强：门槛以上的对口率至少是随便抽一对的几倍")
]
MediumLift = Annotated[float, typer.Option("--medium-lift", metavar="倍数", help="中：门槛以上（含强）至少几倍")]
WriteTo = Annotated[
    Path | None,
    typer.Option("--write", metavar="文件", help="把建议的门槛写进这个 TOML 文件的 [bands]，其余一字不动"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
_HEADER = re.compile(r"^[ \t]*\[[ \t]*bands[ \t]*\]", re.MULTILINE)
_NEXT_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def bands(
    folders: Folders,
    split: Split = "dev",
    direction: Way = "scenario-to-enterprise",
    strong_lift: StrongLift = STRONG_LIFT,
    medium_lift: MediumLift = MEDIUM_LIFT,
    on: On = None,
    write: WriteTo = None,
    as_json: AsJson = False,
) -> None:
    """看各档次里对口的占多少，是随便抽一对的几倍，并建议门槛。判断往往不完整，对口率只在您自己的判断上才有意义。"""
    from matcher.evaluation.bands import measure_bands, propose

    way, day = direction_of(direction), parse_day(on) or date.today()
    for name, lift in (("--strong-lift", strong_lift), ("--medium-lift", medium_lift)):
        if not 1 < lift <= HIGHEST_LIFT:  # nan compares false
            raise InvalidProfile({name: f"应为大于 1、不超过 {HIGHEST_LIFT} 的数（1 倍就是随便抽一对）"})
    judged, empty = _read_sets(folders, split, way)
    if write is not None:
        with_bands(write, {"strong": 1.0, "medium": 0.0})  # what cannot be written is said before the long work
    vectors = open_vectors()
    measured = [measure_bands(_scored(one, day, vectors), strong_lift, medium_lift) for one in judged]
    proposal = propose(measured)
    refusal = _refusal(proposal) if write is not None else ""
    written = write_bands(write, proposal) if write is not None and proposal and not refusal else None
    report = bands_view.BandsReport(
        tuple(zip(judged, measured, strict=True)),
        tuple(empty),
        proposal,
        written,
        day,
        load_config(),
        vectors.known.model if vectors.embedder else "",
    )
    if as_json:
        show.print_json(bands_view.bands_json(report))
    else:
        show.console().print(bands_view.bands_view(report))
    if refusal:
        raise InvalidProfile({"--write": f"{refusal}，{printable(str(write), 1000)} 没有改动"})


def write_bands(file: Path, proposal: "Proposal") -> bands_view.Written:
    """Write the thresholds into a TOML file; what they replaced. Raises `InvalidProfile`."""
    values = {"strong": proposal.strong, "medium": proposal.medium}
    text, old = with_bands(file, values)
    try:
        file.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise InvalidProfile({"--write": f"{printable(str(file), 1000)} 写不进去（{reason_of(error)}）"}) from error
    return bands_view.Written(file, {name: (old[name], value) for name, value in values.items()})


def with_bands(file: Path, values: Mapping[str, float]) -> tuple[str, Mapping[str, Any]]:
    """The text of a TOML file with these values in its table [bands], and what that table held before.

    Everything else stays as it is. Raises `InvalidProfile` where the file cannot be read, written to or edited.
    """
    named = printable(str(file), 1000)
    try:
        with file.open("r+b") as handle:
            text = handle.read().decode("utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise InvalidProfile({"--write": f"{named} 不能改写（{reason_of(error)}）"}) from error
    except (ValueError, RecursionError) as error:
        raise InvalidProfile({"--write": f"{named} 不是完整的 TOML 文件（UTF-8）"}) from error
    old = table.get("bands")
    if not isinstance(old, dict):
        raise InvalidProfile({"--write": f"{named} 里没有 [bands] 这一组"})
    if missing := [name for name in values if name not in old]:
        raise InvalidProfile({"--write": f"{named} 的 [bands] 里没有 {'、'.join(missing)}"})
    edited = _edited(text, values)
    if not _says(edited, {**table, "bands": {**old, **values}}):
        raise InvalidProfile({"--write": f"{named} 的 [bands] 写法特殊，改不了；请写成单独的一组，一行一个值"})
    return edited, old


def _edited(text: str, values: Mapping[str, float]) -> str:
    header = _HEADER.search(text)
    if header is None:
        return text
    following = _NEXT_HEADER.search(text, header.end())
    start, end = header.end(), following.start() if following else len(text)
    section = text[start:end]
    for name, value in values.items():
        section = re.sub(rf"(?m)^([ \t]*{name}[ \t]*=[ \t]*)[^\s#]+", rf"\g<1>{value!r}", section, count=1)
    return text[:start] + section + text[end:]


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _refusal(proposal: "Proposal | None") -> str:
    if proposal is None:
        return "没有得出建议的门槛"
    if proposal.strong < proposal.medium:
        return f"强的门槛 {proposal.strong:.3f} 低于中的门槛 {proposal.medium:.3f}"
    return ""


def _read_sets(folders: Sequence[Path], split: str, way: "Direction") -> tuple[list["JudgedSet"], list[str]]:
    """The sets, and the names of those without any relevant pair, which the reader of judged sets refuses."""
    from matcher.evaluation.judgments import read_judged_set

    judged: list[JudgedSet] = []
    empty: list[str] = []
    for folder in folders:
        try:
            judged.append(read_judged_set(folder, split, way))
        except DamagedData as error:
            is_unreadable = error.line is not None or error.__cause__ is not None
            if is_unreadable or Path(error.file).name != f"qrels.{split}.tsv":
                raise
            empty.append(folder.resolve().name)
    places = [folder.resolve() for folder in folders]
    if twice := [folder for folder, place in zip(folders, places, strict=True) if places.count(place) > 1]:
        raise InvalidProfile({"目录": f"{printable(str(twice[-1]), 1000)} 写了不止一次"})
    return judged, empty


def _scored(judged: "JudgedSet", on: date, vectors: VectorSupply) -> "ScoredPairs":
    from matcher.evaluation.bands import score_pairs

    compute_all(vectors, judged.enterprises, judged.scenarios)
    return score_pairs(judged, on, vectors.known if vectors.embedder else None)
