"""What a firm did once and does no more (已终止)."""

import re
from collections.abc import Iterator

from matcher.text.standing.history import histories
from matcher.text.standing.kinds import Standing, Statement
from matcher.text.standing.layout import NEAR, Layout
from matcher.text.standing.words import TRADE

_OVER = (
    "转让|剥离|出售|停产|停止|停办|停掉|停业|停工|关闭|关停|关掉|注销|退出|终止|移交|过户|划转|卖掉|卖给|清退|清算|撤销|撤出|砍掉|收尾|结束"
    "|处置|放弃|解散|作价|盘给|盘出|转给"
)
_ALWAYS_OVER = "转让|剥离|停产|停办|停掉|停业|关停|注销|清退|砍掉|卖掉|撤出|解散|退出"
_PAST = re.compile(
    "(?:曾经?|原先|原来|原|此前|过去|早年间?|早期|以前|从前|先前|早先|最初|起初|成立之初|年(?:以前|之前|前))"
    "(?:公司|我们|曾|主要|主营|一直|长期|专门|是|也|还|均|都){0,3}"
    "(?:从事|经营|主营|专营|专做|做过|做(?!到)|生产|制造|开发|研发|销售|代理|以[^,。;]{2,24}?(?:为主|起家|为业))"
)
_FORMER = re.compile("原(?:主要|一直)?(?:从事|经营|主营|专营|以)")
_PERSON = re.compile(
    "创始人|团队|成员|人员|工程师|骨干|负责人|总经理|董事长|专家|教授|博士|院士|员工|班底|顾问|合伙人|专业|[他她]"
)
_GROWN = re.compile("拓展|扩展|延伸|升级|发展(?:成|为|到)|成长|扩大|新增|壮大|向[^,。;]{1,8}迈进|至今|沿用")
_GONE_HARD = re.compile(
    f"(?:已|均|全部|整体|现|陆续|先后|年|月|后|彻底|全面)[^,。;]{{0,12}}?(?:{_OVER})|不再|停止了|早已(?:不|停)|(?:{_ALWAYS_OVER})"
)
_GONE_SOFT = re.compile(
    "(?<![实出表呈体发再展])现(?:在|已|主要|专|仅|只|做|从事|经营|主营|以|为|转)|目前(?:主营|只|仅|专|从事|经营|主要)|如今|后(?:改|转)|转(?:型|行|做|产)"
    "|改(?:行|做|营|卖|为)|[今现]专"
)
_RESUME = re.compile(
    "(?<![实出表呈体发再展])现(?!场|有|金|货|代|象)|目前|如今|当前|今(?!后)|转(?!让|给)|改|之?后(?:改|转|来)|但(?!已)"
)
_OVER_WORD = re.compile(_OVER)
_WHEN = re.compile(
    "(?:(?<!不)已(?:经|于|在)?|均已|业已|都已|(?:于|在|自)?(?:\\d{4}年|去年|前年|今年)(?:\\d{1,2}月)?(?:底|初|末)?(?:起|因)?)"
    "[^,。;:!?的]{0,14}$"
)
_THEN = re.compile("(?:了|掉)?(?=[,。;:!?()、]|$|给|至|予|于|并|且|运营|经营|生产|了)")
_WHOLE = re.compile("全部|整体|全面|彻底|完全|陆续|先后")
_TRADE_NOUN = re.compile(f"{TRADE}|牌照|代理")
_ASIDE = re.compile(
    "[旧老](?:厂|产|实验|型|款|设备|机|版)|专利|成果|技术(?!业务|板块)|知识产权|[为对把将]|针对|面向|包括|帮助|协助|报警|自动|故障|设备|系统|客户|项目|当|如果|[的]$|可|能|实现|支持"
)
_ANAPHOR = re.compile(
    "(?:该|上述|前述|相关|这一?|此|以上|原有?)(?:部分|块|项|类|些)?(?:业务|资产|板块|产线|项目|公司|产品|部门|领域|生意|工厂)"
)
_QUIT = re.compile("剥离|退出|停止|放弃|终止|关停|关闭|注销|砍掉|出售|转让|撤出|卖掉|停办|停产")
_DECIDED = re.compile(
    "(?:已(?:经|于[^,。;]{2,10}?)?|全面|彻底|正式|主动|陆续|先后|完全|\\d{4}年(?:\\d{1,2}月)?(?:底|初|末)?起?|公司|我司|我们|企业|本厂)"
    "(?:全面|彻底|正式|主动|陆续|先后|完全|已|将|对外){0,4}$"
)
_ITS_TRADE = re.compile(
    f"了?[^,。;:!?的]{{1,30}}?(?:{TRADE}|生产|经营|运营|制造)(?=[,。;:!?()、]|$|并|而|转|现|改|后|已)"
)
_NO_MORE = re.compile(
    "不再(?:继续|直接|对外)?(?:从事|生产|制造|承接|经营|做|接|提供|销售|开展|涉及|参与|代理|运营|研发|开发|招生)[^,。;:!?但现只仅]*"
)


