"""The files of `data/` as entities and tables. Works from a checkout and from an installed wheel.

Every reader raises `DamagedData` with file, line, column and reason; nothing is skipped.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from matcher import config as configuration
from matcher.config import Config
from matcher.embedding.cache import read_vectors
from matcher.embedding.calibration import Reference
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.passages import place_names
from matcher.entities import Enterprise, Identified, Scenario, ScenarioProject
from matcher.entity_json import from_json
from matcher.errors import DamagedData, InvalidProfile, reason_of
from matcher.json_text import NOWHERE, Place, parse_json, parse_json_items
from matcher.taxonomy import District, Industry, QualificationType, Taxonomy
from matcher.text.concept_files import read_concepts
from matcher.text.concepts import ConceptNet
from matcher.text.lexicon import Lexicon
from matcher.text.standing.trade_file import read_trade_model
from matcher.text.standing.trade_model import TradeModel
from matcher.text.word_vectors import WordVectors, read_rows

Entity = TypeVar("Entity", bound=Identified)
MAX_FILE_BYTES = 50_000_000


@dataclass(frozen=True)
class Dataset:
    """Enterprises, projects and scenarios that belong together; `reference_date` is the day such data speaks of."""

    enterprises: tuple[Enterprise, ...] = ()
    projects: tuple[ScenarioProject, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    reference_date: date | None = None

    def __add__(self, other: "Dataset") -> "Dataset":
        return Dataset(
            self.enterprises + other.enterprises,
            self.projects + other.projects,
            self.scenarios + other.scenarios,
            other.reference_date or self.reference_date,
        )


def data_folder() -> Path:
    """`data/` of the checkout, or its copy inside the installed package."""
    beside = Path(__file__).parent.parent / "data"
    return beside if (beside / "catalogue").is_dir() else Path(__file__).parent / "_data"


def load_catalogue() -> Dataset:
    """目录: what was published, with what the editor added marked per row."""
    folder = data_folder() / "catalogue"
    return _load_dataset(folder)


def load_catalogue_list() -> dict[str, Any]:
    """The list as a whole: its totals, classes, tracks, landed institutions, and what it does not name."""
    folder = data_folder() / "catalogue"
    tables = {name: _read_rows(folder / f"{name}.jsonl") for name in ("classes", "districts", "tracks", "landed")}
    with _well_formed(folder / "list.json"):
        return {**_read_json(folder / "list.json"), **{name: [row for _, row in rows] for name, rows in tables.items()}}


def load_sample() -> Dataset:
    """示例: the illustrative enterprises, projects and scenarios."""
    folder = data_folder() / "sample"
    with _well_formed(folder / "sample.json"):
        return _load_dataset(folder, date.fromisoformat(_read_json(folder / "sample.json")["reference_date"]))


def load_config() -> Config:
    """The promoted weights and parameters."""
    return configuration.from_toml(data_folder() / "config" / "default.toml")


def load_lexicon() -> Lexicon:
    """Everything that analyzers know of words: terms, generic words, places, concepts and word vectors."""
    return replace(load_terms(), vectors=load_word_vectors())


def load_terms() -> Lexicon:
    """The lexicon without word vectors: its word files have one word a line ('#' starts a comment)."""
    folder = data_folder() / "lexicon"
    terms, generic = _words(folder / "terms.txt"), _words(folder / "generic_words.txt")
    return Lexicon(tuple(terms), tuple(generic), _places(), load_concepts(), trades=load_trade_model())


def load_trade_model() -> TradeModel:
    """How each main trade speaks of itself; `matcher data trades` learns it."""
    return read_trade_model(data_folder() / "trades" / "model.npz")


def _places() -> tuple[str, ...]:
    districts = _table(data_folder() / "taxonomy" / "districts.csv", "name", "kind", "parents", "aliases")
    names = [name for district, row in districts.items() for name in (district, *_parts(row["aliases"]))]
    return (*names, *_words(data_folder() / "lexicon" / "places.txt"))


def load_concepts() -> ConceptNet:
    """The technology lexicon (技术词典): the concept files, in the order of their names."""
    return ConceptNet(read_concepts(read_concept_files()))


def read_concept_files() -> dict[Path, str]:
    """The text of every concept file."""
    files = sorted((data_folder() / "lexicon" / "concepts").glob("*.txt"))
    return {file: _read(file) for file in files}


def load_word_vectors() -> WordVectors:
    """The word vectors (词向量): `words.txt`, one word a line, and `vectors.npy`, one int8 row a word."""
    folder = data_folder() / "lexicon" / "vectors"
    words = tuple(_read(folder / "words.txt").split("\n")[:-1])
    try:
        with _well_formed(folder / "vectors.npy"):
            return WordVectors(words, read_rows(folder / "vectors.npy"))
    except OSError as error:
        raise DamagedData(folder / "vectors.npy", *NOWHERE, f"无法读取（{reason_of(error)}）") from error


def load_vectors() -> KnownVectors:
    """The sentence vectors (句向量) that are shipped for the catalogue and the sample, with the reference texts."""
    folder = data_folder() / "embedding"
    reference = [
        Reference(need, row["offer"]) for need, row in _table(folder / "reference.tsv", "need", "offer").items()
    ]
    model = _read(folder / "model.txt").strip()
    known = KnownVectors(model, reference, place_names(_places()))
    known.add(read_vectors(folder / "vectors.npz"))
    return known


def load_taxonomy() -> Taxonomy:
    """Industries, districts with their focus industries, qualifications and fields."""
    folder = data_folder() / "taxonomy"
    industries = _table(folder / "industries.csv", "code", "name", "level", "parent")
    districts = _table(folder / "districts.csv", "name", "kind", "parents", "aliases")
    qualifications = _table(folder / "qualifications.csv", "type", "levels", "aliases", "kind")
    focus = _table(folder / "focus_industries.csv", "focus_industry", "industry_codes")
    fields = _table(folder / "scenario_fields.csv", "name", "area", "note")
    with _well_formed(folder / "industries.csv"):
        levels = {code: int(row["level"]) for code, row in industries.items()}
    with _well_formed(data_folder() / "catalogue" / "districts.jsonl"):
        return Taxonomy(
            industries={
                code: Industry(code, row["name"], levels[code], row["parent"]) for code, row in industries.items()
            },
            districts={
                name: District(name, row["kind"], _parts(row["parents"]), _parts(row["aliases"]))
                for name, row in districts.items()
            },
            qualifications={
                type: QualificationType(type, _parts(row["levels"]), _parts(row["aliases"]), row["kind"])
                for type, row in qualifications.items()
            },
            focus_codes={name: _parts(row["industry_codes"]) for name, row in focus.items()},
            district_focus={
                row["name"]: (*row.get("focus_industries", ()), *row.get("also", ()))
                for row in load_catalogue_list()["districts"]
            },
            fields={name: row["area"] for name, row in fields.items()},
        )


def read_entities(
    kind: type[Entity], file: Path, problems_of: Callable[[Entity], Mapping[str, str]] | None = None
) -> Iterator[Entity]:
    """Entities of a `.jsonl` file (one object a line) or a `.json` file (one object or a list); ids must not repeat.

    `problems_of` gives what else is wrong with an entity: field path -> reason.
    """
    seen: dict[str, Place] = {}
    for place, record in _records(file):
        try:
            entity = from_json(kind, record)
            if problems := problems_of(entity) if problems_of else {}:
                raise InvalidProfile(problems)
        except InvalidProfile as error:
            raise DamagedData(file, *place, str(error)) from error
        id = entity.id
        if id in seen:
            raise DamagedData(file, *place, f"编号“{id}”与第 {seen[id][0]} 行重复")
        seen[id] = place
        yield entity


def _load_dataset(folder: Path, reference_date: date | None = None) -> Dataset:
    return Dataset(
        tuple(read_entities(Enterprise, folder / "enterprises.jsonl")),
        tuple(read_entities(ScenarioProject, folder / "projects.jsonl")),
        tuple(read_entities(Scenario, folder / "scenarios.jsonl")),
        reference_date,
    )


@contextmanager
def _well_formed(place: Path) -> Iterator[None]:
    """Whatever does not have the shape it should have is damage of the file or folder named."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        reason = f"缺少“{error.args[0]}”" if isinstance(error, KeyError) else "内容的结构不对"
        raise DamagedData(place, *NOWHERE, reason) from error


