"""`docs/security.md` goes through all of OWASP ASVS 5.0 at level 1 and 2, and names only what is there."""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest
from tests.reference import REFERENCE

from samspill.core.limits import LIMITS

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LIST = REFERENCE / "asvs" / "asvs-5.0.0.csv"
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(DOC)
STATES = {"met", "n/a", "partly", "not met", "operator"}

pytestmark = pytest.mark.once


@pytest.mark.skipif(not LIST.is_file(), reason="the list of requirements is not beside this checkout")
def test_every_requirement_of_level_1_and_2_is_there_once() -> None:
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        asked = [row["req_id"] for row in csv.DictReader(file) if row["L"] in {"1", "2"}]
    assert sorted(key for key, *_ in ROWS) == sorted(asked)


@pytest.mark.skipif(not LIST.is_file(), reason="the list of requirements is not beside this checkout")
def test_the_words_are_our_own() -> None:
    """No run of six words from a requirement stands in its row."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        theirs = {row["req_id"]: " ".join(row["req_description"].lower().split()) for row in csv.DictReader(file)}
    for key, _state, what, where in ROWS:
        words = f"{what} {where}".lower().split()
        runs = [" ".join(words[start : start + 6]) for start in range(len(words) - 5)]
        assert not [run for run in runs if run in theirs[key]], key


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_row_names_what_exists(row: tuple[str, str, str, str]) -> None:
    key, state, _what, where = row
    assert state in STATES
    tests, places = re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", where), re.findall(r"`((?:src|docs)/[^`]+)`", where)
    for file, name in tests:
        assert name in functions_in(file), f"{file}::{name}"
    for place in places:
        assert (ROOT / place).exists(), place
    if state in {"partly", "not met"}:
        assert "Plan:" in where or key == "V11.4.3", "what is not met has a plan"
    assert len(where) > 3


@cache
def functions_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_what_is_not_met_is_said_in_short_too() -> None:
    short = DOC.partition("## Not met, in short")[2].partition("## ")[0]
    missing = [key for key, state, *_ in ROWS if state == "not met" and key not in short]
    assert missing == []


def test_the_limits_are_those_of_the_code() -> None:
    units = {"min": "a minute", "h": "an hour"}
    for name in (
        "sign_in",
        "sign_in_failed",
        "api_wrong_key",
        "search",
        "emergency_access",
        "look_up_patient",
        "extract",
    ):
        number, _slash, unit = LIMITS[name][0].partition("/")
        assert f"| {number} {units[unit]} |" in DOC, name
