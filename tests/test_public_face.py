"""What the engine shows to the outside, and what it costs to look at it."""

import subprocess
import sys

import matcher

FACE = {
    "ENGINE_VERSION", "Amount", "Band", "Case", "Config", "Contribution", "DamagedData", "DamagedSnapshot", "Dataset",
    "Enterprise", "InvalidProfile", "Match", "MatcherError", "Matchmaker", "MissingBackend", "NotFitted", "NotFound",
    "Product", "Qualification", "Ranking", "Requirement", "Scenario", "ScenarioProject", "UnknownCode", "Verdict",
    "from_json", "from_toml", "json_schema", "load_catalogue", "load_catalogue_list", "load_config", "load_lexicon",
    "load_sample", "load_taxonomy", "match_json", "open_snapshot", "ranking_json", "read_entities", "save_snapshot",
    "to_json",
}  # fmt: skip


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_face_is_what_was_agreed() -> None:
    assert set(matcher.__all__) == FACE
    assert dir(matcher) == sorted(FACE)


def test_every_name_of_the_face_can_be_used() -> None:
    for name in matcher.__all__:
        assert getattr(matcher, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    try:
        matcher.nothing_of_this_name  # noqa: B018
    except AttributeError as error:
        assert "nothing_of_this_name" in str(error)
    else:
        raise AssertionError("no AttributeError")


def test_importing_the_face_imports_nothing_heavy() -> None:
    heavy = run_python(
        "import sys, matcher; print([m for m in ('numpy', 'jieba', 'sklearn', 'api') if m in sys.modules])"
    )
    assert heavy.strip() == "[]"


def test_a_snapshot_answers_without_scikit_learn_and_without_the_service(tmp_path) -> None:
    run_python(
        "from pathlib import Path\n"
        "from matcher import Matchmaker, load_catalogue, save_snapshot\n"
        f"save_snapshot(Matchmaker.from_data(load_catalogue()), Path({str(tmp_path / 'snapshot')!r}))"
    )
    answered = run_python(
        "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
        "from matcher import load_config, load_lexicon, load_taxonomy, open_snapshot\n"
        f"folder = Path({str(tmp_path / 'snapshot')!r})\n"
        "market, _ = open_snapshot(folder, load_taxonomy(), load_lexicon(), load_config())\n"
        "print(market.recommend('大唐高鸿', on=date(2026, 9, 1)).results[0].name)\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('sklearn', 'api')])"
    )
    assert answered.splitlines() == ["科学大道智能交通", "[]"]
