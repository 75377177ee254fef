"""A document without a format: tables of texts, some columns of which a person fills in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Column:
    """One column; `width` in characters (a Han character counts two), `most` where long texts may widen it.

    An editable column is for the reader to fill in; it may offer choices.
    """

    title: str
    width: int
    most: int
    is_editable: bool = False
    choices: tuple[int, ...] = ()
    prompt: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of texts, possibly shorter than the columns; where the first cell changes, the shade does."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    is_banded: bool = False


@dataclass(frozen=True)
class Document:
    """What one file holds. `created` is the day its content speaks of: the same content, the same bytes."""

    title: str
    created: date
    tables: tuple[Table, ...]
