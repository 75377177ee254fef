"""A told history that ends: what a firm once did, how it lost it, and where its present begins."""

import re
from collections.abc import Iterator

from matcher.text.standing.kinds import Standing, Statement
from matcher.text.standing.layout import Layout

_REACH = 320  # characters from the last past sentence back to where the history begins
_GAP = 2  # clauses of another kind between two endings of one history
_ENOUGH = 2  # one ending of a trade, or two of things that a trade needs
_TRADES = (
    "业务|事业部|研发部|技术部|板块|产线|生产线|整线|产品线|部门|子公司|分公司|分厂|工厂|制造厂|检验所|实验室|研究所|研究院|执照|牌照|生意|门店|主业|项目组|项目部"
    "|研发中心|车间|摊子|作坊|公司"
)
_MEANS = (
    "团队|人员|员工|骨干|队伍|班底|班子|工程师|人马|师傅|设备|专利|知识产权|著作权|软著|技术|商标|品牌|图纸|样机|样车|库存|服务器|平台|引擎|系统|合同|订单|项目"
    "|模具|车队|机组|机队|许可|资质|认证|注册证|证书|备件|厂房|机器|机床|仪器|源代码|源码|代码|算法|工装|器材|场地|试验台|基地|炉|船|窑"
)
_LOST = (
    "卖掉|卖出|卖断|变卖|拍卖|出售|转让|出让|剥离|划转|移交|划归|过户|盘出|交割|停产|停业|停办|停运|歇业|关停|关闭|关张|关门"
    "|拆除|拆卖|拆散|拆掉|拆走|解散|遣散|散伙|裁撤|裁掉|裁光|撤并|终止|注销|吊销|撤销|报废|处置|处理掉|出清|清算|清盘|清空|破产(?:清算)?|倒闭|抵债|放弃|退出|撤出|砍掉|停掉|关掉"
    "|停止(?:维护|运营|运作|生产|服务|经营|更新|供货)|(?:未|不再|没有?)(?:再)?(?:续|延续|续期|续展|续证|换证)|不复存在|(?:已|也|早)不存在|作废(?:铁处理)?|当废[铁品](?:处理|卖掉?)?|停飞"
    "|(?:随之|全部|相继|陆续|先后|纷纷|悉数|集体)?(?:离开|离职|离散|出走|走光|散去|各奔东西)|并入[^,的]{2,12}"
)
_BY_OTHERS = "(?:被|由)[^,。;:的]{2,14}?(?:整体|全部|全资)?(?:收购|接手|买下|买走|并走|收走|带走|盘下|接盘|承接)"
_GIVEN = "(?:卖给|售予|售给|转给|转予|盘给|抵给|抵押给|划给|交给|移交给|让与)了?"
_BARE = "停产|关停|关张|清盘|破产清算|停业|歇业|倒闭|破产|停办|关门大吉|散伙|停摆"
_THEN = "(?:了|掉|完|一空|殆尽|完毕)?(?=$|[)、给至予于后并且而到他抵以还]|同行|债|之后)"
_LOSING = re.compile(
    f"(?:(?P<trade>{_TRADES})|(?P<means>{_MEANS}))[^,。;:]{{0,18}}?(?:(?P<lost>(?:{_LOST}){_THEN}|{_GIVEN})|{_BY_OTHERS})"
    f"|(?P<bare>{_BARE}){_THEN}|(?P<change>(?<!实)(?:改行|转行))(?!业)"
)
_DECIDED = (
    "(?:公司|我司|我们|企业|本厂|股东|集团|老板|遂|只好|被迫|不得不|已经?"
    "|年(?:\\d{1,2}月)?[初底末春夏秋冬]?|后|便|就|陆续|先后|主动|全面|彻底|并|把|将)"
)
_DOING = re.compile(
    f"{_DECIDED}(?:出售|变卖|转让|剥离|注销|关闭|关停|解散|遣散|清算|裁撤|撤销|砍掉|卖掉|放弃|退出|停掉|终止|拆除|关掉|处置|裁掉)了?"
    f"[^,。;:的]{{0,16}}?(?:(?P<trade>{_TRADES})|(?P<means>{_MEANS}|市场|领域))(?=$|[并后而以)])"
)
# A customer's shut plant, an old model, a device that stops, a thing that may end: none is an end of the own trade.
_OTHERS = re.compile(
    "客户|用户|业主|甲方|对方|下游|上游|友商|竞争|矿方|病人|患者|居民|旧型|老型|旧款|老款|型号|机型|老产品|旧产品|上一代|[一二三四初]代|老旧|旧产|老产|旧设备|旧厂|老厂"
    "|淘汰|旧版|老版|帮|协助|受托|承接|贯通|落后|低端|多余|富余|闲置|废旧|退役|收购了|接手|针对|面向|(?:^|[^因作改成])为[^,]{0,12}$"
)
_MAY = re.compile(
    "(?<![许认])可|(?<!智)能|会|[从自](?!营|动|产)|一键|自动|如果|若|一旦|异常|故障|时$|避免|防止|减少|降低|导致|造成|[不未没]有?$|无需|免于|按需|定期|临时|短暂|紧急|强制"
)
_RECOVERS = re.compile(
    "恢复|复产|重启|检修|整改完成|升级|搬迁|搬入|迁入|新建|新厂|运维|维修|回收|再利用|拆解|业主|客户|用户|甲方|买方|运行"
)
_BOUGHT = re.compile("收购|并入|母公司")
_CHANGED = re.compile("(?:改行|转行)$")
_ONCE = re.compile(
    "曾(?!获|荣|任|在|就|供职|入选|参与|承建|承担|主持|被评|多次|受邀|受聘|与|出现|发生|有人|用|国|祖|孙|家)"
    "|(?<![没未有实试体])(?:做|研制|研发|开发|生产|经营|运营|造|卖|办|跑|试制|建|供|开|代工|主营|养|种|飞|搞)过(?![程滤载滤渡压户磅])"
    "|(?:19|20)\\d\\d年?(?:至|到|[-—~])(?:(?:19|20)\\d\\d|\\d\\d)年(?:间|期间|底|初)?[,]?(?:公司|我们|企业|本厂|我司|一直|主要|专门|都|是|也)*"
    "(?:做|从事|主营|经营|研发|研制|生产|运营|开发|以|专|承接|靠|制造|代工|建|养|种|开|办|投)"
    "|最早(?!期)|最初|起初|早年|早期(?!预警|诊断|筛|故障|发现|识别|火|肺|癌|干预|介入|病)|早先|当年|昔日|往年|前(?:几|些|两|十)年|那几年|头[几两三]年|十年前|年以?前(?![^,]{0,4}[建投])"
    "|起家|起步|前身|原(?:先|来|本是?|是|为|从事|主营|经营|以|主要)|此前|以前|从前|先前|一度(?!电)|旧业|老本行|本来是|本是|(?:成立|创立|创办|创业|建厂|开业)(?:之初|初期|时|伊始)|疫情(?:前|期间|那)"
    "|(?:做|干|搞|办|开|造|卖|经营|研发|生产)了(?:近|整整|将近|约)?[\\d一二两三四五六七八九十]+(?:多|来|几)?年"
)
_PERSON = re.compile(
    "创始人|创始团队|团队|成员|人员|工程师|骨干|负责人|总经理|董事长|专家|教授|博士|顾问|合伙人|[他她]"
)
_NOW = (
    "(?<![实出表呈体发再展浮])现(?=在|已|今|阶段|主|专|仅|只|做|从事|经营|以|为|转|受|靠|改|由|生产|卖|提供|承|运营|更名|拥有|有(?!技|的))|目前|如今|当前|眼下|当下"
    "|至今(?!未|没)|今后|仍(?:在|做|生产|保留|为|是|由)|剩下|仅剩|只剩|(?:仅|只)?保留|留下|继续(?:做|生产|经营|研发)|近(?:年|两年|三年|几年)"
)
_TURN = (
    "转(?:而|行|做|营|产|卖|战|投|型|向|到|为)|改(?:做|办|营|卖|为|产|种|养|开|行做)|此后|之后(?:主|做|专|只)|后来(?:主|做|专|只)|重新(?:做|研发|起)|新一代|新型号"
    "|改行"
)
_SAID = (
    "(?:公司|我们|我司|本厂|企业|厂里)(?:只|专|主要|则)?(?:做|主营|生产|专注|经营|从事|提供|研发|聚焦|围绕|是)"
    "|专注|主营|专做|专营|专卖|聚焦|主攻|主打|只做|自主研发|自研"
)
_PRESENT = re.compile(f"{_NOW}|{_TURN}")
_NOWADAYS = re.compile(_NOW)
_RESUME = re.compile(f"{_NOW}|{_TURN}|{_SAID}")
_WHOLE = re.compile("整体|全部|悉数|打包|连同|一并|整块|整个|彻底|(?:19|20)\\d\\d年|遂|已|[将把]")
_NAMELESS = re.compile(
    "(?:^|年(?:\\d{1,2}月)?[初底末]?|[将把该]|上述|整个|全部|原有|相关|公司|我们|因[^,]{1,8})(?:业务|产线|生产线|事业部|部门|工厂|项目组|公司)(?!的)"
)


