"""Links of the technology lexicon drawn by lot, for a person to judge one by one (抽查)."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from matcher.text.concept_files import read_concepts, term_lines
from matcher.text.concepts import Relation, plain

COLUMNS = ("概念", "关系", "词", "位置", "判断", "备注")


class WrittenLink(NamedTuple):
    """A term as a concept file gives it to a concept, with the name of the file and the line."""

    concept: str
    relation: Relation
    term: str
    file: str
    line: int


def written_links(files: Mapping[Path, str]) -> Iterator[WrittenLink]:
    """Every term of every concept but its own name, in the order of the files."""
    lines = term_lines(files)
    for concept in read_concepts(files):
        for relation, terms in concept.terms.items():
            for term in terms:
                file, line = lines[concept.name, plain(term)]
                yield WrittenLink(concept.name, relation, term, file.name, line)


def draw(links: Iterable[WrittenLink], number: int, seed: int) -> list[WrittenLink]:
    """So many links, each as likely as any other; all of them where there are fewer.

    The lot of a link is the SHA-256 of seed, concept, relation and term: the same on every machine, wherever the link
    stands, and a link that is added or taken away leaves the rest of a sample as it was.
    """
    return sorted(links, key=lambda link: (_lot(link, seed), link))[:number]


def review_sheet(links: Iterable[WrittenLink], seed: int) -> str:
    """A sheet to fill in, parted by tabs: a comment line, the columns, then a line a link without judgement."""
    rows = list(links)
    lines = [f"# 技术词典抽查：种子 {seed}，{len(rows)} 条", "\t".join(COLUMNS)]
    lines += ["\t".join((one.concept, one.relation, one.term, f"{one.file}:{one.line}", "", "")) for one in rows]
    return "".join(f"{line}\n" for line in lines)


def _lot(link: WrittenLink, seed: int) -> str:
    return hashlib.sha256("\t".join((str(seed), link.concept, link.relation, link.term)).encode()).hexdigest()
