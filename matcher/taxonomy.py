"""Fixed words of the domain: industries (GB/T 4754-2017), districts, qualifications, each with its kin.

Values come from `data/taxonomy/`; see `datasets.load_taxonomy`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import IntEnum
from functools import cached_property, lru_cache

from matcher.entities import Qualification, RequiredQualification
from matcher.errors import UnknownCode

ABROAD = ("海外", "境外", "国外", "国际", "全球", "东南亚", "一带一路")  # areas that contain no district of the table
KEPT_LEVELS = 10_000
_HAN_LEVELS = str.maketrans("一二三四五壹贰叁肆伍", "1234512345")
KEPT_PAIRS = 100_000  # pairs of code lists whose kinship is kept; firms of one industry share theirs
LIKENESS = 0.6  # of two words, from which one may have been meant by the other
CLOSENESS_BY_SHARED_LEVEL = {4: 1.0, 3: 0.85, 2: 0.6, 1: 0.2, 0: 0.0}


@dataclass(frozen=True)
class Industry:
    """行业: level 1 = 门类 (letter), 2 = 大类, 3 = 中类, 4 = 小类."""

    code: str
    name: str
    level: int
    parent: str


@dataclass(frozen=True)
class District:
    """地区: a 片区, district, city, province, or an area such as 成渝; `parents` are the areas that contain it."""

    name: str
    kind: str
    parents: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class QualificationType:
    """资质类型: `levels` best first; empty where there is only one."""

    type: str
    levels: tuple[str, ...]
    aliases: tuple[str, ...]
    kind: str


class Holding(IntEnum):
    """How far a list of qualifications answers a required one; higher is better."""

    MISSING = 0
    EXPIRED = 1
    LOWER = 2
    UNPROVEN = 3  # held, but its level or its end is not stated
    VALID = 4


@dataclass(frozen=True)
class Taxonomy:
    """分类表. Look-ups take what people write and raise `UnknownCode` with the nearest known words."""

    industries: Mapping[str, Industry]
    districts: Mapping[str, District]
    qualifications: Mapping[str, QualificationType]
    focus_codes: Mapping[str, tuple[str, ...]]
    district_focus: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]

    def industry(self, code: str) -> Industry:
        """The industry of a code of one letter or two to four digits, with or without its letter."""
        known = self._known_industry(code)
        if known is None:
            raise UnknownCode("行业代码", code, self._nearest(code, self.industries))
        return known

    def nearest_industry(self, code: str) -> Industry:
        """The industry of a code, or of its group where the class is newer than the table."""
        group = self._known_industry(code.strip()[:-1]) if code.strip()[-4:].isdigit() else None
        return self._known_industry(code) or group or self.industry(code)

    def ancestry(self, code: str) -> tuple[str, ...]:
        """Codes from the section letter down to the code itself (or to its group, see `nearest_industry`)."""
        chain = [self.nearest_industry(code)]
        while chain[-1].parent:
            chain.append(self.industries[chain[-1].parent])
        return tuple(industry.code for industry in reversed(chain))

    def closeness(self, code: str, other: str) -> float:
        """Kinship of two industries in [0, 1] by the deepest level they share; a code that contains the other is it.

        A code that nobody knows is kin to none.
        """
        first, second = self._ancestry_or_none(code), self._ancestry_or_none(other)
        shared = sum(a == b for a, b in zip(first, second, strict=False))
        if shared and shared == min(len(first), len(second)):
            return 1.0 if shared > 1 else CLOSENESS_BY_SHARED_LEVEL[1]
        return CLOSENESS_BY_SHARED_LEVEL[shared]

    def closest(self, codes: Iterable[str], others: Iterable[str]) -> tuple[float, str, str]:
        """The closest pair of two lists of codes: closeness, code, other; (0, "", "") where nothing is shared."""
        return self._closest(tuple(codes), tuple(others))

    @cached_property
    def _closest(self) -> Callable[[tuple[str, ...], tuple[str, ...]], tuple[float, str, str]]:
        return lru_cache(maxsize=KEPT_PAIRS)(self._closest_anew)

    def _closest_anew(self, codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[float, str, str]:
        best = (0.0, "", "")
        for code in codes:
            for other in others:
                value = self.closeness(code, other)
                if value > best[0]:
                    best = (value, code, other)
        return best

    def district(self, name: str) -> District:
        """The district of a name or alias."""
        known = self._districts_by_alias.get(name.strip())
        if known is None:
            raise UnknownCode("地区", name, self._nearest(name, self._districts_by_alias))
        return known

    def focus_of(self, name: str) -> tuple[str, ...]:
        """Codes of the focus industries of a 片区, by its name or alias; empty where none are published."""
        place = self._districts_by_alias.get(name.strip())
        industries = self.district_focus.get(place.name, ()) if place else ()
        return tuple(code for industry in industries for code in self.focus_codes.get(industry, ()))

    def covers(self, area: str, district: str) -> bool:
        """Whether a declared service area contains a district; an unknown area covers only its own name."""
        if area.strip() == district.strip():
            return True
        wanted = self._districts_by_alias.get(area.strip())
        place = self._districts_by_alias.get(district.strip())
        return wanted is not None and place is not None and wanted.name in self._areas_around(place)

    def _areas_around(self, place: District) -> set[str]:
        found = {place.name}
        for parent in place.parents:
            found |= self._areas_around(self.districts[parent])
        return found

    def field(self, name: str) -> str:
        """The field (领域) of a name."""
        if name.strip() not in self.fields:
            raise UnknownCode("领域", name, self._nearest(name, self.fields), tuple(self.fields))
        return name.strip()

    def qualification(self, type: str) -> QualificationType:
        """The qualification type of a name or alias."""
        known = self._qualifications_by_alias.get(_plain(type))
        if known is None:
            names = [entry.type for entry in self.qualifications.values()]
            raise UnknownCode("资质类型", type, self._nearest(type, names))
        return known

    def level(self, type: str, level: str) -> str:
        """The level as the table writes it (3级 -> 3); raises `UnknownCode` with the levels there are."""
        known = self.qualification(type)
        place = _level_place(known, level)
        if place is None:
            raise UnknownCode(f"{known.type}等级", level, known=known.levels)
        return known.levels[place]

    def holding(self, held: Sequence[Qualification], wanted: RequiredQualification, on: date) -> Holding:
        """The best answer that the held qualifications give to a required one on that day."""
        return self.best(held, wanted, on)[0]

    def best(
        self, held: Sequence[Qualification], wanted: RequiredQualification, on: date
    ) -> tuple[Holding, Qualification | None]:
        """The best answer on that day and the first held qualification that gives it; none of that type gives None."""
        same = [(self._answer(one, wanted, on), one) for one in held if self._same_qualification(one.type, wanted.type)]
        return max(same, key=lambda answer: answer[0], default=(Holding.MISSING, None))

    def _answer(self, held: Qualification, wanted: RequiredQualification, on: date) -> Holding:
        reaches, valid = self.reaches_level(wanted, held.level), held.is_valid(on)
        if valid is False:
            return Holding.EXPIRED
        if reaches is False:
            return Holding.LOWER
        return Holding.VALID if reaches and valid else Holding.UNPROVEN

    def _same_qualification(self, held: str, wanted: str) -> bool:
        first, second = (
            self._qualifications_by_alias.get(_plain(held)),
            self._qualifications_by_alias.get(_plain(wanted)),
        )
        return first is second if first and second else _plain(held) == _plain(wanted)

    def reaches_level(self, wanted: RequiredQualification, level: str) -> bool | None:
        """Whether a level is at least the required one; None where that cannot be known."""
        if not wanted.level or level == wanted.level:
            return True
        known = self._qualifications_by_alias.get(_plain(wanted.type))
        if known is None:
            return None
        held, least = _level_place(known, level), _level_place(known, wanted.level)
        return None if held is None or least is None else held <= least

    def _ancestry_or_none(self, code: str) -> tuple[str, ...]:
        try:
            return self.ancestry(code)
        except UnknownCode:
            return ()

    def _known_industry(self, code: str) -> Industry | None:
        plain = code.strip().upper()
        return self.industries.get(plain) or self.industries.get(plain.lstrip("ABCDEFGHIJKLMNOPQRST"))

    @cached_property
    def _districts_by_alias(self) -> dict[str, District]:
        return {alias: entry for entry in self.districts.values() for alias in (*entry.aliases, entry.name)}

    @cached_property
    def _qualifications_by_alias(self) -> dict[str, QualificationType]:
        return {
            _plain(alias): entry for entry in self.qualifications.values() for alias in (*entry.aliases, entry.type)
        }

    @staticmethod
    def _nearest(word: str, known: Iterable[str]) -> list[str]:
        return get_close_matches(word.strip(), list(known), n=3, cutoff=LIKENESS)


def _plain(name: str) -> str:
    half_width = unicodedata.normalize("NFKC", name).upper().replace("“", '"').replace("”", '"')
    return "".join(half_width.split())


@lru_cache(maxsize=KEPT_LEVELS)
def _level_place(known: QualificationType, level: str) -> int | None:
    """Place of a level among those of its type, best first, however it is written: 3, 三级, CMMI3, Level 3."""
    keys = [_level_key(known, one) for one in known.levels]
    letters = _shared_start(keys)  # CS of CS3: a bare 3 is meant too
    wanted = _level_key(known, level).removeprefix(letters)
    return next((place for place, key in enumerate(keys) if wanted and key.removeprefix(letters) == wanted), None)


def _level_key(known: QualificationType, level: str) -> str:
    plain = _plain(level)
    for name in sorted((*known.aliases, known.type), key=len, reverse=True):
        plain = plain.removeprefix(_plain(name))
    return re.sub("^(LEVEL|ML|L|第)(?=.)|级$", "", plain.translate(_HAN_LEVELS))


def _shared_start(words: Sequence[str]) -> str:
    if len(words) < 2:
        return ""
    first, last = min(words), max(words)
    return first[: next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
