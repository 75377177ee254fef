"""The main trade (主营) of a firm as a whole, and the trades that a scenario itself asks for."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from matcher.text.standing import trade_words as words


class Trade(StrEnum):
    """主营: what an enterprise lives on."""

    SUPPLY = "产品与技术"
    TRAINING = "培训"
    CONSULTING = "咨询代办"
    FACILITY = "物业后勤"
    LEISURE = "主题经营"
    TRADING = "贸易经销"
    INVESTMENT = "投资"
    ENDED = "已不再经营"


# A dealer can deliver the goods and a school knows the field; neither makes what a scenario asks for.
TRADE_WEIGHT: Mapping[Trade, float] = MappingProxyType(
    {
        Trade.SUPPLY: 1.0,
        Trade.TRAINING: 0.2,
        Trade.CONSULTING: 0.2,
        Trade.FACILITY: 0.15,
        Trade.LEISURE: 0.15,
        Trade.TRADING: 0.3,
        Trade.INVESTMENT: 0.15,
        Trade.ENDED: 0.15,
    }
)
_SURE_POINTS, _NAME_POINTS, _LOOSE_POINTS, _DEED_POINTS, _OPENING_POINTS = 5, 4, 2, 2, 1
_MOST_DEEDS, _MOST_THINGS, _MOST_MAKING = 4, 3, 4
_ENOUGH = 5
_OPENING = 40  # characters: where a firm says first what it does

_OTHERS: tuple[Trade, ...] = tuple(trade for trade in Trade if trade not in (Trade.SUPPLY, Trade.ENDED))
_LEGAL = re.compile(words.LEGAL)
_BRACKETED = re.compile("[(][^()]{0,20}[)]")
_NAMED = {trade: re.compile(f"(?:{words.NAMED[trade.name]})$") for trade in _OTHERS}
_SURE = {trade: re.compile(f"(?:{words.SURE[trade.name]})$") for trade in _OTHERS}
_LOOSE = {trade: re.compile(f"(?:{words.LOOSE[trade.name]})$") for trade in _OTHERS}
_SUPPLIER = re.compile(f"(?:{words.SUPPLIER})$")
_DEEDS = {trade: re.compile(words.DEEDS[trade.name]) for trade in _OTHERS}
_THINGS = {trade: re.compile(words.THINGS[trade.name]) for trade in _OTHERS}
_OWN_MAKING = re.compile(words.OWN_MAKING)
_PLAIN_MAKING = re.compile(words.PLAIN_MAKING)
_FIGURE = re.compile(words.FIGURE)
_MODEL = re.compile(words.MODEL)
_NO_MODEL = re.compile(words.NO_MODEL)
_NOT_OWN = re.compile(words.NOT_OWN)
_PRODUCT = re.compile(words.PRODUCT)
_BUYER = re.compile(words.BUYER)
_ASKED = {trade: re.compile(words.ASKED[trade.name]) for trade in _OTHERS}
_DEMAND = re.compile(words.DEMAND)
_DUTY = re.compile(words.DUTY)
_FOR = re.compile("[为给向供替帮对]|服务|客户|覆盖")
_CLAUSE_END = re.compile("[,。;:!?]")


def main_trade(name: str, text: str) -> Trade:
    """The trade a firm lives on, by its normalised name and its own normalised text.

    Each trade adds up what speaks for it: the ending of the name, deeds (代办, 门票, 批发) and things (学员, 保洁员),
    each said word once. SUPPLY adds up own making, models and figures. Another trade wins with enough points of its
    own and more than SUPPLY has; ties stay SUPPLY, then follow the order of `Trade`. No text, no verdict.
    """
    if not text:
        return Trade.SUPPLY
    stem = stem_of(name)
    supply = _making(stem, text)
    best, most = Trade.SUPPLY, max(supply, _ENOUGH - 1)
    for trade in _OTHERS:
        points = _points(trade, stem, text)
        if points > most:
            best, most = trade, points
    return best


def is_told_by_name(trade: Trade, name: str) -> bool:
    """Whether a normalised name leaves no doubt of the trade (物业管理, 培训学校), unlike 投资发展 or 文化."""
    return trade in _SURE and _named(trade, stem_of(name)) >= _SURE_POINTS


def stem_of(name: str) -> str:
    """A normalised name without brackets and legal form."""
    stem = _BRACKETED.sub("", name)
    while (shorter := _LEGAL.sub("", stem)) != stem:
        stem = shorter
    return stem


def _points(trade: Trade, stem: str, text: str) -> int:
    deeds = {found.group() for found in _DEEDS[trade].finditer(text) if not _is_product(text, found, 4)}
    things = {found.group() for found in _THINGS[trade].finditer(text) if not _is_product(text, found, 8)}
    opening = text[:_OPENING]
    first = any(word in opening for word in deeds)
    return (
        _named(trade, stem)
        + _DEED_POINTS * min(len(deeds), _MOST_DEEDS)
        + min(len(things - deeds), _MOST_THINGS)
        + (_OPENING_POINTS if first else 0)
    )


def _named(trade: Trade, stem: str) -> int:
    ladder = ((_SURE, _SURE_POINTS), (_NAMED, _NAME_POINTS), (_LOOSE, _LOOSE_POINTS))
    return next((points for endings, points in ladder if endings[trade].search(stem)), 0)


def _is_product(text: str, found: re.Match[str], reach: int) -> bool:
    """Whether the word goes on to a product (保洁机器人) or to those who buy one (物业公司).

    A first clause that ends with 公司 or 机构 names the firm itself: 企业内训公司.
    """
    after = _CLAUSE_END.split(text[found.end() : found.end() + reach], maxsplit=1)[0]
    if _PRODUCT.search(after):
        return True
    buyer = _BUYER.match(after)
    if not buyer:
        return False
    before = text[max(0, found.start() - _OPENING) : found.start()]
    itself = found.start() < _OPENING and buyer.end() == len(after) and not _CLAUSE_END.search(before)
    return not itself or bool(_FOR.search(before))


def _making(stem: str, text: str) -> int:
    own = [clause for clause in _CLAUSE_END.split(text) if not _NOT_OWN.search(clause)]
    strong = {found.group() for clause in own for found in _OWN_MAKING.finditer(clause)}
    plain = {found.group() for clause in own for found in _PLAIN_MAKING.finditer(clause)}
    figures = sum(1 for _ in _FIGURE.finditer(text))
    models = {found.group() for found in _MODEL.finditer(text) if not _NO_MODEL.match(found.group())}
    return (
        (3 if _SUPPLIER.search(stem) else 0)
        + 2 * min(len(strong), _MOST_MAKING)
        + min(len(plain), 3)
        + min(figures, 4)
        + 2 * min(len(models), 2)
    )


def asked_trades(text: str) -> frozenset[Trade]:
    """The trades that a scenario itself asks for, by its normalised name, background, pains and requirements.

    The text begins with the name: a trade's service named there is what is wanted. Further on it counts behind a verb
    of demand (采购, 遴选, 委托), and not as a duty beside a product (中标方提供培训服务) or as a product (保洁机器人).
    """
    asked: set[Trade] = set()
    for number, clause in enumerate(_CLAUSE_END.split(text)):
        demand = _DEMAND.search(clause)
        if number and (not demand or _DUTY.search(clause)):
            continue
        start = demand.start() if number and demand else 0
        for trade in _OTHERS:
            if any(not _PRODUCT.search(clause, *_behind(found)) for found in _ASKED[trade].finditer(clause, start)):
                asked.add(trade)
    return frozenset(asked)


def _behind(found: re.Match[str]) -> tuple[int, int]:
    return found.end(), found.end() + 10
