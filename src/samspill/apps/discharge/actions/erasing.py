"""Erasing what is no longer to be kept of a patient: by a person's decision, or when its period is over.

What stays is what says nothing of who it was: the days, the units and the counts that figures are made of, the heads of
messages, and the access log, which the law keeps. The row of the patient stays too, empty, so that the log still tells
which openings were of one and the same.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.queries.about import models_of_stay, rows_of
from samspill.apps.discharge.long_waits.about_patient import forget_words as forget_waits
from samspill.apps.discharge.models import (
    GrantedAccess,
    Outcome,
    OutgoingMessage,
    Patient,
    ReceivedMessage,
    RoundPoint,
    Stay,
    StayEvent,
)
from samspill.apps.discharge.models.pulse import beat
from samspill.apps.discharge.places.about_patient import forget_reservations, forget_words
from samspill.apps.discharge.settlement.about_patient import forget_who as forget_settled
from samspill.core import audit, clock
from samspill.core.deeds import deed
from samspill.core.doer import Doer, Machine
from samspill.core.events import tell
from samspill.core.refusal import Refused, answers_twice
from samspill.core.retention import Cutoffs, Erasure

KEEPER = Machine("retention", frozenset({"privacy.erase"}))
ERASED = "erased:"
IDENTITY_NUMBER = re.compile(r"\d{6}\s?\d{5}")
NOBODY = {"number": "", "kind": "", "family": "", "given": "", "born": "", "sex": ""}
# An empty value encrypted: what is longer still holds something.
EMPTY = 100


@answers_twice
def check_erase(person: Doer, patient: Patient) -> None:
    """The privacy officer, of a patient in their own community."""
    if not person.may("privacy.erase"):
        raise Refused(_("Opplysninger slettes bare av personvernombudet."))
    if isinstance(person, Machine):
        return
    if patient.community_id != person.community_id:
        raise Refused(_("Pasienten er ikke i ditt helsefellesskap."))


@answers_twice
def check_is_not_erased(patient: Patient) -> None:
    if is_erased(patient):
        raise Refused(_("Opplysningene er allerede slettet."))


@answers_twice
def check_has_left(patient: Patient) -> None:
    """The identity of somebody who is in hospital now is needed for their care."""
    if Stay.objects.open().filter(patient=patient).exists():
        raise Refused(_("Pasienten har et opphold som ikke er avsluttet, og identiteten trengs for behandlingen."))


def check_reason(reason: str) -> None:
    if len(reason.strip()) < 10:
        raise Refused(_("Skriv en begrunnelse på minst ti tegn, uten pasientens navn eller nummer."))
    if IDENTITY_NUMBER.search(reason):
        raise Refused(_("Begrunnelsen har et fødselsnummer i seg. Ta det bort; begrunnelsen blir stående."))


def is_erased(patient: Patient) -> bool:
    return patient.number_index.startswith(ERASED)


@deed("privacy.erase_identity", permission=check_erase)
def erase_identity(*, by: Doer, patient: Patient, reason: str) -> Patient:
    """Name, number and free text go, the figures stay. Raises Refused."""
    check_reason(reason)
    patient = Patient.objects.select_for_update().get(pk=patient.pk)
    check_is_not_erased(patient)
    check_has_left(patient)
    _write_down(by, "patient_identity", patient, reason, _forget_who(patient))
    _tell(patient)
    return patient


@deed("privacy.erase_wrong_patient", permission=check_erase)
def erase_wrong_patient(*, by: Doer, patient: Patient, reason: str) -> Patient:
    """Somebody we should never have been told about: their stays and events go too. Raises Refused."""
    check_reason(reason)
    patient = Patient.objects.select_for_update().get(pk=patient.pk)
    check_is_not_erased(patient)
    counts = _forget_who(patient)
    counts |= _forget_what_happened(patient)
    _write_down(by, "wrong_patient", patient, reason, counts)
    _tell(patient)
    return patient


def _forget_who(patient: Patient) -> dict[str, int]:
    """Everything that says who it was; how many of each."""
    patient.identity, patient.number_index = dict(NOBODY), f"{ERASED}{uuid.uuid4().hex}"
    patient.save(update_fields=["identity", "number_index"])
    received = ReceivedMessage.objects.filter(patient=patient)
    sent = OutgoingMessage.objects.filter(stay__patient=patient)
    return {
        "identities": 1,
        "received_messages": _empty(received),
        "sent_messages": sent.update(body=b""),
        "written": _forget_what_was_written(patient),
        "notes": StayEvent.objects.filter(patient=patient).exclude(note="").update(note=""),
        "reservation_notes": forget_words(patient),
        "long_waits": forget_waits(patient),
        "settlement_lines": forget_settled(patient),
        "reasons": GrantedAccess.objects.filter(patient=patient).update(reason={"text": ""}, review_note=None),
    }


def _forget_what_was_written(patient: Patient) -> int:
    """What people wrote about the stays goes whole: words about a person are about that person without the name too."""
    RoundPoint.objects.filter(stay__patient=patient).update(carried_from=None)
    return sum(rows_of(model, patient).delete()[0] for model in models_of_stay())


def _forget_what_happened(patient: Patient) -> dict[str, int]:
    ReceivedMessage.objects.filter(patient=patient).update(stay=None)
    OutgoingMessage.objects.filter(stay__patient=patient).update(stay=None)
    Stay.objects.filter(patient=patient).update(merged_into=None)
    forget_reservations(patient)
    events, _by_kind = StayEvent.objects.filter(patient=patient).delete()
    stays, _by_kind = Stay.objects.filter(patient=patient).delete()
    return {"events": events, "stays": stays}


def _empty(messages: QuerySet[ReceivedMessage]) -> int:
    return messages.update(body=b"", receipt=None, receipt_due=False)


def _write_down(by: Doer, kind: str, about: Any, reason: str, counts: dict[str, int]) -> None:
    Erasure.objects.create(
        at=clock.now(),
        community=about.community_id,
        who=by.audit_id,
        kind=kind,
        about_kind=about._meta.label_lower,
        about_id=str(about.pk),
        reason=reason.strip()[:300],
        counts=counts,
    )


def _tell(patient: Patient) -> None:
    """Boards are kept until something changes; this is a change."""
    Stay.objects.filter(patient=patient).update(changed_at=clock.now())
    for stay in Stay.objects.filter(patient=patient):
        stay.version += 1
        stay.save(update_fields=["version"])
    beat(patient.community_id)
    tell("discharge.changed", community=patient.community_id, stays=[])


# --- when a period is over -------------------------------------------------------------------------------------------


def forget_old_patients(cutoffs: Cutoffs) -> int:
    """Erase the identity of those whose last event is older than their community's period."""
    done = 0
    for patient in _who_left_before(cutoffs.latest):
        if patient.last < cutoffs.of(patient.community_id).date():
            erase_identity(by=KEEPER, patient=patient, reason=str(_("Lagringstiden er over.")))
            done += 1
    return done


