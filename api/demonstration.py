"""What `matcher run` shows before it serves: the table of the roadshow enterprises, from the very market it serves."""

from api.market import Market
from api.storage.base import OpenStore
from api.usecases.describe_market import describe_market
from matcher.cli.ranking_view import rankings_view
from matcher.cli.show import console
from matcher.cli.wrapping import Wrapped


def show_roadshow_enterprises(open_store: OpenStore, market: Market) -> None:
    """Print the first recommendations of each of the four enterprises."""
    with open_store(False) as store:
        description = describe_market(store, market)
    screen = console()
    if market.notice:
        screen.print(Wrapped(market.notice))
    rankings = [suggestion.ranking for suggestion in description.suggestions]
    screen.print(rankings_view(rankings, market.matchmaker, screen.width))
    loaded = (
        f"已载入 {description.enterprises} 家企业、{description.scenarios} 个具体场景；其中标“示例”的 "
        f"{description.illustrative_enterprises} 家、{description.illustrative_scenarios} 个为编者编写。"
        f"清单公布 {description.projects_announced} 个场景项目，来源中点名 {description.projects_named} 个，"
        f"其余 {description.projects_not_published} 个名称未公布。"
    )
    screen.print(Wrapped(loaded))
