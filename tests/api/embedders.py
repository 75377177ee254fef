"""A sentence model for tests: quick, countable, and able to be slow or down."""

from collections.abc import Callable, Sequence
from threading import Event
from time import monotonic, sleep

import numpy as np
from fastapi.testclient import TestClient

from matcher.embedding.base import Rows, Side
from matcher.errors import UnusableEmbedder

MODEL = "counting 1"


class Counting:
    """Tells what was embedded; stops for `gate` before each step, and refuses as long as `is_down`."""

    name = MODEL

    def __init__(self, gate: Event | None = None) -> None:
        self.texts: list[str] = []
        self.is_down, self.gate = False, gate

    def embed(self, texts: Sequence[str], side: Side) -> Rows:
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.is_down:
            raise UnusableEmbedder("http://10.0.0.5:8000/v1", "连接被拒绝")
        self.texts += texts
        return np.array([[len(text) % 50 + 1, sum(map(ord, text)) % 90 + 1, 7] for text in texts], np.int8)


def eventually(condition: Callable[[], bool]) -> None:
    until = monotonic() + 10
    while not condition():
        assert monotonic() < until, "it never came to be"
        sleep(0.05)


def settled(client: TestClient) -> TestClient:
    """A client whose service has computed what it wanted and has written what it computed."""
    shared = client.app.state.market.vectors
    eventually(lambda: not shared._waiting)
    shared.close()
    return client
