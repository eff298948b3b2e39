"""The list of statements with their sums, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.apps.discharge.settlement.keeping import why_not_approve
from samspill.apps.discharge.settlement.life import ObjectionState, Whose
from samspill.apps.discharge.settlement.models import Objection, Statement
from samspill.apps.discharge.settlement.permissions import side_of
from samspill.apps.discharge.settlement.statement import Books, Shown
from samspill.apps.discharge.small_numbers import hidden_among
from samspill.core import clock, waiting
from samspill.ui import formats

MONTHS_SHOWN = 13


@dataclass(frozen=True, kw_only=True)
class Row:
    """One statement in the list. kroner is None where a rate is missing. people: how many it is about.

    hidden: so few that days and kroner are not for whoever may not open it; both are None then.
    """

    statement: Statement
    days: int | None
    kroner: int | None
    no_rate: tuple[int, ...]
    status: str
    tone: str
    objections: int
    may_open: bool
    people: int
    hidden: bool = False


@dataclass
class Listed:
    """rows: newest month first. of_nobody: days whose municipality is unknown."""

    rows: list[Row]
    of_nobody: int


def listed_for(person: Any, *, all_of_them: bool = False) -> Listed:
    """The statements that the person may see the sums of. Those with nothing in them are left out."""
    seen = {row.pk for row in Statement.objects.visible_to(person)}
    parties = set(Statement.objects.parties(person).values_list("pk", flat=True))
    rows: list[Row] = []
    nobody = 0
    for books in _books(seen):
        counts = _objections(books)
        shown = [Shown(each, books) for each in books.statements if each.pk in seen]
        rows += [_row(each, counts.get(each.statement.pk, 0), each.statement.pk in parties) for each in shown]
        nobody += books.of_nobody if person.top_id == books.trust.pk else 0
    rows = [row for row in rows if row.days or row.kroner or row.objections or row.no_rate]
    rows.sort(key=lambda row: (-row.statement.year, -row.statement.month, row.statement.municipality.name))
    return Listed(_protected(rows if all_of_them else _latest(rows)), nobody)


def _protected(rows: list[Row]) -> list[Row]:
    """Days and kroner over a few people are hidden from those who are not a party: month by month, so that what is
    hidden cannot be worked out from what the trust was owed in all."""
    hidden: set[Any] = set()
    for month in {(row.statement.trust_id, row.statement.of_month) for row in rows if not row.may_open}:
        of_month = [row for row in rows if (row.statement.trust_id, row.statement.of_month) == month]
        by_place = {str(row.statement.pk): row for row in of_month}
        few = hidden_among("Oppgjør", {label: row.people for label, row in by_place.items()})
        hidden |= {by_place[label].statement.pk for label in few if not by_place[label].may_open}
    return [replace(row, days=None, kroner=None, hidden=True) if row.statement.pk in hidden else row for row in rows]


def _latest(rows: list[Row]) -> list[Row]:
    months = sorted({row.statement.of_month for row in rows}, reverse=True)[:MONTHS_SHOWN]
    return [row for row in rows if row.statement.of_month in months]


def _books(seen: set[Any]) -> Iterable[Books]:
    trusts = {row.trust_id: row.trust for row in Statement.objects.filter(pk__in=seen).select_related("trust")}
    return [Books(trust) for _pk, trust in sorted(trusts.items(), key=lambda each: each[1].name)]


def _objections(books: Books) -> dict[Any, int]:
    found: dict[Any, int] = {}
    open_ones = Objection.objects.filter(statement__trust=books.trust, state=ObjectionState.RAISED)
    for pk in open_ones.values_list("statement", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _row(shown: Shown, objections: int, may_open: bool) -> Row:
    statement = shown.statement
    words, tone = status_of(shown)
    locked = statement.locked_at is not None
    return Row(
        statement=statement,
        days=(statement.days or 0) if locked else shown.reckoning.days,
        kroner=statement.kroner if locked else shown.reckoning.kroner,
        no_rate=() if locked else shown.reckoning.no_rate,
        status=words,
        tone=tone,
        objections=objections,
        may_open=may_open,
        people=len({line.patient for line in shown.reckoning.lines}),
    )


def status_of(shown: Shown) -> tuple[str, str]:
    """(words, tone) of where it stands."""
    if shown.locked:
        return _("Låst"), "done"
    if shown.reckoning.no_rate:
        return _("Døgnsats mangler"), "stopped"
    if shown.changed_since_approved:
        return _("Endret etter godkjenning"), "info"
    if shown.approved_by_hospital():
        return _("Venter på kommunen"), "waiting"
    if shown.approved_by_municipality():
        return _("Venter på sykehuset"), "waiting"
    return _("Ikke godkjent"), "neutral"


def waiting_items(person: Any) -> Iterable[waiting.WaitingItem]:
    """Statements that the other side has approved and this one has not, and objections to answer."""
    if not (person.signed_in and person.may("settlement.approve")):
        return
    mine = Statement.objects.parties(person)
    asked = mine.filter(locked_at=None).exclude(hospital_digest="", municipality_digest="")
    yield from _to_approve(person, asked)
    for objection in _to_answer(person, mine):
        due = datetime.combine(objection.due, time(23, 59), clock.OSLO) if objection.due else None
        yield waiting.WaitingItem(
            what=_("Svar på innsigelse til oppgjør"),
            about=f"{objection.statement.municipality.name} · {_month_of(objection.statement)}",
            url=reverse("settlement:statement", args=[objection.statement_id]),
            due=due,
            broken=due is not None and due < clock.now(),
        )


def _to_approve(person: Any, asked: Any) -> Iterable[waiting.WaitingItem]:
    books: dict[Any, Books] = {}
    for statement in asked.select_related("trust", "municipality").order_by("year", "month")[:50]:
        side = side_of(person, statement)
        theirs = statement.municipality_digest if side is Whose.HOSPITAL else statement.hospital_digest
        known = books.setdefault(statement.trust_id, Books(statement.trust))
        shown = Shown(statement, known)
        if theirs != shown.digest or why_not_approve(shown, known):
            continue
        yield waiting.WaitingItem(
            what=_("Godkjenn oppgjør"),
            about=f"{statement.municipality.name} · {_month_of(statement)}",
            url=reverse("settlement:statement", args=[statement.pk]),
        )


def _to_answer(person: Any, mine: Any) -> Any:
    raised = Objection.objects.filter(statement__in=mine, state=ObjectionState.RAISED, statement__trust=person.top_id)
    return raised.select_related("statement__municipality").order_by("due", "raised_at")


def _month_of(statement: Statement) -> str:
    return f"{formats.words().months[statement.month - 1]} {statement.year}"
