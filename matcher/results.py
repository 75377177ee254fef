"""What the engine answers with, as immutable values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Band(StrEnum):
    """档次: how strong the evidence for a pair is; 无依据 = nothing in common beyond generic words."""

    STRONG = "强"
    MEDIUM = "中"
    WEAK = "弱"
    NONE = "无依据"


@dataclass(frozen=True)
class Hit:
    """One search result: score descending, ties by id ascending."""

    id: str
    score: float


@dataclass(frozen=True)
class Verdict:
    """The answer of a hard rule; `reason` is empty only when `ok`."""

    ok: bool
    reason: str = ""


@dataclass(frozen=True)
class Span:
    """Where a matched term stands: field path and half-open offsets into that field's original text."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class TermMatch:
    """A word of the enterprise that answers the scenario, and the part of the score that it alone brings.

    Where the scenario says another word, `source` is that word, and `concept` joins the two (empty: by meaning alone).
    `is_generic` marks what is no evidence: generic words, mere likeness in meaning, words that nobody claims.
    """

    term: str
    points: float
    is_generic: bool = False
    source: str = ""
    concept: str = ""
    enterprise_spans: tuple[Span, ...] = ()
    scenario_spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Contribution:
    """One visible summand of a score. `value` in [0, 1], None = unknown (the neutral value counted instead)."""

    feature: str
    label: str
    value: float | None
    weight: float
    points: float
    evidence: str = ""
    terms: tuple[TermMatch, ...] = ()


@dataclass(frozen=True)
class RequirementMatch:
    """How much of one requirement the enterprise's own words cover, 0 to 1, and with which terms.

    `passage` is what comes nearest to it in meaning, `nearness` how near, 0 to 1; None where vectors are unknown.
    """

    text: str
    need: str
    coverage: float
    terms: tuple[str, ...] = ()
    passage: str = ""
    nearness: float | None = None


@dataclass(frozen=True)
class Match:
    """One pair with its one score; the contributions (bias included) sum to it.

    `sentence_model` names the model of the sentence vectors with its version; empty = none in use.
    """

    enterprise_id: str
    scenario_id: str
    score: float
    band: Band
    contributions: tuple[Contribution, ...] = ()
    missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    requirements: tuple[RequirementMatch, ...] = ()
    verdict: Verdict = Verdict(ok=True)
    sentence_model: str = ""


@dataclass(frozen=True)
class RankedMatch:
    """A row of a ranking: rank from 1, id, name and marks (示例, 含编者整理) of the side asked for."""

    rank: int
    id: str
    name: str
    match: Match
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejection:
    """An entity that a hard rule took out, with the reason."""

    id: str
    name: str
    reason: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The answer to recommend (a row of the table) or shortlist (a column)."""

    on: date
    engine_version: str
    weights_version: str
    query_id: str
    query_name: str
    results: tuple[RankedMatch, ...]
    rejected: tuple[Rejection, ...]
    query_marks: tuple[str, ...] = ()
