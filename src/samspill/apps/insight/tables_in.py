"""A pasted table of counts, read for the disclosure exit. What cannot be read is said by row, in words."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from samspill.analysis.disclosure import Dimension, Table
from samspill.core.refusal import Refused

COUNT = "antall"
WHOLE = "alle"
MOST_CELLS, MOST_DIMENSIONS = 5000, 4


def table_of(text: str, name: str) -> Table:
    """Columns are dimensions, the last is «antall»; sums are added. Raises Refused with what is wrong, and where.

    Separated by semicolon, tab or comma; a number may have spaces between thousands. Every combination of labels that
    has no row counts as none.
    """
    rows = _rows(text)
    heading = [cell.strip().casefold() for cell in rows[0]]
    if len(heading) < 2 or heading[-1] != COUNT:
        raise Refused(_("Siste kolonne må hete «antall», og minst én kolonne må stå foran."))
    if len(heading) - 1 > MOST_DIMENSIONS:
        raise Refused(_("En tabell kan deles på høyst %(n)s måter."), n=MOST_DIMENSIONS)
    if len(set(heading)) < len(heading) or not all(heading):
        raise Refused(_("Hver kolonne må ha et navn, og navnene må være ulike."))
    read = [_read(row, heading, number) for number, row in enumerate(rows[1:], 2)]
    if not read:
        raise Refused(_("Tabellen har ingen rader."))
    dimensions = [_dimension(column, read) for column in heading[:-1]]
    _check_size(dimensions)
    return Table.from_rows(read, name=name, about=name, dimensions=dimensions, count=COUNT, totals=True, missing="zero")


def _rows(text: str) -> list[list[str]]:
    lines = text.strip("\ufeff\r\n ")
    if not lines:
        raise Refused(_("Tabellen er tom."))
    mark = max(";\t,", key=lines.splitlines()[0].count)
    return [row for row in csv.reader(io.StringIO(lines), delimiter=mark) if any(cell.strip() for cell in row)]


def _read(row: list[str], heading: list[str], number: int) -> dict[str, Any]:
    if len(row) != len(heading):
        raise Refused(_("Rad %(n)s har %(is)s kolonner, men overskriften har %(should)s.") % {
            "n": number, "is": len(row), "should": len(heading)
        })  # fmt: skip
    cells = [cell.strip() for cell in row]
    if not all(cells[:-1]):
        raise Refused(_("Rad %(n)s mangler en verdi i en av inndelingene.") % {"n": number})
    figure = "".join(cells[-1].split()).replace("\u202f", "")
    if not figure.isdecimal() or len(figure) > 9:
        raise Refused(_("Rad %(n)s: «%(cell)s» er ikke et helt antall.") % {"n": number, "cell": cells[-1][:30]})
    return {**dict(zip(heading[:-1], cells[:-1], strict=True)), COUNT: int(figure)}


def _dimension(column: str, rows: list[dict[str, Any]]) -> Dimension:
    labels = list(dict.fromkeys(str(row[column]) for row in rows))
    if WHOLE in {label.casefold() for label in labels}:
        raise Refused(_("Ta ut summene («alle») av kolonnen «%(column)s»; de legges til."), column=column)
    return Dimension.flat(column, labels, total=WHOLE) if len(labels) > 1 else Dimension.flat(column, labels)


def _check_size(dimensions: list[Dimension]) -> None:
    cells = 1
    for each in dimensions:
        cells *= len(each.labels)
    if cells > MOST_CELLS:
        raise Refused(_("Tabellen blir på %(n)s celler; det meste er %(most)s."), n=cells, most=MOST_CELLS)
