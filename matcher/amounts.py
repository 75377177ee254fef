"""Amounts of money as people write them: 近2400亿元, 5000-8000万元, 不低于1000万, 1亿2000万元, 一个亿, 待定."""

import re
import unicodedata
from dataclasses import dataclass, field

_UNIT_WAN = {"元": 1e-4, "千": 0.1, "万": 1.0, "百万": 100.0, "千万": 1000.0, "亿": 1e4, "万亿": 1e8}
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = "万亿|千万|百万|亿|万|千|元"
_REST = rf"(?:(?<=亿)零?({_NUMBER})(千万|百万|万|元)(?!亿)|(?<=万)零?({_NUMBER})(千|元)(?!万|亿))"  # 1亿2000万, 3万5千
_FIGURE = re.compile(rf"(?<![\d.])({_NUMBER})(?:({_UNIT}){_REST}?元?|(?!\d))(?![年月日号])")
_FOREIGN = re.compile(
    "美元|美金|欧元|港元|港币|日元|英镑|新加坡元|台币|卢布|法郎|[A-Z]?[$€£]|USD|EUR|HKD|JPY|GBP|AUD|CAD"
    r"|(?<=[\d千万亿])[澳加新韩]元"
)
_YUAN = re.compile("人民币|RMB|CNY|[¥￥]")
_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)")
_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)|(?<=\d)\s(?=\d{3}(?!\d))")  # a blank may only group the digits of a number
_ODD = re.compile(r"(?<=[\d千百])[余多来+](?=[千百万亿元])")  # 100余万, 2千多万
_COUNTED = re.compile("[吨人辆家户台套件个次条亩㎡株片册度米克瓦%kKmMtTGW]|立方|平方|平米|公里")  # 100万吨 is no money
_NO_MONEY = re.compile("(?!以|及|起|至|到|左右|上下|不)[\u4e00-\u9fd5]|[A-Za-z%‰]")  # after a bare number: 3期, 5G
_LOW, _HIGH = "low", "high"
_BEFORE = (  # the negated ones first: 不超过 ends like 超过
    *((word, _LOW) for word in ("不低于", "不少于", "不小于", "大于等于", "大于或等于", "≥", ">=")),
    *((word, _HIGH) for word in ("不高于", "不超过", "不多于", "不大于", "小于等于", "小于或等于", "≤", "<=")),
    *((word, _HIGH) for word in ("不足", "不到", "低于", "少于", "小于", "至多", "最多", "最高", "<")),
    *((word, _LOW) for word in ("至少", "最少", "最低", "超过", "大于", "高于", "多于", "超", ">")),
)
_AFTER = (
    *((word, _LOW) for word in ("以上", "起", "及以上", "+")),
    *((word, _HIGH) for word in ("以内", "以下", "及以下")),
)
_BETWEEN = re.compile("[-~—–至到]+$")
_STATES_FIGURE = re.compile(r"\d|[一二两三四五六七八九十][一二两三四五六七八九十零百千万亿]*元")
_LEFT_OPEN = re.compile(
    "待[^，。；]{0,10}定|待议|未定|面议|另议|再议|商定|协商|洽谈|不限|保密|不公开|未公开|未公布|未披露|暂无|不详|未知|^无$"
)
_FORMAL = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟萬億兩", "零一二三四五六七八九十百千万亿两")
_HAN_DIGITS = "零一二两三四五六七八九"
_DIGIT = f"[{_HAN_DIGITS[1:]}]"
_HAN_FIGURE = re.compile(
    rf"(?<![几数点\d.十百千{_HAN_DIGITS}])([十百千{_HAN_DIGITS}]+)[余多来]?个?(?=[万亿]|(?<=[十百千{_HAN_DIGITS}]{{2}})元)"
)
_BELOW_WAN = re.compile(rf"(?:({_DIGIT})千)?(?:零?({_DIGIT})百)?(?:零?({_DIGIT}?)(十))?(零)?({_DIGIT})?")
_HALF_READ = re.compile(  # 两万五, 三到五百万; but 3000万一期 counts what comes next
    rf"[万亿][{_HAN_DIGITS[1:]}半](?![期次年月个批项家])|[十百千{_HAN_DIGITS}][-~—–至到]+\d"
)
_VALUE = {"": "0", "两": "2", **{digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}}
_ADVICE = "读不出金额，请用数字写作 800万元、5000-8000万元，没有定下时写“待定”"


@dataclass(frozen=True)
class Amount:
    """金额: bounds in 万元, inclusive; None = open or unknown. `as_written` keeps the original text."""

    low_wan: float | None = field(default=None, metadata={"label": "下限（万元）"})
    high_wan: float | None = field(default=None, metadata={"label": "上限（万元）"})
    as_written: str = field(default="", metadata={"label": "原文"})

    @property
    def middle_wan(self) -> float | None:
        """Middle of the known bounds, or the one bound that is known."""
        known = [bound for bound in (self.low_wan, self.high_wan) if bound is not None]
        return sum(known) / len(known) if known else None