def endings(layout: Layout) -> Iterator[Statement]:
    """All that is over; a rule for each kind. Past projects (曾参与, 曾承建, 曾获) are experience and stay."""
    yield from _past_trades(layout)
    yield from histories(layout)
    for found in _NO_MORE.finditer(layout.text):
        yield Statement(*found.span(), Standing.ENDED)
    for found in _OVER_WORD.finditer(layout.text):
        yield from _quit(layout, found)
        yield from _over(layout, found)


def _past_trades(layout: Layout) -> Iterator[Statement]:
    """原从事X, and 曾/过去/早年 + 经营X once the sentence says that it ended or what came instead.

    A person's past is experience (团队曾从事…), and so is a trade that grew (由…拓展到). The range ends with its clause
    or where 现/目前/转 resumes.
    """
    done = 0
    for found in _PAST.finditer(layout.text):
        if found.start() < done or _PERSON.search(layout.before(found.start())):
            continue
        number = layout.number(found.start())
        end = layout.span(number)[1]
        if _is_over(layout, found, number):
            resumed = _RESUME.search(layout.text, found.end(), end)
            done = resumed.start() if resumed else end
            yield Statement(found.start(), done, Standing.ENDED)


def _is_over(layout: Layout, found: re.Match[str], number: int) -> bool:
    end = layout.sentence_span(number)[1]
    following = layout.text[found.end() : min(end + 30, found.end() + 120)]
    if _GONE_HARD.search(following):
        return True
    own_sentence = following[: end - found.end()]
    if _GROWN.search(own_sentence):
        return False
    attributive = "的" in layout.after(found.end())
    return bool(_GONE_SOFT.search(own_sentence) or (_FORMER.match(found.group()) and not attributive))


def _quit(layout: Layout, over: re.Match[str]) -> Iterator[Statement]:
    """已剥离X业务, 2022年退出X领域: the object is gone. 自动关闭X and 可退出X are doings of a device."""
    decided = _DECIDED.search(layout.before(over.start()))
    trade = _ITS_TRADE.match(layout.after(over.end()))
    if decided and trade and _QUIT.match(over.group()):
        yield Statement(over.start(), over.end() + trade.end(), Standing.ENDED)


def _over(layout: Layout, over: re.Match[str]) -> Iterator[Statement]:
    """X业务已于2023年转让 covers its clause; with no subject or a pronoun (该业务已…) the clause before as well.

    A project handed over, a patent licensed and a customer's closed plant are none: the subject must be a trade, or
    the verb say that all of it is gone.
    """
    said = layout.before(over.start())
    when = _WHEN.search(said)
    then = _THEN.match(layout.text, over.end())
    if when is None or then is None:
        return
    head = said[: when.start()]
    number = layout.number(over.start())
    start = over.start() - len(said)
    if number and _refers_back(head) and not _ASIDE.search(when.group()):
        if layout.same_sentence(number - 1, number) or head:
            start = max(layout.span(number - 1)[0], start - 2 * NEAR)
    elif not _trade_over(head, when.group(), over.group()):
        return
    yield Statement(start, min(layout.span(number)[1], then.end() + 20), Standing.ENDED)


def _refers_back(head: str) -> bool:
    return not head or bool(_ANAPHOR.match(head))


def _trade_over(head: str, when: str, over: str) -> bool:
    if _ASIDE.search(head) or len(head) < 2:
        return False
    if _TRADE_NOUN.search(head):
        return True
    return bool(_WHOLE.search(when) and re.match(_ALWAYS_OVER, over))
