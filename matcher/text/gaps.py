"""Words of profiles and scenarios that no concept of the technology lexicon knows."""

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.text.analyzer import WordAnalyzer
from matcher.text.lexicon import Lexicon
from matcher.text.prior import rarities

BEFORE, AFTER = 10, 14  # characters of the example around the word


@dataclass(frozen=True)
class Gap:
    """词典缺口: a specific word, how many entities say it, and the first place where one does."""

    term: str
    count: int
    id: str
    example: str


def gaps(texts: Iterable[tuple[str, str]], lexicon: Lexicon) -> list[Gap]:
    """The gaps of texts given as (id of the entity, text): said by many and rare in Chinese at large first."""
    analyse, known = WordAnalyzer(lexicon), lexicon.concepts.terms
    said: dict[str, set[str]] = {}
    first: dict[str, tuple[str, str]] = {}
    for id, text in texts:
        for token in analyse(text):
            if token.weight == 1.0 and token.term not in known and lexicon.is_specific(token.term):
                said.setdefault(token.term, set()).add(id)
                example = text[max(0, token.start - BEFORE) : token.end + AFTER]
                first.setdefault(token.term, (id, " ".join(example.split())))
    telling = dict(zip(said, rarities(said), strict=True))
    ordered = sorted(said, key=lambda term: (-len(said[term]) * telling[term] ** 2, term))
    return [Gap(term, len(said[term]), *first[term]) for term in ordered]