def _who_left_before(moment: datetime) -> Iterable[Any]:
    open_ones = Stay.objects.open().values("patient")
    return (
        Patient.objects.exclude(number_index__startswith=ERASED)
        .exclude(pk__in=open_ones)
        .annotate(last=Max("events__day"))
        .filter(last__lt=moment.date())
        .iterator(chunk_size=500)
    )


def forget_old_messages(cutoffs: Cutoffs) -> int:
    """Empty the bytes of messages that are older than their community's period; their heads stay.

    Kept all the same: what failed with us and still waits, and answers that nobody has read on an open stay.
    """
    waits = ReceivedMessage.objects.filter(outcome=Outcome.FAILED, settled_by=None)
    unread = ReceivedMessage.objects.filter(outcome=Outcome.UNCLEAR, settled_by=None, stay__is_open=True)
    old = (
        ReceivedMessage.objects.filter(received_at__lt=cutoffs.latest)
        .exclude(pk__in=waits.values("pk"))
        .exclude(pk__in=unread.values("pk"))
    )
    sent = OutgoingMessage.objects.filter(written_at__lt=cutoffs.latest).exclude(delivered_at=None)
    done = 0
    for community in {None, *_communities(old), *_communities(sent)}:
        cutoff = cutoffs.of(community)
        with transaction.atomic():
            gone = _empty(_still_full(old.filter(community=community, received_at__lt=cutoff)))
            gone += _still_full(sent.filter(community=community, written_at__lt=cutoff)).update(body=b"")
            if gone:
                audit.record(by=Machine("retention", frozenset(), community), deed="privacy.remove_old_messages")
        done += gone
    return done


def _communities(messages: Any) -> list[Any]:
    return list(messages.order_by().values_list("community", flat=True).distinct())


def _still_full(messages: Any) -> Any:
    full = messages.annotate(size=Length("body")).filter(size__gt=EMPTY)
    return messages.model.objects.filter(pk__in=full.values("pk"))
