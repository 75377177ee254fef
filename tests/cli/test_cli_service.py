"""serve and run: a port in use, a start from nothing, answers over HTTP, and an end on a signal."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import pytest

from api.storage.database import upgrade
from tests.cli.conftest import COMMAND, ROOT, Run

START_S = 60
ROADSHOW = ("商汤科技", "360集团", "大唐高鸿", "腾讯")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def running(
    arguments: tuple[str, ...], port: int, environment: dict[str, str], out: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a process, from the first answer until it has ended."""
    process = subprocess.Popen(
        [COMMAND, *arguments, "--port", str(port)], env=environment, stdout=out, stderr=out, start_new_session=True
    )
    try:
        deadline = time.monotonic() + START_S
        while True:
            try:
                assert ask(port, "GET", "/healthz")[0] == 200
                break
            except OSError:
                assert process.poll() is None, "it ended before it answered"
                assert time.monotonic() < deadline, "it did not answer in time"
                time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def built(home: Path) -> None:
    """An empty database in the home folder."""
    upgrade(f"sqlite:///{home / 'matcher.db'}")


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_run_says_that_a_port_is_in_use_before_anything_else_is_done(command: Run, home: Path) -> None:
    with taken_port() as port:
        complaint = command("run", "--port", str(port)).complaint()
    assert f"127.0.0.1:{port}" in complaint and "占用" in complaint and f"--port {port + 1}" in complaint
    assert not home.exists()


