"""The `matcher` command: as a process of its own, and in this process where only its words matter."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from tests.conftest import tiny_data

COMMAND = str(Path(sys.executable).parent / "matcher")
ROOT = Path(__file__).parents[2]
TINY = """
import matcher.cli.inputs
from api.cli import main
from tests.conftest import tiny_data

matcher.cli.inputs.shipped_data = tiny_data
main()
"""
TINY_COMMAND = (sys.executable, "-c", TINY)  # a process that sees the tiny city, which is fitted at once


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    def complaint(self) -> str:
        """The one line of a command that could not do its work: exit code 2, nothing on standard output."""
        assert (self.code, self.out) == (2, ""), (self.code, self.out[:300], self.err[:1000])
        assert self.err.endswith("\n") and self.err.count("\n") == 1, self.err[:2000]
        assert self.err.startswith("错误：")
        return self.err.removeprefix("错误：").strip()


Run = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a person, with a home folder of this test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MATCHER_", "COV_", "COLUMNS"))}
    return {**kept, "MATCHER_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def process(environment: dict[str, str]) -> Run:
    """Run the installed command as a process; it sees the shipped data."""

    def run(*arguments: str, **more: Any) -> Done:
        more["env"] = {**environment, **more.get("env", {})}
        done = subprocess.run([COMMAND, *arguments], capture_output=True, timeout=120, check=False, **more)
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


@pytest.fixture
def command(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; in place of the shipped data it sees the tiny city, which is fitted at once."""
    monkeypatch.setattr("matcher.cli.inputs.shipped_data", tiny_data)
    for name in [name for name in os.environ if name.startswith("MATCHER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MATCHER_HOME", str(home))
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["matcher", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        written = capfd.readouterr()
        return Done(int(left.value.code or 0), written.out, written.err)

    return run
