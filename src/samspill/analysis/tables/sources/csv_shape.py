"""How a CSV file is written: encoding, separator, decimal sign. Found by looking, or as stated."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samspill.analysis.statistics.unusable import Unusable

SEPARATORS = (";", ",", "\t", "|")
_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_COMMA = re.compile(r"-?\d+,\d+")
_POINT = re.compile(r"-?\d+\.\d+")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Shape:
    """encoding is a Python name; names are the header, in which a column without a name has its number."""

    encoding: str
    separator: str
    decimal: str
    names: tuple[str, ...]
    blank_above: int  # empty lines above the header
    odd_ends: bool  # lines end in another way than by a line feed


def encoding_of(path: Path, stated: str | None) -> str:
    """The encoding: as stated, by its mark, UTF-8 if the whole file is, else Windows-1252.

    Raises Unusable with the line where a stated encoding fails, and for a file that is not text.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if stated:
        return _must_decode(path, marked if marked and _same(stated, marked) else stated)
    if marked:
        return _must_decode(path, marked)
    if b"\0" in start:
        raise Unusable(f"{path.name} er ikke en tekstfil.")
    return "utf-8" if _bad_line(path, "utf-8") is None else _must_decode(path, "cp1252")


def _same(stated: str, marked: str) -> bool:
    return stated.lower().replace("_", "-").startswith(marked.removesuffix("-sig"))


def _must_decode(path: Path, encoding: str) -> str:
    try:
        line = _bad_line(path, encoding)
    except LookupError:
        raise Unusable(f"Tegnsettet {encoding!r} er ukjent.") from None
    if line is not None:
        raise Unusable(f"{path.name}, linje {line}: teksten er ikke skrevet i tegnsettet {encoding}.")
    return encoding


def _bad_line(path: Path, encoding: str) -> int | None:
    """The line with the first byte that cannot be read; None when all can."""
    lines = 1
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                lines += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            if not block:
                return None


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text in blocks, every line ended by a line feed, from the first line that holds anything."""
    with path.open(encoding=encoding, newline=None) as file:
        yield next((line for line in file if line.strip()), "")
        while block := file.read(_BLOCK):
            yield block


def shape_of(path: Path, separator: str | None, encoding: str | None, decimal: str | None) -> Shape:
    """Look at the file. Raises Unusable when it has no header or cannot be read."""
    found = encoding_of(path, encoding)
    with path.open(encoding=found, newline="") as file:
        start = file.read(_SAMPLE)
    if not start.strip():
        raise Unusable(f"{path.name} er tom.")
    lines = start.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blank_above = next(number for number, line in enumerate(lines) if line.strip())
    sample = "\n".join(lines[blank_above:])
    parted = separator or _separator(sample)
    rows = list(csv.reader(io.StringIO(sample), delimiter=parted))
    if len(start) == _SAMPLE and len(rows) > 1:
        rows.pop()  # cut off
    names = tuple(name.strip() or f"kolonne {number}" for number, name in enumerate(rows[0], 1))
    odd_ends = start.replace("\r\n", "").count("\r") > 0
    return Shape(found, parted, decimal or _decimal(rows[1:], parted), names, blank_above, odd_ends)


def _separator(sample: str) -> str:
    """The sign that gives the most columns in the header; between equals, the first of SEPARATORS."""
    header = next(line for line in sample.splitlines() if line.strip())
    return max(SEPARATORS, key=lambda sign: len(next(csv.reader([header], delimiter=sign))))


def _decimal(rows: list[list[str]], separator: str) -> str:
    """What stands in the numbers of the sample; if there is none, a comma unless that parts the columns."""
    cells = [cell.strip() for row in rows for cell in row]
    commas, points = (sum(bool(sign.fullmatch(cell)) for cell in cells) for sign in (_COMMA, _POINT))
    if commas == points:
        return "." if separator == "," else ","
    return "," if commas > points else "."
