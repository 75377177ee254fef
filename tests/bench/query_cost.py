"""What expansion costs a query: the same questions with words and character pairs alone, and with expansion.

On the plain side nothing is looked up in the lexicon or by meaning, and no feedback is gathered.
`python -m tests.bench.query_cost [folder of a judged set]`; both sides answer in turn in the same run. A question is
a scenario that is not held: its text is analysed, expanded, compared with every enterprise, the first explained.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from matcher import Dataset, Matchmaker, Scenario, load_catalogue, load_config, load_sample
from matcher.embedding.known_vectors import KnownVectors
from matcher.evaluation.judgments import read_judged_set
from matcher.retrieval.base import Ints, Matrix
from matcher.retrieval.expansion import Expansion
from tests.conftest import DAY

ROUNDS = 7
MOST_QUESTIONS = 60


class NoExpansion(Expansion):
    """Words stand for themselves alone."""

    def targets(self, terms: Sequence[str]) -> list[str]:
        """None."""
        return []

    def lexical(self, columns: Ints, least_strength: float = 0.0) -> Matrix:
        """Nothing."""
        return self._matrix([])

    def semantic(self, columns: Ints) -> Matrix:
        """Nothing."""
        return self._matrix([])


def main(folder: str | None) -> None:
    """Print milliseconds a question, medians over the rounds, and the ratio."""
    data = _judged(Path(folder)) if folder else _sample()
    questions = [replace(one, id=f"问-{one.id}") for one in data.scenarios[:MOST_QUESTIONS]]
    plain = replace(load_config(), lexicon_share=0.0, meaning_share=0.0, feedback_share=0.0)
    sides = {
        "词与字对": Matchmaker.from_data(data, config=plain, vectors=KnownVectors()),
        "词与字对加扩展": Matchmaker.from_data(data, vectors=KnownVectors()),
    }
    alone = sides["词与字对"].texts
    alone.expansion = NoExpansion(alone.space, plain)
    for market in sides.values():
        _answer(market, questions)  # warms what is kept between questions
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, market in sides.items():
            started = time.perf_counter()
            _answer(market, questions)
            took[name].append((time.perf_counter() - started) / len(questions) * 1000)
    print(f"企业 {len(data.enterprises)} 家，问题 {len(questions)} 个，{ROUNDS} 轮，每个问题的毫秒数（中位数）")
    for name, times in took.items():
        print(f"  {name}：{median(times):.1f}（{min(times):.1f}–{max(times):.1f}）")
    ratios = [with_it / without for without, with_it in zip(*took.values(), strict=True)]
    print(f"  比值：{median(ratios):.2f}（{min(ratios):.2f}–{max(ratios):.2f}）")


def _answer(market: Matchmaker, questions: Sequence[Scenario]) -> None:
    market.texts.reaches.clear()  # what was looked up for the same question before
    for question in questions:
        market.shortlist(question, DAY, k=1)


def _judged(folder: Path) -> Dataset:
    judged = read_judged_set(folder, "dev", "scenario-to-enterprise")
    return Dataset(judged.enterprises, (), judged.scenarios)


def _sample() -> Dataset:
    catalogue, sample = load_catalogue(), load_sample()
    return Dataset((*catalogue.enterprises, *sample.enterprises), (), (*catalogue.scenarios, *sample.scenarios))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
