"""Access to a patient outside an ongoing relation: asked for with a reason, bounded in time, looked at afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models.patients import Patient
from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community


class Ground(models.TextChoices):
    """Why. The first two are emergencies; the others are about a stay at one's own place that is over."""

    ACUTE_CARE = "acute_care", _("Akutt behov for helsehjelp")
    PATIENT_ASKS = "patient_asks", _("Pasienten ber om hjelp nå")
    SETTLEMENT = "settlement", _("Oppgjør for ventedøgn")
    COMPLAINT = "complaint", _("Klage eller innsynskrav")
    DEVIATION = "deviation", _("Avvik som skal følges opp")
    FOLLOW_UP = "follow_up", _("Oppfølging etter utskrivning")


EMERGENCIES = (Ground.ACUTE_CARE, Ground.PATIENT_ASKS)


class Verdict(models.TextChoices):
    JUSTIFIED = "justified", _("Berettiget")
    NOT_JUSTIFIED = "not_justified", _("Ikke berettiget")
    FOLLOWED_UP = "followed_up", _("Følges opp med lederen")


class GrantedAccessQuerySet(models.QuerySet["GrantedAccess"]):
    def holds_for(self, person: Any, now: datetime) -> Self:
        """What the person, in the position they act in, has been granted and is not over."""
        if not person.signed_in:
            return self.none()
        return self.filter(
            community=person.community_id, position=person.position_id, account=person.account_id, until__gt=now
        )


class GrantedAccess(models.Model):
    """One person, in one position, may open one patient from `at` until `until`.

    reason holds {"text": …} in the person's own words; it may name the patient, so it lies encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="granted")
    account = models.UUIDField()
    position = models.UUIDField()
    who_name = models.CharField(max_length=160)
    role = models.CharField(max_length=120)
    unit = models.CharField(max_length=160)
    ground = models.CharField(max_length=20, choices=Ground)
    reason = EncryptedJSON()
    at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()

    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=160, blank=True)
    review_note = EncryptedJSON(null=True)

    objects = GrantedAccessQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "position", "until"])]

    def __str__(self) -> str:
        return f"access {self.pk}"

    @property
    def is_emergency(self) -> bool:
        return self.ground in EMERGENCIES
