"""One number a pair: recommend, shortlist, explain, the command line and the API, over all pairs of the sample."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.storage.database import open_database, upgrade
from api.usecases.load_data import load_dataset
from matcher import Matchmaker, load_catalogue, load_sample, match_json, ranking_json

ON = date(2026, 9, 1)
DATA = load_catalogue() + load_sample()
SCORES = dict[tuple[str, str], float]


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    return Matchmaker.from_data(DATA)


@pytest.fixture(scope="module")
def table(market: Matchmaker) -> SCORES:
    needs, firms, scored = market.table(ON)
    return {
        (firm, need): float(scored.scores[row, column])
        for row, need in enumerate(needs)
        for column, firm in enumerate(firms)
    }


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    upgrade(settings.database)
    with open_database(settings.database)(True) as store:
        load_dataset(store, DATA)
    return TestClient(create_app(settings), base_url="http://127.0.0.1", client=("127.0.0.1", 50000))


def test_the_table_holds_every_pair(table: SCORES) -> None:
    assert len(table) == len(DATA.enterprises) * len(DATA.scenarios)


def test_every_row_of_recommend_is_the_row_of_the_table(market: Matchmaker, table: SCORES) -> None:
    seen = {
        (firm.id, row.id): row.match.score
        for firm in DATA.enterprises
        for row in market.recommend(firm.id, ON, k=None, rules=False).results
    }
    assert seen == table


def test_every_explained_pair_has_the_number_of_the_table(market: Matchmaker, table: SCORES) -> None:
    seen = {
        (firm.id, need.id): market.explain(firm.id, need.id, ON).score
        for firm in DATA.enterprises
        for need in DATA.scenarios
    }
    assert seen == table


def test_the_api_answers_with_the_numbers_of_the_table(client: TestClient, table: SCORES) -> None:
    for firm in DATA.enterprises[::10]:
        answer = client.get(f"/api/v1/enterprises/{firm.id}/recommendations", params={"k": 200}).json()
        assert answer["on"] == ON.isoformat()
        for row in answer["results"]:
            assert row["score"] == table[firm.id, row["id"]]
    for need in DATA.scenarios:  # every pair that the rules keep
        for row in client.get(f"/api/v1/scenarios/{need.id}/enterprises", params={"k": 200}).json()["results"]:
            assert row["score"] == table[row["id"], need.id]


def test_the_api_explains_pairs_as_the_engine_does(client: TestClient, market: Matchmaker, table: SCORES) -> None:
    pairs = sorted(table)[::37]  # a step that shares no factor with the number of scenarios, so that all of them come
    assert len({firm for firm, _ in pairs}) > 100 and len({need for _, need in pairs}) == len(DATA.scenarios)
    for firm, need in pairs:
        answer = client.get(f"/api/v1/pairs/{firm}/{need}").json()
        assert answer["score"] == table[firm, need]
        assert answer.items() >= match_json(market.explain(firm, need, ON)).items()


def test_the_page_of_a_pair_shows_the_number_of_the_table(client: TestClient, table: SCORES) -> None:
    for firm, need in sorted(table)[::1201]:
        assert f"得分 <strong>{table[firm, need]:.4f}</strong>" in client.get(f"/pairs/{firm}/{need}").text


def test_the_api_rejects_whom_the_engine_rejects_and_for_its_reasons(client: TestClient, market: Matchmaker) -> None:
    seen = 0
    for need in DATA.scenarios:
        answer = client.get(f"/api/v1/scenarios/{need.id}/enterprises", params={"k": 1}).json()
        assert answer["rejected"] == ranking_json(market.shortlist(need.id, ON, 1))["rejected"]
        assert all(row["reason"] for row in answer["rejected"])
        seen += len(answer["rejected"])
    for firm in DATA.enterprises[::10]:
        answer = client.get(f"/api/v1/enterprises/{firm.id}/recommendations", params={"k": 1}).json()
        assert answer["rejected"] == ranking_json(market.recommend(firm.id, ON, 1))["rejected"]
    assert seen > 100


def test_the_command_line_prints_the_numbers_of_the_table(table: SCORES) -> None:
    def run(*words: str) -> dict:
        command = [str(Path(sys.executable).with_name("matcher")), *words, "--json"]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    for row in run("recommend", "大唐高鸿", "-k", "200")["results"]:
        assert row["score"] == table["CQ2021-E03", row["id"]]
    for row in run("shortlist", "科学大道智能交通", "-k", "200")["results"]:
        assert row["score"] == table[row["id"], "CQ2021-S01"]
    assert run("explain", "腾讯", "江津智慧商圈")["score"] == table["CQ2021-E04", "CQ2021-S02"]


def test_two_processes_say_the_same_bytes_whatever_their_hash_seed() -> None:
    command = [str(Path(sys.executable).with_name("matcher")), "recommend", "大唐高鸿", "--json"]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "4242")
    )
    assert first == second
    assert len(first) > 1_000