def parse(text: str, default_unit: str = "元") -> Amount:
    """Read one amount. No number (待定, 面议) or a foreign currency gives open bounds: unknown, never a guess.

    `default_unit` is the unit of a bare number, as a column header would name it.
    """
    default_unit = default_unit.removesuffix("元") or "元"
    plain = _plain(text)
    found = [] if _FOREIGN.search(plain) or _HALF_READ.search(plain) else list(_FIGURE.finditer(plain))
    figures = [figure for figure in found if figure[2] and _is_money(figure)]
    if not figures and all(_is_money(figure) for figure in found):
        figures = found  # bare numbers, outranked by one with a unit, and worth nothing beside one that counts things
    if not figures:
        return Amount(as_written=text)
    first = figures[0]
    before, after = plain[: first.start()], plain[first.end() :]
    range_start = re.search(rf"(?<![\d.])({_NUMBER})[-~—–至到]+$", before)
    if range_start:  # 5000-8000万元: the first number borrows the unit of the second
        return _range(_wan(range_start[1], first[2] or default_unit), _value(first, default_unit), text)
    if len(figures) > 1:
        second, between = figures[1], plain[first.end() : figures[1].start()]
        if _BETWEEN.search(between):
            return _range(_value(first, second[2] or default_unit), _value(second, default_unit), text)
        if {_bound(before, between), _bound(between, plain[second.end() :])} == {_LOW, _HIGH}:
            return _range(_value(first, default_unit), _value(second, default_unit), text)
    value, bound = _value(first, default_unit), _bound(before, after)
    return Amount(None if bound == _HIGH else value, None if bound == _LOW else value, text)


def why_unread(text: str, default_unit: str = "元") -> str:
    """What to change in a text that states a figure which cannot be read as money; empty where nothing is wrong."""
    amount, plain = parse(text, default_unit), _plain(text)
    if amount.middle_wan is not None or _LEFT_OPEN.search(plain) or not _STATES_FIGURE.search(plain):
        return ""
    if _FOREIGN.search(plain):
        return "外币金额请折算成人民币后填写"
    return _ADVICE


def why_unclear(text: str, default_unit: str = "元") -> str:
    """What to change in a text that is no amount and does not say that there is none (待定); empty for any other."""
    plain = _plain(text)
    says_nothing = not any(char.isalnum() for char in plain)
    if says_nothing or parse(text, default_unit).middle_wan is not None or _LEFT_OPEN.search(plain):
        return ""
    return why_unread(text, default_unit) or _ADVICE


def _plain(text: str) -> str:
    """Half width, without days, blanks, the name of our own money, and words that only say that a figure is round."""
    plain = _DAY.sub(" ", unicodedata.normalize("NFKC", text))
    plain = _SPACE.sub("", _YUAN.sub("", plain))
    plain = _ODD.sub("", plain.replace("(含)", "").replace("(不含)", ""))
    plain = re.sub(r"(\d)千(\d)百(?=[万元])", r"\1\g<2>00", plain)
    plain = re.sub(r"(?<=\d)个(?=[百千]?[万亿])", "", plain)
    return _HAN_FIGURE.sub(lambda figure: _in_digits(figure[1]) or figure[0], plain.translate(_FORMAL))


def _in_digits(han: str) -> str:
    """A number below 10000 in digits; empty for one that can be read in two ways (三百五, 三五百) or in none."""
    read = _BELOW_WAN.fullmatch(han)
    if not read or (read[6] and not (read[4] or read[5]) and (read[1] or read[2])):
        return ""
    tens = (read[3] or "一") if read[4] else ""
    return str(int("".join(_VALUE[digit or ""] for digit in (read[1], read[2], tens, read[6]))))


def _is_money(figure: re.Match[str]) -> bool:
    """Whether a figure can be an amount: 100万吨, 第2期 and 5G are none."""
    text, start, end = figure.string, figure.start(), figure.end()
    if figure[0].endswith("元"):
        return True
    if figure[2]:
        return not _COUNTED.match(text, end)
    return not (_NO_MONEY.match(text, end) or re.search("[A-Za-z第]$", text[:start]))


def _range(first: float, second: float, text: str) -> Amount:
    return Amount(min(first, second), max(first, second), text)


def _bound(before: str, after: str) -> str | None:
    """What the words right before or right after a figure make of it."""
    ahead = before.removesuffix("约").removesuffix(":")
    found = next((side for word, side in _BEFORE if ahead.endswith(word)), None)
    return found or next((side for word, side in _AFTER if after.startswith(word)), None)


def _value(figure: re.Match[str], default_unit: str) -> float:
    rest = [(figure[place], figure[place + 1]) for place in (3, 5) if figure[place]]
    return round(_wan(figure[1], figure[2] or default_unit) + sum(_wan(*part) for part in rest), 6)


def _wan(number: str, unit: str) -> float:
    return round(float(number.replace(",", "")) * _UNIT_WAN[unit], 6)
