"""Weights and parameters of the score, read from a TOML file."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.errors import DamagedData, reason_of

_BANDS = ("strong", "medium", "evidence_points", "medium_evidence", "strong_evidence")


@dataclass(frozen=True)
class Config:
    """配置: everything that decides a score besides the data; `version` travels with every result."""

    version: str
    bias: float
    weights: Mapping[str, float]
    neutral: Mapping[str, float]
    half_raw: float
    length_slope: float
    bigram_share: float
    prior_documents: float
    lexicon_share: float
    meaning_share: float
    meaning_words: float
    neighbours: int
    dilution: float
    feedback_share: float
    feedback_words: float
    feedback_enterprises: int
    feedback_terms: int
    meaning_feedback: float
    feedback_neighbours: int
    least_cosine: float
    strong: float
    medium: float
    evidence_points: float
    medium_evidence: float
    strong_evidence: float
    enterprise_fields: Mapping[str, float]
    scenario_fields: Mapping[str, float]


def from_toml(path: Path) -> Config:
    """Read a configuration; raises `DamagedData` naming what is wrong in the file."""
    try:
        raw = path.read_bytes()
        table = tomllib.loads(raw.decode("utf-8"))
    except OSError as error:
        raise DamagedData(path, None, None, f"无法读取（{reason_of(error)}）") from error
    except tomllib.TOMLDecodeError as error:
        raise DamagedData(path, *_place(str(error), raw), "不是完整的 TOML，请检查这里的引号、括号和等号") from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DamagedData(path, line, 1, "不是 UTF-8 编码，请另存为 UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise DamagedData(path, None, None, "含有过大的数字或嵌套过深") from error
    try:
        config = from_mapping(table)
    except KeyError as error:
        raise DamagedData(path, None, None, f"缺少设置 {error}") from error
    except (TypeError, AttributeError) as error:
        raise DamagedData(path, None, None, "设置的写法不对：分组与数值的位置应与原文件相同") from error
    except ValueError as error:
        raise DamagedData(path, None, None, f"设置的写法不对（{error}）") from error
    return config


def from_mapping(table: Mapping[str, Any]) -> Config:
    """Build a configuration from the tables of the file; raises ValueError where a law of the score would break."""
    config = Config(
        version=str(table["version"]),
        bias=_share("bias", table["bias"]),
        weights=_shares("weights", table["weights"]),
        neutral=_shares("neutral", table["neutral"]),
        enterprise_fields=_shares("enterprise_fields", table["enterprise_fields"]),
        scenario_fields=_shares("scenario_fields", table["scenario_fields"]),
        **{name: _positive(name, table["text"][name]) for name in ("half_raw", "bigram_share", "prior_documents")},
        length_slope=_share("length_slope", table["text"]["length_slope"]),
        **{
            name: _positive(name, table["expansion"][name])
            for name in ("lexicon_share", "meaning_share", "meaning_words")
        },
        **{
            name: _positive(name, table["feedback"][name])
            for name in ("feedback_share", "feedback_words", "meaning_feedback")
        },
        feedback_enterprises=_count("feedback_enterprises", table["feedback"]["feedback_enterprises"]),
        feedback_terms=_count("feedback_terms", table["feedback"]["feedback_terms"]),
        feedback_neighbours=_count("feedback_neighbours", table["feedback"]["feedback_neighbours"]),
        neighbours=_count("neighbours", table["expansion"]["neighbours"]),
        least_cosine=_share("least_cosine", table["expansion"]["least_cosine"]),
        dilution=_share("dilution", table["expansion"]["dilution"]),
        **{name: _share(name, table["bands"][name]) for name in _BANDS},
    )
    if config.weights.keys() != config.neutral.keys():
        raise ValueError("weights 与 neutral 的信号名称不一致")
    if math.fsum((config.bias, *config.weights.values())) > 1 + 1e-12:
        raise ValueError("bias 与各权重之和超过 1，得分会超出 [0, 1]")
    for name, value in (("text.half_raw", config.half_raw), ("expansion.meaning_words", config.meaning_words)):
        if not value:
            raise ValueError(f"{name} 应大于 0")
    if not config.medium <= config.strong:
        raise ValueError("medium 的门槛高于 strong")
    if not config.evidence_points <= config.medium_evidence <= config.strong_evidence:
        raise ValueError("evidence_points、medium_evidence、strong_evidence 应由低到高")
    return config


def _place(message: str, raw: bytes) -> tuple[int, int]:
    """Line and column out of a message of tomllib, which has no fields for them before Python 3.14."""
    found = re.search(r"line (\d+), column (\d+)", message)
    return (int(found[1]), int(found[2])) if found else (raw.count(b"\n") + 1, 1)


def _shares(section: str, values: Mapping[str, Any]) -> Mapping[str, float]:
    return {name: _share(f"{section}.{name}", value) for name, value in values.items()}


def _share(name: str, value: Any) -> float:
    number = _positive(name, value)
    if number > 1:
        raise ValueError(f"{name} 应在 0 与 1 之间，现为 {value}")
    return number


def _count(name: str, value: Any) -> int:
    number = _positive(name, value)
    if not number.is_integer():
        raise ValueError(f"{name} 应为整数，现为 {value}")
    return int(number)


def _positive(name: str, value: Any) -> float:
    if (
        isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf
    ):  # nan compares false
        raise ValueError(f"{name} 应为不小于 0 的有限数，现为 {value}")
    if value > 1e12:
        raise ValueError(f"{name} 过大")
    return float(value)
