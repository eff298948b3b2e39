"""What every reader hands on: the rows as Parquet files, untouched, so that row numbers and checks are the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow.parquet as pq
from pyarrow import ArrowInvalid

from samspill.analysis.statistics.unusable import Unusable


@dataclass(frozen=True)
class Broken:
    """A row that could not be split into columns. `text` is the row as it stood, kept only where rejected rows are."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Given:
    """Rows as they were handed over.

    files         Parquet; a row's number is its place in its file + first_row
    columns       as the giver named them, with DuckDB's name of the type
    first_row     what people call the first row: 2 where a header stands above it, else 1
    decimal       the decimal sign in texts: "," or "."
    broken        rows that are in none of the files
    notes         what was found out about the source, Norwegian sentences
    named_files   the files are the giver's own, so that a report may tell them apart by name
    """

    files: tuple[Path, ...]
    columns: dict[str, str]
    first_row: int = 1
    decimal: str = ","
    broken: tuple[Broken, ...] = ()
    notes: tuple[str, ...] = ()
    named_files: bool = field(default=False)


class Source(Protocol):
    """Something rows can be read from."""

    def open(self, workspace: Path) -> Given:
        """Make the rows ready, using `workspace` for what must be written. Raises Unusable."""
        ...


def columns_of(path: Path) -> dict[str, str]:
    """Names and DuckDB types of a Parquet file's columns. Raises Unusable if it is no such file."""
    try:
        with duckdb.connect() as connection:
            rows = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    except duckdb.Error:  # its text may quote what stands in the file
        raise Unusable(f"{path.name} kan ikke leses som Parquet. Filen er skadet, eller av et annet slag.") from None
    return {str(name): str(kind) for name, kind, *_ in rows}


def no_double_names(names: list[str], where: str) -> None:
    """Raises Unusable when two columns have the same name, whatever the case."""
    folded = [name.strip().casefold() for name in names]
    double = sorted({name for name in names if folded.count(name.strip().casefold()) > 1})
    if double:
        raise Unusable(f"{where} har flere kolonner med samme navn: {', '.join(double)}.")


def whole_file(path: Path) -> None:
    """Raises Unusable unless there is such a file, and something in it."""
    if not path.is_file():
        raise Unusable(f"Finner ikke filen {path.name}.")
    if path.stat().st_size == 0:
        raise Unusable(f"{path.name} er tom.")


def footer_is_whole(path: Path) -> None:
    """Raises Unusable for a Parquet file that was cut off."""
    try:
        pq.ParquetFile(path).close()
    except (ArrowInvalid, OSError):
        raise Unusable(f"{path.name} kan ikke leses som Parquet. Filen er skadet, eller av et annet slag.") from None
