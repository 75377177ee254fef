"""A judged set (评测集) in a folder: `corpus.jsonl`, `queries.jsonl` and `qrels.<split>.tsv`.

One side are enterprises, the other scenarios; the direction says which of them are asked. Of an entity only its name
(`title`, in queries also `name`) and one text (`text`: capability or background) are known. An entity without a title,
or whose title says just what its text says, is called NAMELESS: a name of which no term can be made, so that nothing
is said twice (a name has a weight of its own in the score) and no id is taken for a word.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from matcher.entities import Enterprise, Scenario
from matcher.entity_json import from_json
from matcher.errors import DamagedData, InvalidProfile, printable, reason_of
from matcher.json_text import parse_json

Direction = Literal["scenario-to-enterprise", "enterprise-to-scenario"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
NAMELESS = "—"
HEADER = ("query-id", "corpus-id", "score")
Entity = TypeVar("Entity", Enterprise, Scenario)
Grades = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class JudgedSet:
    """Both sides, by id ascending, and the grades: query id -> document id -> grade >= 0 (0 = judged, does not fit)."""

    name: str
    split: str
    direction: Direction
    enterprises: tuple[Enterprise, ...]
    scenarios: tuple[Scenario, ...]
    grades: Grades

    @property
    def queries(self) -> tuple[Enterprise, ...] | tuple[Scenario, ...]:
        """The side that is asked."""
        return self.scenarios if self.direction == "scenario-to-enterprise" else self.enterprises

    @property
    def documents(self) -> tuple[Enterprise, ...] | tuple[Scenario, ...]:
        """The side that is ranked."""
        return self.enterprises if self.direction == "scenario-to-enterprise" else self.scenarios


def read_judged_set(folder: Path, split: str, direction: Direction) -> JudgedSet:
    """Read a folder; raises `InvalidProfile` where something is missing, `DamagedData` where it cannot be read."""
    if not folder.is_dir():
        raise InvalidProfile({printable(str(folder), 1000): "没有这个目录，请检查路径"})
    qrels = _split_file(folder, split)
    enterprise_file, scenario_file = folder / "corpus.jsonl", folder / "queries.jsonl"
    if direction == "enterprise-to-scenario":
        enterprise_file, scenario_file = scenario_file, enterprise_file
    enterprises, scenarios = _entities(Enterprise, enterprise_file), _entities(Scenario, scenario_file)
    queries, documents = {one.id for one in scenarios}, {one.id for one in enterprises}
    if direction == "enterprise-to-scenario":
        queries, documents = documents, queries
    grades = _grades(qrels, queries, documents)
    return JudgedSet(folder.resolve().name, split, direction, enterprises, scenarios, grades)


def _split_file(folder: Path, split: str) -> Path:
    splits = {file.name.removeprefix("qrels.").removesuffix(".tsv"): file for file in folder.glob("qrels.*.tsv")}
    if not splits:
        raise InvalidProfile({printable(str(folder), 1000): "里面没有判断文件 qrels.名称.tsv，这不是评测集"})
    if split not in splits:
        raise InvalidProfile({"--split": f"没有“{printable(split)}”这一部分，现有：{'、'.join(sorted(splits))}"})
    return splits[split]


def _entities(kind: type[Entity], file: Path) -> tuple[Entity, ...]:
    found: dict[str, Entity] = {}
    for line, text in numbered_lines(file):
        record = parse_json(text, file, (line, 1))
        try:
            entity = _entity(kind, record)
        except InvalidProfile as error:
            raise DamagedData(file, line, 1, str(error)) from error
        if entity.id in found:
            raise DamagedData(file, line, 1, f"编号“{entity.id}”重复")
        found[entity.id] = entity
    if not found:
        raise DamagedData(file, None, None, "里面没有一条记录")
    return tuple(found[id] for id in sorted(found))


def _entity(kind: type[Entity], record: object) -> Entity:
    if not isinstance(record, Mapping):
        raise InvalidProfile({"(整条记录)": "应为一个 JSON 对象"})
    called, text = record.get("title") or record.get("name") or "", record.get("text") or ""
    if not _says(called) and not _says(text):
        raise InvalidProfile({"text": "title 与 text 至少填写一个"})
    name = NAMELESS if not _says(called) or called == text else called
    try:
        return from_json(kind, {"id": record.get("id"), "name": name, "text": text})
    except InvalidProfile as error:
        raise InvalidProfile({"title" if key == "name" else key: why for key, why in error.problems.items()}) from error


def _says(value: object) -> bool:
    """Whether there is something; what is no text at all is left to the reader of profiles, which refuses it."""
    return bool(value.strip()) if isinstance(value, str) else True


def _grades(file: Path, queries: set[str], documents: set[str]) -> Grades:
    lines = numbered_lines(file)
    number, header = next(lines, (1, ""))
    if tuple(header.split("\t")) != HEADER:
        raise DamagedData(file, number, 1, f"表头应为以制表符分隔的 {'、'.join(HEADER)}")
    grades: dict[str, dict[str, int]] = {}
    for line, text in lines:
        cells = text.split("\t")
        if len(cells) != len(HEADER):
            raise DamagedData(file, line, 1, "应为三列，以制表符分隔")
        query, document, score = cells
        checks = (
            (query in queries, f"queries.jsonl 中没有编号“{printable(query)}”"),
            (document in documents, f"corpus.jsonl 中没有编号“{printable(document)}”"),
            (re.fullmatch("[0-9]{1,4}", score), f"等级“{printable(score)}”应为 0、1、2 这样的整数"),
        )
        for place, (holds, reason) in enumerate(checks):
            if not holds:
                raise DamagedData(file, line, 1 + sum(len(cell) + 1 for cell in cells[:place]), reason)
        if document in grades.setdefault(query, {}):
            raise DamagedData(file, line, 1, f"“{query}”与“{document}”判断了不止一次")
        grades[query][document] = int(score)
    if not any(grade for row in grades.values() for grade in row.values()):
        raise DamagedData(file, None, None, "没有一条大于 0 的判断，无从评测")
    return grades


def numbered_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is not blank."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError as error:
        raise InvalidProfile({printable(str(file), 1000): "没有这个文件，评测集不完整"}) from error
    except OSError as error:
        raise DamagedData(file, None, None, f"无法读取（{reason_of(error)}）") from error
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r")
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode("utf-8")) + 1
            raise DamagedData(file, number, column, "不是 UTF-8 编码，请另存为 UTF-8") from error
        if text.strip():
            yield number, text
