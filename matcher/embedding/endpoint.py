"""A sentence model behind an OpenAI-compatible address on the intranet: POST {url}/embeddings.

Texts go there and nowhere else: no proxy, no redirect, no log, and nothing of a refusal's wording in a message.
"""

import json
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.base import Rows, Side, prefix_mark, quantised, well_formed
from matcher.errors import UnusableEmbedder, reason_of

Floats = NDArray[np.float64]
TIMEOUT_S = 60.0
TEXTS_A_REQUEST = 32
PAUSES_S = (0.2, 1.0)  # before the second and the third try
INPUT_TYPE = {Side.NEED: "query", Side.OFFER: "passage"}
_MAX_BYTES_A_TEXT = 1_000_000
_BUSY = (429, 502, 503, 504)
_STATUS = {
    400: "服务端不接受请求（HTTP 400），请核对模型名称“{model}”，以及模型允许的文字长度",
    401: "服务端要求密钥，或密钥不对（HTTP 401），请检查密钥",
    403: "没有权限（HTTP 403），请检查密钥及其可用的模型",
    404: "没有这个地址或模型（HTTP 404），请核对地址（一般以 /v1 结尾）和模型名称“{model}”",
    413: "文字超过服务端的上限（HTTP 413），请在服务端打开自动截断，或换用允许更长文字的模型",
    422: "服务端不接受请求（HTTP 422），请核对模型名称“{model}”，以及模型允许的文字长度",
    429: "服务端限制了请求次数（HTTP 429），请稍后再试",
}
_REDIRECTED = "地址被转到别处（HTTP {status}），请直接填写最终的地址"
_FAILED = "服务端出错（HTTP {status}），请查看服务端的日志"
_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (ConnectionRefusedError, "连接被拒绝，请检查服务是否已启动、端口是否正确"),
    (socket.gaierror, "找不到这台主机，请核对地址"),
    (ssl.SSLError, "HTTPS 连接没有建立，请检查证书；服务若只提供 http，请改用 http:// 开头的地址"),
    (ConnectionError, "连接中断，请检查服务是否正常"),
    (IncompleteRead, "连接中断，请检查服务是否正常"),
    (HTTPException, "对方没有按 HTTP 回答，请确认这是句向量服务的地址"),
)


class EndpointEmbedder:
    """`url` as in http://10.0.0.5:8000/v1. The prefixes are instructions that BGE, Qwen and others want before a text.

    Servers that know `input_type` embed a need as "query" and an offer as "passage"; to one that refuses the word it is
    not said again. `name` is made of what was set, so that it is known without asking; who puts another model behind
    the same name has to rename it. Raises `UnusableEmbedder` for whatever goes wrong, after `pauses_s` where asking
    again may help.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        need_prefix: str = "",
        offer_prefix: str = "",
        timeout_s: float = TIMEOUT_S,
        texts_a_request: int = TEXTS_A_REQUEST,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._url = _checked_address(url)
        self._model, self._headers = _checked_model(model, self._url), _headers(key, self._url)
        self._prefixes = {Side.NEED: need_prefix, Side.OFFER: offer_prefix}
        self._timeout_s, self._texts_a_request, self._pauses_s = timeout_s, texts_a_request, tuple(pauses_s)
        self._open = build_opener(ProxyHandler({}), _NoRedirects).open
        self._tells_side = True
        self._served: tuple[str, int] | None = None  # the model's own name and dims, as the first answer had them
        self.name = f"{self._model}（接口{prefix_mark(need_prefix, offer_prefix)}）"

    def embed(self, texts: Sequence[str], side: Side) -> Rows:
        """(n_texts, n_dims) int8; n_dims is 0 as long as no text was embedded."""
        wanted = [well_formed(self._prefixes[side] + text) for text in texts]
        steps = range(0, len(wanted), self._texts_a_request)
        parts = [self._vectors(wanted[first : first + self._texts_a_request], side) for first in steps]
        n_dims = self._served[1] if self._served else 0
        return quantised(np.vstack(parts)) if parts else np.zeros((0, n_dims), np.int8)

    def _vectors(self, texts: list[str], side: Side) -> Floats:
        try:
            served, vectors = read_answer(self._answer(texts, side), len(texts))
        except (OSError, HTTPException) as error:
            raise UnusableEmbedder(self._url, _reason(error, self._model, self._timeout_s)) from error
        except BadAnswer as error:
            raise UnusableEmbedder(self._url, str(error)) from error
        self._served = self._served or (served, vectors.shape[1])
        if self._served != (served, vectors.shape[1]):
            raise UnusableEmbedder(self._url, "服务端中途换了模型，一个名称请只对应一个模型；换模型时请一并换名称")
        return vectors

    def _answer(self, texts: list[str], side: Side) -> bytes:
        request = {"model": self._model, "input": texts, "encoding_format": "float"}
        if self._tells_side:
            try:
                return self._tried({**request, "input_type": INPUT_TYPE[side]}, len(texts))
            except _Refused as refused:
                if not refused.names_input_type:
                    raise
        answer = self._tried(request, len(texts))
        self._tells_side = False
        return answer

    def _tried(self, request: dict[str, Any], n_texts: int) -> bytes:
        body, most = json.dumps(request).encode(), _MAX_BYTES_A_TEXT * (1 + n_texts)
        for pause_s in self._pauses_s:
            try:
                return self._post(body, most)
            except (OSError, HTTPException) as error:
                if not _may_pass(error):
                    raise
            time.sleep(pause_s)
        return self._post(body, most)

    def _post(self, body: bytes, most: int) -> bytes:
        until, read = time.monotonic() + self._timeout_s, bytearray()
        try:
            with self._open(Request(self._url, body, self._headers), timeout=self._timeout_s) as response:
                while chunk := response.read1(1 << 16):
                    read += chunk
                    if len(read) > most:
                        raise BadAnswer("回答过大，请确认这是句向量服务的地址")
                    if time.monotonic() > until:
                        raise TimeoutError
        except HTTPError as error:
            raise _Refused(error) from None
        return bytes(read)


class BadAnswer(Exception):
    """An answer that holds no vectors, or not those that were asked for; says so in Chinese."""


def read_answer(answer: bytes, n_texts: int) -> tuple[str, Floats]:
    """What the server calls its model, and (n_texts, n_dims) in the order of the texts; raises `BadAnswer`."""
    try:
        content = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("回答不是完整的 JSON，请确认这是句向量服务的地址") from error
    found = content.get("data") if isinstance(content, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadAnswer("回答里没有向量（data），请确认这是与 OpenAI 兼容的句向量接口")
    by_index = {one.get("index"): one.get("embedding") for one in found if isinstance(one.get("index"), int)}
    if len(found) != n_texts or by_index.keys() != set(range(n_texts)):
        raise BadAnswer(f"送去 {n_texts} 段文字，回来 {len(found)} 个向量，或编号（index）不对，请检查服务端")
    served = content.get("model")
    return served if isinstance(served, str) else "", _matrix([by_index[place] for place in range(n_texts)])


def _matrix(rows: list[object]) -> Floats:
    numbers = all(isinstance(row, list) and row and all(type(one) in (int, float) for one in row) for row in rows)
    try:
        vectors = np.array(rows, np.float64) if numbers else None
    except (ValueError, OverflowError) as error:
        raise BadAnswer("回来的向量长短不一，或数值过大，请检查服务端") from error
    if vectors is None or not np.isfinite(vectors).all():
        raise BadAnswer("回来的向量里有不是数字的内容，请检查服务端是否按 encoding_format=float 回答、模型是否正常")
    return vectors


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow none: the key and the texts were meant for this address."""


