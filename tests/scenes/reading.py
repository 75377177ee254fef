"""The adversarial scenes: a full-length need, the firm that meets it in other words, and firms that only seem to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher import Enterprise, Scenario, from_json

FOLDER = Path(__file__).parent
VECTORS = FOLDER / "vectors.npz"  # written by `python -m tests.scenes.write_vectors`
HALVES = ("first_half", "second_half")  # written before and after the mechanisms stood


@dataclass(frozen=True)
class Scene:
    """`related` are the sample firms of the same field: they may share the need with the right firm."""

    id: str
    need: Scenario
    right: Enterprise
    decoys: Sequence[tuple[str, Enterprise]]
    related: frozenset[str]

    @property
    def firms(self) -> list[Enterprise]:
        """All that were written for it."""
        return [self.right, *(decoy for _, decoy in self.decoys)]


def read_scenes(half: str) -> list[Scene]:
    """The scenes of one half."""
    records = map(json.loads, (FOLDER / f"{half}.jsonl").read_text("utf-8").splitlines())
    return [
        Scene(
            record["id"],
            from_json(Scenario, record["scenario"]),
            from_json(Enterprise, record["right"]),
            [(decoy["kind"], from_json(Enterprise, decoy["enterprise"])) for decoy in record["decoys"]],
            frozenset(record["related_sample_ids"]),
        )
        for record in records
    ]
