"""Bringing tables up to date with a list of facts: the missing is added, the differing changed, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Outcome(Generic[Row]):
    """`rows` holds all wanted rows by key, saved. `what` is the model's name."""

    what: str
    rows: dict[Hashable, Row]
    added: int
    changed: int


def bring_up_to_date(
    model: type[Row],
    known: Iterable[Row],
    wanted: Sequence[Row],
    *,
    key: Callable[[Row], Hashable],
    fields: Sequence[str],
) -> Outcome[Row]:
    """Make the table of `model` hold `wanted`. Rows with the same `key` are the same thing; only `fields` are changed.

    `known` are the rows to compare with. Rows of `known` that nobody wants are left as they are.
    """
    present = {key(row): row for row in known}
    rows: dict[Hashable, Row] = {}
    new: list[Row] = []
    differing: list[Row] = []
    for row in wanted:
        old = present.get(key(row))
        if old is None:
            new.append(row)
        elif _take_over(old, row, fields):
            differing.append(old)
        rows[key(row)] = old or row
    model._default_manager.bulk_create(new)
    model._default_manager.bulk_update(differing, fields, batch_size=200)
    return Outcome(str(model._meta.verbose_name), rows, len(new), len(differing))


def _take_over(old: models.Model, new: models.Model, fields: Sequence[str]) -> bool:
    """Copy what differs; whether anything did."""
    differing = [name for name in fields if _value(old, name) != _value(new, name)]
    for name in differing:
        setattr(old, name, getattr(new, name))
    return bool(differing)


def _value(row: models.Model, name: str) -> Any:
    """A foreign key is compared by its id, without fetching what it points to."""
    return row.serializable_value(name)