def histories(layout: Layout) -> Iterator[Statement]:
    """Endings that stand close together end the past sentences before them, up to where the present is told.

    A past without an ending is experience, and an ending without a past covers no more than its own clause.
    """
    number = 0
    while number < len(layout):
        loss = _loss(layout.clause(number))
        if loss is None:
            number += 1
            continue
        last, end, weight = _chain(layout, number, loss)
        nameless = weight > _ENOUGH and bool(_NAMELESS.search(layout.clause(number)))
        first = _beginning(layout, number, any_told=nameless and _resumes(layout, last))
        if weight >= _ENOUGH and first is not None:
            yield Statement(layout.span(first)[0], end, Standing.ENDED)
        elif loss[0] == _ENOUGH and _WHOLE.search(layout.clause(number)):
            yield Statement(layout.span(number)[0], end if last == number else layout.span(number)[1], Standing.ENDED)
        number = last + 1


def _chain(layout: Layout, number: int, loss: tuple[int, int]) -> tuple[int, int, int]:
    """The last clause of endings that follow one another, where their range ends, and how much they weigh."""
    last, weight = number, 0
    end = layout.span(number)[1]
    while True:
        weight += loss[0]
        last = number
        start, end = layout.span(last)
        resumed = _RESUME.search(layout.clause(last), loss[1])
        if resumed:
            return last, start + resumed.start(), weight
        following = _next_loss(layout, last)
        if following is None:
            return last, end, weight
        number, loss = following


