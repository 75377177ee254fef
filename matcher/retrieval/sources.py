"""Why a scenario reaches a word: for explanations."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from matcher.entities import Scenario
from matcher.retrieval.market_texts import MOST_REACHES, MarketTexts

FEEDBACK = "同类企业的常用词"


class Source(NamedTuple):
    """Why a scenario reaches a word it does not say: its own word (and that word's column), and the concept between.

    `term` is empty where the scenario says the word itself, and FEEDBACK (column -1) where other enterprises suggest
    it; `concept` is empty where only likeness in meaning joins the two.
    """

    term: str
    column: int
    concept: str


class Reach(NamedTuple):
    """All that a scenario reaches: (n_words, n_words) from its words to others, and which words are its own."""

    reached: sp.csc_array
    own: frozenset[int]


def reach_of(texts: MarketTexts, scenario: Scenario) -> Reach:
    """Worked out once for all the enterprises of an answer."""
    found = texts.reaches.get(scenario)
    if found is None:
        document = texts.scenario_document(scenario)
        with texts.knowing([document]):
            base = texts.space.need_words([document])
            own = base.indices.astype(np.int64)
            weights = sp.csr_array((base.data, (own, own)), shape=(base.shape[1], base.shape[1]))
            share = float(texts.meaning_shares(np.array([texts.space.n_specific(document)]))[0, 0])
            linked = texts.config.lexicon_share * texts.expansion.lexical(own) + share * texts.expansion.semantic(own)
            found = sp.csc_array(weights @ linked), frozenset(own.tolist())
        if len(texts.reaches) >= MOST_REACHES:
            texts.reaches.clear()
        texts.reaches[scenario] = found
    return Reach(*found)


def sources(texts: MarketTexts, scenario: Scenario, columns: Sequence[int]) -> dict[int, Source]:
    """For each column that a scenario reaches, what stands behind it: the heaviest of its own words that do."""
    reached, said = reach_of(texts, scenario)
    found = {}
    with texts.knowing([texts.scenario_document(scenario)]):
        terms = texts.space.words.fitted.terms
        for column in columns:
            first, last = reached.indptr[column : column + 2]
            if column in said:
                found[column] = Source("", column, "")
            elif first == last:
                found[column] = Source(FEEDBACK, -1, "")
            else:
                place = int(reached.indices[first + int(np.argmax(reached.data[first:last]))])
                link = texts.expansion.links(terms[place]).get(terms[column])
                found[column] = Source(terms[place], place, link.concept if link else "")
    return found
