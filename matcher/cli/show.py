"""What every answer on a terminal shares: its width, names with their marks, terms, and the line below."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from matcher import Contribution, Match
from matcher.results import TermMatch

PIPE_WIDTH, LEAST_WIDTH = 118, 40
BAND_STYLE = {"强": "bold green", "中": "yellow", "弱": "dim", "无依据": "dim"}
ADVICE = "供参考，不是决定"


def console() -> Console:
    """The terminal; a pipe or file is as wide as COLUMNS says, else of a fixed width."""
    columns = os.environ.get("COLUMNS", "")
    asked = int(columns) if columns.isascii() and columns.isdigit() and len(columns) < 6 else 0
    width = None if sys.stdout.isatty() else max(LEAST_WIDTH, asked or PIPE_WIDTH)
    # rich stumbles over a COLUMNS such as ²; names are text, never mark-up
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS" or asked}
    return Console(width=width, highlight=False, markup=False, emoji=False, _environ=environment)


def print_json(content: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=2))


def label(name: str, marks: Sequence[str]) -> str:
    """A name with what has to be said of it: illustrative, or partly written by the editor."""
    return name + "".join(f"〔{mark}〕" for mark in marks)


def band_text(match: Match) -> Text:
    """The band in its colour."""
    return Text(str(match.band), style=BAND_STYLE[match.band])


def terms(contribution: Contribution, most: int = 6, with_concepts: bool = False) -> str:
    """The first specific terms of a summand; where the scenario says another word, that one before an arrow."""
    specific = [term for term in contribution.terms if not term.is_generic]
    return "、".join(_term(term, with_concepts) for term in specific[:most])


def _term(term: TermMatch, with_concept: bool) -> str:
    concept = f"（概念：{term.concept}）" if with_concept and term.concept else ""
    return f"{term.source} ↔ {term.term}{concept}" if term.source else term.term


def footer(on: date, engine_version: str, weights_version: str) -> str:
    """What an answer depends on besides the question."""
    return f"基准日 {on.isoformat()}，引擎 {engine_version}，权重 {weights_version}。{ADVICE}。"
