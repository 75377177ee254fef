"""Offers around a field instead of in it: goods traded (经销), courses (培训), money and reports (投资与咨询)."""

import re
from collections.abc import Iterator

from matcher.text.standing.kinds import Standing, Statement
from matcher.text.standing.layout import Layout
from matcher.text.standing.words import COURSE, TECHNICAL

_DEALING = re.compile(
    "(?:代理(?!商|人|权|服务|模型|记账|机构|记|节点|申报|注册|运营|招生)|经销(?!商)|分销(?!商|系统|平台|渠道|网络)|代购|代销"
    "|(?:批发|零售|贸易|批零)[、和与及]?(?:批发|零售|销售|贸易))(?:[、和与及]?(?:代理|经销|分销|销售|批发|零售|进口)){0,4}(?:的是|了)?"
    "(?P<goods>[^,。;:!?]{2,60})"
)
_SELLING = re.compile(
    "(?:主要销售|专业销售|销售|专卖|(?:专营|主营|从事)(?:批发|零售|贸易|销售))(?P<goods>[^,。;:!?]{2,60})"
)
_SALE = re.compile(
    "(?:批发|销售|经销|代理|贸易|进出口|代购|零售[、和与及]?批发)(?:[、和与及]?(?:批发|零售|销售|代理|贸易)){0,3}(?:业务|服务|公司)?"
    "(?=[,。;!?()]|$)"
)
_DEALER = re.compile("(?:代理商?|分销商|经销商|贸易商|批发商|零售商)(?=[,。;!?()]|$)")
_DEALER_OF = re.compile("(?:的|品牌)[^,。;:!?的]{0,10}$")
_CLERICAL = re.compile("(?:登记|专利|注册|广告|保险|商标|市场|记账|互联网|的)$")
_DEAL_SUBJECT = re.compile(
    "^(?:[^,]{0,12}?(?:公司|我们|我司|本店|门店|主营|从事|专业|主要|长期|是|只做|仅做|以|另|同时|也|还|并|国内外|品牌))?$"
)
_NO_NOUN = re.compile("[在由向对经到]|只|通过|的$|用于|渠道|客户|面向|年|全国|网络|占|额")
_COURSE = re.compile(f"(?:{COURSE})")
_CLASS = re.compile(
    "(?:开了|开设|设有|开办|新开|又开|办有)了?(?P<what>[^,。;:!?]{2,40}?)(?:[一二两三四五六七八九十\\d]{1,4}个)?[^,。;:!?、]{0,3}?"
    "(?:专业|班|课程|课)(?=[,。;!?]|$)"
)
_TRAINING = re.compile("培训(?:服务|业务)?(?=[,。;!?、]|$)")
_TECHNICAL_NEXT = re.compile(f"[^,。;、]{{0,4}}?(?:{TECHNICAL}|器|机(?!构))")
_COURSE_END = re.compile("(?:[、和与及]?(?:培训|招生|考证|取证|教学|辅导|课程|训练|学历|提升))*")
_FUND = re.compile(
    "(?:投资)?基金(?!会|行业|公司|[^,。;]{0,6}(?:监管|系统|平台|审计|软件|核算|风控|稽核|业务))|风投|创投机构"
)
_PUBLIC_FUND = re.compile("(?:保障|社保|医保|公积|维修|养老|工会)$")
_CAPITAL = re.compile(
    "基金|创投|风投|股权投资|创业投资|孵化器|天使投资|投资机构|投资公司|被投|财务顾问|投资管理|投资咨询|风险投资"
)
_STAKE = re.compile(
    "(?:投资于?|投向|聚焦|布局|孵化|关注|专注于?)(?:了|过)?(?P<what>[^,。;:!?]{2,36}?)(?:等)?(?:领域|赛道|行业|产业|企业|项目|公司)(?!.{0,6}(?:运营|建设|研发))"
)
_REPORT = re.compile(
    "(?:行业|产业|领域|市场|赛道)(?:的)?(?:研究报告|咨询报告|市场调研|调研报告|资讯|展会|博览会|媒体|招商|路演|研报)"
)


def traded(layout: Layout, gone: list[Statement]) -> Iterator[Statement]:
    """代理, 经销, 批发 X, the X dealer, and X销售 where the sentence (for 销售 the whole text) makes nothing itself."""
    for start, end in (*_dealt(layout), *_sold(layout)):
        if not layout.makes(*layout.sentence_span(layout.number(start)), gone):
            yield Statement(start, end, Standing.TRADED)
    for found in _SELLING.finditer(layout.text):
        if _DEAL_SUBJECT.match(layout.before(found.start())) and not layout.makes(0, len(layout.text), gone):
            yield Statement(*found.span("goods"), Standing.TRADED)


def _dealt(layout: Layout) -> Iterator[tuple[int, int]]:
    """The goods behind the verb: 代理X, 经销X."""
    for found in _DEALING.finditer(layout.text):
        if _DEAL_SUBJECT.match(layout.before(found.start())):
            yield found.span("goods")


def _sold(layout: Layout) -> Iterator[tuple[int, int]]:
    """The goods before the noun: X批发, X的区域分销商."""
    for rule in (_SALE, _DEALER):
        for found in rule.finditer(layout.text):
            head = layout.before(found.start())
            of = _DEALER_OF.search(head)
            goods = head if rule is _SALE else head[: of.start()] if of else ""
            start = found.start() - len(head)
            if len(goods) > 1 and not _NO_NOUN.search(goods) and not _CLERICAL.search(goods):
                yield start, start + len(goods)


def taught(layout: Layout, gone: list[Statement]) -> Iterator[Statement]:
    """X培训学校, X夏令营, X考证: a school teaches the field. 培训 alone counts only where nothing is made."""
    for found in _COURSE.finditer(layout.text):
        if not _TECHNICAL_NEXT.match(layout.after(found.end())):
            end = found.end() + len(_COURSE_END.match(layout.after(found.end())).group())  # type: ignore[union-attr]
            yield from _phrase(layout, found.start(), end, Standing.TAUGHT)
    if layout.makes(0, len(layout.text), gone):
        return
    for found in _TRAINING.finditer(layout.text):
        yield from _phrase(layout, found.start(), found.end(), Standing.TAUGHT)
    for found in _CLASS.finditer(layout.text):
        yield Statement(*found.span("what"), Standing.TAUGHT)


def invested(layout: Layout, gone: list[Statement]) -> Iterator[Statement]:
    """X产业基金, an investor's 聚焦X赛道 and X行业研究报告: money and paper about a field."""
    for rule in (_FUND, _REPORT):
        for found in rule.finditer(layout.text):
            if not _PUBLIC_FUND.search(layout.before(found.start())):
                yield from _phrase(layout, found.start(), found.end(), Standing.INVESTED)
    if _CAPITAL.search(layout.text) and not layout.makes(0, len(layout.text), gone):
        for found in _STAKE.finditer(layout.text):
            yield Statement(*found.span("what"), Standing.INVESTED)


def _phrase(layout: Layout, place: int, end: int, standing: Standing) -> Iterator[Statement]:
    start = layout.phrase_start(place)
    if start < place:
        yield Statement(start, end, standing)
