"""Why a person may open a stay now, whom a number belongs to, and what waits to be reviewed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from samspill.apps.discharge import rules, words
from samspill.apps.discharge.models import GrantedAccess, Patient, Stay
from samspill.apps.discharge.models.patients import index_of_number
from samspill.core import clock
from samspill.core.audit.models import AccessRow
from samspill.core.refusal import Refused
from samspill.messages.identity import WrongNumber, check_number

KINDS = ("FNR", "HNR", "FHN", "DUF")  # a D-number is known as such whatever it is called


def reason_to_open(person: Any, stay: Stay) -> str:
    """The sentence for the access log, in bokmål as it lies there; by the relation, or else by what was granted."""
    if Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        relation = rules.relation(
            at_hospital=stay.trust_id == person.top_id,
            ended_on=stay.ended_on,
            today=clock.today(),
            days_after=settings.RELATION_DAYS,
        )
        if relation is not None:
            return words.RELATIONS[relation]
    granted = GrantedAccess.objects.holds_for(person, clock.now()).filter(patient=stay.patient_id).latest("at")
    return words.GROUNDS_LOGGED[granted.ground]


def patient_by_number(community_id: UUID, text: str) -> Patient | None:
    """The patient of the community with that identity number, typed with or without blanks; None when unknown here.

    Raises Refused with a sentence when it can be nobody's number; the sentence does not hold the number.
    """
    possible = [identity for kind in KINDS if (identity := _read(text, kind))]
    if not possible:
        raise Refused(words.NO_SUCH_NUMBER)
    indexes = [index_of_number(community_id, identity.kind, identity.number) for identity in possible]
    return Patient.objects.filter(community=community_id, number_index__in=indexes).first()


def _read(text: str, kind: str) -> Any:
    try:
        return check_number(text, kind, allow_synthetic=settings.ALLOW_SYNTHETIC_NUMBERS)
    except WrongNumber:
        return None


def accesses_of(person: Any, *, only_waiting: bool) -> QuerySet[GrantedAccess]:
    """What was granted in the reviewer's community, the newest first; of what waits, the oldest first."""
    rows = GrantedAccess.objects.filter(community=person.community_id)
    if not person.may("access_log.review"):
        return rows.none()
    return rows.filter(verdict="").order_by("at", "pk") if only_waiting else rows.order_by("-at", "pk")


def openings_by(access: GrantedAccess) -> QuerySet[AccessRow]:
    """What was opened of that patient, by that person, while the access held."""
    return AccessRow.objects.filter(
        community=access.community_id,
        patient=access.patient_id,
        who=f"account:{access.account}",
        at__gte=access.at,
        at__lt=access.until,
    ).order_by("at")
