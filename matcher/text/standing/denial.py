"""What a firm says it does not do (否认), and what its product does without (无需)."""

import re
from collections.abc import Iterator

from matcher.text.standing.kinds import Standing, Statement
from matcher.text.standing.layout import Layout, closing
from matcher.text.standing.words import DOING, TRADE

_NEGATOR = re.compile(
    f"(?:不(?:再|直接|自行|另行|会)?|从未|未曾|尚未|暂未|并未|均未|未)(?:{DOING})"
    "|没有?做过|未做过|没有?接触过|未接触过"
    "|(?:没有|暂无|并无|亦无|也无|均无|无(?=任何|自有|自主|独立|生产|研发|研制|自产|制造))"
    "|(?:并非|不是|不属于)(?!简单|单纯|单一|普通|只|仅|唯一|不|没|所有|每)"
)
_REACH = 160  # characters: a longer clause is no sentence of a person
_LACK = ("没有", "无")
_IDENTITY = ("并非", "不是", "不属于")
_SUBJECT_END = re.compile(
    "(?:公司|集团|企业|我司|我们|我方|本院|本店|本厂|本所|本社|中心|研究院|团队|自身|目前|现在|如今|暂|暂时|尚|也|并|均|都|亦|又|更|且"
    "|同时|从|概|一律|一般|坚决|原则上|完全|但|而|但是|其|因此|所以|故|从来|还|既|就|之后|此后|今后|业务|经营范围|主营|仍|、|至今|过去|以前)$"
)
_ONLY_DOES = re.compile("(?:只|仅|专)(?:做|从事|提供|生产|经营|卖|销售|有|是|接)[^,]*$")
_OWN_CLAUSE = re.compile("对|面向|针对|适用|适合|解决|支持|如果|若|当|即使|接入|用于|适应|帮助|满足|应对|由于|因")
_DOUBLE = re.compile("(?:不得|不能|不可|不会|不是|并非|无一|无|没有|莫|未尝|何尝|从|时刻|要)$")
_CONTRAST = re.compile(
    "而是|只(?:做|是|有|卖|从事|提供|生产|负责|经营|销售)|仅(?!限)|但|转而|改做|改为|专做|专注|主营|却|主要(?:从事|做|经营|提供|为)"
    "|(?<![实出表呈体发再展])现(?:在|主要|专|仅|只|做|从事|经营|主营)"
)
_LINK = re.compile("(?:也|亦|更|且|并|同时|又){1,3}(?:不(?!仅|但|断|锈|只|止|光)|未(?!来)|没有|无(?!人|线))")
_LISTED = re.compile("[^不未没已现]{2,14}$")
_LIST_END = re.compile(f"等[^,]{{0,6}}(?:{TRADE}|服务|活动|产品)$")
_QUALIFIED = re.compile("(?:具备|具有|拥有|提供|含|涉及|参与|开展|采用|包含|包括|没有|无|进入|取得|获得)$")
_LACKED = re.compile(
    "[^,。;:]{0,24}?(?:业务|能力|资质|产线|生产线|产品|团队|部门|研发|研制|生产|制造|自产|经验|技术|资格|实绩|业绩|板块|布局|涉足|涉及|关系|关联)"
    "(?=[、()]|$|但|只|而|和|与|及|或|也)"
)
_TOPIC_STOP = re.compile("但|而(?!且)|如果|若|只要|客户|对方|虽")
_FRONTED = re.compile("(?:了|过)?$")
_WITHOUT = re.compile(
    "(?:不依赖于?|不依靠|不借助|无需(?!求)|无须|不需要?(?!求)|不必(?!可少)|不用(?!户|于)|毋需|不再依赖|不再需要)"
    "(?P<what>[^,。;:!?()]{1,20}?)(?=[,。;:!?()]|$|即可|就能|就可|也能|也可|便能|便可|而|的|直接|实现|完成)"
)
_UNRELATED = re.compile(
    "[与和跟同](?P<what>[^,。;:!?与和跟同]{2,24}?)(?:完全|均|都|并|毫)?(?:无关|没有关系|无任何关系|不相关|没有关联)(?!的)"
)


