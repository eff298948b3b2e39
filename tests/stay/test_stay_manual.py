"""The manual's example runs and says what it claims."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

MANUAL = Path(__file__).parents[2] / "docs" / "stay.md"


def test_the_example_in_the_manual_runs(capsys: pytest.CaptureFixture[str]):
    (example,) = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, str(MANUAL), "exec"), {})
    printed = capsys.readouterr().out
    assert printed.startswith("awaiting_answer ")
    assert printed.endswith(" 9494\n")


def test_every_module_is_in_the_manual():
    modules = {path.stem for path in (MANUAL.parents[1] / "src" / "samspill" / "stay").glob("[a-z]*.py")}
    named = set(re.findall(r"`(\w+)`", MANUAL.read_text(encoding="utf-8").partition("| File |")[2]))
    assert modules == named
