"""Making the month's statements, approving and locking them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from samspill.accounts.notices.addressees import who_may
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.quiet_notices import kinds as told
from samspill.apps.discharge.settlement import permissions, rules
from samspill.apps.discharge.settlement.life import ObjectionState, Whose
from samspill.apps.discharge.settlement.models import (
    BilledDay,
    DocumentsSent,
    Statement,
    StatementLine,
)
from samspill.apps.discharge.settlement.reckoning import Month
from samspill.apps.discharge.settlement.statement import Books, Shown
from samspill.core import clock, notices
from samspill.core.deeds import deed
from samspill.core.doer import Machine
from samspill.core.references import Reference
from samspill.core.refusal import Refused
from samspill.directory.models import Membership, Unit, UnitKind

CLOCK = Machine(name="settlement", deeds=frozenset({"settlement.make"}))
KIND = "discharge.statement"


@deed("settlement.make", permission=permissions.check_make_for)
def make_statements(*, by: Any, trust: Unit, month: Month) -> Unit:
    """The statements of a month, and of every month between it and the first that the trust settles here: one for each
    municipality of the community, and for any other that owes days. Made already, they stay. Raises Refused."""
    rules.check_month(month, clock.today())
    community = by.community_id
    first = Books(trust).start or month
    for each in _months(min(first, month), max(month, _last_made(trust) or month)):
        _make(community, trust, each)
    return trust


def _months(first: Month, last: Month) -> list[Month]:
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next)
    return found


def _last_made(trust: Unit) -> Month | None:
    made = Statement.objects.filter(trust=trust).order_by("-year", "-month").first()
    return made.of_month if made else None


def _make(community: Any, trust: Unit, month: Month) -> None:
    today = clock.today()
    members = Membership.objects.on(today).filter(community=community, unit__kind=UnitKind.MUNICIPALITY)
    debtors = set(members.values_list("unit", flat=True))
    debtors |= {pk for pk, owed in Books(trust).owed.items() if pk and any(Month.of(k.day) == month for k in owed)}
    Statement.objects.bulk_create(
        [
            Statement(
                community_id=community,
                trust=trust,
                municipality_id=pk,
                year=month.year,
                month=month.month,
                made_at=clock.now(),
            )
            for pk in sorted(debtors)
        ],
        ignore_conflicts=True,
    )


def make_due_statements() -> None:
    """The month that is over, for every trust that has begun. Run by the clock."""
    month = Month.of(clock.today()).before
    begun = Statement.objects.order_by().values_list("community", "trust").distinct()
    for community, trust in begun:
        if not Statement.objects.filter(community=community, trust=trust, year=month.year, month=month.month).exists():
            by = Machine(CLOCK.name, CLOCK.deeds, community)
            make_statements(by=by, trust=Unit.objects.get(pk=trust), month=month)


def locked_with_its_pair(statement: Statement) -> Statement:
    """The statement as it is now; all of the same two parties wait behind it, so that they are locked one by one."""
    pair = Statement.objects.filter(trust=statement.trust_id, municipality=statement.municipality_id)
    rows = {row.pk: row for row in pair.select_for_update().order_by("pk")}
    return Statement.objects.select_related("trust", "municipality", "community").get(pk=rows[statement.pk].pk)


def why_not_approve(shown: Shown, books: Books) -> str:
    """The sentence beside the grey button; empty when it may be approved now."""
    statement = shown.statement
    earliest = books.earliest_open(statement)
    return rules.check_can_approve.why_not(
        locked=shown.locked,
        missing_rate=shown.missing_rate,
        earlier_open=earliest is not None and earliest.of_month < statement.of_month,
        open_objections=statement.objections.filter(state=ObjectionState.RAISED).count(),
    )


@deed("settlement.approve", permission=permissions.check_approve)
def approve(*, by: Any, statement: Statement, digest: str) -> Statement:
    """Approve what `digest` is of, for one's own side; when both have approved the same, it is locked. Raises Refused,
    also when something has changed since it was looked at."""
    statement = locked_with_its_pair(statement)
    books = Books(statement.trust)
    shown = Shown(statement, books)
    if why_not := why_not_approve(shown, books):
        raise Refused(why_not)
    rules.check_same(digest, shown.digest)
    side = permissions.side_of(by, statement)
    setattr(statement, f"{side}_digest", digest)
    setattr(statement, f"{side}_by", by.name[:160])
    setattr(statement, f"{side}_at", clock.now())
    if statement.hospital_digest == statement.municipality_digest:
        _lock(shown)
    statement.save()
    _tell_approved(statement, side, by)
    return statement


def _lock(shown: Shown) -> None:
    """Write down the lines as both approved them, with names and evidence as they are now."""
    statement, lines = shown.statement, shown.lines
    by_month = {
        each.of_month: each for each in shown._books.statements if each.municipality_id == statement.municipality_id
    }
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            number=each.number,
            patient=each.line.patient,
            stay=each.line.stay,
            first=each.line.first,
            last=each.line.last,
            days=each.line.days,
            rate=each.line.rate or 0,  # never without: see check_can_approve
            corrects=by_month.get(each.line.corrects) if each.line.corrects else None,
            corrects_year=each.line.corrects.year if each.line.corrects else None,
            corrects_month=each.line.corrects.month if each.line.corrects else None,
            who={"name": each.name, "born": each.born},
            evidence={"events": [list(event) for event in each.evidence]},
            remarks=list(each.remarks),
        )
        for each in lines
    )
    BilledDay.objects.bulk_create(
        BilledDay(
            statement=statement,
            patient=each.line.patient,
            stay=each.line.stay,
            day=day,
            sign=1 if each.line.days > 0 else -1,
            rate=each.line.rate or 0,  # never without: see check_can_approve
        )
        for each in lines
        for day in each.line.each_day()
    )
    statement.days, statement.kroner = shown.reckoning.days, shown.reckoning.kroner
    statement.locked_at = clock.now()


def _tell_approved(statement: Statement, side: Whose, by: Any) -> None:
    text = (
        gettext_noop("Oppgjøret for %(month)s er godkjent av begge og låst.")
        if statement.locked_at
        else gettext_noop("Oppgjøret for %(month)s er godkjent av den andre siden og venter på dere.")
    )
    tell_other_side(
        statement, side, told.STATEMENT, text, f"approved:{side}:{getattr(statement, f'{side}_digest')}", by
    )


def tell_other_side(statement: Statement, side: Whose, kind: str, text: str, occasion: str, by: Any) -> None:
    other = statement.municipality if side is Whose.HOSPITAL else statement.trust
    notices.notify(
        kind=kind,
        to=who_may("settlement.approve", unit=other, community=statement.community_id),
        community=statement.community_id,
        about=Reference(KIND, statement.pk),
        occasion=occasion,
        url=reverse("settlement:statement", args=[statement.pk]),
        text=text,
        values={"month": f"{statement.month:02}.{statement.year}"},
        by=by,
    )


@deed("settlement.documents_sent", permission=permissions.check_documents)
def documents_sent(*, by: Any, statement: Statement, stay_id: Any, on: date) -> DocumentsSent:
    """Say when the discharge summary of a stay in the statement was sent. Raises Refused."""
    if on > clock.today():
        raise Refused(gettext_lazy("Datoen kan ikke være fram i tid."))
    if not Stay.objects.filter(pk=stay_id, trust=statement.trust_id).exists():
        raise Refused(gettext_lazy("Oppholdet er ikke hos dette sykehuset."))
    values = {"community_id": statement.community_id, "on": on, "by_name": by.name[:160], "at": clock.now()}
    row, _made = DocumentsSent.objects.update_or_create(stay=stay_id, defaults=values)
    return row
