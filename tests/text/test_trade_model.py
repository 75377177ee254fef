"""The learned main trade: numbers by hand, the same bytes again, and a file that is whole or refused."""

from math import exp
from pathlib import Path

import numpy as np
import pytest

from matcher.datasets import data_folder, load_trade_model
from matcher.errors import DamagedData
from matcher.evaluation.trade_learning import Description, digest, learn, leave_groups_out, read_descriptions
from matcher.text.standing.trade_file import read_trade_model, trained_on, write_trade_model
from matcher.text.standing.trade_model import TradeModel, grams
from matcher.text.standing.trades import Trade

MODEL = TradeModel(
    ("SUPPLY", "TRAINING"), ("研", "课"), np.array([3.0, 4.0]), np.array([[2, 0], [0, 1]], np.int8), 0.5, np.zeros(2)
)
FOLDER = data_folder() / "trades"


def test_grams_cross_no_mark_and_count_once() -> None:
    assert grams("", "甲乙") == {"甲", "乙", "^甲", "甲乙", "^甲乙"}
    assert grams("", "甲乙,甲乙。甲乙") == grams("", "甲乙")
    assert grams("某某学校", "") == {"#学校", "#某学校", "#某某学校"}
    assert grams("", "路侧单元" * 50) == grams("", "路侧单元")


def test_probabilities_are_the_softmax_of_the_weighted_sum() -> None:
    found = MODEL.probabilities("", "研课")
    supply, training = 0.5 * 2 * 3 / 5, 0.5 * 1 * 4 / 5
    assert found["SUPPLY"] == pytest.approx(exp(supply) / (exp(supply) + exp(training)), rel=1e-12)
    assert sum(found.values()) == pytest.approx(1.0)
    assert MODEL.probabilities("", "别的") == {}


def test_a_model_survives_its_file_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    write_trade_model(file, MODEL, "abc")
    assert read_trade_model(file).fingerprint == MODEL.fingerprint
    assert trained_on(file) == "abc"
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(DamagedData, match="matcher data trades"):
        read_trade_model(file)
    with pytest.raises(DamagedData, match="无法读取"):
        read_trade_model(tmp_path / "none.npz")


def test_the_shipped_model_is_what_the_descriptions_give() -> None:
    source = FOLDER / "self_descriptions.jsonl"
    assert trained_on(FOLDER / "model.npz") == digest(source)
    again = learn(read_descriptions(source))
    shipped = load_trade_model()
    assert again.vocabulary == shipped.vocabulary
    assert np.abs(again.weights.astype(int) - shipped.weights).max() <= 1  # another machine may round the other way


def test_each_trade_has_its_descriptions_and_no_text_stands_twice() -> None:
    descriptions = read_descriptions(FOLDER / "self_descriptions.jsonl")
    assert len({one.text for one in descriptions}) == len(descriptions) >= 1200
    assert {one.trade for one in descriptions} == set(Trade)


def test_a_group_left_out_is_read_by_what_the_others_taught() -> None:
    texts = {Trade.SUPPLY: "研制设备并量产", Trade.TRAINING: "开班授课发证书", Trade.TRADING: "囤货批发走量"}
    descriptions = [
        Description("某公司", f"{text}{number}", trade, group)
        for trade, text in texts.items()
        for group in (1, 2)
        for number in range(3)
    ]
    held = leave_groups_out(descriptions, 0.5)
    assert (held.suppliers_doubted, held.others_doubted) == (0.0, 1.0)
