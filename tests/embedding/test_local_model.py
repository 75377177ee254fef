"""Models in a folder: a tiny ONNX file that is built here and really run, and sentence-transformers by its contract."""

import hashlib
import json
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from matcher import MissingBackend
from matcher.embedding.base import Side, quantised
from matcher.embedding.local_model import LocalModelEmbedder
from matcher.errors import UnusableEmbedder
from tests.conftest import require
from tests.embedding.contract import EmbedderContract

N_DIMS = 64
WORDS = ["[UNK]", "[CLS]", "[SEP]", *dict.fromkeys("路侧单元研制毫米波雷达剧场舞台机械vmodule"), "#"]
# One row of numbers a word, without any chance in it.
TABLE = np.array(
    [np.frombuffer(hashlib.sha512(word.encode()).digest(), np.uint8) / 255 - 0.5 for word in WORDS], np.float32
)
MEAN = {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False}
CLS = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False, "pooling_mode_max_tokens": False}


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    there = all(find_spec(name) for name in ("onnx", "onnxruntime", "tokenizers"))
    require("embedding", there, "one of the packages onnx, onnxruntime, tokenizers")


def tiny_model(
    folder: Path, graph: str = "model.onnx", table: np.ndarray = TABLE, output: str = "last_hidden_state"
) -> Path:
    """A folder with a model that looks every token up in a table, and a tokenizer that cuts a text into characters."""
    write_graph(folder / graph, table, output)
    write_tokenizer(folder / "tokenizer.json")
    return folder


def write_graph(
    file: Path,
    table: np.ndarray,
    output: str,
    inputs: tuple[str, ...] = ("input_ids", "attention_mask", "token_type_ids"),
) -> None:
    from onnx import TensorProto, helper, numpy_helper, save

    file.parent.mkdir(parents=True, exist_ok=True)
    shape: list[Any] = ["batch", "tokens", table.shape[1]]
    nodes = [helper.make_node("Gather", ["table", inputs[0]], ["looked_up"])]
    if output == "last_hidden_state":
        nodes.append(helper.make_node("Identity", ["looked_up"], [output]))
    else:
        nodes.append(helper.make_node("ReduceMax", ["looked_up"], [output], axes=[1], keepdims=0))
        shape = ["batch", table.shape[1]]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(table.astype(np.float32), "table")],
    )
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), str(file))


def write_tokenizer(file: Path, special: bool = True) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = {word: place for place, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    if special:
        ends = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
        tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=ends)
    tokenizer.enable_padding(length=40)  # as many a tokenizer.json has it; it must not show in the vectors
    tokenizer.enable_truncation(20)
    tokenizer.save(str(file))


def rows_of(text: str) -> np.ndarray:
    places = [WORDS.index(char) if char in WORDS else 0 for char in text]
    return TABLE[[1, *places, 2]].astype(np.float64)


def settings(folder: Path, name: str, content: Any) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(content), "utf-8")


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> LocalModelEmbedder:
    return LocalModelEmbedder(tiny_model(tmp_path_factory.mktemp("models") / "tiny"))


class TestContract(EmbedderContract):
    """An ONNX folder keeps the contract."""


def test_the_vector_is_the_mean_of_the_tokens(embedder: LocalModelEmbedder) -> None:
    by_hand = quantised(np.stack([rows_of(text).mean(axis=0) for text in ("路侧单元", "雷达")]))
    assert np.array_equal(embedder.embed(["路侧单元", "雷达"], Side.OFFER), by_hand)


@pytest.mark.parametrize(
    ("config", "by_hand"),
    [
        (MEAN, lambda rows: rows.mean(axis=0)),
        (CLS, lambda rows: rows[0]),
        ({"pooling_mode": "cls"}, lambda rows: rows[0]),
        ({"pooling_mode": "mean", "include_prompt": True}, lambda rows: rows.mean(axis=0)),
        ({}, lambda rows: rows.mean(axis=0)),
    ],
)
def test_pooling_is_what_the_folder_says(tmp_path: Path, config: dict, by_hand: Callable) -> None:
    settings(tiny_model(tmp_path), "1_Pooling/config.json", config)
    found = LocalModelEmbedder(tmp_path).embed(["路侧单元"], Side.OFFER)
    assert np.array_equal(found, quantised(by_hand(rows_of("路侧单元"))[None, :]))


