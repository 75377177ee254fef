"""A fitted matchmaker on disk: npy arrays, JSON and checksums; opened without fitting anything again.

The folder holds one subfolder a snapshot and a small file that names the current one. That file is replaced in one
step, so a reader finds the old snapshot or the new one, never half of it. Every byte is checked when a snapshot is
opened; one that is incomplete, altered or of another version raises `DamagedSnapshot`.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from matcher.config import Config
from matcher.datasets import load_vectors
from matcher.embedding.known_vectors import KnownVectors
from matcher.embedding.meanings import NeedBlock, OfferBlock
from matcher.entities import Enterprise, Scenario
from matcher.entity_json import from_json, to_json
from matcher.errors import DamagedSnapshot, InvalidProfile
from matcher.matchmaker import Matchmaker
from matcher.retrieval.base import Matrix
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock
from matcher.retrieval.tfidf import FittedTerms
from matcher.taxonomy import Taxonomy
from matcher.text.lexicon import Lexicon
from matcher.version import ENGINE_VERSION

FORMAT = 10
GRACE_S = 600
MANIFEST, CURRENT = "manifest.json", "current"
_ENTERPRISE_PARTS = ("vectors", "offers", "claims", "cases", "disclaimed")
_SCENARIO_PARTS = ("base", "vectors", "strong", "demands", "proofs", "shares", "named")


def save_snapshot(matchmaker: Matchmaker, folder: Path, revision: int = 0, origin: str = "") -> None:
    """Write a snapshot; `origin` names the store it was fitted from, `revision` the state of that store."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="snapshot-", dir=folder))
    try:
        _write(matchmaker, fresh, revision, origin)
        pointer = fresh / CURRENT  # leaves with the subfolder where the move fails
        pointer.write_text(fresh.name, "utf-8")
        pointer.replace(folder / CURRENT)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    youngest_to_go = fresh.stat().st_mtime - GRACE_S  # another process may be writing or reading a younger one
    for old in folder.glob("snapshot-*"):
        if old.is_dir() and old != _current(folder) and old.stat().st_mtime < youngest_to_go:
            shutil.rmtree(old, ignore_errors=True)


def open_snapshot(
    folder: Path,
    taxonomy: Taxonomy,
    lexicon: Lexicon,
    config: Config,
    origin: str = "",
    vectors: KnownVectors | None = None,
) -> tuple[Matchmaker, int]:
    """The matchmaker of a snapshot and the revision it holds; raises `DamagedSnapshot`, also for another origin."""
    folder = _current(folder)
    manifest = _checked_manifest(folder)
    known = vectors or load_vectors()
    if manifest.get("made_with") != _made_with(lexicon, config, known):
        raise DamagedSnapshot(folder, "由另一版本的引擎、词库、权重或句向量模型生成，需要重建")
    if manifest.get("origin") != origin:
        raise DamagedSnapshot(folder, "由另一个数据库生成，需要重建")
    matchmaker = Matchmaker(taxonomy, lexicon, config, known)
    try:
        _restore(matchmaker, folder)
    except (OSError, InvalidProfile) as error:  # removed while it was read, or entities that are none any more
        raise DamagedSnapshot(folder, f"内容无法读取（{type(error).__name__}）") from error
    return matchmaker, int(manifest["revision"])


def _restore(matchmaker: Matchmaker, folder: Path) -> None:
    enterprises = [from_json(Enterprise, record) for record in _load_json(folder / "enterprises.json")]
    scenarios = [from_json(Scenario, record) for record in _load_json(folder / "scenarios.json")]
    enterprise_block = EnterpriseBlock(
        tuple(one.id for one in enterprises),
        **{part: _load_matrix(folder, f"enterprise_{part}") for part in _ENTERPRISE_PARTS},
        has_cases=_load_array(folder, "has_cases"),
        meanings=OfferBlock(*_load_rows(folder, "enterprise")),
        trades=_load_array(folder, "trades"),
    )
    scenario_block = ScenarioBlock(
        tuple(one.id for one in scenarios),
        **{part: _load_matrix(folder, f"scenario_{part}") for part in _SCENARIO_PARTS},
        meanings=NeedBlock(*_load_rows(folder, "scenario")),
        asked=_load_array(folder, "asked"),
    )
    words, pairs = (_load_terms(folder, kind) for kind in ("words", "pairs"))
    matchmaker.restore(enterprises, scenarios, (words, pairs), (enterprise_block, scenario_block))


