"""What a command works on: the shipped data, and the files a person names."""

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
    UnknownCode,
    load_catalogue,
    load_sample,
    read_entities,
)
from matcher.errors import printable
from matcher.taxonomy import Taxonomy

Entity = TypeVar("Entity", Enterprise, Scenario)
FILE_SUFFIXES = (".json", ".jsonl")


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
        matchmaker.fit(_read_file(Enterprise, enterprises, matchmaker.taxonomy), ())
    if scenarios:
        matchmaker.fit((), _read_file(Scenario, scenarios, matchmaker.taxonomy))
    return Inputs(matchmaker, parse_day(on) or (None if only else data.reference_date) or date.today())


def parse_day(on: str | None) -> date | None:
    """A day as typed; raises `InvalidProfile`."""
    if not on:
        return None
    try:
        return date.fromisoformat(on if len(on) == 10 else "")
    except ValueError as error:
        raise InvalidProfile({"--on": f"“{on[:30]}”不是日期，应写作 2026-09-01"}) from error


def enterprise_or_file(typed: str, matchmaker: Matchmaker) -> Enterprise:
    """The enterprise of a name or id, or the one in a file, which joins the others."""
    if _is_file(typed):
        firm = _single(Enterprise, "企业", typed, matchmaker.taxonomy)
        matchmaker.fit([firm], ())
        return firm
    return matchmaker.enterprise(typed)


def scenario_or_file(typed: str, matchmaker: Matchmaker) -> Scenario:
    """The scenario of a name or id, or the one in a file, which joins the others."""
    if _is_file(typed):
        need = _single(Scenario, "场景", typed, matchmaker.taxonomy)
        matchmaker.fit((), [need])
        return need
    return matchmaker.scenario(typed)


def _is_file(typed: str) -> bool:
    return typed.endswith(FILE_SUFFIXES)


def _read_file(kind: type[Entity], file: Path, taxonomy: Taxonomy) -> list[Entity]:
    """The entities of a file; raises `InvalidProfile` naming the file, also for a code that nobody knows."""
    if not file.is_file():
        raise InvalidProfile({_shown(file): "没有这个文件，请检查路径"})
    if file.suffix not in FILE_SUFFIXES:
        raise InvalidProfile({_shown(file): "目前读取 .json 与 .jsonl 文件"})
    entities = list(read_entities(kind, file))
    for entity in entities:
        for place, code in enumerate(entity.industry_codes):
            try:
                taxonomy.nearest_industry(code)
            except UnknownCode as error:
                field = f"{_shown(file)} 中 {entity.id} 的 industry_codes[{place}]"
                raise InvalidProfile({field: str(error)}) from error
    return entities


def _single(kind: type[Entity], label: str, typed: str, taxonomy: Taxonomy) -> Entity:
    entities = _read_file(kind, Path(typed), taxonomy)
    if len(entities) != 1:
        raise InvalidProfile({_shown(Path(typed)): f"文件里有 {len(entities)} 个{label}，这里一次处理一个"})
    return entities[0]


def _shown(file: Path) -> str:
    return printable(str(file), 1000)