def test_a_vector_that_the_model_has_pooled_itself_is_taken_as_it_is(tmp_path: Path) -> None:
    tiny_model(tmp_path, output="sentence_embedding")
    found = LocalModelEmbedder(tmp_path).embed(["路侧单元"], Side.OFFER)
    assert np.array_equal(found, quantised(rows_of("路侧单元").max(axis=0)[None, :]))


@pytest.mark.parametrize("graph", ["model.onnx", "onnx/model.onnx"])
def test_the_graph_may_stand_in_a_folder_of_its_own(tmp_path: Path, graph: str) -> None:
    assert LocalModelEmbedder(tiny_model(tmp_path, graph)).embed(["雷达"], Side.NEED).shape == (1, N_DIMS)


def test_a_model_that_wants_nothing_but_the_tokens(tmp_path: Path) -> None:
    write_graph(tiny_model(tmp_path) / "model.onnx", TABLE, "last_hidden_state", inputs=("input_ids",))
    by_hand = quantised(rows_of("雷达").mean(axis=0)[None, :])
    assert np.array_equal(LocalModelEmbedder(tmp_path).embed(["雷达"], Side.NEED), by_hand)


@pytest.mark.parametrize(("said", "kept"), [({"max_seq_length": 6}, 6), ({}, 20)], ids=["settings", "tokenizer"])
def test_a_long_text_is_cut_where_the_folder_says(tmp_path: Path, said: dict, kept: int) -> None:
    settings(tiny_model(tmp_path), "sentence_bert_config.json", said)
    text = "路侧单元研制毫米波雷达剧场舞台机械路侧单元研制毫米波雷达"
    found = LocalModelEmbedder(tmp_path).embed([text], Side.OFFER)
    assert np.array_equal(found, quantised(rows_of(text[: kept - 2]).mean(axis=0)[None, :]))


def test_prefixes_stand_before_the_texts_of_their_side(tmp_path: Path) -> None:
    plain = LocalModelEmbedder(tiny_model(tmp_path))
    prefixed = LocalModelEmbedder(tmp_path, need_prefix="研制", offer_prefix="舞台")
    assert np.array_equal(prefixed.embed(["雷达"], Side.NEED), plain.embed(["研制雷达"], Side.NEED))
    assert np.array_equal(prefixed.embed(["雷达"], Side.OFFER), plain.embed(["舞台雷达"], Side.OFFER))


def test_a_text_of_which_no_token_is_left_becomes_zeros(tmp_path: Path) -> None:
    write_tokenizer(tiny_model(tmp_path) / "tokenizer.json", special=False)
    found = LocalModelEmbedder(tmp_path).embed(["", "雷达"], Side.OFFER)
    assert not found[0].any() and found[1].any()


# The name


def test_the_name_tells_the_folder_and_changes_with_what_makes_the_vectors(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "bge-small-zh")
    first = LocalModelEmbedder(folder).name
    assert first.startswith("bge-small-zh（ONNX ")
    names = {first}
    names.add(LocalModelEmbedder(folder, need_prefix="查询：").name)
    names.add(LocalModelEmbedder(folder, offer_prefix="查询：").name)
    settings(folder, "1_Pooling/config.json", CLS)
    names.add(LocalModelEmbedder(folder).name)
    tiny_model(folder, table=TABLE[:, ::-1])
    names.add(LocalModelEmbedder(folder).name)
    write_tokenizer(folder / "tokenizer.json", special=False)
    names.add(LocalModelEmbedder(folder).name)
    (folder / "model.onnx_data").write_bytes(b"weights that stand beside the graph")
    names.add(LocalModelEmbedder(folder).name)
    assert len(names) == 7


