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
_FRONTED = re.compile("(?:了|过)?(?=$|[)])")
_BUT = re.compile("(?:但是?|不过|而|可是?|只是|至于)(?![且非])")
_BACK = re.compile("(?:这些|这类|这几|这块|此类|以上|上述|前述|那些|该类|都|均|一概|一律|我们|本厂|公司|我司|我方)")
_WITHOUT = re.compile(
    "(?:不依赖于?|不依靠|不借助|无需(?!求)|无须|不需要?(?!求)|不必(?!可少)|不用(?!户|于)|毋需|不再依赖|不再需要)"
    "(?P<what>[^,。;:!?()]{1,20}?)(?=[,。;:!?()]|$|即可|就能|就可|也能|也可|便能|便可|而|的|直接|实现|完成)"
)
_UNRELATED = re.compile(
    "[与和跟同](?P<what>[^,。;:!?与和跟同]{2,24}?)(?:完全|均|都|并|毫|再)?"
    "(?:无关|没有关系|无任何关系|不相关|没有关联|不沾边|不搭界|不相干|毫无关系|再?无(?:任何)?(?:业务|生意)?(?:往来|瓜葛|交集)|没有(?:任何)?(?:业务往来|交集|瓜葛))(?!的)"
)
_OURS = "(?:我们|我司|我方|本公司|公司|本厂|本院|本店|本社|本所|本中心)"
_OTHERS = (
    "(?:客户|甲方|业主|用户|买方|需方|需求方|采购方|院方|校方|车厂|主机厂|合作方|合作伙伴|合作单位|合作企业|合作厂家|第三方|总包方?|外协厂?|原厂|供应商|协作单位|集成商|设计院|母公司|兄弟(?:单位|公司)"
    "|(?:其他|别的|外部|外面|外地|上游|专门|专业|有资质的?)[^,。;:由的]{0,4}(?:单位|公司|厂家|厂商|机构|院所|队伍)|厂家|厂商|同行|高校)"
)
# What stands before one of these is not the firm's doing. "不在服务范围的车辆" and "由用户选择" are not of the kind.
_NOT_OURS = re.compile(
    f"(?:不在|不属于?|不归|不由|不算|超出了?){_OURS}?的?(?:(?:经营|业务|服务(?!区)|能力|供货|承接|承包|合同|许可|主业|职责|报价|资质|产品|生产|施工|认可)(?:的)?"
    "(?:范围|范畴)?(?:之内|之列|之外|以内|里面|内|里)?|范围(?:之内|以内|内)?|之列)(?=$|[,。;:!?)])"
    f"|(?:不归|不由|不属于?){_OURS}(?:管|做|负责|干|承担|提供|生产|供货)?(?=$|[,。;:!?)])"
    "|(?:属于?|是|归)(?!每|大家|我|自|公司|本|全)[^,。;:的]{1,10}的(?:活儿?|事情?|本行|业务范围)(?=$|[,。;:!?)])"
    f"|(?:交由|(?<!应)(?<!须)(?<!需)(?<!可)(?<!自)由|交给|委托|外包给|转包给|依靠){_OTHERS}(?:自行|自己|自备|另行|自找|来|统一){{0,2}}(?:完成|负责|提供|承担|解决|采购|找[^,。;:]{{1,4}}|实施|做|供货|配套|开发|设计|研发|施工|生产|制造|编写|招标)(?=$|[,。;:!?)])"
    "|(?<!支持)(?<!允许)(?:客户|用户|甲方|业主|买方|需方)(?:自备|自理|自购|自找|另购|另请|另行?(?:采购|购买|委托|招标|解决)|自行(?:采购|购买|解决|配备|负责|委托|联系))(?=$|[,。;:!?)])"
    "|(?:需|须|要|请)?(?:另行|另外)(?:采购|购买|委托|招标|外购)(?=$|[,。;:!?)])"
    f"|{_OURS}(?:目前|暂时|还|都|也|均|一概|实在)?(?:做不了|干不了|办不到|没法做|不会做|没能力做?|无能力(?:提供|承接|完成)?|无力(?:提供|承接|承担)|无法(?:提供|承接|完成|胜任))(?=$|[,。;:!?)])"
    "|(?:不含|不包含?|不算)在内(?=$|[,。;:!?)])|(?:请)?另请高明"
    f"|(?:全|都|均)是{_OTHERS}的(?=$|[,。;:!?)])"
    "|(?:一律|一概|概|均|都)(?:婉拒|谢绝|推掉|回绝|不碰|不沾|没有|不在行|不懂|不会)(?=$|[,。;:!?)])"
)
_GIVEN = re.compile("支持|兼容|可(?!燃|信|见|再|降|穿|视|编|控|持)|接入|[将把]|如果|若|能够|根据|按照|平台|权限")
_ASKED = re.compile(
    "(?:问|咨询|打听|询问)[^,。;:]{0,8}?(?:能否|能不能|可否|是否|有没有|会不会|做不做|可不可以)(?P<what>[^,。;:!?]{2,30})"
    f"(?=[,:;?]{{1,2}}(?:答案?|回答|答复|回复|{_OURS})?(?:是|:|都|均|一律|目前)*(?:不能|不行|不可以|不会|没有|做不了|办不到|否|抱歉|对不起|不做|婉拒))"
)
_SENT_AWAY = re.compile(
    "(?:至于|若要|如需|如要|若需|若有|如有|需要|要做|想要|想做)(?P<what>[^,。;:!?]{2,30}),"
    f"(?:(?:请|敬请|还请|须|需|应)?(?:另寻|另找|另请|另询|另觅)|(?:请|敬请|还请|须|需)(?:联系|咨询|找|移步|寻)(?:(?:其他|别的?|专业|相关|有资质)[^,。;:]{{0,6}}(?:单位|厂家|公司|机构|院|同行)|原厂|别家|同行)"
    f"|(?:恕)?{_OURS}?(?:目前|也)?(?:无能力|没有能力|无力|无法提供|做不了|恕不|恕难|概不|爱莫能助|帮不上))"
)
_BARE_OFFER = re.compile(
    "[为给替](?P<what>[^,。;:]{2,24}?)(?:仅仅?|只|单纯)(?:是)?(?:提供|出租|出|供|配|管)(?:场地|外壳|壳体|机箱|人工|人力|厂房|仓库|车位|土地|房屋|钣金件?|包装|吊装|搬运|木箱|土建|基础)(?!的)"
)
_EQUIPMENT = re.compile(
    "(?!简单|单纯|仅|只|停留|止步|局限|采购|照搬|因)(?:任何|相关|专门的?|专业|自己的)?[^,。;:的]{0,18}?(?:软件|设备|人员|仪器|仪|系统|平台|许可证?|牌照|实验室|工程师|案例|证书|注册证|专利|器材|计划|装置|仪表|产品线|认证|技术人员)"
    "(?=$|[,。;:!?)])"
)
_WE_LACK = re.compile(f"{_OURS}(?:既|也|并|目前|暂时?|尚|还|更|自身|内部|从来)*(?:没有|无|不具备|未配备|没配)")


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
    yield from _refused(layout)


