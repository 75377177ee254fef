"""Concept files (概念文件): a text format that a person edits.

A block a concept, blocks parted by blank lines, `#` starts a comment line:

    [车路协同]
    别名: V2X、车路云一体化
    歧义: RSU
    上位: 智能交通
    产品: 路侧单元、车载单元
    行业: 3922

Every line but the first is optional; terms are parted by 、 only. Contradictions are refused with file and line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from matcher.errors import DamagedData
from matcher.text.concepts import Concept, Relation, plain

MIN_TERM_CHARS, MAX_TERM_CHARS = 2, 24
_KEYS = {relation.value: relation for relation in Relation if relation is not Relation.NAME}
_CODES = "行业"
_HEADER = re.compile(r"\[([^\[\]]+)\]")


class _Block:
    """A concept as it stands in a file, with the line of each of its parts."""

    def __init__(self, file: Path, line: int, name: str) -> None:
        self.file, self.line, self.name = file, line, name
        self.terms: dict[Relation, tuple[str, ...]] = {}
        self.lines: dict[str, int] = {plain(name): line}
        self.codes: tuple[str, ...] = ()

    def fail(self, line: int, reason: str) -> DamagedData:
        return DamagedData(self.file, line, 1, reason)

    def put(self, line: int, key: str, terms: tuple[str, ...]) -> None:
        """Take one line in; refuses a line or a term that the concept has already."""
        if key == _CODES:
            self.codes = terms
            return
        relation = _KEYS.get(key)
        if relation is None:
            known = "、".join([*_KEYS, _CODES])
            raise self.fail(line, f"不认识的行首“{key}”，应为：{known}")
        if relation in self.terms:
            raise self.fail(line, f"[{self.name}] 的“{key}”写了两行，请合并")
        for term in terms:
            if not MIN_TERM_CHARS <= len(term) <= MAX_TERM_CHARS:
                raise self.fail(line, f"“{term}”应为 {MIN_TERM_CHARS} 至 {MAX_TERM_CHARS} 个字符")
            if plain(term) in self.lines:
                raise self.fail(line, f"“{term}”在 [{self.name}] 里已经写过（第 {self.lines[plain(term)]} 行）")
            self.lines[plain(term)] = line
        self.terms[relation] = terms


def read_concepts(files: Mapping[Path, str]) -> Iterator[Concept]:
    """The concepts of all files, in order; raises `DamagedData` with file and line."""
    blocks = [block for file, text in files.items() for block in _blocks(file, text)]
    _refuse_contradictions(blocks)
    for block in blocks:
        yield Concept(block.name, block.terms, block.codes)


def term_lines(files: Mapping[Path, str]) -> dict[tuple[str, str], tuple[Path, int]]:
    """File and line of every term of every concept, by concept name and normalised term."""
    blocks = (block for file, text in files.items() for block in _blocks(file, text))
    return {(block.name, term): (block.file, line) for block in blocks for term, line in block.lines.items()}


def _blocks(file: Path, text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, written in enumerate(text.split("\n"), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        header = _HEADER.fullmatch(line)
        if header:
            if block:
                yield block
            block = _Block(file, number, header[1].strip())
            continue
        key, colon, rest = line.partition(":")
        if block is None or not colon:
            raise DamagedData(file, number, 1, "应为 [概念名] 或 “关系: 词、词”")
        block.put(number, key.strip(), tuple(term.strip() for term in rest.split("、") if term.strip()))
    if block:
        yield block


def _refuse_contradictions(blocks: Iterable[_Block]) -> None:
    owners: dict[str, _Block] = {}
    blocks = list(blocks)
    for block in blocks:
        for term in (block.name, *block.terms.get(Relation.ALIAS, ())):
            other = owners.setdefault(plain(term), block)
            if other is not block:
                where = f"{other.file.name} 第 {other.lines[plain(term)]} 行"
                raise block.fail(block.lines[plain(term)], f"“{term}”已是 [{other.name}] 的名称或别名（{where}）")
    for block in blocks:
        for term in block.terms.get(Relation.AMBIGUOUS, ()):
            if plain(term) in owners:
                other = owners[plain(term)]
                raise block.fail(block.lines[plain(term)], f"“{term}”在 [{other.name}] 里是别名，在这里是歧义，请统一")
        for term in block.terms.get(Relation.BROADER, ()):
            if plain(term) not in owners:
                raise block.fail(block.lines[plain(term)], f"没有上位概念“{term}”")
    _refuse_cycles(blocks, owners)


def _refuse_cycles(blocks: Iterable[_Block], owners: Mapping[str, _Block]) -> None:
    clear: set[str] = set()
    for first in blocks:
        path: dict[str, None] = {}
        waiting: list[tuple[_Block, bool]] = [(first, False)]
        while waiting:
            block, is_done = waiting.pop()
            if is_done:
                path.pop(block.name)
                clear.add(block.name)
            elif block.name in path:
                raise block.fail(block.line, f"[{block.name}] 是它自己的上位：{'、'.join(path)}")
            elif block.name not in clear:
                path[block.name] = None
                waiting.append((block, True))
                broader = block.terms.get(Relation.BROADER, ())
                waiting.extend((owners[plain(term)], False) for term in broader)
