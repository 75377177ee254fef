"""What has to be said before an answer: that a side gave nothing to compare, and what to fill in."""

from matcher.entities import Enterprise, Scenario
from matcher.matchmaker import Matchmaker
from matcher.text.document import enterprise_passages, scenario_passages

_SENTENCE = "{}里除名称外没有可以比较的文字，这里的得分与名次不足以作判断；请填写{}"
NOTHING_OFFERED = _SENTENCE.format("企业材料", "能力介绍（capability 或 text）、产品（products）或案例（cases）")
NOTHING_ASKED = _SENTENCE.format(
    "场景材料", "背景（background 或 text）、痛点（pain_points）或需求条目（requirements）"
)


def notes(matchmaker: Matchmaker, *asked: Enterprise | Scenario) -> tuple[str, ...]:
    """One sentence for each side whose texts, its name apart, hold no word that could be evidence."""
    return tuple(note for one in asked if (note := _note(matchmaker, one)))


def _note(matchmaker: Matchmaker, asked: Enterprise | Scenario) -> str:
    space, config = matchmaker.texts.space, matchmaker.config
    if isinstance(asked, Enterprise):
        own = (passage for passage in enterprise_passages(asked) if passage.section != "name")
        return "" if space.n_specific(space.offer(own, config.enterprise_fields)) else NOTHING_OFFERED
    wanted = (passage for passage in scenario_passages(asked) if passage.section != "name")
    return "" if space.n_specific(space.need(wanted, config.scenario_fields)) else NOTHING_ASKED
