"""Many rows at once, as fast as the database takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

T = TypeVar("T")
AT_A_TIME = 500  # values in one IN (…); the smallest limit of the databases is 999
ROWS = 5000


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values, in the order of `names`; dates as ISO dates, blobs as bytes. No signals are sent."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    start = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One array a column: COPY is quicker still, but is refused where a wall stands.
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            for chunk in chunks(rows, ROWS):
                values = [list(each) for each in zip(*chunk, strict=True)]
                cursor.execute(f"{start}SELECT * FROM unnest({arrays})", values)  # noqa: S608
            return
        places = ", ".join(["%s"] * len(names))
        prepared = (
            [field.get_db_prep_value(value, connection) for field, value in zip(fields, row, strict=True)]
            for row in rows
        )
        for ready in chunks(prepared, ROWS):
            cursor.executemany(f"{start}VALUES ({places})", ready)


def chunks(values: Iterable[T], size: int = AT_A_TIME) -> Iterator[list[T]]:
    remaining = iter(values)
    while chunk := list(islice(remaining, size)):
        yield chunk
