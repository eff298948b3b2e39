"""The list of long waits as a person sees it, and what waits for the leaders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.apps.discharge.long_waits.lifting import WAIT, waited
from samspill.apps.discharge.long_waits.models import Lift, LongWait
from samspill.apps.discharge.long_waits.rules import ORDER, Step
from samspill.apps.discharge.models import Stay, StayEvent
from samspill.apps.discharge.queries.histories import events_of
from samspill.core import clock, references, waiting
from samspill.core.references import Reference, Resolved
from samspill.directory.roles import Role
from samspill.stay import fold

NEXT_DAY = timedelta(days=1)
SHOWN_CLOSED = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One long wait. patient: initials, for those who work with the patient; empty for others."""

    wait: LongWait
    patient: str
    days: int
    lifts: tuple[Lift, ...]
    case: Resolved | None

    @property
    def last(self) -> Lift | None:
        return self.lifts[-1] if self.lifts else None


def listed_for(person: Any, *, closed: bool = False) -> list[Listed]:
    """The furthest lifted first, then those who have waited longest; of the closed, those of the last month."""
    waits = LongWait.objects.visible_to(person)
    since = clock.now() - SHOWN_CLOSED
    waits = (
        waits.filter(closed_at__gt=since).order_by("-closed_at") if closed else waits.open().order_by("ready_on", "pk")
    )
    rows = list(waits.select_related("stay__patient", "stay__municipality", "stay__ward").prefetch_related("lifts"))
    seen = set(
        Stay.objects.visible_to(person).filter(pk__in=[row.stay_id for row in rows]).values_list("pk", flat=True)
    )
    cases = {row.pk: Reference.read(row.case) for row in rows if row.case}
    shown = references.resolve(cases.values(), seen_by=person)
    events = events_of(row.stay for row in rows)
    found = [
        _listed(row, seen, shown.get(cases[row.pk]) if row.pk in cases else None, _days(row, events[row.stay_id]))
        for row in rows
    ]
    return found if closed else sorted(found, key=lambda each: -ORDER.index(Step(each.wait.step)))


def _days(row: LongWait, events: Iterable[StayEvent]) -> int:
    """Waited in this ready period, as the library counts; of one that is over, from its first day to its last."""
    folded = fold([each.event for each in events], next_admission=row.stay.next_admission)
    if folded.period is not None and folded.period.ready_on == row.ready_on:
        return waited(folded)
    period = next((each for each in folded.periods if each.ready_on == row.ready_on), None)
    return ((period.ended_on if period and period.ended_on else clock.today()) - row.ready_on).days


def _listed(row: LongWait, seen: set[UUID], case: Resolved | None, days: int) -> Listed:
    return Listed(
        wait=row,
        patient=row.stay.patient.initials if row.stay_id in seen else "",
        days=days,
        lifts=tuple(sorted(row.lifts.all(), key=lambda lift: lift.at)),
        case=case,
    )


def waiting_items(person: Any) -> Iterable[waiting.WaitingItem]:
    """For leaders: what has been lifted to them and nobody has made a plan for, or whose day to look again has come."""
    if not (person.signed_in and person.may("long_waits.see") and getattr(person, "role", "") == Role.LEADER):
        return
    for each in listed_for(person):
        due = _due(each)
        if due is not None and due > clock.now() + NEXT_DAY:
            continue  # a plan is made, and it is not time yet
        yield waiting.WaitingItem(
            what=_("Følg opp lang ventetid: %(step)s") % {"step": Step(each.wait.step).label.lower()},
            about=_("%(days)s døgn · %(where)s") % {"days": each.days, "where": _where(each)},
            url=reverse("long_waits:list"),
            due=due,
            broken=due is not None and due < clock.now(),
        )


def _due(each: Listed) -> datetime | None:
    if each.wait.look_again:
        return datetime.combine(each.wait.look_again, time(23, 59), clock.OSLO)
    return each.last.at + NEXT_DAY if each.last else None


def _where(each: Listed) -> str:
    stay = each.wait.stay
    return f"{stay.municipality.name if stay.municipality else '–'} · {stay.ward_name}"


def resolve_waits(person: Any, ids: Iterable[UUID]) -> dict[UUID, Resolved]:
    """For other rooms that point to a long wait: without who it is."""
    seen = LongWait.objects.visible_to(person).filter(pk__in=list(ids)).select_related("stay__municipality")
    return {
        row.pk: Resolved(
            title=_("Lang ventetid, %(where)s")
            % {"where": row.stay.municipality.name if row.stay.municipality else "–"},
            url=reverse("long_waits:list"),
            kind_label=_("Lang ventetid"),
        )
        for row in seen
    }


def register() -> None:
    references.kind_of_thing(WAIT, resolve_waits)
    waiting.room_with_waiting_items(waiting_items)
