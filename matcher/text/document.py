"""Which texts of an entity speak of its capability or need, and where each stands."""

from collections.abc import Iterator
from typing import NamedTuple

from matcher.entities import Enterprise, Scenario
from matcher.text.registration import without_registration

ENTERPRISE_SECTIONS = ("name", "capability", "products", "cases", "intellectual_property", "business_scope")
SCENARIO_SECTIONS = ("name", "background", "pain_points", "requirements", "target_figures", "site_and_data")


class Passage(NamedTuple):
    """One text of an entity. `path` names it, such as products[0].name; `section` decides its weight."""

    path: str
    section: str
    text: str


def enterprise_passages(enterprise: Enterprise) -> Iterator[Passage]:
    """What a firm says of itself. Place, address and status are left out: they never count as capability.

    经营范围 registers whatever a firm may ever do: wherever it stands, it speaks only for a firm that
    says nothing else.
    """
    yield Passage("name", "name", enterprise.name)
    capability = own_words(enterprise)
    yield Passage("capability", "capability", capability)
    for place, product in enumerate(enterprise.products):
        for part in ("name", "field", "figures", "advantage"):
            yield Passage(f"products[{place}].{part}", "products", getattr(product, part))
    yield from case_passages(enterprise)
    for place, right in enumerate(enterprise.intellectual_property):
        yield Passage(f"intellectual_property[{place}].name", "intellectual_property", right.name)
    if not (capability or enterprise.products or enterprise.cases):
        if enterprise.capability:
            yield Passage("capability", "business_scope", enterprise.capability)
        yield Passage("business_scope", "business_scope", enterprise.business_scope)


def own_words(enterprise: Enterprise) -> str:
    """What a firm tells of its capability, without a registered scope; empty where there is nothing else."""
    told = without_registration(enterprise.capability)
    return told if any(char.isalnum() for char in told) else ""


def claim_passages(enterprise: Enterprise) -> Iterator[Passage]:
    """What a firm claims in its own words: all but its 经营范围, which registers whatever it may ever do."""
    return (passage for passage in enterprise_passages(enterprise) if passage.section != "business_scope")


def case_passages(enterprise: Enterprise) -> Iterator[Passage]:
    """What a firm has delivered."""
    for place, case in enumerate(enterprise.cases):
        yield Passage(f"cases[{place}].name", "cases", case.name)
        yield Passage(f"cases[{place}].effect", "cases", case.effect)


def scenario_passages(scenario: Scenario) -> Iterator[Passage]:
    """What a scenario asks for."""
    yield Passage("name", "name", scenario.name)
    yield Passage("background", "background", scenario.background)
    yield Passage("pain_points", "pain_points", scenario.pain_points)
    yield from requirement_passages(scenario)
    for place, figure in enumerate(scenario.target_figures):
        yield Passage(f"target_figures[{place}]", "target_figures", figure)
    yield Passage("site_and_data", "site_and_data", scenario.site_and_data)


def requirement_passages(scenario: Scenario) -> Iterator[Passage]:
    """The requirements of a scenario, in their order."""
    for place, requirement in enumerate(scenario.requirements):
        yield Passage(f"requirements[{place}].text", "requirements", requirement.text)