def test_under_make_the_advice_is_in_the_words_of_make(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_STARTED_BY", "make")
    with taken_port() as port:
        complaint = command("run", "--port", str(port)).complaint()
    assert complaint.endswith(f"请换一个端口，例如 make run PORT={port + 1}")
    assert "MATCHER_STARTED_BY=make $(BIN)/matcher run" in (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_says_when_it_loads_and_listens_and_ends_quietly(
    environment: dict[str, str], output: Path, workers: str
) -> None:
    port = free_port()
    said = f"正在载入……\n服务已启动：http://127.0.0.1:{port}/（按 Ctrl-C 结束）\n"
    with output.open("wb") as out, running(("serve", "--workers", workers), port, environment, out) as process:
        deadline = time.monotonic() + 10
        while output.read_text("utf-8") != said:
            assert time.monotonic() < deadline, output.read_text("utf-8")
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, workers included
        assert process.wait(timeout=20) in (0, 130)
    assert output.read_text("utf-8") == said


def _hear_interrupts() -> None:
    """A child of a background job ignores Ctrl-C unless told otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_can_be_ended_while_it_loads(environment: dict[str, str], output: Path, workers: str) -> None:
    arguments = [COMMAND, "serve", "--port", str(free_port()), "--workers", workers]
    with output.open("wb") as out:
        process = subprocess.Popen(
            arguments, env=environment, stdout=out, stderr=out, start_new_session=True, preexec_fn=_hear_interrupts
        )
        try:
            deadline = time.monotonic() + 20
            while not output.read_text("utf-8"):
                assert time.monotonic() < deadline
                time.sleep(0.01)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(timeout=20) in (0, 3, 130)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
    assert "Traceback" not in output.read_text("utf-8")


@pytest.mark.usefixtures("built")
def test_serve_says_that_a_port_is_in_use(command: Run) -> None:
    with taken_port() as port:
        complaint = command("serve", "--port", str(port), "--workers", "2").complaint()
    assert f"127.0.0.1:{port}" in complaint and "占用" in complaint and f"--port {port + 1}" in complaint


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "::2"])
def test_an_address_that_is_not_of_this_machine_is_one_line(command: Run, host: str) -> None:
    assert host in command("serve", "--host", host, "--port", str(free_port())).complaint()


def test_serve_before_init_says_what_to_do_and_makes_nothing(command: Run, home: Path) -> None:
    with taken_port() as port:  # the database is looked at first
        assert "matcher init" in command("serve", "--port", str(port)).complaint()
    assert not home.exists()


def test_serve_on_a_damaged_database_says_so(command: Run, home: Path) -> None:
    home.mkdir()
    (home / "matcher.db").write_bytes(b"letters of a friend" * 100)
    assert "损坏" in command("serve", "--port", str(free_port())).complaint()


def test_workers_before_init_say_what_to_do_and_end(environment: dict[str, str], output: Path) -> None:
    arguments = [COMMAND, "serve", "--port", str(free_port()), "--workers", "2"]
    with output.open("wb") as out:
        process = subprocess.Popen(arguments, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            assert process.wait(timeout=10) == 2
        except subprocess.TimeoutExpired:
            pytest.fail("the workers are started again and again")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the workers too
            process.wait(timeout=10)
    assert "matcher init" in output.read_text("utf-8")
    assert "Traceback" not in output.read_text("utf-8")


def stop(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    process.send_signal(sign)
    assert process.wait(timeout=20) in (0, 130, -sign, 128 + sign)


def test_run_builds_shows_serves_and_stops_and_serve_goes_on(environment: dict[str, str], output: Path) -> None:
    port = free_port()
    with output.open("wb") as out, running(("run",), port, environment, out) as process:
        shown = output.read_text("utf-8")
        for name in ROADSHOW:
            assert name in shown
        assert f"http://127.0.0.1:{port}/" in shown
        assert "企业" in ask(port, "GET", "/")[1].decode()
        body = json.dumps({"id": "N1", "name": "某新公司", "text": "路侧单元"}).encode()
        status, answer = ask(port, "POST", "/api/v1/enterprises", body, content_type="application/json")
        assert status == 201, answer
        assert ask(port, "GET", "/api/v1/enterprises/N1/recommendations")[0] == 200
        stop(process, signal.SIGINT)
    assert "Traceback" not in output.read_text("utf-8")
    with pytest.raises(OSError):
        ask(port, "GET", "/healthz")
    with output.open("wb") as out, running(("serve",), port, environment, out) as process:
        assert ask(port, "GET", "/api/v1/enterprises/N1")[0] == 200, "what was said to be written is there"
        stop(process, signal.SIGTERM)
    assert "Traceback" not in output.read_text("utf-8")


def test_two_workers_know_at_once_what_either_was_told(command: Run, environment: dict[str, str], output: Path) -> None:
    assert command("init", "--empty").code == 0
    port = free_port()
    with output.open("wb") as out, running(("serve", "--workers", "2"), port, environment, out) as service:
        for place in range(10):
            body = json.dumps({"id": f"N{place}", "name": f"某新公司{place}"}).encode()
            assert ask(port, "POST", "/api/v1/enterprises", body, content_type="application/json")[0] == 201
            counts = {json.loads(ask(port, "GET", "/readyz")[1])["enterprises"] for _ in range(4)}
            assert len(counts) == 1, counts
            assert ask(port, "GET", f"/api/v1/pairs/N{place}/CQ2021-S01")[0] == 200
        service.terminate()
        service.wait(timeout=20)
    assert "Traceback" not in output.read_text("utf-8")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_workers_that_cannot_start_say_why_in_chinese_and_end(
    environment: dict[str, str], output: Path, home: Path, workers: str
) -> None:
    with sqlite3.connect(home / "matcher.db") as database:
        database.execute(
            "INSERT INTO enterprises (id, name, revision, document) VALUES ('X', '', 1, '{\"id\": \"X\"}')"
        )
        database.execute("UPDATE settings SET value = '1' WHERE name = 'revision'")
    database.close()
    arguments = [COMMAND, "serve", "--port", str(free_port()), "--workers", workers]
    with output.open("wb") as out:
        done = subprocess.run(arguments, env=environment, stdout=out, stderr=out, timeout=60, check=False)
    said = output.read_text("utf-8")
    assert (done.returncode, "Traceback" in said) == (3, False), said
    assert "错误：数据库中编号为“X”的记录已损坏（name：缺少企业名称，请填写）" in said
    assert ("没能启动，服务已停止" in said) == (workers == "2")
    assert not re.search("[Cc]hild process", said)


@pytest.mark.usefixtures("built")
def test_a_worker_that_is_killed_is_replaced_and_that_is_said_in_chinese(
    environment: dict[str, str], output: Path
) -> None:
    port = free_port()
    with output.open("wb") as out, running(("serve", "--workers", "2"), port, environment, out) as process:
        until(output, "服务已启动")
        time.sleep(2)  # both have been seen to listen
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)
        until(output, f"工作进程 {children[-1]} 意外结束，已另起一个\n")
        assert ask(port, "GET", "/healthz")[0] == 200
        process.terminate()
        process.wait(timeout=20)
    assert "Traceback" not in output.read_text("utf-8")


def until(output: Path, sentence: str) -> None:
    deadline = time.monotonic() + START_S
    while sentence not in output.read_text("utf-8"):
        assert time.monotonic() < deadline, output.read_text("utf-8")
        time.sleep(0.05)


@pytest.mark.usefixtures("built")
def test_a_running_service_takes_no_writing_through_a_proxy_or_another_name(
    environment: dict[str, str], output: Path
) -> None:
    port = free_port()
    body = json.dumps({"name": "某新公司"}).encode()
    with output.open("wb") as out, running(("serve",), port, environment, out):
        for headers in (
            {"X_Forwarded_For": "8.8.8.8"},
            {"Host": "evil.example"},
            {"Origin": "http://evil.example"},
            {"Forwarded": "for=8.8.8.8"},
            {"Via": "1.1 proxy"},
        ):
            status, answer = ask(
                port, "POST", "/api/v1/enterprises", body, **{"Content_Type": "application/json", **headers}
            )
            assert status == 403, (headers, answer)
        status, answer = ask(port, "POST", "/api/v1/enterprises", b" " * 2_000_001)
        assert status == 413
        assert re.search("[\u4e00-\u9fff]", json.loads(answer)["detail"])
