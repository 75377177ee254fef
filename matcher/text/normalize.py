"""One spelling for one text: NFKC, lower case, simplified characters, no white space that carries no meaning.

Every normalised character remembers which characters of the original it came from, so that a match found in the
normalised text can be highlighted in what the person wrote (NFKC changes lengths: ㈱ becomes three characters).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

KEPT_CHARS = 2_000
HAN = "\u4e00-\u9fd5"
_CLUSTER = re.compile(
    "[^\uff9e\uff9f\u1160-\u11ff][\uff9e\uff9f\u1160-\u11ff\u0300-\u036f\u3099\u309a\u20d0-\u20ff]*|.", re.S
)
_LATIN_NUMBER = re.compile("[a-z0-9]")
_STUFFED = re.compile(f"([{HAN}]{{2,12}}?|[a-z0-9]{{2,12}}?[ 、,]?|[{HAN}]{{2,12}}?[ 、,])\\1{{2,}}")
# Spellings of traditional texts that OpenCC leaves as they are; the same length on both sides.
_VARIANTS = (
    ("回覆", "回复"),
    ("答覆", "答复"),
    ("反覆", "反复"),
    ("座席", "坐席"),
    ("座标", "坐标"),
    ("覆判", "复判"),
    ("揹", "背"),
)
_HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True)
class NormalizedText:
    """`text[i]` came from `original[starts[i]:ends[i]]`; the three have the same length."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the normalised half-open range (not empty)."""
        return self.starts[start], self.ends[end - 1]


def normalize(text: str) -> NormalizedText:
    """Normalise a text; the same meaning in another width, script or spacing gives the same characters."""
    return _kept(text) if len(text) <= KEPT_CHARS else _normalized(text)


def _normalized(text: str) -> NormalizedText:
    characters = _compatible(text)
    characters = [(char.lower()[:1], start, end) for char, start, end in characters]
    characters = _without_idle_space(characters)
    characters = _simplified(characters)
    characters = _without_stuffing(characters)
    return NormalizedText(
        "".join(char for char, _, _ in characters),
        tuple(start for _, start, _ in characters),
        tuple(end for _, _, end in characters),
    )


_kept = lru_cache(maxsize=20_000)(_normalized)  # the same passages are read for words, meanings and standing
_Characters = list[tuple[str, int, int]]


def _compatible(text: str) -> _Characters:
    whole = unicodedata.normalize("NFKC", text)
    if whole == text:
        return [(char, place, place + 1) for place, char in enumerate(text)]
    pieces = [
        (char, found.start(), found.end())
        for found in _CLUSTER.finditer(text)
        for char in unicodedata.normalize("NFKC", found.group())
    ]
    if "".join(char for char, _, _ in pieces) == whole:
        return pieces
    return [(char, 0, len(text)) for char in whole]


def _without_idle_space(characters: _Characters) -> _Characters:
    """Drop invisible characters, and white space except one blank between two Latin or number characters."""
    kept: _Characters = []
    blank: tuple[str, int, int] | None = None
    for char, start, end in characters:
        if char.isspace():
            blank = (" ", start, end)
        elif unicodedata.category(char) not in ("Cf", "Cc"):
            if blank and kept and _LATIN_NUMBER.match(kept[-1][0]) and _LATIN_NUMBER.match(char):
                kept.append(blank)
            blank = None
            kept.append((char, start, end))
    return kept


def _simplified(characters: _Characters) -> _Characters:
    text = "".join(char for char, _, _ in characters)
    if not _HAN_RUN.search(text):
        return characters
    convert = _to_simplified()
    result = list(characters)
    for run in _HAN_RUN.finditer(text):
        plain = convert(run.group())
        for variant, usual in _VARIANTS:
            plain = plain.replace(variant, usual)
        for place, char in zip(range(*run.span()), plain, strict=True):  # OpenCC's t2s keeps every length
            result[place] = (char, *characters[place][1:])
    return result


def _without_stuffing(characters: _Characters) -> _Characters:
    """A word written three or more times in a row is kept once: saying it again is no evidence."""
    text = "".join(char for char, _, _ in characters)
    drop: set[int] = set()
    for found in _STUFFED.finditer(text):
        if not found.group(1).isdigit():
            drop.update(range(found.start() + len(found.group(1)), found.end()))
    return [item for place, item in enumerate(characters) if place not in drop] if drop else characters


@cache
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
