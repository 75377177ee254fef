"""A drawing in a folder, and the judged set that its sheets give.

`drawing.json` is the record of a drawing; `queries.jsonl` and `corpus.jsonl` hold what raters read, in the format of
judged sets: the corpus is the whole market, not the pool, because whoever is measured later ranks all of it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matcher.errors import DamagedData, InvalidProfile, printable
from matcher.evaluation.judging import FORMAT, Drawing, Item
from matcher.evaluation.judgments import DIRECTIONS, HEADER, numbered_lines
from matcher.json_text import NOWHERE, parse_json

RECORD, QUERIES, CORPUS = "drawing.json", "queries.jsonl", "corpus.jsonl"
SHEET = "评分表-{}.xlsx"
SPLIT = re.compile(r"[\w-]{1,40}")
Pair = tuple[str, str]  # query id, document id


def require_new_folder(folder: Path) -> None:
    """Refuse a folder in which something is: sheets that people fill in are never written over."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "里面已有文件" if folder.is_dir() else "这是文件，不是目录"
        raise InvalidProfile({"--out": f"{printable(str(folder), 1000)} {what}，请换一个新目录"})


def write_drawing(folder: Path, drawing: Drawing, sheets: Sequence[bytes]) -> list[Path]:
    """Write record, texts and sheets; the sheets' files in their order."""
    require_new_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / SHEET.format(number) for number in range(1, len(sheets) + 1)]
    for file, sheet in zip(files, sheets, strict=True):
        file.write_bytes(sheet)
    for name, content in {**_texts(drawing), RECORD: _record(drawing)}.items():
        (folder / name).write_text(content, "utf-8")
    return files


def read_drawing(folder: Path) -> Drawing:
    """Read a drawing back; raises `InvalidProfile` where it is none, `DamagedData` where a file was changed."""
    if not (folder / RECORD).is_file():
        why = f"里面没有抽样记录 {RECORD}，请给出 matcher judge draw 写的目录" if folder.is_dir() else "没有这个目录"
        raise InvalidProfile({printable(str(folder), 1000): why})
    file = folder / RECORD
    record = parse_json("\n".join(text for _, text in numbered_lines(file)), file)
    queries, documents = (_items(folder / name) for name in (QUERIES, CORPUS))
    try:
        drawing = _drawing(record, queries, documents)
        matches = record["drawing"] == drawing.id
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise DamagedData(file, *NOWHERE, "内容的结构不对") from error
    if not matches:
        raise DamagedData(file, *NOWHERE, f"与同一目录里的 {QUERIES}、{CORPUS} 对不上，有文件在抽样之后被改动过")
    return drawing


def write_judged_set(folder: Path, split: str, drawing: Drawing, grades: Mapping[Pair, int], replace: bool) -> Path:
    """Write the judged set that `matcher evaluate` reads; raises `InvalidProfile`. The file of grades."""
    require_judged_folder(folder, split, drawing, replace)
    if not any(grades.values()):
        raise InvalidProfile({"评分": "没有一条大于 0 的评分，写不成评测集"})
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _texts(drawing).items():
        (folder / name).write_text(content, "utf-8")
    rows = [
        "\t".join(HEADER),
        *(f"{query}\t{document}\t{grades[query, document]}" for query, document in sorted(grades)),
    ]
    file = _grades_file(folder, split)
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return file


def require_judged_folder(folder: Path, split: str, drawing: Drawing, replace: bool) -> None:
    """Refuse a folder of another judged set, and grades that are there already unless they are to be replaced."""
    named = printable(str(folder), 1000)
    if not SPLIT.fullmatch(split):
        raise InvalidProfile(
            {"--split": f"“{printable(split)}”不能作名称，请用汉字、字母、数字、- 和 _，最长 40 个字符"}
        )
    if folder.exists() and not folder.is_dir():
        raise InvalidProfile({"--out": f"{named} 是文件，不是目录"})
    for name, content in _texts(drawing).items():
        if (folder / name).exists() and (folder / name).read_bytes() != content.encode("utf-8"):
            raise InvalidProfile({"--out": f"{named} 里的 {name} 属于另一个评测集，请换一个目录"})
    if _grades_file(folder, split).exists() and not replace:
        raise InvalidProfile(
            {"--out": f"{_grades_file(folder, split)} 已经有了；要替换它请加 --replace，或换一个 --split"}
        )


def _grades_file(folder: Path, split: str) -> Path:
    return folder / f"qrels.{split}.tsv"


def _texts(drawing: Drawing) -> dict[str, str]:
    return {QUERIES: _lines(drawing.queries), CORPUS: _lines(drawing.documents)}


def _lines(items: Sequence[Item]) -> str:
    records = ({"id": one.id, "title": one.name, "text": one.text} for one in items)
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def _items(file: Path) -> tuple[Item, ...]:
    rows = ((line, parse_json(text, file, (line, 1))) for line, text in numbered_lines(file))
    return tuple(_item(file, line, row) for line, row in rows)


def _item(file: Path, line: int, row: Any) -> Item:
    try:
        return Item(str(row["id"]), str(row["title"]), str(row["text"]))
    except (KeyError, TypeError) as error:
        raise DamagedData(file, line, 1, "应有 id、title 与 text") from error


def _record(drawing: Drawing) -> str:
    record = {
        "format": FORMAT,
        "drawing": drawing.id,
        "direction": drawing.direction,
        "on": drawing.on.isoformat(),
        "seed": drawing.seed,
        "depth": drawing.depth,
        "sheets": drawing.sheets,
        "pools": drawing.pools,
    }
    return f"{json.dumps(record, ensure_ascii=False, indent=1)}\n"


def _drawing(record: Any, queries: tuple[Item, ...], documents: tuple[Item, ...]) -> Drawing:
    return Drawing(
        next(one for one in DIRECTIONS if one == record["direction"]),
        date.fromisoformat(record["on"]),
        int(record["seed"]),
        int(record["depth"]),
        queries,
        documents,
        {str(query): tuple(map(str, pool)) for query, pool in record["pools"].items()},
        tuple(tuple(map(str, sheet)) for sheet in record["sheets"]),
    )