def denials(layout: Layout) -> Iterator[Statement]:
    """A predicate that denies a doing covers its object to the contrast, the bracket's or the clause's end.

    The negator must stand where a firm speaks of itself: first in its clause or behind a subject or adverb. So
    "不具备联网条件的老设备" or "读不出的" deny nothing, nor do 不断, 不低于, 无人机, 非标, 未来: only a list of verbs
    is denied. Two negations are none (不得不做).
    """
    done = 0
    for found in _NEGATOR.finditer(layout.text):
        if found.start() < done:
            continue
        span = _denied(layout, found)
        if span:
            done = span[1]
            yield Statement(*span, Standing.DENIED)


def _denied(layout: Layout, found: re.Match[str]) -> tuple[int, int] | None:
    head, rest = layout.before(found.start()), layout.after(found.end())
    if _DOUBLE.search(head):
        return None
    fronted = _FRONTED.match(rest) and not found.group().startswith((*_LACK, *_IDENTITY))
    if fronted and len(head) >= 2 and not _TOPIC_STOP.search(head):
        return found.start() - len(head), found.end()
    if not _speaks_of_itself(head, found.group(), rest):
        return None
    if found.group().endswith(_LACK):
        lacked = _LACKED.match(rest)
        return (found.start(), found.end() + lacked.end()) if lacked and "不" not in lacked.group() else None
    return found.start(), _scope_end(layout, found.end())


def _speaks_of_itself(head: str, negator: str, rest: str) -> bool:
    if _OWN_CLAUSE.search(head):
        return False
    if negator.startswith(_IDENTITY):
        return not head or bool(_SUBJECT_END.search(head))
    if not head or (
        len(head) <= 4 and negator.endswith(("从事", "生产", "制造", "研发", "经营", "涉足", "承接", "做", "造"))
    ):
        return not (_QUALIFIED.search(negator) and "的" in rest)
    return bool(_SUBJECT_END.search(head) or _ONLY_DOES.search(head))


def _scope_end(layout: Layout, place: int) -> int:
    """The end of a denial: the contrast or the clause's end; on through 也不… and a list that ends in 等…业务."""
    number = layout.number(place)
    end = _end_in_clause(layout, place)
    while end == layout.span(number)[1] and layout.same_sentence(number, number + 1):
        following: int | None = number + 1
        if not _LINK.match(layout.clause(number + 1)):
            following = _list_end(layout, number + 1)
        if following is None:
            break
        number = following
        end = _end_in_clause(layout, layout.span(number)[0])
    return end


def _end_in_clause(layout: Layout, place: int) -> int:
    end = min(layout.span(layout.number(place))[1], place + _REACH)
    end = place + closing(layout.text[place:end])
    contrast = _CONTRAST.search(layout.text, min(place + 1, end), end)
    return contrast.start() if contrast else end


def _list_end(layout: Layout, first: int) -> int | None:
    for number in range(first, min(first + 5, len(layout))):
        clause = layout.clause(number)
        if not layout.same_sentence(first, number) or not _LISTED.match(clause) or _CONTRAST.search(clause):
            return None
        if _LIST_END.search(clause):
            return number
    return None


def needless(layout: Layout) -> Iterator[Statement]:
    """不依赖X and 无需X name what a product does without: only X goes, the product stays."""
    for found in _WITHOUT.finditer(layout.text):
        yield Statement(*found.span("what"), Standing.DENIED)


def unrelated(layout: Layout) -> Iterator[Statement]:
    """与X无关 says that X is not the firm's trade; "与车型无关的接口" qualifies a product and stays."""
    for found in _UNRELATED.finditer(layout.text):
        yield Statement(*found.span("what"), Standing.DENIED)
