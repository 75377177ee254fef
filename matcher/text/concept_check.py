"""What is wrong with the technology lexicon beyond the contradictions that its reader refuses."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from matcher.taxonomy import Taxonomy
from matcher.text.concept_files import term_lines
from matcher.text.concepts import Concept, Relation, plain
from matcher.text.lexicon import Lexicon
from matcher.text.normalize import normalize

_DONE = (Relation.PRODUCT, Relation.COMPONENT, Relation.SERVICE)


def concept_problems(files: Mapping[Path, str], lexicon: Lexicon, taxonomy: Taxonomy) -> Iterator[str]:
    """One sentence each with file and line; `lexicon` holds the concepts of these files."""
    lines = term_lines(files)
    for concept in lexicon.concepts.concepts.values():
        for term, reason in (*_of_terms(concept, lexicon), *_of_concept(concept, taxonomy)):
            file, line = lines[concept.name, plain(term)]
            yield f"{file.name} 第 {line} 行 [{concept.name}]：{reason}"


def _of_terms(concept: Concept, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for term in (concept.name, *(term for terms in concept.terms.values() for term in terms)):
        known, usual = plain(term), normalize(term).text
        if usual != known:
            yield term, f"“{term}”不是规范写法，应为“{usual}”"
        elif not lexicon.is_specific(known):
            yield term, f"“{term}”是泛词、数量或纯数字，不能作为依据"
        elif known in lexicon.ignored:
            yield term, f"“{term}”是地名，不计分"


def _of_concept(concept: Concept, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    for code in concept.industry_codes:
        if code not in taxonomy.industries:
            yield concept.name, f"不认识的行业代码“{code}”"
    if not any(concept.of(relation) for relation in _DONE):
        yield concept.name, "没有产品、部件或服务"
