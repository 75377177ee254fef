"""Help in Chinese: typer's own is half English, so commands and groups write theirs here."""

import inspect
from collections.abc import Sequence
from typing import Any

import typer
from rich.cells import cell_len
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from matcher.cli.wrapping import wrap

WIDTH = 80
Row = tuple[str, str]


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese; its epilog holds examples, one a line."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of this command."""
        formatter.write(_help_text(self, ctx, ()))


class ChineseGroup(TyperGroup):
    """A group of commands whose help is Chinese; its epilog holds examples, one a line."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of this group."""
        commands = [(name, command.help or "") for name, command in self.commands.items() if not command.hidden]
        formatter.write(_help_text(self, ctx, commands))


def _help_text(command: TyperCommand | TyperGroup, ctx: typer.Context, commands: Sequence[Row]) -> str:
    parameters = command.get_params(ctx)
    arguments = [(one.metavar or one.name, one.help or "") for one in parameters if isinstance(one, TyperArgument)]
    options = [_option_row(one) for one in parameters if isinstance(one, TyperOption) and not one.hidden]
    usage = " ".join([ctx.command_path, *(name for name, _ in arguments), "命令" if commands else "", "[选项]"])
    parts = [f"用法：{' '.join(usage.split())}", *wrap(inspect.cleandoc(command.help or ""), WIDTH)]
    for title, rows in (("参数", arguments), ("命令", commands), ("选项", options)):
        parts += _section(title, rows)
    examples = [f"  {line}" for line in inspect.cleandoc(command.epilog or "").splitlines()]
    return "\n".join([*parts, *(["", "例子：", *examples] if examples else [])])


def _option_row(option: TyperOption) -> Row:
    names = ", ".join(option.opts)
    if option.name == "help":
        return names, "显示这份说明"
    notes = [bounds] if (bounds := bounds_of(option)) else []
    if option.default not in (None, False):
        notes.append(f"默认 {option.default}")
    return f"{names} {option.metavar or ''}".strip(), (option.help or "") + (f"（{'，'.join(notes)}）" if notes else "")


def bounds_of(option: Any) -> str:
    """The least and the greatest number that an option takes, in words; empty where it has no bounds."""
    least, most = getattr(option, "min", None), getattr(option, "max", None)
    return f"{least} 至 {most}" if least is not None and most is not None else ""


def _section(title: str, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    indent = 4 + max(cell_len(name) for name, _ in rows)
    lines = ["", f"{title}："]
    for name, sentence in rows:
        first, *more = wrap(sentence, WIDTH - indent)
        lines.append(f"  {name}{' ' * (indent - 2 - cell_len(name))}{first}")
        lines += [" " * indent + line for line in more]
    return lines
