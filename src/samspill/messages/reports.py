"""Health information from the hospital (HIS 1144:2014) and the admission report from the municipality (HIS 1143:2014).

Samspill takes in that they were sent and when discharge is expected. Their clinical content belongs in the record.
"""

from __future__ import annotations

from datetime import date, datetime

from samspill.messages.body import cancellation, event, timed_events
from samspill.messages.faults import Unreadable
from samspill.messages.message import Head, Status
from samspill.messages.tree import Element, child, children, code
from samspill.stay.events import OSLO, Event, Kind, Side

_FIRST_NOTICE = "1"  # code list 9140; 2 is updated information


def admission_report_events(head: Head, status: Status) -> tuple[Event, ...]:
    """That the municipality has told what it knows. An update does not undo that the first was sent."""
    if status is Status.CANCELLATION:
        return cancellation(head, Side.MUNICIPALITY)
    return (event(head, Kind.ADMISSION_REPORT, Side.MUNICIPALITY),)


def health_information_events(body: Element, head: Head, status: Status) -> tuple[Event, ...]:
    """First message: the need is seen and the municipality warned. All: when discharge is expected, if a day is given.

    `replaces` stays empty also in an update. The latest expectation counts anyway, and to replace the first message
    would take away that it was sent in time.
    """
    contents = child(body, "TypeInnholdIMelding", "TypeInnhold")
    stays = list(children(body, "OpplysningOpphold"))
    if contents is None or not stays:
        raise Unreadable("T02", "Helseopplysningene mangler TypeInnholdIMelding eller OpplysningOpphold.", head)
    if status is Status.CANCELLATION:
        return cancellation(head, Side.HOSPITAL)
    unit = head.sender.unit_her or head.sender.organisation_her
    times = {one.code: one.at for stay in stays for one in timed_events(stay, head)}
    events = []
    if "1" in times:
        events.append(event(head, Kind.ADMITTED, Side.HOSPITAL, times["1"], unit=unit))
    if code(contents) == _FIRST_NOTICE and status is not Status.HISTORY:
        events += [event(head, kind, Side.HOSPITAL, unit=unit) for kind in (Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE)]
    expected = times.get("2", times.get("3"))  # an expected discharge says more than an expected ready day
    if expected is not None:
        events.append(event(head, Kind.EXPECTED_DISCHARGE, Side.HOSPITAL, expected=_day(expected), unit=unit))
    return tuple(events)


def _day(moment: date | datetime) -> date:
    return moment.astimezone(OSLO).date() if isinstance(moment, datetime) else moment
