"""Sentence vectors for what a command works on."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from matcher.datasets import data_folder, load_vectors
from matcher.embedding.cache import FolderStore
from matcher.embedding.choice import choose_embedder
from matcher.embedding.supply import VectorSupply, no_progress
from matcher.entities import Enterprise, Scenario
from matcher.errors import UnusableEmbedder, reason_of

AT_ONCE_CHARS = 4_000  # what a person waits for: a few seconds


def open_vectors() -> VectorSupply:
    """The model that MATCHER_EMBEDDER names, with what MATCHER_HOME keeps of it."""
    embedder = choose_embedder(
        os.environ.get("MATCHER_EMBEDDER", "auto"),
        os.environ.get("MATCHER_EMBEDDER_MODEL", ""),
        os.environ.get("MATCHER_EMBEDDER_KEY", ""),
        os.environ.get("MATCHER_EMBEDDER_NEED_PREFIX", ""),
        os.environ.get("MATCHER_EMBEDDER_OFFER_PREFIX", ""),
    )
    return VectorSupply(load_vectors(), embedder, FolderStore(home() / "vectors"))


def home() -> Path:
    """Where things are kept: MATCHER_HOME, else `var/` of the checkout or, installed elsewhere, of this folder."""
    beside = data_folder().parent
    default = (beside if (beside / "pyproject.toml").exists() else Path.cwd()) / "var"
    return Path(os.environ.get("MATCHER_HOME") or default)


def fill_in(vectors: VectorSupply, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario]) -> None:
    """Short texts are computed at once; long ones stay unknown, with a word on how to go on."""
    left: Sequence[object] = ()
    try:
        left = vectors.fill_in(enterprises, scenarios, AT_ONCE_CHARS)
    except UnusableEmbedder as error:
        print(f"提示：“句意相近”按未知计（{error}）", file=sys.stderr)
    except OSError as error:
        print(f"提示：句向量没有保存下来（{reason_of(error)}），下次会重新计算", file=sys.stderr)
    if left and vectors.embedder is not None:
        print(f"提示：{len(left)} 段文字还没有句向量，“句意相近”按未知计；执行 matcher embed 可补算", file=sys.stderr)


def compute_all(vectors: VectorSupply, enterprises: Sequence[Enterprise], scenarios: Sequence[Scenario]) -> None:
    """Compute every vector that is missing, with a line of progress where that takes longer."""
    missing = vectors.missing(enterprises, scenarios)
    is_slow = sum(len(key.text) for key in missing) > AT_ONCE_CHARS
    vectors.compute(missing, show_progress if is_slow else no_progress)


def show_progress(done: int, all: int) -> None:
    """A line on standard error that is written over."""
    print(f"\r句向量：{done} / {all} 段", end="\n" if done == all else "", file=sys.stderr, flush=True)
