"""What a command works on: the shipped data, and the files a person names."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from matcher import (
    Dataset,
    Enterprise,
    InvalidProfile,
    Matchmaker,
    Scenario,
    load_catalogue,
    load_sample,
    read_entities,
)
from matcher.errors import printable
from matcher.taxonomy import Taxonomy, unknown_codes

Entity = TypeVar("Entity", Enterprise, Scenario)
FILE_SUFFIXES = (".json", ".jsonl")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_NAMED = 5


@dataclass(frozen=True)
class Inputs:
    """A fitted matchmaker and the day its answers speak of."""

    matchmaker: Matchmaker
    on: date


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
    matchmaker = Matchmaker.from_data(Dataset(firms, data.projects, needs))
    if enterprises:
        firms_of_file = read_file(Enterprise, enterprises, matchmaker.taxonomy)
        _say_replaced(enterprises, "企业", firms_of_file, matchmaker.enterprises)
        matchmaker.fit(firms_of_file, ())
    if scenarios:
        needs_of_file = read_file(Scenario, scenarios, matchmaker.taxonomy)
        _say_replaced(scenarios, "场景", needs_of_file, matchmaker.scenarios)
        matchmaker.fit((), needs_of_file)
    return Inputs(matchmaker, parse_day(on) or (None if only else data.reference_date) or date.today())


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


def enterprise_or_file(typed: str, matchmaker: Matchmaker) -> Enterprise:
    """The enterprise of a name or id, or the one in a file, which joins the others."""
    if _is_file(typed):
        firm = _single(Enterprise, "企业", typed, matchmaker.taxonomy)
        _say_replaced(Path(typed), "企业", [firm], matchmaker.enterprises)
        matchmaker.fit([firm], ())
        return firm
    return matchmaker.enterprise(typed)


def scenario_or_file(typed: str, matchmaker: Matchmaker) -> Scenario:
    """The scenario of a name or id, or the one in a file, which joins the others."""
    if _is_file(typed):
        need = _single(Scenario, "场景", typed, matchmaker.taxonomy)
        _say_replaced(Path(typed), "场景", [need], matchmaker.scenarios)
        matchmaker.fit((), [need])
        return need
    return matchmaker.scenario(typed)


def _is_file(typed: str) -> bool:
    return typed.endswith(FILE_SUFFIXES)


def read_file(kind: type[Entity], file: Path, taxonomy: Taxonomy) -> list[Entity]:
    """The entities of a file; raises `InvalidProfile` naming the file, also for a code that nobody knows."""
    if not file.is_file():
        raise InvalidProfile({_shown(file): "没有这个文件，请检查路径"})
    if file.suffix not in FILE_SUFFIXES:
        raise InvalidProfile({_shown(file): "目前读取 .json 与 .jsonl 文件"})
    entities = list(read_entities(kind, file))
    for entity in entities:
        if problems := unknown_codes(entity, taxonomy):
            place = f"{_shown(file)} 中 {entity.id} 的"
            raise InvalidProfile({f"{place} {field}": reason for field, reason in problems.items()})
    return entities


def _single(kind: type[Entity], label: str, typed: str, taxonomy: Taxonomy) -> Entity:
    entities = read_file(kind, Path(typed), taxonomy)
    if len(entities) != 1:
        raise InvalidProfile({_shown(Path(typed)): f"文件里有 {len(entities)} 个{label}，这里一次处理一个"})
    return entities[0]


def _say_replaced(file: Path, label: str, entities: Sequence[Entity], known: Mapping[str, Entity]) -> None:
    """One line on standard error that names the entities which a file takes the place of."""
    replaced = [f"{one.id}（{printable(known[one.id].name)}）" for one in entities if one.id in known]
    if replaced:
        more = f"等 {len(replaced)} 个" if len(replaced) > MOST_NAMED else ""
        print(f"提示：{_shown(file)} 替换了已有的{label}：{'、'.join(replaced[:MOST_NAMED])}{more}", file=sys.stderr)


def _shown(file: Path) -> str:
    return printable(str(file), 1000)
