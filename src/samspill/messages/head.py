"""The head of a message (MsgHead 1.2, HIS 80601): who sent what to whom, when, about which patient.

Reading is tolerant, so that a receipt can be addressed even when the message is broken; `check_head` is strict.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from samspill.messages.codes import APPREC, DIALOGUE, MIG_VERSION, MSGHEAD, PLO_DATES
from samspill.messages.faults import NotForUs, Unreadable
from samspill.messages.identity import Identity, WrongNumber, check_number
from samspill.messages.message import Head, Party, Patient
from samspill.messages.moments import NoMoment, read_day, read_instant
from samspill.messages.tree import Element, child, children, code, namespace, short, text

_UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_OLD_BODIES = (DIALOGUE["1.0"], f"/{PLO_DATES['1.5']}")  # standards that ask for AppRec 1.0 (HITS 1168 chapter 8.3)
_NUMBERS_IN_ORDER = ("FNR", "DNR", "FHN", "HNR", "DUF")  # the surest first, where a patient has several
_SURE = frozenset({"FNR", "DNR", "FHN"})  # with a name, these are enough (HIS 80415:2012 chapter 3.3.4)
_REQUIRED = ("Type", "MIGversion", "GenDate", "MsgId", "Sender", "Receiver")


def read_head(root: Element) -> Head:
    """Whatever can be found; missing parts are empty. Never raises."""
    info = child(root, "MsgInfo")
    if info is None:
        return _head_of_another_kind(root)
    sent_id, sent_date = text(child(info, "MsgId")), text(child(info, "GenDate"))
    conversation = child(info, "ConversationRef")
    return Head(
        message_id=sent_id.lower(),
        type=code(child(info, "Type")),
        generated_at=_instant_or_none(sent_date),
        sender=read_party(child(info, "Sender")),
        receiver=read_party(child(info, "Receiver")),
        parent=text(child(conversation, "RefToParent")).lower(),
        conversation=text(child(conversation, "RefToConversation")).lower(),
        test=code(child(info, "ProcessingStatus")) == "D",
        sent_id=sent_id,
        sent_date=sent_date,
        receipt_version=_receipt_version(find_body(root)),
    )


def read_party(side: Element | None) -> Party:
    """Sender or Receiver: the organisation, and the service or the health worker that is the second level."""
    organisation = child(side, "Organisation")
    below = child(organisation, "Organisation")
    person = child(organisation, "HealthcareProfessional") if below is None else None
    unit = below if below is not None else person
    return Party(
        organisation_her=_number(organisation, "HER"),
        organisation_name=text(child(organisation, "OrganisationName")),
        organisation_number=_number(organisation, "ENH"),
        unit_her=_number(unit, "HER"),
        unit_name=full_name(person) if person is not None else text(child(unit, "OrganisationName")),
        unit_is_person=person is not None,
    )


def find_body(root: Element) -> Element | None:
    """The professional content: the first element in the Content of the first Document."""
    content = child(root, "Document", "RefDoc", "Content")
    return content[0] if content is not None and len(content) else None


def full_name(person: Element | None) -> str:
    """Given, middle and family name; empty when nothing is given."""
    parts = (text(child(person, name)) for name in ("GivenName", "MiddleName", "FamilyName"))
    return " ".join(part for part in parts if part)


def check_form(root: Element, head: Head) -> None:
    """Is it a message with MsgHead 1.2 at all? Raises NotForUs."""
    if root.tag == f"{{{MSGHEAD}}}MsgHead":
        return
    if short(root) == "MsgHead":
        raise NotForUs("T10", "Meldingen har en annen versjon av hodemeldingen enn 1.2.", head)
    raise NotForUs("T10", "Dette er ikke en melding med hodemelding (MsgHead), og tas ikke imot her.", head)


def check_head(root: Element, head: Head) -> None:
    """Has the head what the standard makes mandatory, in its own namespace? Raises Unreadable."""
    info = root.find(f"{{{MSGHEAD}}}MsgInfo")
    present = {below.tag for below in info} if info is not None else set()
    missing = [name for name in _REQUIRED if f"{{{MSGHEAD}}}{name}" not in present]
    if info is None:
        raise Unreadable("T02", "Meldingen mangler meldingsinformasjon (MsgInfo).", head)
    if missing:
        raise Unreadable("T02", f"Meldingens hode mangler {', '.join(missing)}.", head)
    if text(child(info, "MIGversion")) != MIG_VERSION:
        raise NotForUs("T10", "Meldingen har en annen versjon av hodemeldingen enn 1.2.", head)
    if head.generated_at is None:
        raise Unreadable("T02", "Tidspunktet meldingen ble laget (GenDate), er ikke et gyldig tidspunkt.", head)
    if not _UUID.fullmatch(head.sent_id):
        raise Unreadable("E10", "Meldingens identifikator (MsgId) er ikke en gyldig UUID.", head)
    for party, name in ((head.sender, "avsender (Sender)"), (head.receiver, "mottaker (Receiver)")):
        if not (party.organisation_her or party.organisation_number or party.unit_her):
            raise Unreadable("T99", f"Meldingens {name} har verken HER-id eller organisasjonsnummer.", head)


def read_patient(root: Element, head: Head, *, allow_synthetic: bool, today: date | None) -> Patient:
    """The patient, well enough identified to be found again. Raises Unreadable with E30, E31 or E36."""
    patient = child(root, "MsgInfo", "Patient")
    if patient is None:
        raise Unreadable("E36", "Meldingen sier ikke hvilken pasient den gjelder (Patient mangler).", head)
    family, given = text(child(patient, "FamilyName")), _given_names(patient)
    if not family and not given:
        raise Unreadable("E36", "Pasientens navn mangler.", head)
    identity = _identity(patient, head, allow_synthetic=allow_synthetic, today=today)
    born = _day_or_none(text(child(patient, "DateOfBirth"))) or identity.born
    sex = code(child(patient, "Sex")) or identity.sex
    if identity.kind not in _SURE and not (born and sex):
        sentence = "Uten fødselsnummer, D-nummer eller felles hjelpenummer må fødselsdato og kjønn være med."
        raise Unreadable("E36", sentence, head)
    return Patient(
        number=identity.number, number_kind=identity.kind, family_name=family, given_name=given, born=born, sex=sex
    )


def _identity(patient: Element, head: Head, *, allow_synthetic: bool, today: date | None) -> Identity:
    """The surest of the patient's numbers."""
    numbers: dict[str, str] = {}
    for ident in children(patient, "Ident"):
        numbers.setdefault(code(child(ident, "TypeId")) or "FNR", text(child(ident, "Id")))
    numbers = {kind: number for kind, number in numbers.items() if number}
    if not numbers:
        raise Unreadable("E30", "Pasienten har ikke fødselsnummer eller annet nummer i meldingen.", head)
    kind = next((kind for kind in _NUMBERS_IN_ORDER if kind in numbers), next(iter(numbers)))
    try:
        return check_number(numbers[kind], kind, allow_synthetic=allow_synthetic, today=today)
    except WrongNumber as error:
        raise Unreadable("E31", str(error), head) from None


