"""What an enterprise lives on, and whether a scenario asks for that: how far its words of a field are believed."""

import numpy as np
from numpy.typing import NDArray

from matcher.entities import Enterprise, Scenario
from matcher.retrieval.base import Floats
from matcher.text.document import own_words
from matcher.text.normalize import normalize
from matcher.text.standing.trade_model import TradeModel
from matcher.text.standing.trades import TRADE_WEIGHT, Trade, asked_trades, is_told_by_name, main_trade, stem_of

TRADES = tuple(trade for trade in Trade if trade is not Trade.SUPPLY)
DOUBTED, SURE = 0.45, 0.75  # from which probability of another trade a firm is doubted, and from which it is sure
SILENT_CHARS, HEARD_CHARS = 20, 40  # a text up to the first is no self-description, from the second on it is one
# The longer a text, the more words of every trade come together in it: between these lengths the rules count less and
# less, unless that same probability bears them out, from the first of these values on to the second.
LONG_CHARS, VERY_LONG_CHARS = 300, 600
CLEARED, UNCLEAR = 0.3, 0.5


def trust(trades: Floats, asked: NDArray[np.bool_]) -> Floats:
    """(n_scenarios, n_enterprises): how far words of a field tell that an enterprise does it.

    `trades` (n_enterprises, n_trades) says how surely each lives on each of TRADES. A school, an agent or a cleaner
    speaks of the fields of its customers; that counts little unless the scenario asks for that very trade.
    """
    weights = np.array([TRADE_WEIGHT[trade] for trade in TRADES])
    lost = np.where(asked, 0.0, 1.0 - weights)
    found: Floats = np.ones((len(asked), len(trades)))
    for place in range(len(TRADES)):  # in fixed order, so that a pair has the same number in whatever block it stands
        found -= lost[:, place, None] * trades[None, :, place]
    return found


def trades_of(enterprise: Enterprise, model: TradeModel) -> list[float]:
    """For each of TRADES how surely an enterprise lives on it: by the model as far as it is sure, else by the rules.

    In a long text the rules count only where the model has its doubts too, or where the name says it.
    """
    names = (*(product.name for product in enterprise.products), *(case.name for case in enterprise.cases))
    text = normalize("。".join(filter(None, (own_words(enterprise), *names)))).text
    name = normalize(enterprise.name).text
    sounds = model.probabilities(stem_of(name), text) if text else {}
    other = 1.0 - sounds.get(Trade.SUPPLY.name, 1.0)
    sure = _share(other, DOUBTED, SURE) * _share(len(text), SILENT_CHARS, HEARD_CHARS)
    found = [sure * sounds[trade.name] / other if sure else 0.0 for trade in TRADES]
    ruled = main_trade(name, text)
    if ruled in TRADES:
        cleared = 1.0 - _share(other, CLEARED, UNCLEAR)
        waived = 0.0 if is_told_by_name(ruled, name) else cleared * _share(len(text), LONG_CHARS, VERY_LONG_CHARS)
        found[TRADES.index(ruled)] += (1.0 - waived) * (1.0 - sure)
    return found


def _share(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def trades_asked(scenario: Scenario) -> list[bool]:
    """For each of TRADES whether a scenario asks for it."""
    told = (scenario.name, scenario.background, scenario.pain_points, *(one.text for one in scenario.requirements))
    asked = asked_trades(normalize("。".join(filter(None, told))).text)
    return [trade in asked for trade in TRADES]