def test_the_same_files_elsewhere_are_the_same_model(tmp_path: Path) -> None:
    here, there = (tiny_model(tmp_path / where / "bge") for where in ("here", "there"))
    (there / "README.md").write_text("no part of the model")
    assert LocalModelEmbedder(here).name == LocalModelEmbedder(there).name


# What is wrong with a folder


def refused(folder: Path) -> str:
    with pytest.raises(UnusableEmbedder) as caught:
        LocalModelEmbedder(folder)
    assert str(caught.value).startswith(f"句向量模型 {folder} 无法使用：")
    return caught.value.reason


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "gone", tmp_path / "file"):
        assert refused(folder) == "没有这个文件夹；如果是接口地址，请以 http:// 或 https:// 开头"


def test_a_folder_without_a_model_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"alone")
    assert "modules.json" in refused(tmp_path) and "model.onnx 或 onnx/model.onnx" in refused(tmp_path)


def test_a_model_without_its_tokenizer(tmp_path: Path) -> None:
    (tiny_model(tmp_path) / "tokenizer.json").unlink()
    assert refused(tmp_path).startswith("缺少 tokenizer.json")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file(tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    file = tiny_model(tmp_path) / name
    file.write_bytes(file.read_bytes()[:-40])
    assert refused(tmp_path).startswith("模型或分词文件打不开")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["1_Pooling/config.json", "sentence_bert_config.json", "modules.json"])
def test_damaged_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    settings(tiny_model(tmp_path), name, {})
    (tmp_path / name).write_text('{"pooling')
    assert refused(tmp_path) == f"{name} 不是完整的 JSON，请重新放入"


def test_settings_of_another_shape_count_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    plain = LocalModelEmbedder(tiny_model(tmp_path)).embed(["雷达"], Side.OFFER)
    for name, content in (("1_Pooling/config.json", []), ("sentence_bert_config.json", 7), ("modules.json", {"a": 1})):
        settings(tmp_path, name, content)
    settings(tmp_path, "sentence_bert_config.json", {"max_seq_length": "many"})
    assert np.array_equal(LocalModelEmbedder(tmp_path).embed(["雷达"], Side.OFFER), plain)


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({**MEAN, **{"pooling_mode_cls_token": True}}, "cls、mean"),
        ({"pooling_mode_lasttoken": True, "pooling_mode_mean_tokens": False}, "lasttoken"),
        ({"pooling_mode": "max"}, "max"),
    ],
)
def test_a_pooling_that_the_graph_does_not_do(tmp_path: Path, config: dict, named: str) -> None:
    settings(tiny_model(tmp_path), "1_Pooling/config.json", config)
    assert refused(tmp_path).startswith(f"ONNX 文件只能用 mean 或 cls 池化，这个模型用 {named}，请先执行：")


def test_steps_that_the_graph_does_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    kinds = ["Transformer", "Pooling", "Dense", "Normalize"]
    settings(tiny_model(tmp_path), "modules.json", [{"type": f"sentence_transformers.models.{kind}"} for kind in kinds])
    assert refused(tmp_path).startswith("ONNX 文件里没有 modules.json 的 Dense，请先执行：")


def test_a_graph_of_another_kind(tmp_path: Path) -> None:
    tiny_model(tmp_path, output="logits")
    assert refused(tmp_path) == "模型的输出 logits 里没有逐词的向量，也没有 sentence_embedding"
    write_graph(tmp_path / "model.onnx", TABLE, "last_hidden_state", inputs=("pixel_values",))
    assert refused(tmp_path) == "不支持模型要的输入 pixel_values"


def test_a_model_that_gives_no_numbers(tmp_path: Path) -> None:
    tiny_model(tmp_path, table=np.full_like(TABLE, np.nan))
    assert refused(tmp_path) == "模型没有给出可用的向量，请检查它是不是句向量模型"


def test_a_tokenizer_of_another_model(tmp_path: Path) -> None:
    tiny_model(tmp_path, table=TABLE[:2])  # the tokenizer knows more words than the table
    assert refused(tmp_path).startswith("计算出错")


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    tiny_model(tmp_path)
    monkeypatch.setattr(hashlib, "file_digest", forbidden)
    assert refused(tmp_path) == "文件无法读取（没有权限）"


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_the_packages_the_command_that_brings_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    folder = tiny_model(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingBackend, match=r"onnxruntime 与 tokenizers，请先执行：.*\[local-models\]"):
        LocalModelEmbedder(folder)


