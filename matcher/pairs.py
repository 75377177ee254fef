"""One pair of the table in full: what its score is made of, in words."""

import math
from collections.abc import Iterator, Sequence
from datetime import date

from matcher import constraints, explanation, ranking
from matcher.config import Config
from matcher.embedding.meanings import nearest_passage, nearest_to_requirements
from matcher.entities import Enterprise, Scenario
from matcher.features.base import Feature
from matcher.results import Band, Contribution, Match
from matcher.retrieval.blocks import EnterpriseBlock, ScenarioBlock
from matcher.retrieval.disclaimers import disclaimed_columns, sincerity
from matcher.retrieval.market_texts import MarketTexts
from matcher.retrieval.trades import TRADES, trust
from matcher.scoring import ScoredPair, is_title
from matcher.taxonomy import Taxonomy
from matcher.text.document import enterprise_passages

BELIEVED = 0.995  # what would show as 100 % is no doubt


def take_apart(
    texts: MarketTexts,
    taxonomy: Taxonomy,
    features: Sequence[tuple[Feature, float]],
    enterprise: Enterprise,
    scenario: Scenario,
    block: EnterpriseBlock,
    need_block: ScenarioBlock,
    scored: ScoredPair,
    on: date,
) -> Match:
    """Contributions, reasons, requirements and warnings of a pair; the blocks hold its two rows only.

    `features` are those of the score with their weights.
    """
    terms = explanation.term_matches(texts, scenario, block.vectors, need_block, block.claims, float(scored.points[0]))
    capitals = explanation.capitals(texts.space, enterprise_passages(enterprise))
    shown = explanation.with_spans(texts.space, terms, enterprise, scenario, capitals)
    said = {"text_similarity": "", "sentence_similarity": _sentence(texts, enterprise, scenario)}
    contributions = [
        Contribution(
            feature.name,
            feature.label,
            None if math.isnan(value) else float(value),
            weight,
            float(points),
            said.get(feature.name) or feature.evidence(enterprise, scenario, on),
            shown if feature.name == "text_similarity" else (),
        )
        for (feature, weight), value, points in zip(features, scored.values, scored.points, strict=True)
    ]
    config = texts.config
    contributions.append(Contribution("bias", "基础分", 1.0, config.bias, config.bias))
    nearest = [
        (explanation.as_written(one, enterprise), one.nearness) if one else None
        for one in nearest_to_requirements(enterprise, scenario, texts.known)
    ]
    warned = (*_doubts(texts, block, need_block), *constraints.warnings(enterprise, scenario, on, taxonomy))
    requirements = explanation.requirement_matches(
        texts.space,
        block.offers,
        need_block,
        scenario.requirements,
        nearest,
        capitals,
    )
    return Match(
        enterprise_id=enterprise.id,
        scenario_id=scenario.id,
        score=scored.score,
        band=scored.band,
        contributions=tuple(contributions),
        missing=(*_held_back(scored, scenario, config), *explanation.missing(contributions, requirements)),
        reasons=explanation.reasons(scored.band, contributions, shown, requirements),
        warnings=warned,
        requirements=requirements,
        verdict=constraints.check(enterprise, scenario, on, taxonomy),
        sentence_model=texts.known.model,
    )


def _held_back(scored: ScoredPair, scenario: Scenario, config: Config) -> Iterator[str]:
    """Why the band is lower than the score; 无依据 and a scenario that is only a title are explained elsewhere."""
    reached = ranking.band_of_score(scored.score, config)
    if scored.band not in (reached, Band.NONE) and not is_title(scenario):
        yield explanation.too_little_evidence(reached, scored.band)


def _doubts(texts: MarketTexts, block: EnterpriseBlock, need_block: ScenarioBlock) -> Iterator[str]:
    """Why an enterprise's words count for less than they say."""
    in_trade = float(trust(block.trades, need_block.asked)[0, 0])
    if in_trade < BELIEVED:
        yield explanation.other_trade(TRADES[int(block.trades[0].argmax())], in_trade)
    sincere = float(sincerity(need_block.named, block.offers, block.disclaimed)[0, 0])
    if sincere < BELIEVED:
        columns = disclaimed_columns(need_block.named, block.disclaimed)
        yield explanation.disclaimed([texts.space.term(column) for column in columns], sincere)


def _sentence(texts: MarketTexts, enterprise: Enterprise, scenario: Scenario) -> str:
    found = nearest_passage(enterprise, scenario, texts.known)
    return explanation.nearest_sentence(found, enterprise) if found else explanation.NO_VECTOR_YET
