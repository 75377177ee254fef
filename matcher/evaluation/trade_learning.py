"""Learning how each main trade (主营) speaks of itself, and how well that holds on fields never seen."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.text.normalize import normalize
from matcher.text.standing.trade_model import TradeModel, described
from matcher.text.standing.trades import Trade, stem_of

STRENGTH = 20.0  # inverse of the regularisation, chosen by leaving out each group of fields in turn
LEAST_TEXTS = 2  # a gram of a single description tells nothing


@dataclass(frozen=True)
class Description:
    """自述: a fictional firm's name and text, the trade it lives on, and the group of fields it was written for."""

    name: str
    text: str
    trade: Trade
    group: int

    @property
    def grams(self) -> Sequence[str]:
        """What the model sees of it."""
        return described(stem_of(normalize(self.name).text), self.text)


def read_descriptions(file: Path) -> list[Description]:
    """One JSON object a line."""
    records = map(json.loads, file.read_text("utf-8").splitlines())
    return [Description(one["name"], one["text"], Trade[one["trade"]], int(one["group"])) for one in records]


def digest(file: Path) -> str:
    """SHA-256 of the descriptions."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def learn(descriptions: Sequence[Description]) -> TradeModel:
    """Fit on all of them, of at least three trades; scikit-learn's solver is deterministic."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=lambda one: one.grams, binary=True, min_df=LEAST_TEXTS)
    rows = vectorizer.fit_transform(descriptions)
    order = list(Trade)
    lived_on = [order.index(one.trade) for one in descriptions]
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, lived_on)
    trades = tuple(order[place].name for place in fitted.classes_)
    scale = float(np.abs(fitted.coef_).max()) / 127
    vocabulary = tuple(str(gram) for gram in vectorizer.get_feature_names_out())
    weights = np.rint(fitted.coef_.T / scale).astype(np.int8)
    idf: NDArray[np.float64] = vectorizer.idf_.astype(np.float32).astype(np.float64)
    return TradeModel(trades, vocabulary, idf, weights, scale, fitted.intercept_)


@dataclass(frozen=True)
class Held:
    """On fields left out of learning: the share of suppliers that are doubted, and of the others that are."""

    suppliers_doubted: float
    others_doubted: float


def leave_groups_out(descriptions: Sequence[Description], doubted: float) -> Held:
    """Learn without one group of fields at a time and read that group; `doubted` is the probability that counts."""
    other: list[tuple[bool, float]] = []
    for group in sorted({one.group for one in descriptions}):
        model = learn([one for one in descriptions if one.group != group])
        for one in descriptions:
            if one.group == group:
                sounds = model.probabilities(stem_of(normalize(one.name).text), normalize(one.text).text)
                other.append((one.trade is Trade.SUPPLY, 1.0 - sounds.get(Trade.SUPPLY.name, 1.0)))
    suppliers = [value for is_supplier, value in other if is_supplier]
    others = [value for is_supplier, value in other if not is_supplier]
    return Held(
        sum(value > doubted for value in suppliers) / len(suppliers),
        sum(value > doubted for value in others) / len(others),
    )