def _write(matchmaker: Matchmaker, folder: Path, revision: int, origin: str) -> None:
    enterprises, scenarios = matchmaker.texts.blocks()
    for part in _ENTERPRISE_PARTS:
        _save_matrix(folder, f"enterprise_{part}", getattr(enterprises, part))
    for part in _SCENARIO_PARTS:
        _save_matrix(folder, f"scenario_{part}", getattr(scenarios, part))
    np.save(folder / "has_cases.npy", enterprises.has_cases)
    for side, meanings in (("enterprise", enterprises.meanings), ("scenario", scenarios.meanings)):
        for part in ("rows", "starts", "weights"):
            np.save(folder / f"{side}_meaning_{part}.npy", getattr(meanings, part))
    np.save(folder / "trades.npy", enterprises.trades)
    np.save(folder / "asked.npy", scenarios.asked)
    for kind, fitted in zip(("words", "pairs"), matchmaker.texts.space.fitted(), strict=True):
        np.save(folder / f"{kind}_idf.npy", fitted.idf)
        _save_json(
            folder / f"{kind}.json",
            {"terms": fitted.terms, "pivot_length": fitted.pivot_length, "n_documents": fitted.n_documents},
        )
    _save_json(folder / "enterprises.json", [to_json(matchmaker.enterprises[id]) for id in enterprises.ids])
    _save_json(folder / "scenarios.json", [to_json(matchmaker.scenarios[id]) for id in scenarios.ids])
    sums = {file.name: _sha256(file) for file in sorted(folder.iterdir())}
    made_with = _made_with(matchmaker.texts.space.lexicon, matchmaker.config, matchmaker.texts.known)
    manifest = {"made_with": made_with, "origin": origin, "revision": revision, "sha256": sums}
    _save_json(folder / MANIFEST, {"manifest": manifest, "sha256": _seal(manifest)})
    for file in folder.iterdir():
        with file.open("rb") as handle:
            os.fsync(handle.fileno())


def _current(folder: Path) -> Path:
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedSnapshot(folder, "还没有快照，或指向快照的文件无法读取") from error
    if not re.fullmatch(r"snapshot-\w+", name):
        raise DamagedSnapshot(folder, "指向快照的文件内容不对")
    return folder / name


def _checked_manifest(folder: Path) -> dict[str, Any]:
    try:
        sealed = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest: dict[str, Any] = sealed["manifest"]
        if sealed["sha256"] != _seal(manifest):
            raise DamagedSnapshot(folder, "清单的校验和不符")
        sums: dict[str, str] = manifest["sha256"]
        present = {file.name for file in folder.iterdir()} - {MANIFEST}
        if present != sums.keys():
            raise DamagedSnapshot(folder, f"文件不齐或多余：{'、'.join(sorted(present ^ sums.keys()))}")
        for name, sum in sums.items():
            if _sha256(folder / name) != sum:
                raise DamagedSnapshot(folder, f"{name} 的校验和不符")
        int(manifest["revision"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedSnapshot(folder, f"清单无法读取（{type(error).__name__}）") from error
    return manifest


def _made_with(lexicon: Lexicon, config: Config, vectors: KnownVectors) -> dict[str, str]:
    settings = {column.name: getattr(config, column.name) for column in fields(Config)}
    return {
        "format": str(FORMAT),
        "engine": ENGINE_VERSION,
        "config": hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        "lexicon": lexicon.fingerprint,
        "vectors": vectors.fingerprint,
    }


def _seal(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _save_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def _load_json(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _save_matrix(folder: Path, name: str, matrix: Matrix) -> None:
    for part in ("data", "indices", "indptr"):
        np.save(folder / f"{name}_{part}.npy", getattr(matrix, part))
    np.save(folder / f"{name}_shape.npy", np.array(matrix.shape, np.int64))


def _load_array(folder: Path, name: str) -> Any:
    return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)


def _load_matrix(folder: Path, name: str) -> Matrix:
    data, indices, indptr, shape = (
        _load_array(folder, f"{name}_{part}") for part in ("data", "indices", "indptr", "shape")
    )
    return sp.csr_array((data, indices, indptr), shape=(int(shape[0]), int(shape[1])))


def _load_rows(folder: Path, side: str) -> tuple[Any, ...]:
    return tuple(_load_array(folder, f"{side}_meaning_{part}") for part in ("rows", "starts", "weights"))


def _load_terms(folder: Path, kind: str) -> FittedTerms:
    content = _load_json(folder / f"{kind}.json")
    return FittedTerms(
        tuple(content["terms"]),
        np.array(_load_array(folder, f"{kind}_idf")),
        content["pivot_length"],
        content["n_documents"],
    )