def _records(file: Path) -> Iterable[tuple[Place, object]]:
    if file.suffix == ".json":
        return parse_json_items(_read(file), file)
    return _read_rows(file)


def _read_rows(file: Path) -> list[tuple[Place, Any]]:
    lines = enumerate(_read(file).split("\n"), start=1)
    return [((line, 1), parse_json(text, file, (line, 1))) for line, text in lines if text.strip()]


def _read_json(file: Path) -> Any:
    return parse_json(_read(file), file)


def _read(file: Path) -> str:
    try:
        raw = file.read_bytes() if file.stat().st_size <= MAX_FILE_BYTES else None
    except OSError as error:
        raise DamagedData(file, *NOWHERE, f"无法读取（{reason_of(error)}）") from error
    if raw is None:
        raise DamagedData(file, *NOWHERE, f"文件超过 {MAX_FILE_BYTES // 1_000_000} MB，请拆分")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = raw[: error.start].decode("utf-8").split("\n")
        raise DamagedData(file, len(lines), len(lines[-1]) + 1, "不是 UTF-8 编码，请另存为 UTF-8") from error


def _table(file: Path, *columns: str) -> dict[str, dict[str, str]]:
    """Rows of a CSV or TSV file by their first column."""
    delimiter = "\t" if file.suffix == ".tsv" else ","
    reader = csv.DictReader(io.StringIO(_read(file)), delimiter=delimiter, strict=True)
    rows: dict[str, dict[str, str]] = {}
    try:
        if tuple(reader.fieldnames or ()) != columns:
            raise DamagedData(file, 1, 1, f"表头应为 {delimiter.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise DamagedData(file, reader.line_num, 1, "列数与表头不一致")
            if row[columns[0]] in rows:
                raise DamagedData(file, reader.line_num, 1, f"“{row[columns[0]]}”重复")
            rows[row[columns[0]]] = row
    except csv.Error as error:
        raise DamagedData(file, reader.reader.line_num, 1, "引号没有成对，或引号之后还有文字") from error
    return rows


def _words(file: Path) -> Iterator[str]:
    for line in _read(file).split("\n"):
        word = line.split("#")[0].strip()
        if word:
            yield word


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in joined.split(";") if part.strip())
