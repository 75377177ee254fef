"""Chinese text that breaks where a reader would: never inside a mark, a number or a listed term, nor before a ）."""

import re
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_TERM = r"[^\s、，；：。！？（）〔〕“”]{1,10}"
_OPENING, _CLOSING = "[“（《【(]", "[、，。；：！？）》】〕”…)]*"
_UNIT = re.compile(
    rf"(?:{_TERM}（[+-][\d.]+）|{_TERM}(?=、)|(?:(?<=、)|^){_TERM}$|〔[^〔〕]{{1,12}}〕|{_OPENING}*[!-~]*[!-')-~]|\s+|{_OPENING}+.){_CLOSING}"
    rf"|.{_CLOSING}"
)


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text in `width` terminal cells; a unit that is wider than a line is cut."""
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, max(2, width))]


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines = [""]
    for unit in units(text):
        if cell_len(lines[-1] + unit.rstrip()) <= width:
            lines[-1] += unit
        elif cell_len(unit) <= width:
            lines.append(unit.lstrip())
        else:
            for char in unit:
                if cell_len(lines[-1] + char) > width:
                    lines.append("")
                lines[-1] += char
    return [line.rstrip() for line in lines]


def units(text: str) -> list[str]:
    """The parts of one line that stay whole."""
    return [found[0] for found in _UNIT.finditer(text)]


@dataclass(frozen=True)
class Wrapped:
    """A text on a terminal; `first` stands before its first line, the others are indented alike."""

    text: str
    style: str = ""
    first: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        indent = cell_len(self.first)
        for place, line in enumerate(wrap(self.text, options.max_width - indent)):
            yield Text((self.first if not place else " " * indent) + line, self.style, no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        lines = self.text.split("\n")
        narrowest = max((cell_len(unit) for line in lines for unit in units(line)), default=0)
        widest, indent = max(cell_len(line) for line in lines), cell_len(self.first)
        return Measurement(narrowest + indent, widest + indent).with_maximum(options.max_width)
