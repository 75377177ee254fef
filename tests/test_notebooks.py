"""Every notebook runs from top to bottom; the first needs the public face alone, the others look into the engine."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import matcher

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
SHOWN = {  # words that the output of each must hold
    "1_overview": ("科学大道智能交通", "不符合"),
    "2_text_analysis": (
        "| ° | ℃ |",
        "| 燃料电池电堆 | 燃料电池电堆 |",
        "[燃料电池] 的关系",
        "★双极板",
        "〔否认：不生产储氢瓶〕",
        "| 某氢能职业培训学校 | 培训 |",
        "与整个场景最接近的一段",
        "| 同类企业的常用词 |",
    ),
    "3_ranking_quality": (
        "| 名称与正文 | BM25 |",
        "| 完整资料 | TF-IDF 余弦 |",
        *(f"| 去掉{label} |" for label in ("文本相似", "句意相近", "需求覆盖", "业绩案例")),
        *(f"| 去掉{label} |" for label in ("行业相近", "片区契合", "资质符合", "规模匹配")),
        *(f"| 去掉{label} |" for label in ("句向量模型", "技术词典", "词向量", "相关反馈", "字对")),
        *(f"| {band} |" for band in matcher.Band),
        "95% 区间半宽",
    ),
}
ROOMS = {  # what a notebook may open besides the public face
    "1_overview": (),
    "2_text_analysis": ("matcher.datasets", "matcher.embedding", "matcher.retrieval", "matcher.text"),
    "3_ranking_quality": (
        "matcher.datasets",
        "matcher.embedding",
        "matcher.evaluation",
        "matcher.features",
        "matcher.text",
    ),
}


def test_the_notebooks_are_those_that_are_described_here() -> None:
    assert {path.stem for path in NOTEBOOKS} == SHOWN.keys() == ROOMS.keys()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(path.parent))
    shown = "".join(map(_text, (output for cell in notebook.cells for output in cell.get("outputs", []))))
    assert [words for words in SHOWN[path.stem] if words not in shown] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_its_rooms_only_and_carries_no_output(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert list(_trespasses(ast.parse(cell.source), ROOMS[path.stem])) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from matcher import Matchmaker\nfrom matcher.text.normalize import normalize\nmarket.texts.space", []),
        ("from matcher import nothing", ["nothing"]),
        ("import matcher.text.normalize", ["matcher.text.normalize"]),
        ("from matcher.textual import x\nfrom matcher.cli import x", ["matcher.textual", "matcher.cli"]),
        ("from api.app import create_app", ["api.app"]),
        ("from matcher.text.normalize import _simplified", ["_simplified"]),
        ("market._scorer", ["_scorer"]),
    ],
)
def test_a_trespass_is_found(source: str, found: list[str]) -> None:
    assert list(_trespasses(ast.parse(source), ("matcher.text",))) == found


def _text(output: Any) -> str:
    """What a person reads of an output: printed lines, tables in Markdown."""
    return output.get("text", "") + output.get("data", {}).get("text/markdown", "")


def _trespasses(tree: ast.AST, rooms: tuple[str, ...]) -> Iterator[str]:
    """Names that a notebook has no business with: other modules of ours, and whatever begins with an underscore."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in ("matcher", "api"))
        elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("matcher", "api"):
            module, names = node.module or "", [alias.name for alias in node.names]
            if module == "matcher":
                yield from (name for name in names if name not in matcher.__all__)
            elif not any(f"{module}.".startswith(f"{room}.") for room in rooms):
                yield module
            yield from (name for name in names if name.startswith("_"))
