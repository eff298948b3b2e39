"""Which notices follow from how the stays of a community stand now.

Run by the schedule, not by the message that came: so nothing is lost when a process is killed between the two, a late
message that changes the past tells what is true now, and the path of a message stays as short as it was. What is told
is keyed by what happened, so it does not matter how often, or by how many, this is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from samspill.accounts.notices.addressees import accounts_in, nearest
from samspill.apps.discharge.models import Pulse, Stay, ToldUntil
from samspill.apps.discharge.models.stays import READY_STATES
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.quiet_notices import kinds
from samspill.apps.discharge.references import stay_reference
from samspill.core import clock, notices
from samspill.directory.roles import Role
from samspill.stay import Kind, Side, State, fold
from samspill.stay import Stay as Folded
from samspill.stay.standing import same_municipality

# What was committed late may carry an earlier time than what was seen before it.
OVERLAP = timedelta(minutes=5)
# Older than this it is no news: a history that is moved in, or a message that was weeks on its way.
NEWS = timedelta(days=2)


@dataclass(frozen=True)
class Told:
    """What to tell about one stay: to which side, and when it happened."""

    kind: str
    text: str
    to: Side
    occasion: str
    at: datetime


def tell_what_changed() -> None:
    """All communities whose stays changed since this was run last; and the promises that have run out since."""
    known = {row.community_id: row for row in ToldUntil.objects.all()}
    for pulse in Pulse.objects.all():
        until = known.get(pulse.community_id) or ToldUntil(community_id=pulse.community_id)
        _tell_community(pulse, until)


def _tell_community(pulse: Pulse, until: ToldUntil) -> None:
    now, since = clock.now(), until.at - OVERLAP if until.at else None
    with transaction.atomic():
        if pulse.number != until.beat:
            for stay, folded in _changed(pulse.community_id, since):
                _tell(stay, told_of(folded, now))
        for stay in _overdue(pulse.community_id, since or now - NEWS, now):
            _tell(stay, [_overdue_told(stay)])
        ToldUntil.objects.update_or_create(community_id=pulse.community_id, defaults={"beat": pulse.number, "at": now})


def _changed(community: UUID, since: datetime | None) -> Iterator[tuple[Stay, Folded]]:
    stays = Stay.objects.open().filter(community=community)
    stays = stays.filter(changed_at__gte=since) if since is not None else stays.filter(state__in=READY_STATES)
    found = list(stays.select_related("ward", "trust", "municipality"))
    rows = events_of(found)
    for stay in found:
        yield stay, fold([row.event for row in rows[stay.pk]], next_admission=stay.next_admission)


def _overdue(community: UUID, since: datetime, now: datetime) -> Iterable[Stay]:
    stays = Stay.objects.open().filter(community=community, state__in=READY_STATES, due__gt=since, due__lte=now)
    return stays.select_related("ward", "trust", "municipality")


def told_of(stay: Folded, now: datetime) -> list[Told]:
    """What is news about a stay at a moment. Plain values in, plain values out."""
    return [told for told in _all(stay) if now - NEWS < told.at <= now]


def _all(stay: Folded) -> Iterator[Told]:
    period, last = stay.period, stay.last_event
    if last is not None and last.kind is Kind.WITHDRAWN and period is None:
        text = gettext_noop("Sykehuset har avmeldt en pasient: ikke lenger utskrivningsklar.")
        yield Told(kinds.WITHDRAWN, text, Side.MUNICIPALITY, f"{last.day}:{last.source}", last.instant)
    if stay.not_known is not None:
        text = gettext_noop("En kommune melder at en pasient er ukjent hos dem.")
        yield Told(kinds.ANSWERED, text, Side.HOSPITAL, f"not known:{stay.not_known.source}", stay.not_known.instant)
        return
    if stay.confirmed_at is not None and stay.state is State.AWAITING_ANSWER:
        text = gettext_noop("Sykehuset holder fast ved oppholdskommunen for en pasient, og venter på svar fra dere.")
        occasion = f"confirmed:{stay.confirmed_at.isoformat()}"
        yield Told(kinds.READY, text, Side.MUNICIPALITY, occasion, stay.confirmed_at)
    if period is None:
        return
    if stay.state is State.AWAITING_ANSWER:
        asked = [n for n in period.notices if same_municipality(n.municipality, stay.municipality)] or period.notices
        first = min(asked, key=lambda notice: notice.at)
        text = gettext_noop("En pasient er meldt utskrivningsklar og venter på svar fra dere.")
        yield Told(kinds.READY, text, Side.MUNICIPALITY, f"{first.at.isoformat()}:{stay.municipality}", first.at)
    if stay.state in (State.AWAITING_PLACE, State.PLACE_READY) and last is not None:
        answer = period.answers[-1]
        text = (
            gettext_noop("Kommunen kan ta imot en pasient.")
            if answer.can
            else gettext_noop("Kommunen kan ikke ta imot en pasient nå.")
        )
        moment = last.instant if last.kind in (Kind.CAN, Kind.CANNOT) else _begins(answer.said_on)
        yield Told(kinds.ANSWERED, text, Side.HOSPITAL, f"{answer.can}:{answer.said_on}:{answer.day}", moment)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.OSLO)


def _overdue_told(stay: Stay) -> Told:
    assert stay.due is not None
    text = gettext_noop("Fristen for neste steg for en pasient er gått ut hos dere.")
    return Told(kinds.OVERDUE, text, Side(stay.whose_move), f"{stay.state}:{stay.due.isoformat()}", stay.due)


def _tell(stay: Stay, told: Iterable[Told]) -> None:
    for each in told:
        notices.notify(
            kind=each.kind,
            to=those_who_answer_for(stay, each.to),
            community=stay.community_id,
            about=stay_reference(stay.pk),
            occasion=each.occasion,
            url=reverse("discharge:stay", args=[stay.pk]),
            text=each.text,
        )


def those_who_answer_for(stay: Stay, side: Side) -> list[UUID]:
    """The coordinators nearest to the ward; or the allocation officers of the municipality, or of its city."""
    if side is Side.HOSPITAL:
        return nearest([Role.DISCHARGE_COORDINATOR], unit=stay.ward or stay.trust, community=stay.community_id)
    if side is Side.MUNICIPALITY and stay.municipality is not None:
        officers = [Role.ALLOCATION_OFFICER]
        return accounts_in(stay.municipality, officers, stay.community_id) or accounts_in(
            stay.municipality.top, officers, stay.community_id
        )
    return []
