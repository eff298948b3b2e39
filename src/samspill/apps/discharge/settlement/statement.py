"""A statement as it stands: reckoned anew while it is open, read back as it was once it is locked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from samspill.apps.discharge.settlement.evidence import grounds_of, remarks_of
from samspill.apps.discharge.settlement.life import HELD_OUT
from samspill.apps.discharge.settlement.models import BilledDay, Objection, Statement, StatementLine
from samspill.apps.discharge.settlement.owed import owed_to
from samspill.apps.discharge.settlement.reckoning import Billed, DayOf, Line, Month, Owed, Reckoning, reckon
from samspill.directory.models import Unit


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """A line as the two parties see it. evidence: (when, what, who said it, source)."""

    number: int
    line: Line
    name: str
    born: str
    evidence: tuple[tuple[str, str, str, str], ...]
    remarks: tuple[str, ...]

    @property
    def born_day(self) -> date | None:
        return date.fromisoformat(self.born) if self.born else None

    @property
    def corrects_words(self) -> str:
        """The month that it corrects, as 03.2026; empty for the month's own lines."""
        return f"{self.line.corrects.month:02}.{self.line.corrects.year}" if self.line.corrects else ""

    @property
    def lacks_documents(self) -> bool:
        return "no_documents" in self.remarks


class Books:
    """All that one trust is owed and has billed, read once for however many of its statements."""

    def __init__(self, trust: Unit) -> None:
        self.trust = trust
        self.statements = list(
            Statement.objects.filter(trust=trust)
            .select_related("municipality", "trust", "community")
            .order_by("year", "month", "municipality__name")
        )

    @cached_property
    def start(self) -> Month | None:
        """The first month that the trust settles here."""
        return min((each.of_month for each in self.statements), default=None)

    @cached_property
    def owed(self) -> dict[UUID | None, dict[DayOf, Owed]]:
        return owed_to(self.trust, self.start.first) if self.start else {}

    @cached_property
    def _billed(self) -> dict[UUID, list[Billed]]:
        columns = ("statement__municipality", "patient", "day", "stay", "sign", "rate")
        found: dict[UUID, list[Billed]] = {}
        for municipality, *rest in (
            BilledDay.objects.filter(statement__trust=self.trust).order_by("pk").values_list(*columns)
        ):
            found.setdefault(municipality, []).append(Billed(*rest))
        return found

    @cached_property
    def _held_out(self) -> dict[UUID, set[DayOf]]:
        found: dict[UUID, set[DayOf]] = {}
        for row in Objection.objects.filter(statement__trust=self.trust, state__in=HELD_OUT).select_related(
            "statement"
        ):
            days = Line(None, row.patient, row.first, row.last, row.patient, 0, 0).each_day()
            found.setdefault(row.statement.municipality_id, set()).update(DayOf(row.patient, day) for day in days)
        return found

    def reckoning(self, statement: Statement) -> Reckoning:
        """Of an open statement."""
        assert self.start is not None
        out = self._held_out.get(statement.municipality_id, set())
        owed = self.owed.get(statement.municipality_id, {})
        return reckon(
            statement.of_month,
            start=self.start,
            owed={key: value for key, value in owed.items() if key not in out},
            billed=self._billed.get(statement.municipality_id, []),
            corrects=self.earliest_open(statement) == statement,
        )

    def earliest_open(self, like: Statement) -> Statement | None:
        """Of the same two parties; they are locked in the order of the calendar."""
        same = (each for each in self.statements if each.municipality_id == like.municipality_id)
        return next((each for each in same if each.locked_at is None), None)

    @property
    def of_nobody(self) -> int:
        """Days whose municipality is not known, and which nobody is therefore asked to pay."""
        return len(self.owed.get(None, {}))


@dataclass
class Shown:
    """One statement with its lines, names and sums."""

    statement: Statement
    books: Books | None = None

    @cached_property
    def _books(self) -> Books:
        return self.books or Books(self.statement.trust)

    @property
    def locked(self) -> bool:
        return self.statement.locked_at is not None

    @cached_property
    def reckoning(self) -> Reckoning:
        if not self.locked:
            return self._books.reckoning(self.statement)
        return Reckoning(tuple(_line_of(row) for row in self._rows))

    @cached_property
    def _rows(self) -> list[StatementLine]:
        return list(self.statement.lines.order_by("number"))

    @cached_property
    def lines(self) -> list[ShownLine]:
        return [_frozen(row) for row in self._rows] if self.locked else lines_of(self.reckoning.lines)

    @cached_property
    def digest(self) -> str:
        """Of what is to be paid: the same lines give the same digest, and nothing else does."""
        told = [[str(part) for part in _plain(line)] for line in self.reckoning.lines]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def missing_rate(self) -> str:
        """The sentence for years without a daily rate; empty when the sum is known."""
        years = self.reckoning.no_rate
        if not years:
            return ""
        sentence = _("Døgnsatsen for %(years)s er ikke lagt inn med kilde, så summen er ikke kjent.")
        return sentence % {"years": ", ".join(str(year) for year in years)}

    def approved_by_hospital(self) -> bool:
        return self.locked or self.statement.hospital_digest == self.digest

    def approved_by_municipality(self) -> bool:
        return self.locked or self.statement.municipality_digest == self.digest

    @property
    def changed_since_approved(self) -> bool:
        """One side approved something else than what stands now."""
        given = {self.statement.hospital_digest, self.statement.municipality_digest} - {""}
        return not self.locked and bool(given - {self.digest})


def _plain(line: Line) -> tuple[Any, ...]:
    return (line.corrects, line.patient, line.stay, line.first, line.last, line.days, line.rate)


def lines_of(lines: Sequence[Line]) -> list[ShownLine]:
    """With who and why, said in bokmål as they are kept."""
    with override("nb"):
        grounds = grounds_of(lines)
        return [_shown(number, line, grounds) for number, line in enumerate(lines, 1)]


def _shown(number: int, line: Line, grounds: Any) -> ShownLine:
    ground = grounds[line.patient, line.stay]
    return ShownLine(
        number=number,
        line=line,
        name=ground.who["name"],
        born=ground.who["born"],
        evidence=ground.events,
        remarks=tuple(remarks_of(line, ground)),
    )


def _line_of(row: StatementLine) -> Line:
    corrects = Month(row.corrects_year, row.corrects_month) if row.corrects_year and row.corrects_month else None
    return Line(corrects, row.patient, row.first, row.last, row.stay, row.days, row.rate)


def _frozen(row: StatementLine) -> ShownLine:
    return ShownLine(
        number=row.number,
        line=_line_of(row),
        name=row.who.get("name", ""),
        born=row.who.get("born", ""),
        evidence=tuple((at, what, by, source) for at, what, by, source in row.evidence["events"]),
        remarks=tuple(row.remarks),
    )


def patients_in(lines: Iterable[ShownLine]) -> dict[UUID, UUID]:
    """Patient → one of their stays in it: what the access log is told when the statement is opened."""
    return {each.line.patient: each.line.stay for each in lines}
