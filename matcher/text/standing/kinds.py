"""The ways in which a firm's text can name a field."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Standing(StrEnum):
    """Standing of words in a firm's text (表述的性质)."""

    OWN = "自有能力"
    DENIED = "否认"
    ENDED = "已终止"
    SERVED = "服务对象"
    LOCATED = "所在地"
    THEME = "主题"
    INVESTED = "投资与咨询"
    TAUGHT = "培训"
    TRADED = "经销"


class Statement(NamedTuple):
    """The half-open range [start, end) of a normalised text and what its words stand for."""

    start: int
    end: int
    standing: Standing


# A dealer knows the goods and can deliver them, a school knows the trade; neither builds what a scenario asks for.
WEIGHT: Mapping[Standing, float] = MappingProxyType(
    {
        Standing.OWN: 1.0,
        Standing.DENIED: 0.0,
        Standing.ENDED: 0.0,
        Standing.SERVED: 0.0,
        Standing.LOCATED: 0.0,
        Standing.THEME: 0.0,
        Standing.INVESTED: 0.0,
        Standing.TAUGHT: 0.2,
        Standing.TRADED: 0.3,
    }
)
