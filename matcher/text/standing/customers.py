"""Whom a firm serves (服务对象) with a support trade: the customer's field is no field of the firm."""

import re
from collections.abc import Iterator

from matcher.text.standing.kinds import Standing, Statement
from matcher.text.standing.layout import NEAR, Layout
from matcher.text.standing.words import ANCILLARY, CUSTOMER, TECHNICAL

_ANCILLARY = re.compile(ANCILLARY)
_TECHNICAL = re.compile(TECHNICAL)
_SERVING = re.compile(
    "(?:面向|服务于|服务过|服务|针对|供应|[为向给替帮])(?P<who>[^,。;:!?()]{2,36}?)"
    "(?:提供|开展|供应|承接|办理|代办|做(?!到)|配送|销售|配套|输送|派遣|送|组织|印刷|招聘|招募|推荐|设计|定制|打造|租赁|代理|申报|撰写|出具|策划)"
)
_NOT_FOR = re.compile("[成作认分以称因行设改转变视定名命化列评誉较甚极尤人]$")
_CUSTOMER_END = re.compile(
    f"(?:{CUSTOMER})(?:等|及其?|的|内|里|区域|公共区域|日常|驻场|年度|综合|配套|后勤|员工|职工|全体|专用|客户|类|定点|外包|联合|旺季|项目|一期|二期|三期|至)*$"
)
_CUSTOMER_WORD = re.compile(CUSTOMER)
_CUSTOMER_LIST = re.compile(
    "(?:客户|业主|服务对象|服务单位|服务项目|合作单位|在管项目|服务过的[^,。;、]{0,8}|驻勤点|驻点|客源)[^,。;:!?]{0,12}?"
    "(?:包括|包含|涵盖|集中在|集中于|覆盖|遍及|遍布|来自|分布在|主要是|主要为|以|有|为|是|:)(?P<who>[^,。;:!?]{2,60})"
)
_SERVED = re.compile(
    f"(?:服务过的?|服务于|服务|面向|主要面向|[为给替向])(?P<who>(?!有限|股份)[^,。;:!?]{{2,30}}?(?:{CUSTOMER}))"
)
_OFFICE = re.compile("管理咨询|知识产权|专利|保险|融资|贷款|担保|期权|广告|新媒体")
_CUSTOMERS_ALL = re.compile("(?:都有|居多|为主|较多|占多数|最多)(?=[,。;:!?]|$)")
_MAIN_TRADE = re.compile("主营|专业从事|主要从事|专注于?|主要提供|专业提供|从事")
_HEAD_EDGE = re.compile(
    "承接|从事|主营|专注于?|提供|经营|负责|管理|完成|服务过?|[为给替向]|是|做|有|承包|托管|中标|以及|运营|入驻|开办"
)


def customers(layout: Layout) -> Iterator[Statement]:
    """The three ways to name a customer. A technical offer is never touched: its market tells of the firm."""
    support = [found for found in _ANCILLARY.finditer(layout.text) if not _technical_head(layout, found)]
    if support:
        yield from _served(layout)
        yield from _sites(layout, support)
        if _main_trade_is_support(layout):
            yield from _customers_of_a_support_firm(layout)


def _technical_head(layout: Layout, found: re.Match[str]) -> bool:
    """Whether the clause goes on to a technical noun: 物业管理系统, 食堂结算终端."""
    return bool(_TECHNICAL.search(layout.after(found.end())))


def _served(layout: Layout) -> Iterator[Statement]:
    """为X企业提供Y: where Y is a support trade and nothing technical, X is only the customer."""
    for found in _SERVING.finditer(layout.text):
        if _NOT_FOR.search(layout.before(found.start())):
            continue
        offer = _offer(layout, found)
        if _ANCILLARY.search(offer) and not _TECHNICAL.search(offer):
            yield Statement(*found.span("who"), Standing.SERVED)


def _offer(layout: Layout, found: re.Match[str]) -> str:
    """The verb and its object; behind a colon the clause after it."""
    number = layout.number(found.start())
    offer = layout.text[found.end("who") : min(layout.span(number)[1], found.end() + 2 * NEAR)]
    if found.end() == layout.span(number)[1] and layout.same_sentence(number, number + 1):
        offer += layout.clause(number + 1)[: 2 * NEAR]
    return offer


def _sites(layout: Layout, support: list[re.Match[str]]) -> Iterator[Statement]:
    """X园区物业管理, X厂区保洁, X工厂食堂: the place before a support trade is where the work is done."""
    for found in support:
        head = layout.before(found.start())
        place = _CUSTOMER_END.search(head)
        if place is None or _OFFICE.match(found.group()) or _TECHNICAL.search(layout.after(found.end())):
            continue
        edges = [edge.end() for edge in _HEAD_EDGE.finditer(head, 0, place.start())]
        start = found.start() - len(head) + (edges[-1] if edges else 0)
        yield Statement(start, found.start() - len(head) + place.end(), Standing.SERVED)


def _main_trade_is_support(layout: Layout) -> bool:
    """Whether the first sentence, or what the firm says it 主营 or 专业从事, is a support trade and not technical."""
    start, end = layout.sentence_span(0)
    trade = layout.text[start : min(end, start + 100)]
    said = _MAIN_TRADE.search(layout.text)
    if said:
        trade = layout.text[said.end() : layout.span(layout.number(said.start()))[1]][:100]
    return bool(_ANCILLARY.search(trade)) and not _TECHNICAL.search(_without_customers(trade))


def _without_customers(trade: str) -> str:
    return _SERVED.sub("", trade)


def _customers_of_a_support_firm(layout: Layout) -> Iterator[Statement]:
    """Of a firm whose main trade is support, every customer named: 服务X园区, 客户有X企业."""
    for rule in (_SERVED, _CUSTOMER_LIST):
        for found in rule.finditer(layout.text):
            if _CUSTOMER_WORD.search(found.group("who")) and not _NOT_FOR.search(layout.before(found.start())):
                yield Statement(*found.span("who"), Standing.SERVED)
    for found in _CUSTOMERS_ALL.finditer(layout.text):
        head = layout.before(found.start())
        if _CUSTOMER_WORD.search(head):
            yield Statement(found.start() - len(head), found.start(), Standing.SERVED)
