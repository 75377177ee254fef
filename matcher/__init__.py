"""The public face of the engine: match enterprises with application scenarios, and say why.

>>> from datetime import date
>>> from matcher import Matchmaker, load_catalogue
>>> ranking = Matchmaker.from_data(load_catalogue()).recommend("大唐高鸿", on=date(2026, 9, 1))
>>> ranking.results[0].name
'科学大道智能交通'

Names are imported at first use, so that `import matcher` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.amounts import Amount
    from matcher.config import Config, from_toml
    from matcher.datasets import (
        Dataset,
        load_catalogue,
        load_catalogue_list,
        load_config,
        load_lexicon,
        load_sample,
        load_taxonomy,
        read_entities,
    )
    from matcher.entities import Case, Enterprise, Product, Qualification, Requirement, Scenario, ScenarioProject
    from matcher.entity_json import from_json, to_json
    from matcher.entity_schema import json_schema
    from matcher.errors import (
        DamagedData,
        DamagedSnapshot,
        InvalidProfile,
        MatcherError,
        MissingBackend,
        NotFitted,
        NotFound,
        UnknownCode,
    )
    from matcher.matchmaker import Matchmaker
    from matcher.result_json import match_json, ranking_json
    from matcher.results import Band, Contribution, Match, Ranking, Verdict
    from matcher.snapshot import open_snapshot, save_snapshot
    from matcher.version import ENGINE_VERSION

_HOMES = {
    "matcher.amounts": ("Amount",),
    "matcher.config": ("Config", "from_toml"),
    "matcher.datasets": (
        "Dataset",
        "load_catalogue",
        "load_catalogue_list",
        "load_config",
        "load_lexicon",
        "load_sample",
        "load_taxonomy",
        "read_entities",
    ),
    "matcher.entities": (
        "Case",
        "Enterprise",
        "Product",
        "Qualification",
        "Requirement",
        "Scenario",
        "ScenarioProject",
    ),
    "matcher.entity_json": ("from_json", "to_json"),
    "matcher.entity_schema": ("json_schema",),
    "matcher.errors": (
        "DamagedData",
        "DamagedSnapshot",
        "InvalidProfile",
        "MatcherError",
        "MissingBackend",
        "NotFitted",
        "NotFound",
        "UnknownCode",
    ),
    "matcher.matchmaker": ("Matchmaker",),
    "matcher.result_json": ("match_json", "ranking_json"),
    "matcher.results": ("Band", "Contribution", "Match", "Ranking", "Verdict"),
    "matcher.snapshot": ("open_snapshot", "save_snapshot"),
    "matcher.version": ("ENGINE_VERSION",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ENGINE_VERSION",
    "Amount",
    "Band",
    "Case",
    "Config",
    "Contribution",
    "DamagedData",
    "DamagedSnapshot",
    "Dataset",
    "Enterprise",
    "InvalidProfile",
    "Match",
    "MatcherError",
    "Matchmaker",
    "MissingBackend",
    "NotFitted",
    "NotFound",
    "Product",
    "Qualification",
    "Ranking",
    "Requirement",
    "Scenario",
    "ScenarioProject",
    "UnknownCode",
    "Verdict",
    "from_json",
    "from_toml",
    "json_schema",
    "load_catalogue",
    "load_catalogue_list",
    "load_config",
    "load_lexicon",
    "load_sample",
    "load_taxonomy",
    "match_json",
    "open_snapshot",
    "ranking_json",
    "read_entities",
    "save_snapshot",
    "to_json",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'matcher' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
