"""Each way a row may break its contract, as one SQL condition and one Norwegian sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samspill.analysis.tables.contract import KIND_WORDS, Column, Contract, Kind
from samspill.analysis.tables.sql import literal, quoted

BROKEN_ROW = "broken_row"
DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Check:
    """`fails` is true for a row that breaks it; NULL counts as false.

    reason    missing, unreadable, not_allowed, shape, range, identity_number, rule:<name>
    columns   which columns it looks at; the first is the one that the report names
    """

    reason: str
    columns: tuple[str, ...]
    sentence: str
    fails: str


def checks_of(contract: Contract) -> list[Check]:
    """All checks of one row. The conditions speak of columns by their names, and of `<name> given` for whether anything
    was given."""
    found = [check for column in contract.columns for check in _of_column(column)]
    found += [
        Check(f"rule:{rule.name}", rule.columns, rule.sentence, f"NOT ({rule.holds})")
        for rule in contract.rules
        if rule.refuses
    ]
    return found


def given_flag(name: str) -> str:
    """SQL name of whether anything was given in a column."""
    return quoted(f"{name} given")


def _of_column(column: Column) -> Iterator[Check]:
    name, given = quoted(column.name), given_flag(column.name)
    if column.required:
        yield Check("missing", (column.name,), f"{_said(column)} mangler.", f"NOT {given}")
    if column.kind is not Kind.TEXT:
        words = f"{_said(column)} kan ikke leses som {KIND_WORDS[column.kind]}."
        yield Check("unreadable", (column.name,), words, f"{given} AND {name} IS NULL")
    elif column.codes is None:
        yield Check(
            "identity_number",
            (column.name,),
            f"{_said(column)} er et fødselsnummer eller lignende. Bruk en nøkkel som ikke er det.",
            f"identity_number({name})",
        )
    yield from _of_values(column, name)


def _of_values(column: Column, name: str) -> Iterator[Check]:
    if column.codes:
        allowed = ", ".join(map(literal, column.codes.labels))
        words = f"{_said(column)} har en ukjent verdi. Kjente: {', '.join(column.codes.labels.values())}."
        yield Check("not_allowed", (column.name,), words, f"{name} NOT IN ({allowed})")
    if column.shape:
        words = f"{_said(column)} skal være {column.shape_words}."
        yield Check("shape", (column.name,), words, f"NOT regexp_full_match({name}, {literal(column.shape)})")
    if column.least is not None or column.most is not None:
        outside = [
            f"{name} {sign} {_bound(column, bound)}"
            for sign, bound in (("<", column.least), (">", column.most))
            if bound is not None
        ]
        yield Check("range", (column.name,), f"{_said(column)} {range_words(column)}.", " OR ".join(outside))


def _bound(column: Column, bound: str | float) -> str:
    return f"{column.kind.value} {literal(bound)}" if column.kind in (Kind.DAY, Kind.TIME) else str(bound)


def range_words(column: Column) -> str:
    """«skal være mellom … og …»."""
    if column.least is not None and column.most is not None:
        return f"skal være mellom {column.least} og {column.most}"
    return f"skal være minst {column.least}" if column.most is None else f"skal være høyst {column.most}"


def _said(column: Column) -> str:
    return column.label[:1].upper() + column.label[1:]
