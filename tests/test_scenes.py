"""Adversarial scenes: the right firm never uses the words of the need, and each decoy does (contracts: Evidence).

The first half was written before the mechanisms stood, the second half after and without looking at them; each is
reported apart. The second half was first measured blind (75 % of the decoys asked for at most 弱); mechanisms came
after that, so its figure of today is no longer blind. Every pair stands in one market of the sample's firms and those
of its half. The floors below are the figures of today, so that none gets worse unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from matcher import Matchmaker, load_catalogue, load_sample
from matcher.datasets import load_vectors
from matcher.embedding.cache import read_vectors
from tests.conftest import DAY
from tests.scenes.reading import HALVES, VECTORS, Scene, read_scenes

ASKED_KINDS = ("homonym", "theme", "cleaner", "ended", "registration_list", "training", "trader", "property")
LOW = ("弱", "无依据")
SAMPLE = {firm.id for firm in load_sample().enterprises}


@dataclass(frozen=True)
class Figures:
    """Places of the right firm among sample and decoys, and the bands of the others."""

    places: Sequence[int]
    places_among_decoys: Sequence[int]
    decoys: Sequence[tuple[str, str, str]]  # kind, band, name
    unrelated: Sequence[str]  # bands


@cache
def measured(half: str) -> Figures:
    """The figures of one half."""
    scenes = read_scenes(half)
    vectors = load_vectors()
    vectors.add(read_vectors(VECTORS))
    market = Matchmaker.from_data(load_catalogue(), load_sample(), vectors=vectors)
    market.fit([firm for scene in scenes for firm in scene.firms], [scene.need for scene in scenes])
    needs, firms, table = market.table(DAY)
    rows = {id: place for place, id in enumerate(needs)}
    columns = {id: place for place, id in enumerate(firms)}

    def band(scene: Scene, id: str) -> str:
        return table.band(rows[scene.need.id], columns[id], market.config)

    def place(scene: Scene, others: Sequence[str]) -> int:
        scores = table.scores[rows[scene.need.id]]
        return 1 + sum(scores[columns[id]] >= scores[columns[scene.right.id]] for id in others)

    decoys = {scene.id: [firm.id for _, firm in scene.decoys] for scene in scenes}
    return Figures(
        [place(scene, [*SAMPLE, *decoys[scene.id]]) for scene in scenes],
        [place(scene, decoys[scene.id]) for scene in scenes],
        [(kind, band(scene, firm.id), firm.name) for scene in scenes for kind, firm in scene.decoys],
        [band(scene, id) for scene in scenes for id in SAMPLE - scene.related],
    )


def share_low(decoys: Sequence[tuple[str, str, str]]) -> float:
    return sum(band in LOW for _, band, _ in decoys) / len(decoys)


def asked_kinds(half: str) -> list[tuple[str, str, str]]:
    return [one for one in measured(half).decoys if one[0] in ASKED_KINDS]


def test_there_are_forty_scenes_over_many_fields_with_every_kind_of_decoy() -> None:
    scenes = [scene for half in HALVES for scene in read_scenes(half)]
    assert len({scene.id for scene in scenes}) == 40
    assert {kind for scene in scenes for kind, _ in scene.decoys} >= set(ASKED_KINDS)
    assert all(len(scene.need.background) >= 100 and len(scene.need.requirements) >= 5 for scene in scenes)


@pytest.mark.parametrize(
    ("half", "asked", "every", "unrelated", "before_decoys", "first", "in_ten"),
    [("first_half", 0.96, 0.95, 0.94, 9, 1, 19), ("second_half", 0.93, 0.85, 0.94, 6, 4, 18)],
)
def test_scenes_are_judged_no_worse_than_measured(
    half: str, asked: float, every: float, unrelated: float, before_decoys: int, first: int, in_ten: int
) -> None:
    """Decoys of the kinds asked for and of every kind at most 弱, the unrelated 无依据.

    The right firm before all its decoys, before everybody, and among the first ten.
    """
    found = measured(half)
    assert share_low(asked_kinds(half)) >= asked
    assert share_low(found.decoys) >= every
    assert sum(band == "无依据" for band in found.unrelated) >= unrelated * len(found.unrelated)
    assert sum(place == 1 for place in found.places_among_decoys) >= before_decoys
    assert sum(place == 1 for place in found.places) >= first
    assert sum(place <= 10 for place in found.places) >= in_ten


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.xfail(strict=True, reason="一家企业整篇不用通行说法时，自带的句向量模型分不清同领域的企业谁最合适")
def test_the_right_firm_stands_first_in_nineteen_of_twenty(half: str) -> None:
    assert sum(place == 1 for place in measured(half).places) >= 19


@pytest.mark.xfail(strict=True, reason="后一半场景里有些同名异义、主题、保洁与已终止的写法还认不出来")
def test_decoys_of_the_second_half_stay_low() -> None:
    assert share_low(asked_kinds("second_half")) >= 0.95
