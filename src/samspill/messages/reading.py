"""From the bytes of a national message to the events of a stay, or to the reason why not."""

from __future__ import annotations

from datetime import datetime

from samspill.messages.body import read_contact, read_status
from samspill.messages.codes import DIALOGUE, LOGISTICS_ELEMENT, PLO_DATES, TYPE_NAMES, plo
from samspill.messages.dialogue import read_answer
from samspill.messages.faults import NotForUs, Unreadable
from samspill.messages.head import check_form, check_head, find_body, read_head, read_patient
from samspill.messages.logistics import logistics_events
from samspill.messages.message import Contact, Head, Message, Patient, Status
from samspill.messages.reports import admission_report_events, health_information_events
from samspill.messages.safe_xml import Refused, parse, recover
from samspill.messages.schemas import Schemas
from samspill.messages.tree import Element, child, children
from samspill.stay.events import OSLO, Event

# What the body of each type must be, by its full name; PLO 1.5 and 1.6 differ in nothing that is read here.
_LOGISTICS_BODIES = {f"{{{plo('Pasientlogistikk', version)}}}Pasientlogistikk" for version in PLO_DATES}
_DIALOGUE_BODIES = {f"{{{name}}}Dialogmelding" for name in DIALOGUE.values()}
_BODIES = {
    **dict.fromkeys(LOGISTICS_ELEMENT, _LOGISTICS_BODIES),
    "INNLEGGELSESRAPPORT": {f"{{{plo('Innleggelsesrapport', version)}}}Innleggelsesrapport" for version in PLO_DATES},
    "HELSEOPPL_SOKNAD": {f"{{{plo('HelseopplysningerVedSoknad')}}}HelseopplysningerVedSoknad"},
    "DIALOG_NOTAT": _DIALOGUE_BODIES,
    "DIALOG_HELSEFAGLIG": _DIALOGUE_BODIES,
}


def read(
    data: bytes, *, schemas: Schemas | None = None, now: datetime | None = None, allow_synthetic: bool = False
) -> Message:
    """One message with the events it brings.

    schemas          the national schemas; without them only what Samspill itself needs of the standard is checked
    now              when it is received, aware; nobody is born after it
    allow_synthetic  are synthetic identity numbers let in?

    Raises Unreadable, with the code and the sentence for the receipt and what was found of the head. Its kind NotForUs
    means that nothing is wrong with the message, but that it does not belong here.
    """
    try:
        root = parse(data)
    except Refused as refusal:
        broken = recover(data)
        raise Unreadable(refusal.code, refusal.sentence, None if broken is None else read_head(broken)) from None
    head = read_head(root)
    check_form(root, head)
    _check_type(head)
    if schemas is not None:
        _check_schemas(root, head, schemas)
    check_head(root, head)
    body = _checked_body(root, head)
    today = now.astimezone(OSLO).date() if now else None
    patient = read_patient(root, head, allow_synthetic=allow_synthetic, today=today)
    message = _read_body(body, head, patient)
    if _has_attachment(root):
        raise Unreadable("T99", "Meldingen har vedlegg. Samspill kan ikke vise vedlegg, og avviser den derfor.", head)
    return message


def _read_body(body: Element, head: Head, patient: Patient) -> Message:
    if head.type.startswith("DIALOG_"):
        events, text, responsible = read_answer(body, head)
        return Message(head=head, status=Status.NEW, patient=patient, events=events, text=text, responsible=responsible)
    status, contact = read_status(body, head), read_contact(body)
    return Message(
        head=head,
        status=status,
        patient=patient,
        events=_plo_events(body, head, status, contact),
        contact_unit=contact.unit,
        contact_phone=contact.phone,
        responsible=contact.responsible,
    )


def _plo_events(body: Element, head: Head, status: Status, contact: Contact) -> tuple[Event, ...]:
    if head.type in LOGISTICS_ELEMENT:
        return logistics_events(body, head, status, contact)
    if head.type == "INNLEGGELSESRAPPORT":
        return admission_report_events(head, status)
    return health_information_events(body, head, status)


def _check_type(head: Head) -> None:
    if not head.type:
        raise Unreadable("T02", "Meldingen mangler meldingstype (MsgInfo/Type).", head)
    if head.type not in _BODIES:
        raise NotForUs("T10", "Meldingstypen tas ikke imot i Samspill. Send den til journalsystemet.", head)


def _check_schemas(root: Element, head: Head, schemas: Schemas) -> None:
    faults = schemas.validate(root)
    if not faults:
        return
    more = len(faults) - 1
    others = f" ({more} feil til)" if more else ""
    raise Unreadable("T02", f"Meldingen følger ikke det nasjonale skjemaet: {faults[0]}{others}", head)


def _checked_body(root: Element, head: Head) -> Element:
    """The professional content, of the standard that goes with the type."""
    body = find_body(root)
    if body is None:
        raise Unreadable("T02", "Meldingen mangler innhold (Document/RefDoc/Content).", head)
    if body.tag not in _BODIES[head.type]:
        if any(body.tag in bodies for bodies in _BODIES.values()):
            raise Unreadable("T99", f"Meldingen er av typen {head.type}, men innholdet er av en annen type.", head)
        raise NotForUs("T10", f"Samspill støtter ikke denne versjonen av «{TYPE_NAMES[head.type]}».", head)
    return body


def _has_attachment(root: Element) -> bool:
    """Anything beside the one professional content. What cannot be shown must be refused (HITS 1168 chapter 4.4)."""
    documents = list(children(root, "Document"))
    content = child(root, "Document", "RefDoc", "Content")
    return len(documents) > 1 or content is None or len(content) > 1
