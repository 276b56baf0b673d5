"""The notebook of docs: every cell runs here, and shows what the text around it says."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"


def read() -> Any:
    """The notebook as it stands."""
    return nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """What each cell of code shows, in all forms that it has."""
    pytest.importorskip("polars", reason="a library of the notebook extra")
    desk = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("IPYTHONDIR", str(desk / "ipython"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(desk / "runtime"))
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        client = NotebookClient(
            read(), timeout=100, kernel_name="python3", resources=_in(desk), allow_errors=False
        )
        client.execute()
        yield [_shown(cell) for cell in client.nb.cells if cell.cell_type == "code"]


def _in(folder: Path) -> dict[str, dict[str, str]]:
    return {"metadata": {"path": os.fspath(folder)}}


def _shown(cell: Any) -> str:
    return "\n".join(
        str(output.get("text") or "\n".join(map(str, output.get("data", {}).values())))
        for output in cell.outputs
    )


@pytest.mark.filterwarnings("ignore")  # what the kernel's own libraries are warned of is not ours
def test_each_cell_shows_what_the_story_says(shown: list[str]) -> None:
    """The figures of the trials, the pooled ratio, the question's trials, the words."""
    graph, rise, frame, ratios, pooled, discordant, why, differing, trial, closed = shown
    assert ">trial</a>" in graph
    assert "ESPRIT</a>" in rise
    assert all(name in frame for name in ("ESPRIT", "SILCAAT", "159"))
    assert all(words in ratios for words in ("death from any cause", "1.06", "incoherent"))
    assert "opportunistic disease or death: 0.93 (0.78 to 1.10)" in pooled
    assert "<svg" in pooled
    assert "CD4 cell count</a>" in discordant
    assert "10.1056/NEJMoa0903175" in why
    assert "4150" in differing
    assert "<h4>Arms</h4>" in trial
    assert closed == ""


def test_the_notebook_is_kept_without_what_it_showed() -> None:
    """Outputs are for whoever runs it: they would go stale, and hide a change in a diff."""
    code = [cell for cell in read().cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert {cell.execution_count for cell in code} == {None}