# Through sentence-transformers: a stand-in for the package, since the real one brings PyTorch


class StandIn:
    """What is used of sentence_transformers.SentenceTransformer, and nothing else."""

    opened: ClassVar[list[tuple[str, dict[str, Any]]]] = []

    def __init__(self, folder: str, *, device: str, local_files_only: bool) -> None:
        self.opened.append((folder, {"device": device, "local_files_only": local_files_only}))
        if (Path(folder) / "broken").exists():
            raise ValueError("Unrecognized model")

    def encode(
        self, sentences: list[str], *, batch_size: int, show_progress_bar: bool, convert_to_numpy: bool
    ) -> np.ndarray:
        assert (len(sentences), batch_size, show_progress_bar, convert_to_numpy) == (1, 1, False, True)
        return np.stack([rows_of(text).mean(axis=0) for text in sentences]).astype(np.float32)


@pytest.fixture
def transformers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = StandIn
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    settings(tmp_path, "modules.json", [{"type": "sentence_transformers.models.Transformer"}])
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    return tmp_path


class TestContractThroughSentenceTransformers(EmbedderContract):
    """The call of sentence-transformers keeps the contract."""

    @pytest.fixture
    def embedder(self, transformers_folder: Path) -> LocalModelEmbedder:
        return LocalModelEmbedder(transformers_folder)


def test_its_own_folders_go_through_sentence_transformers(transformers_folder: Path) -> None:
    tiny_model(transformers_folder)
    model = LocalModelEmbedder(transformers_folder)
    assert model.name.startswith(f"{transformers_folder.name}（sentence-transformers ")
    assert StandIn.opened[-1] == (str(transformers_folder), {"device": "cpu", "local_files_only": True})
    by_hand = quantised(rows_of("雷达").mean(axis=0)[None, :])
    assert np.array_equal(model.embed(["雷达"], Side.OFFER), by_hand)


def test_without_sentence_transformers_its_folder_goes_through_onnx_under_another_name(
    transformers_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_model(transformers_folder, "onnx/model.onnx")
    name = LocalModelEmbedder(transformers_folder).name
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    assert LocalModelEmbedder(transformers_folder).name.startswith(f"{transformers_folder.name}（ONNX ")
    assert LocalModelEmbedder(transformers_folder).name != name


def test_without_sentence_transformers_and_without_onnx_the_command_is_told(
    transformers_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(
        MissingBackend, match=r"sentence-transformers，请先执行：.*pip install sentence-transformers.*ONNX"
    ):
        LocalModelEmbedder(transformers_folder)


def test_other_weights_are_another_model_and_other_notes_are_not(transformers_folder: Path) -> None:
    name = LocalModelEmbedder(transformers_folder).name
    for hidden in ("README.md", ".cache/config.json", "openvino/model.bin", "onnx/other.bin"):
        (transformers_folder / hidden).parent.mkdir(exist_ok=True)
        (transformers_folder / hidden).write_bytes(b"more")
    assert LocalModelEmbedder(transformers_folder).name == name
    (transformers_folder / "model.safetensors").write_bytes(b"other weights")
    assert LocalModelEmbedder(transformers_folder).name != name


def test_a_folder_that_sentence_transformers_cannot_open(transformers_folder: Path) -> None:
    (transformers_folder / "broken").write_text("")
    assert refused(transformers_folder) == "模型打不开（ValueError），请检查文件是否完整"


def test_a_fault_in_the_middle_of_the_work(embedder: LocalModelEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_memory(text: str) -> SimpleNamespace:
        raise MemoryError(text)

    monkeypatch.setattr(embedder, "_model", out_of_memory)
    with pytest.raises(UnusableEmbedder, match=r"计算出错（MemoryError）") as caught:
        embedder.embed(["机密的企业文字"], Side.OFFER)
    assert "机密" not in str(caught.value)