class _Refused(OSError):
    """An HTTP status other than 2xx; the answer is read for one word and forgotten."""

    def __init__(self, answer: HTTPError) -> None:
        super().__init__(f"HTTP {answer.code}")
        self.status, said = answer.code, b""
        with suppress(OSError, HTTPException), answer:
            said = answer.read(1 << 16) if answer.code in (400, 422) else b""
        self.names_input_type = b"input_type" in said


def _may_pass(error: Exception) -> bool:
    """Whether the same request may be answered a moment later. Who was silent for the whole time is not asked again."""
    cause = error.reason if isinstance(error, URLError) else error
    return cause.status in _BUSY if isinstance(cause, _Refused) else isinstance(cause, ConnectionError | IncompleteRead)


def _reason(error: Exception, model: str, timeout_s: float) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, _Refused):
        other = _REDIRECTED if cause.status < 400 else _FAILED
        return _STATUS.get(cause.status, other).format(model=model, status=cause.status)
    if isinstance(cause, TimeoutError):
        return f"{timeout_s:g} 秒内没有答完，请检查服务是否繁忙、地址是否可达"
    known = next((reason for kind_of, reason in _CAUSES if isinstance(cause, kind_of)), "")
    return known or f"连接失败（{reason_of(cause) if isinstance(cause, OSError) else '原因不明'}），请检查网络与地址"


def _checked_address(url: str) -> str:
    """Where to post; raises `UnusableEmbedder`, whose message shows no password."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:
        host = b""
    plain = url.isascii() and url.isprintable() and " " not in url
    if not host or not plain or parts.scheme not in ("http", "https"):
        raise UnusableEmbedder(url.rpartition("@")[2], "地址写法不对，应如 http://10.0.0.5:8000/v1")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UnusableEmbedder(url.rpartition("@")[2], "地址里不能有用户名、密码、? 或 #，密钥请单独设置")
    return f"{url.rstrip('/').removesuffix('/embeddings')}/embeddings"


def _checked_model(model: str, url: str) -> str:
    model = model.strip()
    if not model or not model.isprintable():
        raise UnusableEmbedder(url, "缺少模型名称，或其中有不能用的字符，请填写服务端所用的名称，例如 bge-m3")
    return model


def _headers(key: str, url: str) -> dict[str, str]:
    key = key.strip()
    if not key.isascii() or not key.isprintable():
        raise UnusableEmbedder(url, "密钥里有不能用的字符，请重新填写")
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return {**headers, "Authorization": f"Bearer {key}"} if key else headers