def _given_names(patient: Element) -> str:
    return " ".join(part for name in ("GivenName", "MiddleName") if (part := text(child(patient, name))))


def _number(unit: Element | None, kind: str) -> str:
    for ident in children(unit, "Ident"):
        if code(child(ident, "TypeId")) == kind:
            return text(child(ident, "Id"))
    return ""


def _instant_or_none(written: str) -> datetime | None:
    try:
        return read_instant(written)
    except NoMoment:
        return None


def _day_or_none(written: str) -> date | None:
    try:
        return read_day(written) if written else None
    except NoMoment:
        return None


def _receipt_version(body: Element | None) -> str:
    return "1.0" if body is not None and namespace(body).endswith(_OLD_BODIES) else "1.1"


def _head_of_another_kind(root: Element) -> Head:
    """Messages older than MsgHead (discharge summary 1.1) have the same facts in other places; receipts get none."""
    sent_id = text(child(root, "MsgId"))
    sent_date = code(child(root, "GenDate")) or text(child(root, "GenDate"))
    return Head(
        message_id=sent_id.lower(),
        type="APPREC" if short(root) == "AppRec" else code(child(root, "Type")),
        generated_at=_instant_or_none(sent_date),
        sent_id=sent_id,
        sent_date=sent_date,
        wants_receipt=namespace(root) not in APPREC.values(),
    )
