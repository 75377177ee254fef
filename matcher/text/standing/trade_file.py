"""A learned TradeModel as a file: arrays in an npz, never pickle."""

from pathlib import Path
from typing import Any

import numpy as np

from matcher.errors import DamagedData, reason_of
from matcher.text.standing.trade_model import TradeModel

_PARTS = ("trades", "vocabulary", "idf", "weights", "scale", "intercept", "source")


def read_trade_model(file: Path) -> TradeModel:
    """Raises `DamagedData` where the file is none of ours or was cut short."""
    content = _content(file)
    vocabulary = tuple(content["vocabulary"].tolist())
    weights = content["weights"]
    trades = tuple(content["trades"].tolist())
    if weights.shape != (len(vocabulary), len(trades)) or content["idf"].shape != (len(vocabulary),):
        raise DamagedData(file, None, None, "各部分的长度不一致，请执行 matcher data trades 重新生成")
    idf = content["idf"].astype(np.float64)
    return TradeModel(trades, vocabulary, idf, weights, float(content["scale"]), content["intercept"])


def trained_on(file: Path) -> str:
    """SHA-256 of the descriptions that the model in a file was learned from; raises `DamagedData`."""
    return str(_content(file)["source"])


def write_trade_model(file: Path, model: TradeModel, source: str) -> None:
    """Write a model learned from descriptions of that SHA-256."""
    with file.open("wb") as handle:
        np.savez_compressed(
            handle,
            trades=np.array(model.trades),
            vocabulary=np.array(model.vocabulary),
            idf=model.idf.astype(np.float32),
            weights=model.weights,
            scale=np.array(model.scale),
            intercept=model.intercept,
            source=np.array(source),
        )


def _content(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as content:
            return {part: content[part] for part in _PARTS}
    except OSError as error:
        raise DamagedData(file, None, None, f"无法读取（{reason_of(error)}）") from error
    except Exception as error:  # zip, zlib and numpy each have their own for a file cut short
        raise DamagedData(file, None, None, "不是完整的主营模型，请执行 matcher data trades 重新生成") from error
