"""docs/tables.md, made from the contracts. `python -m samspill.analysis.tables.manual` prints it.

What stands above the mark in the page is written by hand and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from samspill.analysis.tables.checks import range_words
from samspill.analysis.tables.contract import KIND_WORDS, Column, Contract
from samspill.analysis.tables.declared import CONTRACTS

MARK = "<!-- Below this line the page is made from the contracts: python -m samspill.analysis.tables.manual -->"


def contracts_page() -> str:
    """The part of the page below the mark, in Markdown."""
    return "\n".join(line for contract in CONTRACTS.values() for line in _of(contract)) + "\n"


def page(written: str) -> str:
    """The whole page, from what stands there now."""
    return f"{written.split(MARK)[0]}{MARK}\n\n{contracts_page()}"


def _of(contract: Contract) -> Iterator[str]:
    key = ", ".join(f"`{name}`" for name in contract.key) or "none: rows may be alike"
    yield f"## `{contract.name}`: {contract.label}\n"
    yield f"{contract.row} Version {contract.version}. Key: {key}.\n"
    yield "| Column | Norwegian | Type | Meaning | Allowed |\n|---|---|---|---|---|"
    yield from (_row(column) for column in contract.columns)
    if contract.rules:
        yield "\n| Rule | Condition | Said when broken | A broken row |\n|---|---|---|---|"
        for rule in contract.rules:
            what = "is refused" if rule.refuses else "is loaded, and shown as a finding"
            yield f"| {rule.name} | `{rule.holds.replace('|', '&#124;')}` | {rule.sentence} | {what} |"
    for column in contract.columns:
        if column.codes:
            labels = ", ".join(f"`{code}` {label}" for code, label in column.codes.labels.items())
            yield f"\n`{column.name}`: {labels}. Source: {column.codes.source}."
    yield ""


def _row(column: Column) -> str:
    kind = KIND_WORDS[column.kind].split(" (")[0] + (f", {column.unit}" if column.unit else "")
    name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
    return f"| {name} | {column.label} | {kind} | {column.meaning} | {_allowed(column)} |"


def _allowed(column: Column) -> str:
    said = []
    if column.codes:
        said.append("code list below")
    if column.shape:
        said.append(column.shape_words)
    if column.least is not None or column.most is not None:
        said.append(range_words(column).removeprefix("skal være "))
    return "; ".join(said)


if __name__ == "__main__":
    here = Path("docs/tables.md")
    print(page(here.read_text(encoding="utf-8")), end="")
