"""The declarations: whole, consistent, and the page is made from them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from samspill.analysis import tables
from samspill.analysis.tables import CONTRACTS, Codes, Column, Contract, Kind, Rule, Unusable, contract_of
from samspill.analysis.tables.checks import checks_of
from samspill.analysis.tables.manual import MARK, page
from samspill.analysis.tables.sql import macros

PAGE = Path(__file__).resolve().parents[3] / "docs" / "tables.md"
ALL = list(CONTRACTS.values())


def test_the_page_is_made_from_the_contracts():
    written = PAGE.read_text(encoding="utf-8")
    assert MARK in written
    assert written == page(written), "run: python -m samspill.analysis.tables.manual > docs/tables.new, and move it"


def test_everything_public_is_told_of_in_the_page():
    written = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    assert [name for name in tables.__all__ if f"`{name}" not in written] == []


def test_the_example_in_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    example = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    said = capsys.readouterr().out
    assert "Ingenting er lastet inn" in said and "rad 3" in said.lower()


@pytest.mark.parametrize("contract", ALL, ids=lambda contract: contract.name)
def test_every_condition_can_be_asked(contract: Contract):
    """On an empty table of the contract's types: a misspelt column or a wrong type would fail."""
    with duckdb.connect() as connection:
        macros(connection)
        typed = ", ".join(f'NULL::{c.kind.value} AS "{c.name}", false AS "{c.name} given"' for c in contract.columns)
        for fails in [check.fails for check in checks_of(contract)] + [f"NOT ({r.holds})" for r in contract.rules]:
            connection.execute(f"SELECT count(*) FROM (SELECT {typed}) WHERE {fails}").fetchall()


@pytest.mark.parametrize("contract", ALL, ids=lambda contract: contract.name)
def test_every_column_and_rule_is_explained(contract: Contract):
    assert contract.row.endswith(".")
    for column in contract.columns:
        assert column.label and column.meaning.endswith((".", "«can».", ")."))
        assert not column.shape or column.shape_words
    for rule in contract.rules:
        assert rule.sentence.endswith(".")


def test_an_unknown_table_is_named_with_those_that_exist():
    with pytest.raises(Unusable, match="stays, ready_periods"):
        contract_of("opphold")


TEXT = Column(name="a", kind=Kind.TEXT, label="a", meaning="A.", required=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": (TEXT, TEXT)},
        {"key": ("b",)},
        {"rules": (Rule(name="r", holds="b > 1", sentence="B.", columns=("b",)),)},
        {"columns": (Column(name="a", kind=Kind.TEXT, label="a", meaning="A."),)},
        {"columns": (TEXT, Column(name="b c", kind=Kind.TEXT, label="b", meaning="B.", codes=Codes("", {})))},
    ],
)
def test_a_contract_that_contradicts_itself_is_refused(wrong: dict):
    right = {"name": "t", "label": "T", "row": "En rad.", "version": 1, "key": ("a",), "columns": (TEXT,)}
    Contract(**right)
    with pytest.raises(Unusable):
        Contract(**right | wrong)
