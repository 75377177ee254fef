"""The engine beside its rivals on one judged set: means, 95 % intervals, and paired tests.

The engine is the one that serves users, with its default weights; hard rules are off. It scores every pair above zero
(what is unknown counts as neutral), so all its documents count as found; a rival finds those it scores above 0.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from matcher import ENGINE_VERSION, Dataset, Enterprise, Matchmaker, Scenario
from matcher.embedding.known_vectors import KnownVectors
from matcher.evaluation.judgments import JudgedSet
from matcher.evaluation.metrics import Floats, measure
from matcher.evaluation.rivals import RIVALS
from matcher.text.document import enterprise_passages, scenario_passages
from matcher.text.search_words import search_words

SEED = 20260901
RESAMPLES = 2_000
PERMUTATIONS = 10_000
ROUNDING = 1e-12  # two sums of the same numbers in another order are the same
PerQuery = dict[str, Floats]


@dataclass(frozen=True)
class Quality:
    """Means over the queries, and the 95 % interval of each."""

    means: dict[str, float]
    intervals: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Difference:
    """Engine minus rival, mean over the queries, with the p of the two-sided paired test."""

    mean: float
    p: float


@dataclass(frozen=True)
class Comparison:
    """What an evaluation found; rivals and differences by the rival's name, then the metric's."""

    judged: JudgedSet
    on: date
    weights_version: str
    sentence_model: str
    n_queries: int
    engine: Quality
    rivals: dict[str, Quality] = field(default_factory=dict)
    differences: dict[str, dict[str, Difference]] = field(default_factory=dict)
    engine_version: str = ENGINE_VERSION


def compare(judged: JudgedSet, on: date, with_rivals: bool = True, vectors: KnownVectors | None = None) -> Comparison:
    """Rank the documents for every query that has one of grade > 0; raises `MissingBackend`.

    `vectors` are the sentence vectors that the engine may use; without them that signal is unknown.
    """
    asked = sorted(query for query, row in judged.grades.items() if any(row.values()))
    ids = [one.id for one in judged.documents]
    grades = np.array([[judged.grades[query].get(id, 0) for id in ids] for query in asked], np.int64)

    def measured(scores: Floats, always_found: bool = False) -> PerQuery:
        return measure(scores, grades, np.full(scores.shape, True) if always_found else scores > 0)

    rivals = {name: measured(scores) for name, scores in _rival_scores(judged, asked).items()} if with_rivals else {}
    market = Matchmaker.from_data(Dataset(judged.enterprises, (), judged.scenarios), vectors=vectors or KnownVectors())
    engine = measured(_engine_scores(market, judged, asked, on), always_found=True)
    return Comparison(
        judged,
        on,
        market.config.version,
        market.texts.known.model,
        len(asked),
        quality(engine),
        {name: quality(values) for name, values in rivals.items()},
        {name: differences(engine, values) for name, values in rivals.items()},
    )


def quality(values: PerQuery) -> Quality:
    """Means and intervals of one system."""
    return Quality(
        {name: float(np.mean(column)) for name, column in values.items()},
        {name: interval(column) for name, column in values.items()},
    )


def differences(engine: PerQuery, rival: PerQuery) -> dict[str, Difference]:
    """Engine minus rival for each metric."""
    return {name: difference(engine[name], rival[name]) for name in engine}


def interval(values: Floats) -> tuple[float, float]:
    """95 % percentile interval of the mean, by bootstrap over the queries (Efron & Tibshirani 1993)."""
    picks = _chance().integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def difference(ours: Floats, theirs: Floats) -> Difference:
    """Two-sided paired randomisation test (Smucker et al. 2007): how often do random signs lie as far from 0?

    Every choice of signs where there are few, else PERMUTATIONS at random, the observed one counted too.
    """
    gaps = ours - theirs
    observed = abs(float(gaps.sum())) - ROUNDING
    if 2 ** len(gaps) <= PERMUTATIONS:
        bits = np.arange(2 ** len(gaps))[:, None] >> np.arange(len(gaps)) & 1
        p = float(np.mean(np.abs((1 - 2 * bits) @ gaps) >= observed))
    else:
        signs = 1 - 2 * _chance().integers(0, 2, (PERMUTATIONS, len(gaps)), dtype=np.int8)
        p = (1 + int(np.sum(np.abs(signs @ gaps) >= observed))) / (1 + PERMUTATIONS)
    return Difference(float(gaps.mean()), p)


def _chance() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(SEED))


def _engine_scores(market: Matchmaker, judged: JudgedSet, asked: list[str], on: date) -> Floats:
    scenarios, enterprises, table = market.table(on)
    scores, rows, columns = table.scores, scenarios, enterprises
    if judged.direction == "enterprise-to-scenario":
        scores, rows, columns = scores.T, enterprises, scenarios
    assert columns == tuple(one.id for one in judged.documents)
    places = {id: place for place, id in enumerate(rows)}
    return scores[[places[id] for id in asked]]


def _rival_scores(judged: JudgedSet, asked: list[str]) -> dict[str, Floats]:
    queries = {one.id: one for one in judged.queries}
    documents = [words_of(one) for one in judged.documents]
    questions = [words_of(queries[id]) for id in asked]
    return {name: score(documents, questions) for name, score in RIVALS.items()}


def words_of(entity: Enterprise | Scenario) -> list[str]:
    """The words of an entity as a search engine would index them."""
    passages = enterprise_passages(entity) if isinstance(entity, Enterprise) else scenario_passages(entity)
    return [word for passage in passages for word in search_words(passage.text)]
