"""What an enterprise lives on, and whether a scenario asks for that: how far its words of a field are believed."""

import numpy as np
from numpy.typing import NDArray

from matcher.entities import Enterprise, Scenario
from matcher.retrieval.base import Floats, Ints
from matcher.text.normalize import normalize
from matcher.text.standing.trades import TRADE_WEIGHT, Trade, asked_trades, main_trade

TRADES = tuple(Trade)


def trust(trades: Ints, asked: NDArray[np.bool_]) -> Floats:
    """(n_scenarios, n_enterprises): how far words of a field tell that an enterprise does it.

    A school, an agent or a cleaner speaks of the fields of its customers; that counts little unless the scenario asks
    for that very trade.
    """
    weights = np.array([TRADE_WEIGHT[trade] for trade in TRADES])
    found: Floats = np.where(asked[:, trades], 1.0, weights[trades][None, :])
    return found


def trade_of(enterprise: Enterprise) -> int:
    """The place of an enterprise's main trade in TRADES."""
    names = (*(product.name for product in enterprise.products), *(case.name for case in enterprise.cases))
    text = normalize("。".join(filter(None, (enterprise.capability, *names)))).text
    return TRADES.index(main_trade(normalize(enterprise.name).text, text))


def trades_asked(scenario: Scenario) -> list[bool]:
    """For each of TRADES whether a scenario asks for it."""
    told = (scenario.name, scenario.background, scenario.pain_points, *(one.text for one in scenario.requirements))
    asked = asked_trades(normalize("。".join(filter(None, told))).text)
    return [trade in asked for trade in TRADES]
