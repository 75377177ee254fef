"""The matchmaker: enterprises and scenarios go in, rankings with reasons come out. Wiring only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from matcher import constraints, explanation
from matcher.config import Config
from matcher.datasets import Dataset, load_config, load_lexicon, load_taxonomy, load_vectors
from matcher.embedding.base import Rows
from matcher.embedding.known_vectors import KnownVectors
from matcher.entities import Enterprise, Scenario
from matcher.pairs import take_apart
from matcher.results import Match, RankedMatch, Ranking, Rejection, Verdict
from matcher.retrieval.base import Floats
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock
from matcher.retrieval.market_texts import MarketTexts
from matcher.retrieval.tfidf import FittedTerms
from matcher.scoring import ScoredPair, Scorer, ScoreTable
from matcher.taxonomy import Taxonomy
from matcher.text.lexicon import Lexicon
from matcher.text.names import Directory, enterprise_names, scenario_names
from matcher.version import ENGINE_VERSION


class Matchmaker:
    """The one table of scores over the enterprises and scenarios it holds.

    Whatever is asked (a row, a column, a pair), the score of a pair is the same number. The order in which entities
    came in does not matter. `on` is the day the answer speaks of: rules and qualifications are read on that day.
    """

    def __init__(
        self, taxonomy: Taxonomy, lexicon: Lexicon, config: Config, vectors: KnownVectors | None = None
    ) -> None:
        self.taxonomy, self.config = taxonomy, config
        self.texts = MarketTexts(lexicon, config, vectors)
        self._scorer = Scorer(taxonomy, config, self.texts.known)
        self._enterprises: dict[str, Enterprise] = {}
        self._scenarios: dict[str, Scenario] = {}
        self._is_restored = False

    @classmethod
    def from_data(
        cls, *datasets: Dataset, config: Config | None = None, vectors: KnownVectors | None = None
    ) -> "Matchmaker":
        """A matchmaker over datasets, with the taxonomy, lexicon, weights and sentence vectors that are shipped."""
        matchmaker = cls(load_taxonomy(), load_lexicon(), config or load_config(), vectors or load_vectors())
        for dataset in datasets:
            matchmaker.fit(dataset.enterprises, dataset.scenarios)
        return matchmaker

    def empty_copy(self) -> "Matchmaker":
        """A matchmaker of the same taxonomy, lexicon and weights that holds nothing yet."""
        return Matchmaker(self.taxonomy, self.texts.space.lexicon, self.config, self.texts.known)

    @property
    def enterprises(self) -> Mapping[str, Enterprise]:
        """Enterprises by id."""
        return self._enterprises

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Scenarios by id."""
        return self._scenarios

    def fit(self, enterprises: Iterable[Enterprise], scenarios: Iterable[Scenario]) -> "Matchmaker":
        """Hold these entities besides those already held; later ones replace earlier ones of the same id."""
        for enterprise in enterprises:
            self.put_enterprise(enterprise)
        for scenario in scenarios:
            self.put_scenario(scenario)
        return self

    def restore(
        self,
        enterprises: Iterable[Enterprise],
        scenarios: Iterable[Scenario],
        terms: tuple[FittedTerms, FittedTerms],
        blocks: tuple[EnterpriseBlock, ScenarioBlock],
    ) -> None:
        """Take over what was fitted before; the texts are analysed again only when something changes."""
        self._enterprises = {enterprise.id: enterprise for enterprise in enterprises}
        self._scenarios = {scenario.id: scenario for scenario in scenarios}
        self.texts.space.restore(*terms)
        self.texts.restore(*blocks)
        self._is_restored = True

    def learn(self, vectors: Mapping[str, Rows]) -> None:
        """Take in sentence vectors by the digest of their text; the next answer uses them."""
        self._analyse_restored()
        self.texts.learn(vectors)

    def put_enterprise(self, enterprise: Enterprise) -> None:
        """Add or replace one enterprise; the next answer contains it."""
        self._analyse_restored()
        self.texts.put_enterprise(enterprise)
        self._enterprises[enterprise.id] = enterprise

    def put_scenario(self, scenario: Scenario) -> None:
        """Add or replace one scenario; the next answer contains it."""
        self._analyse_restored()
        self.texts.put_scenario(scenario)
        self._scenarios[scenario.id] = scenario

    def remove_enterprise(self, id: str) -> None:
        """Remove one enterprise; raises `NotFound`."""
        self._analyse_restored()
        held = self.enterprise(id)
        self.texts.remove_enterprise(held.id)
        del self._enterprises[held.id]

    def remove_scenario(self, id: str) -> None:
        """Remove one scenario; raises `NotFound`."""
        self._analyse_restored()
        held = self.scenario(id)
        self.texts.remove_scenario(held.id)
        del self._scenarios[held.id]

    def enterprise(self, name: str) -> Enterprise:
        """The enterprise of an id, name, short or former name; raises `NotFound` with the nearest names."""
        return Directory("企业", self._enterprises.values(), enterprise_names).find(name)

    def scenario(self, name: str) -> Scenario:
        """The scenario of an id or name; raises `NotFound` with the nearest names."""
        return Directory("场景", self._scenarios.values(), scenario_names).find(name)

    def recommend(
        self,
        enterprise: Enterprise | str,
        on: date,
        k: int | None = 10,
        rules: bool = True,
        among: Collection[str] | None = None,
    ) -> Ranking:
        """The scenarios for an enterprise, best first; an `Enterprise` that is not held is compared as it stands.

        `among` limits the answer to some scenario ids; it changes no score.
        """
        asked = self.enterprise(enterprise) if isinstance(enterprise, str) else enterprise
        block = self._block_of(asked)
        scenarios = self.texts.scenario_block()
        if among is not None:
            scenarios = scenarios.take([row for row, id in enumerate(scenarios.ids) if id in among])
        held = [self._scenarios[id] for id in scenarios.ids]
        table = self._scorer.score([asked], block, held, scenarios, on)
        verdicts = [self._verdict(asked, scenario, on, rules) for scenario in held]
        kept, rejected = _sift(held, verdicts, table.scores[:, 0])
        ranked = _best(table.scores[:, 0], kept, k)
        matches = [
            self._pair(asked, held[row], block, scenarios.take([row]), table.pair(row, 0, self.config), on)
            for row in ranked
        ]
        return self._ranking(on, asked, [held[row] for row in ranked], matches, rejected)

    def shortlist(self, scenario: Scenario | str, on: date, k: int | None = 10, rules: bool = True) -> Ranking:
        """The enterprises for a scenario, best first; a `Scenario` that is not held is compared as it stands."""
        asked = self.scenario(scenario) if isinstance(scenario, str) else scenario
        block = self._scenario_block_of(asked)
        enterprises, held = self._held_enterprises()
        table = self._scorer.score(held, enterprises, [asked], block, on)
        verdicts = [self._verdict(enterprise, asked, on, rules) for enterprise in held]
        kept, rejected = _sift(held, verdicts, table.scores[0])
        ranked = _best(table.scores[0], kept, k)
        matches = [
            self._pair(held[row], asked, enterprises.take([row]), block, table.pair(0, row, self.config), on)
            for row in ranked
        ]
        return self._ranking(on, asked, [held[row] for row in ranked], matches, rejected)

    def explain(self, enterprise: Enterprise | str, scenario: Scenario | str, on: date) -> Match:
        """One pair taken apart, its verdict included; the score is the number that every list shows."""
        firm = self.enterprise(enterprise) if isinstance(enterprise, str) else enterprise
        need = self.scenario(scenario) if isinstance(scenario, str) else scenario
        strangers = not self._holds(firm) and not self._holds(need)
        if strangers and self.texts.share_unknown_words(firm, need):  # learn the words of one first
            both = self.empty_copy().fit(self._enterprises.values(), self._scenarios.values()).fit((), [need])
            return both.explain(firm, need, on)
        block, need_block = self._block_of(firm), self._scenario_block_of(need)
        table = self._scorer.score([firm], block, [need], need_block, on)
        return self._pair(firm, need, block, need_block, table.pair(0, 0, self.config), on)

    def why_not(self, enterprise: Enterprise | str, scenario: Scenario | str, on: date, k: int = 10) -> tuple[str, ...]:
        """Why an enterprise is not among the first `k` of a scenario; empty where it is among them."""
        _require_places(k)
        need = self.scenario(scenario) if isinstance(scenario, str) else scenario
        match = self.explain(enterprise, need, on)
        enterprises, held = self._held_enterprises()
        scores = self._scorer.score(held, enterprises, [need], self._scenario_block_of(need), on).scores[0]
        others = [
            (-float(score), firm.id)
            for score, firm in zip(scores, held, strict=True)
            if firm.id != match.enterprise_id and self._verdict(firm, need, on, rules=True).ok
        ]
        ahead = sorted(one for one in others if one < (-match.score, match.enterprise_id))
        if match.verdict.ok and len(ahead) < k:
            return ()
        last_shown_score = -ahead[k - 1][0] if len(ahead) >= k else None
        return explanation.why_not(match, len(ahead) + 1, len(others) + 1, last_shown_score)

    def table(self, on: date) -> tuple[tuple[str, ...], tuple[str, ...], ScoreTable]:
        """Scenario ids, enterprise ids, and the scores of every pair."""
        enterprises, firms = self._held_enterprises()
        scenarios = self.texts.scenario_block()
        needs = [self._scenarios[id] for id in scenarios.ids]
        return scenarios.ids, enterprises.ids, self._scorer.score(firms, enterprises, needs, scenarios, on)

    def _analyse_restored(self) -> None:
        if self._is_restored:
            self._is_restored = False
            self.fit(list(self._enterprises.values()), list(self._scenarios.values()))

    def _held_enterprises(self) -> tuple[EnterpriseBlock, list[Enterprise]]:
        block = self.texts.enterprise_block()
        return block, [self._enterprises[id] for id in block.ids]

    def _holds(self, entity: Enterprise | Scenario) -> bool:
        return entity in (self._enterprises.get(entity.id), self._scenarios.get(entity.id))

    def _block_of(self, enterprise: Enterprise) -> EnterpriseBlock:
        if self._holds(enterprise):
            block = self.texts.enterprise_block()
            return block.take([block.ids.index(enterprise.id)])
        return self.texts.analyse_enterprises([enterprise])

    def _scenario_block_of(self, scenario: Scenario) -> ScenarioBlock:
        if self._holds(scenario):
            block = self.texts.scenario_block()
            return block.take([block.ids.index(scenario.id)])
        return self.texts.analyse_scenarios([scenario])

    def _verdict(self, enterprise: Enterprise, scenario: Scenario, on: date, rules: bool) -> Verdict:
        return constraints.check(enterprise, scenario, on, self.taxonomy) if rules else constraints.OK

    def _pair(
        self,
        enterprise: Enterprise,
        scenario: Scenario,
        block: EnterpriseBlock,
        need_block: ScenarioBlock,
        scored: ScoredPair,
        on: date,
    ) -> Match:
        labels = [(feature, self.config.weights[feature.name]) for feature in self._scorer.features]
        return take_apart(self.texts, self.taxonomy, labels, enterprise, scenario, block, need_block, scored, on)

    def _ranking(
        self,
        on: date,
        asked: Enterprise | Scenario,
        ranked: Sequence[Enterprise | Scenario],
        matches: Sequence[Match],
        rejected: tuple[Rejection, ...],
    ) -> Ranking:
        results = tuple(
            RankedMatch(rank, entity.id, entity.name, match, entity.marks)
            for rank, (entity, match) in enumerate(zip(ranked, matches, strict=True), start=1)
        )
        return Ranking(on, ENGINE_VERSION, self.config.version, asked.id, asked.name, results, rejected, asked.marks)


def _sift(
    held: Sequence[Enterprise] | Sequence[Scenario], verdicts: Sequence[Verdict], scores: Floats
) -> tuple[list[int], tuple[Rejection, ...]]:
    """Rows that the rules keep, and the others with their reasons, those of the highest score first."""
    out = _best(scores, [row for row, verdict in enumerate(verdicts) if not verdict.ok], None)
    rejected = tuple(Rejection(held[row].id, held[row].name, verdicts[row].reason, held[row].marks) for row in out)
    return [row for row, verdict in enumerate(verdicts) if verdict.ok], rejected


def _best(scores: Floats, kept: Sequence[int], k: int | None) -> list[int]:
    """Kept rows by score descending; the rows stand in ascending id, so a stable sort breaks ties by id."""
    _require_places(k)
    order = sorted(kept, key=lambda row: -scores[row])
    return order if k is None else order[:k]


def _require_places(k: int | None) -> None:
    if k is not None and k < 1:
        raise ValueError(f"k must be at least 1 or None, got {k}")
