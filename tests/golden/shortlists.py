"""The first five of each sample scenario with their reasons: `python -m tests.golden.shortlists` writes them anew.

Whoever changes the ranking reads what changed here as a person of the field would.
"""

import json
from datetime import date
from pathlib import Path

from matcher import Matchmaker, Scenario, load_catalogue, load_sample
from tests.conftest import DAY

FILE = Path(__file__).parent / "shortlists.json"
PLACES = 5


def open_day(need: Scenario) -> date:
    """The day of the tests, or the nearest on which the scenario is open."""
    return min(max(DAY, need.open_from or DAY), need.open_until or date.max)


def shortlists() -> list[dict[str, object]]:
    """One record a scenario, by id."""
    market = Matchmaker.from_data(load_catalogue(), load_sample())
    return [
        {
            "scenario": f"{need.id} {need.name}",
            "first": [
                {
                    "enterprise": f"{row.id} {row.name}",
                    "score": round(row.match.score, 3),
                    "band": row.match.band,
                    "reasons": list(row.match.reasons),
                    "warnings": list(row.match.warnings),
                }
                for row in market.shortlist(need.id, open_day(need), k=PLACES).results
            ],
        }
        for need in sorted(load_sample().scenarios, key=lambda need: need.id)
    ]


if __name__ == "__main__":
    FILE.write_text(json.dumps(shortlists(), ensure_ascii=False, indent=1) + "\n", "utf-8")
