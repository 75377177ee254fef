"""Rankings that others wrote, as runs: TREC run files, and the JSON of `matcher shortlist | recommend --json`.

A TREC run has six columns a line: query id, Q0, document id, rank, score, name of the system; as in trec_eval the score
decides, ties go by rank, then id. JSON: one answer, a list of them, one a line (`.jsonl`), or a folder of `.json`.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matcher.errors import DamagedData, InvalidProfile, printable
from matcher.evaluation.judging import nearest_ids
from matcher.evaluation.judgments import numbered_lines
from matcher.evaluation.pooling import Run, Sides
from matcher.json_text import NOWHERE, Place, parse_json, parse_json_items

COLUMNS = "查询编号 Q0 候选编号 名次 得分 名称"
OURS = "不是 matcher shortlist 或 recommend 加 --json 的输出"
Keyed = tuple[tuple[float, int, str], str]  # what a document is sorted by, and its id


def read_run(path: Path, sides: Sides) -> Run:
    """The run in a file or folder; raises `InvalidProfile`, `DamagedData`."""
    require_run_file(path)
    rows: dict[str, list[Keyed]] = {}
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            _read_answers(file, sides, rows)
    elif path.suffix in (".json", ".jsonl"):
        _read_answers(path, sides, rows)
    else:
        _read_trec(path, sides, rows)
    if not any(rows.values()):
        raise DamagedData(path, *NOWHERE, "里面没有一条排序结果")
    return {query: [id for _, id in sorted(found)] for query, found in rows.items()}


def require_run_file(path: Path) -> None:
    """Say that a ranking is not there before anything else is done; raises `InvalidProfile`."""
    named = printable(str(path), 1000)
    if not path.exists():
        raise InvalidProfile({named: "没有这个排序：既不是 engine、bm25、tfidf，也没有这个文件"})
    if path.is_dir() and not any(path.glob("*.json")):
        raise InvalidProfile({named: "目录里没有 .json 文件"})


def _read_trec(file: Path, sides: Sides, rows: dict[str, list[Keyed]]) -> None:
    seen: set[tuple[str, str]] = set()
    for line, text in numbered_lines(file):
        cells = text.split()
        if len(cells) != len(COLUMNS.split()):
            raise DamagedData(file, line, 1, f"应为以空格分隔的六列：{COLUMNS}")
        query, document, rank, score = cells[0], cells[2], _number(cells[3]), _number(cells[4])
        if rank is None or score is None:
            wrong = printable(cells[3] if rank is None else cells[4])
            raise DamagedData(file, line, 1, f"名次与得分应为数字，这里是“{wrong}”")
        _require_known(file, (line, 1), query, document, sides)
        if (query, document) in seen:
            raise DamagedData(file, line, 1, f"“{query}”的结果里“{document}”出现了不止一次")
        seen.add((query, document))
        rows.setdefault(query, []).append(((-score, int(rank), document), document))


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _read_answers(file: Path, sides: Sides, rows: dict[str, list[Keyed]]) -> None:
    for place, answer in _answers(file):
        query, results = _answer(file, place, answer)
        _require_known(file, place, query, None, sides)
        if query in rows:
            raise DamagedData(file, *place, f"“{query}”的结果给了不止一次")
        seen: set[str] = set()
        for _, document in results:
            _require_known(file, place, query, document, sides)
            if document in seen:
                raise DamagedData(file, *place, f"“{query}”的结果里“{document}”出现了不止一次")
            seen.add(document)
        rows[query] = [((0.0, rank, document), document) for rank, document in results]


def _answers(file: Path) -> Iterator[tuple[Place, Any]]:
    if file.suffix == ".jsonl":
        return (((line, 1), parse_json(text, file, (line, 1))) for line, text in numbered_lines(file))
    return parse_json_items("\n".join(_every_line(file)), file)


def _every_line(file: Path) -> Iterator[str]:
    """The lines of a file with the blank ones, so that places stay right."""
    at = 1
    for line, text in numbered_lines(file):
        yield from [""] * (line - at)
        yield text
        at = line + 1


def _answer(file: Path, place: Place, answer: Any) -> tuple[str, list[tuple[int, str]]]:
    """The query of an answer, and rank and id of its results."""
    try:
        query, results = answer["query"]["id"], [(row["rank"], row["id"]) for row in answer["results"]]
    except (KeyError, TypeError) as error:
        raise DamagedData(file, *place, OURS) from error
    if not isinstance(query, str) or not all(isinstance(rank, int) and isinstance(id, str) for rank, id in results):
        raise DamagedData(file, *place, OURS)
    return query, results


def _require_known(file: Path, place: Place, query: str, document: str | None, sides: Sides) -> None:
    for id, kind, known in ((query, sides.kinds[0], sides.queries), (document, sides.kinds[1], sides.documents)):
        if id is not None and id not in known:
            turned = id == query and id in sides.documents
            advice = f"，它是{sides.kinds[1]}，请检查 --direction" if turned else _nearest(id, known)
            raise DamagedData(file, *place, f"没有编号为“{printable(id)}”的{kind}{advice}")


def _nearest(id: str, known: Mapping[str, Any]) -> str:
    found = nearest_ids(id, known)
    return f"，最接近的有：{'、'.join(f'{one}（{printable(known[one].name)}）' for one in found)}" if found else ""