def _resumes(layout: Layout, last: int) -> bool:
    """Whether the present is told in the clause of the last ending or soon after it."""
    return any(_RESUME.search(layout.clause(one)) for one in range(last, min(last + 1 + _GAP, len(layout))))


def _next_loss(layout: Layout, last: int) -> tuple[int, tuple[int, int]] | None:
    for number in range(last + 1, min(last + 2 + _GAP, len(layout))):
        loss = _loss(layout.clause(number))
        if loss:
            return number, loss
        if _RESUME.search(layout.clause(number)):
            return None
    return None


def _beginning(layout: Layout, number: int, *, any_told: bool) -> int | None:
    """The first clause of the past that leads to an ending; None where none is told or the present stands between.

    A whole trade that ends without its name (业务整体卖给同行) ends what is told before, in whatever tense.
    """
    first = None
    for earlier in range(number, -1, -1):
        if layout.span(number)[0] - layout.span(earlier)[0] > _REACH:
            break
        past = _is_past(layout.clause(earlier))
        if earlier < number and not past and not _continues(layout, earlier):
            break
        if earlier < number and _NOWADAYS.search(layout.clause(earlier)):
            break
        if past or (any_told and earlier < number):
            first = earlier
    return first


def _is_past(clause: str) -> bool:
    once = _ONCE.search(clause)
    return once is not None and not _PERSON.search(clause[: once.start()])


def _continues(layout: Layout, number: int) -> bool:
    """Whether a clause may still tell the past: no word of the present, and 主营, 自研 only behind a past clause."""
    clause = layout.clause(number)
    if _PRESENT.search(clause):
        return False
    if not _RESUME.search(clause):
        return True
    before = range(max(0, number - _GAP - 1), number)
    return any(layout.same_sentence(one, number) and _is_past(layout.clause(one)) for one in before)


def _loss(clause: str) -> tuple[int, int] | None:
    """How much of a trade a clause says is lost (1 or 2) and where it has said so; None where it says no such thing."""
    found = [
        (
            1 if one["means"] or _BOUGHT.search(one.group()) else 2,
            one.end() if not _CHANGED.search(one.group()) else one.start(),
        )
        for rule in (_DOING, _LOSING)
        for one in rule.finditer(clause)
        if not _is_aside(clause, one)
    ]
    return (max(found)[0], max(end for _, end in found)) if found else None


def _is_aside(clause: str, found: re.Match[str]) -> bool:
    head = clause[max(0, found.start() - 16) : found.start()]
    verb = found.groupdict().get("lost")
    before = clause[: found.start("lost") if verb else found.start()][-16:]
    tail = clause[found.end() : found.end() + 16]
    return bool(
        _OTHERS.search(head)
        or _MAY.search(found.group() if verb else before[-4:])
        or re.search("[不未没时可]$|没有$", before)
        or re.search("[旧老新]$", head)
        or _RECOVERS.search(found.group() + tail)
        or tail.startswith("的")
    )
