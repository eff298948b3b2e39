"""What the bodies of PLO messages have in common: shipment status, contact, timed events. HIS 80704:2014 chapter 5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from samspill.messages.codes import EVENT_NAMES
from samspill.messages.faults import Unreadable
from samspill.messages.head import full_name
from samspill.messages.message import Contact, Head, Status
from samspill.messages.moments import NoMoment, read_moment
from samspill.messages.tree import Element, child, children, code, list_number, text
from samspill.stay.events import Event, Kind, Side

_LOCAL_FIRST = ("LAV", "HER", "RSH", "LOK", "AVD", "ENH")  # which id names a ward best


@dataclass(frozen=True, slots=True)
class TimedEvent:
    """TidsfestetHendelse: a code of list 9121, empty if none or unknown, and when. Anslag is never read: see docs."""

    code: str
    at: date | datetime


def read_status(body: Element, head: Head) -> Status:
    """Forsendelsesstatus. Raises Unreadable where it is missing, or changes an earlier message without saying which."""
    element = child(body, "InformasjonOmForsendelsen", "Forsendelsesstatus")
    if element is None:
        raise Unreadable("T02", "Meldingen mangler forsendelsesstatus (InformasjonOmForsendelsen).", head)
    try:
        status = Status(code(element))
    except ValueError:
        sentence = "Forsendelsesstatus er ikke en kjent kode, så det er uvisst om meldingen er ny eller kansellerer."
        raise Unreadable("T99", sentence, head) from None
    if status in (Status.CHANGE, Status.CANCELLATION) and not head.parent:
        deed = "endres" if status is Status.CHANGE else "kanselleres"
        sentence = f"Meldingen sier ikke hvilken tidligere melding som {deed} (ConversationRef/RefToParent mangler)."
        raise Unreadable("T99", sentence, head)
    return status


def read_contact(body: Element) -> Contact:
    """The first contact unit and the health worker responsible, as far as they are given."""
    unit = child(body, "TilknyttetEnhet", "Kontaktenhet")
    person = child(body, "AnsvarForRapport", "AnsvarligRapport")
    if person is None:
        person = child(body, "KontaktpersonHelsepersonell", "Kontaktperson")
    return Contact(
        unit=text(child(unit, "OrganisationName")),
        unit_id=_best_id(unit),
        phone=code(child(unit, "TeleCom", "TeleAddress")).removeprefix("tel:"),
        responsible=full_name(person),
    )


def timed_events(parent: Element, head: Head) -> Iterator[TimedEvent]:
    """The TidsfestetHendelse in an element, in order. Raises Unreadable on one without a usable time."""
    for element in children(parent, "TidsfestetHendelse"):
        when = child(element, "TidspunktForHendelse")
        if when is None or child(element, "Anslag") is None:
            raise Unreadable("T02", "En hendelse mangler tidspunkt (TidspunktForHendelse) eller Anslag.", head)
        named = child(element, "Hendelsekode")
        known = code(named) in EVENT_NAMES and list_number(named) in ("9121", "")
        yield TimedEvent(code(named) if known else "", _moment(code(when), code(named), head))


def cancellation(head: Head, by: Side) -> tuple[Event, ...]:
    """One event: all that the earlier message said never happened."""
    return (event(head, Kind.CANCELLED, by, refers_to=head.parent),)


def event(
    head: Head,
    kind: Kind,
    by: Side,
    at: date | datetime | None = None,
    *,
    refers_to: str = "",
    replaces: str = "",
    expected: date | None = None,
    unit: str = "",
    discharged_to: str = "",
) -> Event:
    """An event that this message brings; at the moment the message was made when no other is given."""
    said_at = head.generated_at
    if said_at is None:
        raise ValueError("a head without a time has not been through check_head")
    return Event(
        kind=kind,
        at=said_at if at is None else at,
        said_at=said_at,
        by=by,
        source=head.message_id,
        refers_to=refers_to,
        replaces=replaces,
        expected=expected,
        unit=unit,
        discharged_to=discharged_to,
    )


def _moment(written: str, event_code: str, head: Head) -> date | datetime:
    try:
        return read_moment(written)
    except NoMoment as error:
        name = EVENT_NAMES.get(event_code, "en hendelse").lower()
        raise Unreadable("T99", f"Tidspunktet for «{name}» {error}.", head) from None


def _best_id(unit: Element | None) -> str:
    ids = {code(child(ident, "TypeId")): text(child(ident, "Id")) for ident in children(unit, "Ident")}
    return next((ids[kind] for kind in _LOCAL_FIRST if ids.get(kind)), next(iter(ids.values()), ""))
