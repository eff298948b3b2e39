"""CSV and other text files with a separator."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.sources.csv_shape import SEPARATORS, Shape, decoded, shape_of
from samspill.analysis.tables.sources.given import Broken, Given, no_double_names, whole_file
from samspill.analysis.tables.sql import limits, literal

_SEPARATOR_WORDS = {";": "semikolon", ",": "komma", "\t": "tabulator", "|": "loddrett strek"}
_WHY = {
    "MISSING COLUMNS": "Raden har for få kolonner.",
    "TOO MANY COLUMNS": "Raden har for mange kolonner.",
    "UNQUOTED VALUE": "Et anførselstegn er ikke lukket.",
    "LINE SIZE OVER MAXIMUM": "Raden er for lang, kanskje fordi et anførselstegn ikke er lukket.",
}
_LINE = re.compile(r"[Ll]ine:? (\d+)")


@dataclass(frozen=True)
class Csv:
    """A text file with a header. What is not stated is found by looking.

    separator   one sign
    encoding    a Python name, such as "utf-8" or "cp1252"
    decimal     "," or "."
    """

    path: str | Path
    separator: str | None = None
    encoding: str | None = None
    decimal: str | None = None

    def open(self, workspace: Path) -> Given:
        """Read all as text. Raises Unusable when it cannot be read; rows that cannot be split are `broken`."""
        path = Path(self.path)
        self._must_make_sense()
        whole_file(path)
        shape = shape_of(path, self.separator, self.encoding, self.decimal)
        no_double_names(list(shape.names), path.name)
        made = workspace / "given.parquet"
        broken = _read(path, shape, made, workspace)
        return Given(
            files=(made,),
            columns=dict.fromkeys(shape.names, "VARCHAR"),
            first_row=2 + shape.blank_above,
            decimal=shape.decimal,
            broken=broken,
            notes=(_in_words(shape),),
        )

    def _must_make_sense(self) -> None:
        if self.separator is not None and (len(self.separator) != 1 or self.separator in '"\r\n'):
            raise Unusable(f"Skilletegnet skal være ett tegn, som {', '.join(map(repr, SEPARATORS))}.")
        if self.decimal not in (None, ",", "."):
            raise Unusable("Desimaltegnet skal være komma eller punktum.")


def _in_words(shape: Shape) -> str:
    parted = _SEPARATOR_WORDS.get(shape.separator, repr(shape.separator))
    sign = "komma" if shape.decimal == "," else "punktum"
    return f"Lest med tegnsett {shape.encoding}, skilletegn {parted} og desimaltegn {sign}."


def _read(path: Path, shape: Shape, made: Path, workspace: Path) -> tuple[Broken, ...]:
    """As it stands if it can be, else by way of a copy in UTF-8 with line ends that are all alike."""
    if shape.encoding == "utf-8" and not shape.blank_above and not shape.odd_ends:
        try:
            return _copy(path, shape, made, workspace)
        except duckdb.Error:
            made.unlink(missing_ok=True)  # perhaps line ends of two kinds
    plain = workspace / "plain.csv"
    with plain.open("w", encoding="utf-8", newline="") as file:
        file.writelines(decoded(path, shape.encoding))
    try:
        return _copy(plain, shape, made, workspace)
    except duckdb.Error as error:
        raise Unusable(_sentence(path.name, error)) from None


def _copy(plain: Path, shape: Shape, made: Path, workspace: Path) -> tuple[Broken, ...]:
    """To Parquet, in the order of the file."""
    columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in shape.names)
    reading = (
        f"read_csv({literal(plain)}, auto_detect=false, header=true, columns={{{columns}}}, quote='\"', escape='\"',"
        f" delim={literal(shape.separator)}, nullstr='', store_rejects=true, max_line_size=4000000)"
    )
    with duckdb.connect() as connection:
        limits(connection, workspace)
        connection.execute(f"COPY (SELECT * FROM {reading}) TO {literal(made)} (FORMAT parquet)")
        found = connection.execute(
            "SELECT line, any_value(CAST(error_type AS VARCHAR)), any_value(csv_line) FROM reject_errors"
            " GROUP BY line ORDER BY line"
        ).fetchall()
    above = shape.blank_above
    return tuple(
        Broken(line + above, _WHY.get(kind, "Raden kan ikke deles i kolonner."), text or "")
        for line, kind, text in found
    )


def _sentence(name: str, error: duckdb.Error) -> str:
    """Never the text of the error itself: it quotes the row."""
    line = _LINE.search(str(error))
    return f"{name}{f', rad {line[1]}' if line else ''}: filen kan ikke deles i rader og kolonner."
