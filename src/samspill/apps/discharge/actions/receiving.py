"""Taking in a message. Whatever the bytes are, they end as a row of the inbox with a receipt; nothing is lost.

The order is: read, place, then one transaction for the inbox row, the events, the stay, the receipt and the audit row.
When that transaction is committed the message is durable; only then does anybody see the receipt.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from samspill import messages
from samspill.apps.discharge import permissions
from samspill.apps.discharge.actions.reading import Placed, community_told, place, read_message
from samspill.apps.discharge.actions.recording import patient_of, record_events
from samspill.apps.discharge.models import Outcome, Patient, ReceivedMessage, Stay
from samspill.core import clock, direct, walls
from samspill.core.deeds import deed
from samspill.core.doer import Doer
from samspill.core.encryption import index_of
from samspill.messages import Head, Unreadable, can_be_answered, write_receipt

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What could be made of some bytes: a placed message, or the reason why not."""

    body: bytes
    channel: str
    head: Head
    placed: Placed | None = None
    code: str = ""
    sentence: str = ""

    @property
    def scope(self) -> Any:
        """What the taking in of it may touch: its community's rows; of a message that nobody could place, any."""
        if self.placed is None:
            return walls.whole_installation("a message that could not be placed")
        return walls.within(self.placed.community.pk)

    @property
    def digest(self) -> str:
        return index_of("message", self.body.hex())


def receive(*, by: Doer, body: bytes, channel: str) -> ReceivedMessage:
    """Take in one message and answer with its row of the inbox, receipt included.

    Raises nothing for bad input. Should we ourselves fail, the bytes are kept as FAILED, without a receipt, for a
    person to try again.
    """
    try:
        reading = understand(body, channel)
        try:
            with reading.scope:
                return take_in(by=by, reading=reading)
        except IntegrityError:
            # Somebody else took in the very same message this instant, or another community has one with its id.
            with walls.whole_installation("whose the message is that came before"):
                return take_in(by=by, reading=reading)
    except Exception as error:
        _log.error("A message failed here and waits in the inbox: %s at %s", type(error).__name__, _where(error))
        failed = Reading(body, channel, Head(), sentence=f"Feilet hos oss ({type(error).__name__}).")
        with failed.scope:
            return keep_failed(by=by, reading=failed)


def _where(error: Exception) -> str:
    """The lines that failed, without any value: a message of an error may hold a patient's number."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def understand(body: bytes, channel: str) -> Reading:
    try:
        message = read_message(body)
        return Reading(body, channel, message.head, place(message))
    except Unreadable as no:
        return Reading(body, channel, no.head, code=no.code, sentence=no.sentence)


@deed("messages.receive", permission=permissions.check_receive)
def take_in(*, by: Doer, reading: Reading) -> ReceivedMessage:
    """Store a reading: as accepted, as a duplicate, or as rejected with its code."""
    if reading.placed is None:
        return _answered(reading, Outcome.REJECTED)
    if _changes_anothers_message(reading.placed.message):
        alien = "Meldingen retter eller kansellerer en melding fra en annen avsender."
        return _answered(replace(reading, placed=None, code="X99", sentence=alien), Outcome.REJECTED)
    before = _taken_in_before(reading.head)
    if before is None:
        return _accepted(by, reading, reading.placed)
    if before.digest == reading.digest:
        return _answered(reading, Outcome.DUPLICATE, before)
    other = "Meldings-id-en er brukt før, til en melding med annet innhold."
    return _answered(replace(reading, placed=None, code="X99", sentence=other), Outcome.REJECTED)


@deed("messages.keep_failed", permission=permissions.check_receive)
def keep_failed(*, by: Doer, reading: Reading) -> ReceivedMessage:
    """Keep bytes that we failed on: an inbox row without a receipt."""
    row = _row(reading, Outcome.FAILED)
    row.save()
    return row


def _changes_anothers_message(message: messages.Message) -> bool:
    """Only who sent a message may correct or cancel it."""
    if message.status not in (messages.Status.CHANGE, messages.Status.CANCELLATION):
        return False
    theirs = ReceivedMessage.objects.filter(message_id=message.head.parent, outcome=Outcome.ACCEPTED)
    with walls.whole_installation("who sent the message that this one changes"):
        return theirs.exclude(sender_her=_sender_her(message.head)).exists()


def _sender_her(head: Head) -> str:
    return (head.sender.organisation_her or head.sender.unit_her)[:40]


def _taken_in_before(head: Head) -> ReceivedMessage | None:
    earlier = direct.fetch(ReceivedMessage, sender_her=_sender_her(head), message_id=head.message_id)
    return next((row for row in earlier if row.outcome in (Outcome.ACCEPTED, Outcome.UNCLEAR)), None)


def _accepted(by: Doer, reading: Reading, placed: Placed) -> ReceivedMessage:
    patient = patient_of(placed.community, placed.message.patient)
    row = _row(reading, Outcome.ACCEPTED if placed.events else Outcome.UNCLEAR)
    row.patient = patient
    if placed.events:
        stays = record_events(patient=patient, trust=placed.trust, events=placed.events, recorded_by=by.audit_id)
        row.stay = stays[-1] if stays else None
    else:
        row.stay = _stay_spoken_of(patient, reading.head)
    return _with_receipt(row, reading)


def _stay_spoken_of(patient: Patient, head: Head) -> Stay | None:
    """The stay of the message that this one answers; for an answer that a person must read."""
    spoken_of = patient.events.filter(source__in=[head.parent, head.conversation]).exclude(stay=None)
    event = spoken_of.select_related("stay").first()
    return event.stay if event else None


def _answered(reading: Reading, outcome: Outcome, before: ReceivedMessage | None = None) -> ReceivedMessage:
    row = _row(reading, outcome)
    if before is not None:
        # The receipt of a message is made once. A sender who asks again gets the same one.
        row.patient_id, row.stay_id, row.receipt = before.patient_id, before.stay_id, before.receipt
    return _with_receipt(row, reading)


def _row(reading: Reading, outcome: Outcome) -> ReceivedMessage:
    head = reading.head
    return ReceivedMessage(
        community=reading.placed.community if reading.placed else community_told(head),
        received_at=clock.now(),
        channel=reading.channel,
        body=reading.body,
        digest=reading.digest,
        message_id=head.message_id[:100],
        type=head.type[:40],
        generated_at=head.generated_at,
        sender_her=_sender_her(head),
        sender_name=head.sender.organisation_name[:200],
        receiver_name=head.receiver.organisation_name[:200],
        outcome=outcome,
        error_code=reading.code,
        error=reading.sentence[:500],
    )


def _with_receipt(row: ReceivedMessage, reading: Reading) -> ReceivedMessage:
    row.receipt = row.receipt or write_receipt(
        reading.head,
        outcome=messages.Outcome.REJECTED if reading.code else messages.Outcome.ACCEPTED,
        errors=[(reading.code, reading.sentence)] if reading.code else [],
        received_at=row.received_at,
        version=settings.RECEIPT_VERSION or None,
    )
    # With nobody to send it to, the receipt lies in the inbox beside the message.
    row.receipt_due = can_be_answered(reading.head)
    direct.insert(row)
    return row
