"""Help: Chinese throughout, an example for every command, defaults and bounds."""

import re

import pytest

from tests.cli.conftest import Run

COMMANDS = [(), ("recommend",), ("shortlist",), ("explain",), ("init",), ("serve",), ("run",)]
COMMANDS += [("judge",), ("judge", "draw"), ("judge", "collect")]
COMMANDS += [("evaluate",), ("bands",), ("embed",)]
COMMANDS += [("data",), ("data", "build"), ("data", "check"), ("data", "embed"), ("data", "trades")]
COMMANDS += [
    ("lexicon",),
    ("lexicon", "check"),
    ("lexicon", "show"),
    ("lexicon", "gaps"),
    ("lexicon", "sample"),
    ("lexicon", "vectors"),
]
NAMES = {"matcher", *(name for names in COMMANDS for name in names)}
WORDS = {"json", "jsonl", "JSON", "corpus", "queries", "qrels", "tsv", "dev", "data", "sample", "judgments"}
WORDS |= {"scenario", "to", "enterprise", "rivals", "RSU", "var", "engine", "bm", "tfidf", "TREC", "xlsx"}
WORDS |= {"lift", "TOML", "toml", "config", "default", "self", "descriptions"}


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda value: " ".join(value) or "matcher")
def test_help_has_no_english_but_names(command: Run, arguments: tuple[str, ...]) -> None:
    done = command(*arguments, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"用法：{' '.join(('matcher', *arguments))} ")
    without_options = re.sub(r"(?<![\w-])--?[a-z]+", "", done.out)
    assert set(re.findall("[A-Za-z]+", without_options)) <= NAMES | WORDS
    assert re.search("[\u4e00-\u9fff]", done.out)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda value: " ".join(value) or "matcher")
def test_every_command_has_an_example_that_names_it(command: Run, arguments: tuple[str, ...]) -> None:
    examples = command(*arguments, "--help").out.split("例子：\n")[1]
    assert all(line.startswith(f"  {' '.join(('matcher', *arguments))}") for line in examples.splitlines())


def test_help_names_arguments_options_defaults_and_bounds(command: Run) -> None:
    shown = command("explain", "--help").out
    assert shown.startswith("用法：matcher explain 企业 场景 [选项]\n")
    assert "  -k 个数             最多列出几个（1 至 10000，默认 10）\n" in shown
    assert "  --help              显示这份说明\n" in shown
    assert "监听端口（1 至 65535，默认 8000）" in command("serve", "--help").out


@pytest.mark.parametrize(
    "arguments", [(), ("data",), ("judge",), ("lexicon",)], ids=lambda value: " ".join(value) or "matcher"
)
def test_no_command_at_all_shows_the_same_help(command: Run, arguments: tuple[str, ...]) -> None:
    assert command(*arguments).out == command(*arguments, "--help").out
