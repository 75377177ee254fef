"""Every law of `test_laws` again, with the sentence vectors of whatever is asked, as the service has them."""

import pytest

from matcher import Matchmaker
from matcher.datasets import load_vectors
from matcher.embedding.bundled import BundledEmbedder
from matcher.embedding.cache import MemoryStore
from matcher.embedding.supply import VectorSupply
from matcher.entities import Enterprise, Scenario
from tests.test_laws import *  # noqa: F403
from tests.test_laws import DATA


class Informed(Matchmaker):
    """A matchmaker that has the sentence vectors of whatever it is asked about, as the service has."""

    supply: VectorSupply

    def explain(self, enterprise, scenario, on):
        both = [one for one in (enterprise, scenario) if not isinstance(one, str)]
        firms = [one for one in both if isinstance(one, Enterprise)]
        self.supply.fill_in(firms, [one for one in both if isinstance(one, Scenario)], 10**6, keep=False)
        return super().explain(enterprise, scenario, on)


@pytest.fixture(scope="module")
def market() -> Matchmaker:
    supply = VectorSupply(load_vectors(), BundledEmbedder(), MemoryStore())
    informed = Informed.from_data(DATA, vectors=supply.known)
    informed.supply = supply
    return informed
