"""The notebook for a new analyst runs from top to bottom, and the library's public names are there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import samspill.analysis as sa

pytestmark = pytest.mark.once
NOTEBOOK = Path(__file__).resolve().parents[3] / "docs" / "first_hour.ipynb"


def test_the_notebook_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    said = capsys.readouterr().out
    assert "Utskrivningen er før innleggelsen" in said, "the broken row is named"
    assert "kommune;kvartal" in said, "something left through the exit"


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    for name in sa.__all__:
        assert getattr(sa, name).__doc__ or not callable(getattr(sa, name)), name
    with pytest.raises(AttributeError):
        sa.nothing  # noqa: B018


def test_declarations_cost_a_web_process_nothing() -> None:
    """Titles and definitions are read without the engines; those are imported where figures are counted."""
    code = (
        "import sys, samspill.analysis as sa; sa.INDICATORS['waiting_days'].title;"
        "print(sorted({'ibis', 'numba', 'duckdb', 'pandas', 'pyspark'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
