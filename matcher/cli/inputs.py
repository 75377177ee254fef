"""What a command works on: the shipped data, and the files a person names."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from matcher import (
    Dataset,
    Enterprise,
    InvalidProfile,
    Matchmaker,
    NotFound,
    Scenario,
    load_catalogue,
    load_sample,
    read_entities,
)
from matcher.cli.vectors import fill_in, open_vectors
from matcher.embedding.supply import VectorSupply
from matcher.entity_check import unreadable_fields
from matcher.errors import printable
from matcher.taxonomy import Taxonomy

if TYPE_CHECKING:
    from matcher.evaluation.judgments import Direction

Entity = TypeVar("Entity", Enterprise, Scenario)
FILE_SUFFIXES = (".json", ".jsonl")
LOOKS_LIKE_FILE = re.compile(r"[^.]\.[A-Za-z]{2,5}$")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_NAMED = 5
LABEL: dict[type, str] = {Enterprise: "企业", Scenario: "场景"}


@dataclass(frozen=True)
class Inputs:
    """A fitted matchmaker and the day its answers speak of."""

    matchmaker: Matchmaker
    on: date
    vectors: VectorSupply

    def fit(self, enterprises: Sequence[Enterprise] = (), scenarios: Sequence[Scenario] = ()) -> None:
        """Let entities join the others, with sentence vectors where these are quick to compute."""
        fill_in(self.vectors, enterprises, scenarios)
        self.matchmaker.fit(enterprises, scenarios)


def shipped_data() -> Dataset:
    """Catalogue and sample; their day is the sample's, so that the demonstration never goes stale."""
    return load_catalogue() + load_sample()


def load_inputs(
    on: str | None, enterprises: Path | None = None, scenarios: Path | None = None, only: bool = False
) -> Inputs:
    """The shipped data plus the files; `only` leaves out the shipped entities of the kinds given as files."""
    if only and not (enterprises or scenarios):
        raise InvalidProfile({"--only": "需要同时给出 --enterprises 或 --scenarios 文件"})
    data = shipped_data()
    firms = () if only and enterprises else data.enterprises
    needs = () if only and scenarios else data.scenarios
    vectors = open_vectors()
    matchmaker = Matchmaker.from_data(Dataset(firms, data.projects, needs), vectors=vectors.known)
    day = parse_day(on) or (None if only else data.reference_date) or date.today()
    inputs = Inputs(matchmaker, day, vectors)
    if enterprises:
        firms_of_file = read_file(Enterprise, enterprises, matchmaker.taxonomy)
        _say_replaced(enterprises, "企业", firms_of_file, matchmaker.enterprises)
        inputs.fit(firms_of_file)
    if scenarios:
        needs_of_file = read_file(Scenario, scenarios, matchmaker.taxonomy)
        _say_replaced(scenarios, "场景", needs_of_file, matchmaker.scenarios)
        inputs.fit(scenarios=needs_of_file)
    return inputs


def parse_day(on: str | None) -> date | None:
    """A day as typed; raises `InvalidProfile`."""
    if not on:
        return None
    if not DAY.fullmatch(on):
        raise InvalidProfile({"--on": f"“{printable(on, 30)}”不是日期，应写作 2026-09-01"})
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise InvalidProfile({"--on": f"没有 {on} 这一天"}) from error


def direction_of(typed: str) -> "Direction":
    """One of the two directions; raises `InvalidProfile`."""
    from matcher.evaluation.judgments import DIRECTIONS

    way = next((one for one in DIRECTIONS if one == typed), None)
    if way is None:
        raise InvalidProfile({"--direction": f"没有“{printable(typed)}”，应为：{'、'.join(DIRECTIONS)}"})
    return way


def enterprise_or_file(typed: str, inputs: Inputs) -> Enterprise:
    """The enterprise of a name or id, or the one in a file, which joins the others."""
    matchmaker = inputs.matchmaker
    firm, is_new = _named_or_single(Enterprise, typed, matchmaker.enterprise, matchmaker.taxonomy)
    if is_new:
        _say_replaced(Path(typed), "企业", [firm], matchmaker.enterprises)
        inputs.fit([firm])
    return firm


def scenario_or_file(typed: str, inputs: Inputs) -> Scenario:
    """The scenario of a name or id, or the one in a file, which joins the others."""
    matchmaker = inputs.matchmaker
    need, is_new = _named_or_single(Scenario, typed, matchmaker.scenario, matchmaker.taxonomy)
    if is_new:
        _say_replaced(Path(typed), "场景", [need], matchmaker.scenarios)
        inputs.fit(scenarios=[need])
    return need


def _named_or_single(
    kind: type[Entity], typed: str, find: Callable[[str], Entity], taxonomy: Taxonomy
) -> tuple[Entity, bool]:
    """What a person typed: something that is held, by its name, or else the one entity of a file (True)."""
    if not typed.endswith(FILE_SUFFIXES):
        try:
            return find(typed), False
        except NotFound:
            if not (LOOKS_LIKE_FILE.search(typed) or _exists(typed)):
                raise
    entities = read_file(kind, Path(typed), taxonomy)
    if len(entities) > 1:
        raise InvalidProfile({_shown(Path(typed)): f"文件里有 {len(entities)} 个{LABEL[kind]}，这里一次处理一个"})
    return entities[0], True


def read_file(kind: type[Entity], file: Path, taxonomy: Taxonomy) -> list[Entity]:
    """The entities of a file, at least one; raises `InvalidProfile` or `DamagedData` naming the file."""
    if reason := _why_no_entity_file(file):
        raise InvalidProfile({_shown(file): reason})
    entities = list(read_entities(kind, file, lambda entity: unreadable_fields(entity, taxonomy)))
    if not entities:
        raise InvalidProfile({_shown(file): f"文件里有 0 个{LABEL[kind]}，请先填写内容"})
    return entities


def _why_no_entity_file(file: Path) -> str:
    if file.is_dir():
        return "这是目录，不是文件；请给出其中的 .json 或 .jsonl 文件"
    if not file.is_file():
        return "没有这个文件，请检查路径"
    if file.suffix not in FILE_SUFFIXES:
        kind = f"“{printable(file.suffix)}”" if file.suffix else "没有后缀的"
        return f"目前只读取 .json 与 .jsonl 文件，不读取{kind}文件；字段见 data/schema/"
    return "" if file.stat().st_size else "文件是空的，请先填写内容"


def _exists(typed: str) -> bool:
    try:
        return bool(typed) and Path(typed).exists()
    except (OSError, ValueError):  # a name too long, or with characters that no path has
        return False


def _say_replaced(file: Path, label: str, entities: Sequence[Entity], known: Mapping[str, Entity]) -> None:
    """One line on standard error that names the entities which a file takes the place of."""
    replaced = [f"{one.id}（{printable(known[one.id].name)}）" for one in entities if one.id in known]
    if replaced:
        more = f"等 {len(replaced)} 个" if len(replaced) > MOST_NAMED else ""
        print(f"提示：{_shown(file)} 替换了已有的{label}：{'、'.join(replaced[:MOST_NAMED])}{more}", file=sys.stderr)


def _shown(file: Path) -> str:
    return printable(str(file), 1000)
