"""Patient logistics (HIS 1149:2014): admitted, ready, no longer ready, discharged, dead. From message to events."""

from __future__ import annotations

from collections.abc import Iterator

from samspill.messages.body import TimedEvent, cancellation, event, timed_events
from samspill.messages.codes import EVENT_NAMES, LEFT_DEAD, LOGISTICS_ELEMENT, MAIN_EVENT
from samspill.messages.faults import Unreadable
from samspill.messages.message import Contact, Head, Status
from samspill.messages.tree import Element, child, code, list_number
from samspill.stay.events import Event, Kind, Side

_KINDS = {"1": Kind.ADMITTED, "2": Kind.DISCHARGED, "3": Kind.READY, "4": Kind.WITHDRAWN, "13": Kind.DIED}


def logistics_events(body: Element, head: Head, status: Status, contact: Contact) -> tuple[Event, ...]:
    """The events of a logistics message, in its own order; one single event when it cancels an earlier one.

    The events that a message repeats for context (the admission in a ready notice, the ready day in a withdrawal) come
    along: the message they first stood in may be lost or late.
    """
    element = _application(body, head)
    said = _said(element, head)
    leaving = child(element, "UtskrevetTil")
    if head.type == "LOG_UTSKREVET" and child(leaving, "UtTil") is None:
        raise Unreadable("T02", "Meldingen om utskrevet pasient mangler sted pasienten er skrevet ut til.", head)
    by = _by(head)
    if status is Status.CANCELLATION:
        return cancellation(head, by)
    replaces = head.parent if status is Status.CHANGE else ""
    unit = (head.sender.unit_her or contact.unit_id or head.sender.organisation_her) if by is Side.HOSPITAL else ""
    kinds = {**_KINDS, "2": Kind.DIED} if code(child(leaving, "Uttilstand")) in LEFT_DEAD else _KINDS
    events = [
        event(
            head,
            kinds[one.code],
            by,
            one.at,
            replaces=replaces,
            unit=unit,
            discharged_to=_place(leaving) if one.code == "2" else "",
        )
        for one in said
    ]
    if head.type == "LOG_UTSKRIVNINGSKLAR" and status is not Status.HISTORY:
        events.append(event(head, Kind.READY_NOTICE, by, replaces=replaces, unit=unit))
    return tuple(events)


def _application(body: Element, head: Head) -> Element:
    """The element that the message is built around. Its name must go with the type of the message."""
    wanted = LOGISTICS_ELEMENT[head.type]
    element = child(body, wanted)
    if element is not None:
        return element
    if any(child(body, name) is not None for name in LOGISTICS_ELEMENT.values()):
        raise Unreadable("T99", f"Meldingen er av typen {head.type}, men innholdet er av en annen type.", head)
    raise Unreadable("T02", f"Meldingen mangler {wanted}.", head)


def _said(element: Element, head: Head) -> list[TimedEvent]:
    """The timed events with codes; the one that the message exists for is among them, or is the only one."""
    found = list(timed_events(element, head))
    main = MAIN_EVENT[head.type]
    if not found:
        raise Unreadable("T02", "Meldingen mangler hendelse med tidspunkt (TidsfestetHendelse).", head)
    if len(found) == 1 and not found[0].code:
        return [TimedEvent(main, found[0].at)]
    said = list(_without_repeats(one for one in found if one.code))
    if main not in {one.code for one in said}:
        name = EVENT_NAMES[main].lower()
        raise Unreadable("T99", f"Meldingen er av typen {head.type}, men sier ikke når «{name}» skjedde.", head)
    return said


def _without_repeats(found: Iterator[TimedEvent]) -> Iterator[TimedEvent]:
    seen: set[TimedEvent] = set()
    for one in found:
        if one not in seen:
            seen.add(one)
            yield one


def _by(head: Head) -> Side:
    """Notices of death go between municipal care and GPs; a GP is addressed as a person."""
    if head.type != "LOG_DOD":
        return Side.HOSPITAL
    return Side.GP if head.sender.unit_is_person else Side.MUNICIPALITY


def _place(leaving: Element | None) -> str:
    place = child(leaving, "UtTil")
    return code(place) if list_number(place) in ("8408", "") else ""
