"""What a national message says, once read: plain values, no XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samspill.stay.events import Event


class Status(StrEnum):
    """Forsendelsesstatus, code list 7309."""

    NEW = "N"
    CHANGE = "M"
    ADDITION = "A"
    CANCELLATION = "C"
    HISTORY = "H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A sender or receiver: an organisation, and a service, unit or person within it. HER ids; empty if not given."""

    organisation_her: str = ""
    organisation_name: str = ""
    unit_her: str = ""
    unit_name: str = ""
    organisation_number: str = ""  # ENH, where given
    unit_is_person: bool = False  # the unit is a health worker with a HER id of their own, as GPs are


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Who the message is about. `number_kind` is a code of list 8116: FNR, DNR, HNR, FHN …"""

    number: str
    number_kind: str
    family_name: str = ""
    given_name: str = ""
    born: date | None = None
    sex: str = ""  # code list 3101: 1 man, 2 woman


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a receipt needs to know of the message it answers; may be half empty when the message was broken."""

    message_id: str = ""  # lower case, as all references to messages here: some systems send the same id in upper case
    type: str = ""  # code list 8279: LOG_INNLAGT …
    generated_at: datetime | None = None  # MsgInfo/GenDate, aware
    sender: Party = field(default_factory=Party)
    receiver: Party = field(default_factory=Party)
    parent: str = ""  # ConversationRef/RefToParent
    conversation: str = ""  # ConversationRef/RefToConversation
    test: bool = False  # ProcessingStatus D
    wants_receipt: bool = True  # always, by the national guideline (MsgInfo/Ack is not in use); not for a receipt
    sent_id: str = ""  # MsgId letter by letter, for the receipt
    sent_date: str = ""  # GenDate letter by letter, for the receipt
    receipt_version: str = "1.1"  # which AppRec the standard of this message asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, read and valid.

    `events` are the stay events that it brings, in the order of the message, with `source` = the message id.
    The municipality is not known here (HER ids are the directory's): `events` leave it empty.
    """

    head: Head
    status: Status
    patient: Patient
    events: tuple[Event, ...]
    contact_unit: str = ""  # TilknyttetEnhet/Kontaktenhet name: the ward as people call it
    contact_phone: str = ""
    responsible: str = ""  # the health worker responsible, name
    text: str = ""  # free text of a dialogue message


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ring about the patient: the unit, its own id for itself, and the health worker responsible."""

    unit: str = ""
    unit_id: str = ""
    phone: str = ""
    responsible: str = ""


NO_CONTACT = Contact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What goes in the head of a message that we write. `message_id` is a UUID, `generated_at` is aware."""

    message_id: str
    generated_at: datetime
    sender: Party
    receiver: Party
    patient: Patient
    parent: str = ""  # the message that this one answers, changes or cancels
    conversation: str = ""  # the first message of the conversation; the parent, if not given
    test: bool = False


class Outcome(StrEnum):
    """What a receipt says of the message, code list 8258. The third is in use only for payment claims."""

    ACCEPTED = "1"
    REJECTED = "2"
    PARTIAL = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthWorker:
    """A professional named in a message that we write. `role` is of code list 9060: LE physician, SP nurse."""

    family_name: str
    given_name: str
    hpr: str = ""
    role: str = ""
