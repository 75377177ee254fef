"""Every notebook runs from top to bottom on the public face alone."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import matcher

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def test_there_is_a_notebook() -> None:
    assert [path.name for path in NOTEBOOKS] == ["1_overview.ipynb"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(path.parent))
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []) if output)
    assert "科学大道智能交通" in printed
    assert "不符合" in printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_the_public_face_only_and_carries_no_output(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        assert cell.outputs == []
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("matcher", "api"):
                assert node.module == "matcher"
                assert {alias.name for alias in node.names} <= set(matcher.__all__)
