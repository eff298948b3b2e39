"""Taking back a wrong click, for a short while: by an event that says so, never by removing anything."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.actions.recording import record_events
from samspill.apps.discharge.coordination.acting import held
from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.models import OutgoingMessage, ReceivedMessage, Stay, StayEvent
from samspill.apps.discharge.registering.permissions import check_register
from samspill.apps.discharge.registering.since import happened_since
from samspill.apps.discharge.registering.telling import party, tell_the_hospital, tell_the_municipality
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.messages import Status
from samspill.stay import Event, Kind, Side
from samspill.ui import formats

# Which message told it, for those that must be told as cancelled too.
_MESSAGES = {
    Kind.READY_NOTICE: "LOG_UTSKRIVNINGSKLAR",
    Kind.WITHDRAWN: "LOG_AVMELDING",
    Kind.DISCHARGED: "LOG_UTSKREVET",
    Kind.DIED: "LOG_UTSKREVET",
}


def check_can_be_undone(*, recorded_at: datetime, own: bool, others_since: bool, now: datetime) -> None:
    """Plain values in; raises Refused."""
    within = timedelta(minutes=settings.UNDO_MINUTES)
    if not own:
        raise Refused(_("Bare den som registrerte det, kan angre. Andre retter ved å registrere det som er riktig."))
    if now - recorded_at > within:
        raise Refused(
            _("Det kan angres i %(minutes)s minutter. Nå rettes det ved å registrere det som er riktig."),
            minutes=settings.UNDO_MINUTES,
        )
    if others_since:
        raise Refused(_("Den andre siden har alt handlet på dette, så det kan ikke angres lenger."))


def last_own(by: Any, stay: Stay) -> StayEvent | None:
    """The latest event that this person registered by form and that still counts; what «undo» is about."""
    rows = list(StayEvent.objects.filter(stay=stay, recorded_by=by.audit_id).order_by("-pk")[:20])
    sources = {row.source for row in rows}
    cancelled = set(
        StayEvent.objects.filter(patient=stay.patient_id, kind=Kind.CANCELLED, refers_to__in=sources).values_list(
            "refers_to", flat=True
        )
    )
    by_message = set(
        ReceivedMessage.objects.filter(message_id__in=sources, outcome="accepted").values_list("message_id", flat=True)
    )
    possible = (row for row in rows if row.kind != Kind.CANCELLED and row.source not in cancelled | by_message)
    return next(possible, None)


def why_not_undo(by: Any, stay: Stay, row: StayEvent) -> str:
    try:
        _check(by, stay, row)
    except Refused as no:
        return str(no)
    return ""


def _check(by: Any, stay: Stay, row: StayEvent) -> None:
    others = [other for other in happened_since(stay, row.pk) if other.by != row.by]
    check_can_be_undone(
        recorded_at=row.recorded_at,
        own=row.recorded_by == by.audit_id,
        others_since=bool(others),
        now=clock.now(),
    )


@deed("discharge.undo", permission=check_register)
def undo(*, by: Any, stay: Stay, source: str) -> Stay:
    """Take back what the person registered last with that source. Raises Refused."""
    stay = held(stay)
    row = last_own(by, stay)
    if row is None or row.source != source:
        raise Refused(_("Dette er alt angret, eller noe nyere er registrert etterpå."))
    _check(by, stay, row)
    now = clock.now()
    event = Event(
        kind=Kind.CANCELLED,
        at=now,
        said_at=now,
        by=Side(side_of(by)),
        source=str(uuid.uuid4()),
        refers_to=row.source,
    )
    record_events(patient=stay.patient, trust=stay.trust, events=[event], recorded_by=by.audit_id)
    _tell(stay, row, event)
    stay.refresh_from_db()
    return stay


def _tell(stay: Stay, row: StayEvent, event: Event) -> None:
    """Whoever was told by message is told again; the receiver's own system keeps the first one as it came."""
    was_told = OutgoingMessage.objects.filter(stay=stay, written_at=row.said_at).exists()
    if not was_told:
        return
    kind = Kind(row.kind)
    if kind in (Kind.CAN, Kind.CANNOT):
        said = formats.clock_time(row.said_at)
        text = f"Kommunen trekker svaret som ble sendt kl. {said}. Det var sendt ved en feil. Nytt svar sendes for seg."
        about = Event(**{**_values(event), "refers_to": row.refers_to})
        tell_the_hospital(stay, about, party(stay.trust, stay.ward), text)
    elif kind in _MESSAGES:
        happened = {Kind.READY: row.day} if kind is Kind.READY_NOTICE else {_as_sent(kind): row.event.at}
        tell_the_municipality(
            stay, event, _MESSAGES[kind], happened, died=kind is Kind.DIED, status=Status.CANCELLATION
        )


def _as_sent(kind: Kind) -> Kind:
    return Kind.DISCHARGED if kind is Kind.DIED else kind


def _values(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("kind", "at", "said_at", "by", "source")}