def _denied(layout: Layout, found: re.Match[str]) -> tuple[int, int] | None:
    head, rest = layout.before(found.start()), layout.after(found.end())
    if _DOUBLE.search(head):
        return None
    fronted = _FRONTED.match(rest) and not found.group().startswith(_IDENTITY) and not found.group().endswith(_LACK)
    if fronted and (topic := _topic(layout, found.start(), head)) is not None:
        return topic, found.end()
    if not _speaks_of_itself(head, found.group(), rest):
        return None
    if found.group().endswith(_LACK):
        lacked = _LACKED.match(rest)
        return (found.start(), found.end() + lacked.end()) if lacked and "不" not in lacked.group() else None
    return found.start(), _scope_end(layout, found.end())


def _topic(layout: Layout, place: int, head: str) -> int | None:
    """Where the object that stands before its denial begins; 这些我们没做过 takes the clause before as well."""
    but = _BUT.match(head)
    said = head[but.end() :] if but else head
    if len(said) < 2 or _TOPIC_STOP.search(said):
        return None
    number = layout.number(place)
    if _BACK.match(said) and len(said) <= 10 and layout.same_sentence(number - 1, number):
        return max(layout.span(number - 1)[0], place - _REACH)
    return place - len(said)


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


def _refused(layout: Layout) -> Iterator[Statement]:
    """What is another's work, out of scope or sent away, each without a negated verb of doing."""
    for found in _NOT_OURS.finditer(layout.text):
        head = layout.before(found.start())
        topic = _topic(layout, found.start(), head)
        if topic is not None and not _GIVEN.search(head):
            yield Statement(topic, found.end(), Standing.DENIED)
    for found in _WE_LACK.finditer(layout.text):
        lacked = _EQUIPMENT.match(layout.after(found.end()))
        if lacked:
            yield Statement(found.start(), found.end() + lacked.end(), Standing.DENIED)
    for rule in (_ASKED, _SENT_AWAY, _BARE_OFFER):
        for found in rule.finditer(layout.text):
            yield Statement(*found.span("what"), Standing.DENIED)


def needless(layout: Layout) -> Iterator[Statement]:
    """不依赖X and 无需X name what a product does without: only X goes, the product stays."""
    for found in _WITHOUT.finditer(layout.text):
        yield Statement(*found.span("what"), Standing.DENIED)


def unrelated(layout: Layout) -> Iterator[Statement]:
    """与X无关 says that X is not the firm's trade; "与车型无关的接口" qualifies a product and stays."""
    for found in _UNRELATED.finditer(layout.text):
        yield Statement(*found.span("what"), Standing.DENIED)
