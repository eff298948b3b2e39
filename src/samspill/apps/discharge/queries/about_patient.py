"""All that is stored of one patient, as plain values: for the patient's own right to see it (GDPR article 15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from samspill.apps.discharge import words
from samspill.apps.discharge.coordination.queries.about import written_about
from samspill.apps.discharge.long_waits.about_patient import about_long_waits
from samspill.apps.discharge.models import GrantedAccess, OutgoingMessage, Patient, ReceivedMessage, Stay, StayEvent
from samspill.apps.discharge.places.about_patient import about_reservations
from samspill.apps.discharge.settlement.about_patient import about_settlements
from samspill.directory.lookup import unit_by_her
from samspill.stay import State
from samspill.stay.events import Kind

# What the parts of the room store about a patient, each as {title, lead, heading, rows} of texts.
PARTS: tuple[Callable[[Patient], dict[str, Any]], ...] = (about_reservations, about_long_waits, about_settlements)


def everything_about(patient: Patient) -> dict[str, Any]:
    """Sections in the order a reader wants them; all values are texts, numbers, lists or None, fit for JSON."""
    return {
        "identity": dict(patient.identity),
        "stays": [_stay(row) for row in _stays(patient)],
        "events": [_event(row) for row in StayEvent.objects.filter(patient=patient).order_by("said_at", "pk")],
        "received_messages": [_received(row) for row in _messages(patient)],
        "sent_messages": [
            _sent(row) for row in OutgoingMessage.objects.filter(stay__patient=patient).order_by("written_at")
        ],
        "written": written_about(patient),
        "granted_accesses": [_granted(row) for row in GrantedAccess.objects.filter(patient=patient).order_by("at")],
        "more": [about(patient) for about in PARTS],
    }


def _stays(patient: Patient) -> Any:
    rows = Stay.objects.filter(patient=patient).select_related("trust", "ward", "municipality")
    return rows.order_by("admitted_on", "pk")


def _messages(patient: Patient) -> Any:
    return ReceivedMessage.objects.filter(patient=patient).order_by("received_at")


def _stay(row: Stay) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "trust": row.trust.name,
        "ward": row.ward_name,
        "municipality": row.municipality.name if row.municipality else "",
        "state": str(words.STATES[State(row.state)]),
        "admitted_on": _day(row.admitted_on),
        "ready_on": _day(row.ready_on),
        "place_from": _day(row.place_from),
        "ended_on": _day(row.ended_on),
        "part_of_another_stay": row.merged_into_id is not None,
    }


def _event(row: StayEvent) -> dict[str, Any]:
    return {
        "what": str(words.KINDS[Kind(row.kind)]),
        "at": _moment(row.at) or _day(row.day),
        "told_at": _moment(row.said_at),
        "by": row.by,
        "unit": _unit(row.unit),
        "municipality_number": row.municipality,
        "expected": _day(row.expected),
        "note": row.note,
        "source": row.source,
        "recorded_at": _moment(row.recorded_at),
    }


def _unit(named: str) -> str:
    """By name, where the message told a number that we know."""
    found = unit_by_her(named) if named else None
    return found.name if found else named


def _received(row: ReceivedMessage) -> dict[str, Any]:
    return {
        "received_at": _moment(row.received_at),
        "type": row.type,
        "from": row.sender_name,
        "to": row.receiver_name,
        "message_id": row.message_id,
        "outcome": str(row.get_outcome_display()),
        "content": bytes(row.body).decode("utf-8", errors="replace"),
    }


def _sent(row: OutgoingMessage) -> dict[str, Any]:
    return {
        "written_at": _moment(row.written_at),
        "type": row.type,
        "to": row.to_name,
        "content": bytes(row.body).decode("utf-8", errors="replace"),
    }


def _granted(row: GrantedAccess) -> dict[str, Any]:
    return {
        "at": _moment(row.at),
        "until": _moment(row.until),
        "who": row.who_name,
        "role": row.role,
        "unit": row.unit,
        "ground": str(row.get_ground_display()),
        "reason": row.reason.get("text", ""),
        "verdict": str(row.get_verdict_display()) if row.verdict else "",
        "reviewed_at": _moment(row.reviewed_at),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
