"""Words that only decorate: where a firm sits (所在地) and the theme of its goods (主题)."""

import re
from collections.abc import Iterator

from matcher.text.standing.kinds import Standing, Statement
from matcher.text.standing.layout import Layout
from matcher.text.standing.words import TECHNICAL, THEMED

_PLACE = re.compile(
    "(?:位于|坐落于|坐落在|坐落|入驻于?|地处|毗邻|紧邻|落户于?|注册于|注册在|办公地址(?:在|为|:)?|总部在|总部设在|设在|地址:?)"
    "(?P<where>[^,。;:!?()的]{2,30}?(?:产业园区?|科技园区?|工业园区?|软件园|创业园|创新园|示范园|园区|基地|小镇|大厦|港(?![口机股湾])|城(?!市|际|轨|乡)|谷"
    "|中心(?![站点])|广场|开发区|示范区|高新区|新区|先导区|孵化器|总部|[a-z0-9]{1,4}[楼栋座]|集聚区|园))"
)
_RESIDENT = re.compile(
    "(?:公司|总部|工厂|厂区|厂房|门店|餐厅|酒店|店|集团|企业|我们|办公室|办公地点|研发中心|基地|校区|学校|现|已|目前|一家|是|于|年|项目部)$"
)
_BY_TOPIC = re.compile(f"主题(?:的|式|类|系列)?(?:{THEMED})|题材的?(?:{THEMED})")
_BY_LOOKS = re.compile(f"(?:造型|形状|外形|元素|概念|风格|风|ip)的?(?:{THEMED})")
_AS_THEME = re.compile(
    f"以(?P<theme>[^,。;:!?]{{2,24}}?)为(?:主题|题材|灵感|元素|造型)的?(?=[^,。;]{{0,12}}?(?:{THEMED})|[,。;]|$)"
)
_TECHNICAL = re.compile(TECHNICAL)


def places(layout: Layout) -> Iterator[Statement]:
    """位于X产业园: an address says nothing of a firm's trade. 位于路口的雷达 and 位于…的 sites of a project stay."""
    for found in _PLACE.finditer(layout.text):
        head = layout.before(found.start())
        if not head or len(head) <= 6 or _RESIDENT.search(head):
            yield Statement(*found.span("where"), Standing.LOCATED)


def themes(layout: Layout) -> Iterator[Statement]:
    """X主题餐厅, X造型玩具, X题材小说, 以X为主题的展: X is only what the goods look like or tell of."""
    for rule in (_BY_TOPIC, _BY_LOOKS):
        for found in rule.finditer(layout.text):
            start = layout.phrase_start(found.start())
            if start < found.start() and not _TECHNICAL.search(layout.after(found.end())[:12]):
                yield Statement(start, found.end(), Standing.THEME)
    for found in _AS_THEME.finditer(layout.text):
        yield Statement(*found.span("theme"), Standing.THEME)
