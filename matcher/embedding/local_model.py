"""A sentence model in a folder of this machine: a sentence-transformers folder, or an ONNX file with its tokenizer."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.embedding.base import Rows, Side, prefix_mark, quantised, well_formed
from matcher.errors import MissingBackend, UnusableEmbedder, reason_of

Floats = NDArray[np.float64]
Model = Callable[[str], Floats]  # the (n_dims,) vector of a text, empty where the tokenizer leaves nothing of it
Pooling = Callable[[Floats], Floats]  # one vector of what an output holds for a text
INSTALL = '.venv/bin/pip install -e ".[local-models]"'
INSTALL_TORCH = ".venv/bin/pip install sentence-transformers（含 PyTorch，较大），或把模型导出为 ONNX 放进同一文件夹"
MAX_TOKENS = 512  # where the folder says nothing
TRIAL = "句向量 model"
_GRAPHS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"
_MODULES = "modules.json"
_POOLING = "1_Pooling/config.json"
_LENGTH = "sentence_bert_config.json"
_OWN_FILES = {".safetensors", ".bin", ".json", ".txt", ".model"}
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_FLAG = re.compile("^pooling_mode_|_tokens?$")
_POOLED = "sentence_embedding"
_POOLINGS: dict[str, Pooling] = {
    "mean": lambda tokens: np.asarray(tokens.mean(axis=0)),
    "cls": lambda tokens: np.asarray(tokens[0]),
}


class LocalModelEmbedder:
    """Through sentence-transformers where it is installed and the folder is one of its own, else through onnxruntime.

    Texts are embedded one by one: in a batch they are padded, and padding shows in the last digits. `name` holds a
    digest of the files in use, so that another file is another model. Raises `MissingBackend`, and `UnusableEmbedder`
    where the folder holds no model of either kind or the model does not work.
    """

    def __init__(self, folder: Path, need_prefix: str = "", offer_prefix: str = "") -> None:
        self._folder = folder
        self._prefixes = {Side.NEED: need_prefix, Side.OFFER: offer_prefix}
        try:
            self._model, kind, files = _opened(folder)
            mark = _digest(folder, files)
        except OSError as error:
            raise UnusableEmbedder(folder, f"文件无法读取（{reason_of(error)}）") from error
        self.name = f"{folder.resolve().name}（{kind} {mark}{prefix_mark(need_prefix, offer_prefix)}）"
        self._n_dims = 0
        self._n_dims = len(self._vector(TRIAL))

    def embed(self, texts: Sequence[str], side: Side) -> Rows:
        """(n_texts, n_dims) int8."""
        vectors = [self._vector(well_formed(self._prefixes[side] + text)) for text in texts]
        return quantised(np.stack(vectors)) if vectors else np.zeros((0, self._n_dims), np.int8)

    def _vector(self, text: str) -> Floats:
        try:
            vector = self._model(text)
        except Exception as error:  # each runtime has its own kinds
            raise UnusableEmbedder(
                self._folder, f"计算出错（{type(error).__name__}），请检查模型文件是否完整"
            ) from error
        if not vector.size:
            vector = np.zeros(self._n_dims)
        if vector.ndim != 1 or not vector.size or not np.isfinite(vector).all():
            raise UnusableEmbedder(self._folder, "模型没有给出可用的向量，请检查它是不是句向量模型")
        return vector


def _opened(folder: Path) -> tuple[Model, str, Iterable[Path]]:
    """The model, what runs it, and the files that make it what it is."""
    if not folder.is_dir():
        raise UnusableEmbedder(folder, "没有这个文件夹；如果是接口地址，请以 http:// 或 https:// 开头")
    graph = next((folder / one for one in _GRAPHS if (folder / one).is_file()), None)
    if (folder / _MODULES).is_file():
        try:
            return _through_sentence_transformers(folder), "sentence-transformers", _own_files(folder)
        except MissingBackend:
            if graph is None:
                raise
    if graph is None:
        raise UnusableEmbedder(folder, f"里面没有 {_MODULES}（sentence-transformers），也没有 {' 或 '.join(_GRAPHS)}")
    settings = (folder / one for one in (_TOKENIZER, _MODULES, _POOLING, _LENGTH))
    return _through_onnx(folder, graph), "ONNX", [*graph.parent.glob(f"{graph.name}*"), *settings]


def _through_sentence_transformers(folder: Path) -> Model:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingBackend("sentence-transformers", INSTALL_TORCH) from error
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # of torch, of transformers, of the files
        raise UnusableEmbedder(folder, f"模型打不开（{type(error).__name__}），请检查文件是否完整") from error

    def vector(text: str) -> Floats:
        rows = model.encode([text], batch_size=1, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(rows[0], np.float64)

    return vector


def _through_onnx(folder: Path, graph: Path) -> Model:
    try:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer
    except ImportError as error:
        raise MissingBackend("onnxruntime 与 tokenizers", INSTALL) from error
    if not (folder / _TOKENIZER).is_file():
        raise UnusableEmbedder(folder, f"缺少 {_TOKENIZER}，请把与模型同来的分词文件放进文件夹")
    options = SessionOptions()
    options.log_severity_level = 4  # a fault is raised, not written to the terminal
    try:
        tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        session = InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # both have kinds of their own
        raise UnusableEmbedder(folder, f"模型或分词文件打不开（{type(error).__name__}），请检查是否完整") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(_max_tokens(folder, tokenizer.truncation))
    wanted = [one.name for one in session.get_inputs()]
    if not set(wanted) <= _INPUTS:
        raise UnusableEmbedder(folder, f"不支持模型要的输入 {'、'.join(sorted(set(wanted) - _INPUTS))}")
    output, pooled = _output(folder, {one.name: len(one.shape) for one in session.get_outputs()})

    def vector(text: str) -> Floats:
        tokens = tokenizer.encode(text)
        given = {"input_ids": tokens.ids, "attention_mask": tokens.attention_mask, "token_type_ids": tokens.type_ids}
        if not tokens.ids:
            return np.zeros(0)
        (found,) = session.run([output], {name: np.array([given[name]], np.int64) for name in wanted})
        return pooled(np.asarray(found[0], np.float64))

    return vector


def _output(folder: Path, ranks: dict[str, int]) -> tuple[str, Pooling]:
    """The output that is read, and how it becomes one vector."""
    if ranks.get(_POOLED) == 2:
        return _POOLED, lambda vector: vector
    by_token = next((name for name, rank in ranks.items() if rank == 3), None)
    if by_token is None:
        raise UnusableEmbedder(folder, f"模型的输出 {'、'.join(ranks)} 里没有逐词的向量，也没有 {_POOLED}")
    if more := sorted(_modules(folder) - {"Transformer", "Pooling", "Normalize"}):
        raise UnusableEmbedder(folder, f"ONNX 文件里没有 {_MODULES} 的 {'、'.join(more)}，请先执行：{INSTALL_TORCH}")
    return by_token, _pooling(folder)


def _pooling(folder: Path) -> Pooling:
    """As 1_Pooling/config.json says, in its older or its newer form; the mean of the tokens where there is none."""
    settings = _settings(folder, _POOLING)
    flags = [_FLAG.sub("", name) for name, value in settings.items() if value is True and _FLAG.match(name)]
    chosen = str(settings.get("pooling_mode") or "、".join(flags) or "mean")
    if chosen not in _POOLINGS:
        raise UnusableEmbedder(
            folder, f"ONNX 文件只能用 mean 或 cls 池化，这个模型用 {chosen}，请先执行：{INSTALL_TORCH}"
        )
    return _POOLINGS[chosen]


def _max_tokens(folder: Path, in_tokenizer: dict[str, Any] | None) -> int:
    """What sentence-transformers would take, else what the tokenizer itself says."""
    for said in (_settings(folder, _LENGTH).get("max_seq_length"), (in_tokenizer or {}).get("max_length")):
        if isinstance(said, int) and said > 0:
            return said
    return MAX_TOKENS


def _modules(folder: Path) -> set[str]:
    """The kinds of steps that a sentence-transformers folder names."""
    listed = _content(folder, _MODULES)
    steps = listed if isinstance(listed, list) else []
    return {str(step["type"]).rpartition(".")[2] for step in steps if isinstance(step, dict) and "type" in step}


def _settings(folder: Path, name: str) -> dict[str, Any]:
    """What a settings file says; empty where there is none."""
    content = _content(folder, name)
    return content if isinstance(content, dict) else {}


def _content(folder: Path, name: str) -> object:
    file = folder / name
    try:
        return json.loads(file.read_text("utf-8")) if file.is_file() else None
    except (ValueError, RecursionError) as error:
        raise UnusableEmbedder(folder, f"{name} 不是完整的 JSON，请重新放入") from error


def _own_files(folder: Path) -> list[Path]:
    """Weights, tokenizer and settings, wherever in the folder; what is hidden or meant for another runtime is not."""
    files = [file.relative_to(folder) for file in folder.rglob("*") if file.suffix in _OWN_FILES]
    foreign = ("onnx", "openvino")
    return [folder / file for file in files if not any(part[0] == "." or part in foreign for part in file.parts)]


def _digest(folder: Path, files: Iterable[Path]) -> str:
    """Eight hexadecimal digits of SHA-256 over names and contents."""
    whole = hashlib.sha256()
    for file in sorted(file for file in set(files) if file.is_file()):
        with file.open("rb") as handle:
            content = hashlib.file_digest(handle, "sha256").hexdigest()
        whole.update(f"{file.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()[:8]
