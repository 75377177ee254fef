"""The log of the service: a line for each event, which a program can read."""

import json

import pytest

from api import log


def test_a_line_of_the_log_is_one_object_however_often_it_was_set_up(capfd: pytest.CaptureFixture[str]) -> None:
    log.set_up()
    log.set_up()
    log.warn("event", "第一行\n第二行", count=3)
    log.LOG.warning("plain %s", "words")
    first, second = (json.loads(line) for line in capfd.readouterr().err.splitlines())
    assert (first["event"], first["reason"], first["count"], first["level"]) == (
        "event",
        "第一行\n第二行",
        3,
        "warning",
    )
    assert second["event"] == "plain words"
    assert str(first["time"]).endswith("+00:00")
