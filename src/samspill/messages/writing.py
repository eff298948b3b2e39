"""Writing messages that others read: patient logistics (PLO 1.6) and the municipality's answer (dialogue 1.0, 1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from samspill.messages.answer_text import Answer, understand, write_answer_text
from samspill.messages.build import Builder, message_head, to_bytes
from samspill.messages.codes import (
    ANSWER_NAME,
    ANSWER_THEME,
    ANSWER_TYPE,
    DIALOGUE,
    EVENT_NAMES,
    FELLES,
    LOGISTICS_ELEMENT,
    MAIN_EVENT,
    PLACE_NAMES,
    STATUS_NAMES,
    plo,
)
from samspill.messages.message import NO_CONTACT, Contact, Envelope, HealthWorker, Status
from samspill.messages.moments import write_moment
from samspill.messages.tree import Element
from samspill.stay.events import OSLO, Kind

_CODES = {Kind.ADMITTED: "1", Kind.READY: "3", Kind.WITHDRAWN: "4", Kind.DISCHARGED: "2", Kind.DIED: "13"}
_ROLE_NAMES = {"LE": "Lege", "SP": "Sykepleier"}
_LIVING, _DEAD = ("1", "Som levende"), ("2", "Som død")


def write_logistics(
    envelope: Envelope,
    type_: str,
    happened: Mapping[Kind, date | datetime],
    *,
    status: Status = Status.NEW,
    contact: Contact = NO_CONTACT,
    responsible: HealthWorker | None = None,
    discharged_to: str = "1",
    died: bool = False,
) -> bytes:
    """One of the five logistics messages of PLO 1.6, as XML in UTF-8.

    type_          LOG_INNLAGT, LOG_UTSKRIVNINGSKLAR, LOG_AVMELDING, LOG_UTSKREVET or LOG_DOD
    happened       when what happened, by kind; written in the order of the mapping. A bare date is written as a date.
                   The kind that the message is about must be there; only a ready notice and a withdrawal hold more
    status         CHANGE and CANCELLATION need `parent` in the envelope
    contact        the ward to ring; `unit` and `phone`, and `unit_id` where it has a local id
    discharged_to  code list 8408, for LOG_UTSKREVET
    died           for LOG_UTSKREVET: in hospital; `happened` then has the time as DISCHARGED

    ValueError says what does not go together.
    """
    _check_logistics(type_, happened, status, envelope.parent)
    root, content = message_head(type_, envelope)
    own, po = Builder(plo("Pasientlogistikk")), Builder(plo("poKomponent"))
    body = own.root("Pasientlogistikk", {"p1": plo("Pasientlogistikk"), None: plo("poKomponent"), "fk1": FELLES})
    content.append(body)
    po.coded(po.add(body, "InformasjonOmForsendelsen"), "Forsendelsesstatus", status.value, STATUS_NAMES[status])
    _contact(po, body, contact)
    _responsible(po, body, responsible)
    application = own.add(body, LOGISTICS_ELEMENT[type_])
    if type_ == "LOG_UTSKREVET":
        leaving = po.add(application, "UtskrevetTil")
        po.coded(leaving, "Uttilstand", *(_DEAD if died else _LIVING), "8431")
        po.coded(leaving, "UtTil", discharged_to, PLACE_NAMES.get(discharged_to, ""), "8408")
    for kind, moment in happened.items():
        _timed_event(po, application, _CODES[kind], moment)
    return to_bytes(root)


def write_answer(
    envelope: Envelope,
    *,
    can: bool,
    expected: date | None = None,
    note: str = "",
    responsible: HealthWorker | None = None,
    version: str = "1.0",
) -> bytes:
    """The municipality's answer to a ready notice, as XML in UTF-8. `parent` of the envelope is the notice's id.

    can, expected  can receive, from that day (or now); or cannot, and expects to on that day (or does not know)
    note           for people; stands after the answer and is not part of it
    version        of the dialogue message: "1.0" (DIALOG_NOTAT) or "1.1" (DIALOG_HELSEFAGLIG)

    ValueError for a day before the answer is given, no parent, or an unknown version.
    """
    answered_on = envelope.generated_at.astimezone(OSLO).date()
    _check_answer(envelope, expected, answered_on, version)
    return _dialogue(envelope, write_answer_text(Answer(can, expected), note), responsible, version)


def write_note(envelope: Envelope, text: str, *, version: str = "1.0") -> bytes:
    """Words from the municipality about a ready notice that are no answer to it, for a person to read.

    ValueError without a parent, for an unknown version, and for words that would be read as an answer.
    """
    answered_on = envelope.generated_at.astimezone(OSLO).date()
    _check_answer(envelope, None, answered_on, version)
    if understand(text, answered_on) is not None:
        raise ValueError("this would be read as an answer")
    return _dialogue(envelope, text, None, version)


def _dialogue(envelope: Envelope, text: str, responsible: HealthWorker | None, version: str) -> bytes:
    root, content = message_head(ANSWER_TYPE[version], envelope)
    dialogue = Builder(DIALOGUE[version])
    body = dialogue.root("Dialogmelding", {None: DIALOGUE[version], "fk1": FELLES})
    content.append(body)
    notes = dialogue.add(body, "Notat")
    code_list, theme = ANSWER_THEME[version]
    dialogue.coded(notes, "TemaKodet", theme, ANSWER_NAME, code_list)
    dialogue.add(notes, "TekstNotatInnhold", text)
    dialogue.add(notes, "DatoNotat", envelope.generated_at.astimezone(OSLO).date().isoformat())
    if responsible:
        role = dialogue.add(notes, "RollerRelatertNotat")
        _person(dialogue, dialogue.add(role, "HealthcareProfessional"), responsible)
    return to_bytes(root)


def _check_answer(envelope: Envelope, expected: date | None, answered_on: date, version: str) -> None:
    if version not in DIALOGUE:
        raise ValueError(f"there is no dialogue message {version!r}")
    if not envelope.parent:
        raise ValueError("an answer must say which ready notice it answers")
    if expected and expected < answered_on:
        raise ValueError("an answer cannot promise a day that is past")


def _check_logistics(type_: str, happened: Mapping[Kind, date | datetime], status: Status, parent: str) -> None:
    if type_ not in LOGISTICS_ELEMENT:
        raise ValueError(f"{type_!r} is not a logistics message")
    codes = {_CODES.get(kind, "") for kind in happened}
    if MAIN_EVENT[type_] not in codes or "" in codes:
        raise ValueError(f"{type_} tells of {EVENT_NAMES[MAIN_EVENT[type_]]!r}, and of nothing outside code list 9121")
    if len(happened) > 1 and type_ not in ("LOG_UTSKRIVNINGSKLAR", "LOG_AVMELDING"):
        raise ValueError(f"{type_} has room for one event only")
    if status in (Status.CHANGE, Status.CANCELLATION) and not parent:
        raise ValueError("a change or cancellation must say which message it is about")


def _timed_event(po: Builder, application: Element, code: str, moment: date | datetime) -> None:
    timed = po.add(application, "TidsfestetHendelse")
    po.coded(timed, "Hendelsekode", code, EVENT_NAMES[code], "9121")
    po.coded(timed, "TidspunktForHendelse", write_moment(moment))
    po.add(timed, "Anslag", "false")  # no estimate, by the standard; the profile of 2019 says the opposite


def _contact(po: Builder, body: Element, contact: Contact) -> None:
    if not contact.unit:
        return
    fk1 = Builder(FELLES)
    unit = po.add(po.add(body, "TilknyttetEnhet"), "Kontaktenhet")
    fk1.add(unit, "OrganisationName", contact.unit)
    fk1.ident(unit, contact.unit_id or contact.unit, "LAV", "Lokal identifikator for avdelinger", "9051")
    if contact.phone:
        telecom = fk1.add(unit, "TeleCom")
        fk1.coded(telecom, "TypeTelecom", "HP", "Hovedtelefon")
        fk1.coded(telecom, "TeleAddress", "tel:" + "".join(contact.phone.split()))


def _responsible(po: Builder, body: Element, worker: HealthWorker | None) -> None:
    if worker is None:
        return
    if not worker.hpr:
        raise ValueError("the health worker responsible needs an HPR number in this message")
    person = po.add(po.add(body, "AnsvarForRapport"), "AnsvarligRapport")
    _person(Builder(FELLES), person, worker)


def _person(parts: Builder, person: Element, worker: HealthWorker) -> None:
    """In dialogue messages the parts of a person are of the message's own namespace, and those of the id are common."""
    if worker.role:
        parts.coded(person, "TypeHealthcareProfessional", worker.role, _ROLE_NAMES.get(worker.role, ""))
    parts.add(person, "FamilyName", worker.family_name)
    parts.add(person, "GivenName", worker.given_name)
    if worker.hpr:
        ident, common = parts.add(person, "Ident"), Builder(FELLES)
        common.add(ident, "Id", worker.hpr)
        common.coded(ident, "TypeId", "HPR", "HPR-nummer", "8116")
