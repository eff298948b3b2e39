"""What the two sides keep together about a stay beside its events: who does what, what holds it up, what must be said.

Nothing of it decides a state, a day or a krone: those come from the events alone. What people write lies encrypted.
Rows are never deleted while the stay is kept; what no longer holds gets a time at which it ceased to.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models.stays import Stay
from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community

M = TypeVar("M", bound="OfStay", covariant=True)


class TheSide(models.TextChoices):
    """Whose it is, or who wrote it."""

    HOSPITAL = "hospital", _("Sykehuset")
    MUNICIPALITY = "municipality", _("Kommunen")


class OfStay(models.Model):
    """Something somebody added to a stay, when, and for which side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    by_side = models.CharField(max_length=20, choices=TheSide)
    by_organisation = models.UUIDField()  # a patient may change municipality: one's own side is one's own organisation

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Task(OfStay):
    """Something one side will do, perhaps a named person of it, perhaps by a time. text: {"text": …}."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="tasks")
    side = models.CharField(max_length=20, choices=TheSide)
    owner = models.UUIDField(null=True)  # the account of whoever took it
    owner_name = models.CharField(max_length=160, blank=True)
    text = EncryptedJSON()
    due = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=160, blank=True)
    dropped = models.BooleanField(default=False)  # ended without being done: no longer needed

    class Meta(OfStay.Meta):
        indexes = [models.Index(fields=["stay", "done_at"]), models.Index(fields=["community", "side", "done_at"])]


class DelayCause(models.Model):
    """A community's own line in the list of causes: a new one, another wording of a national one, or one retired."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    side = models.CharField(max_length=20, choices=TheSide)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="one_cause_a_code")]

    def __str__(self) -> str:
        return self.label


class StayCause(OfStay):
    """One of the causes why a stay goes on, and how much it weighs, 1 to 3. `until` when it no longer holds."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="causes")
    code = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    until = models.DateTimeField(null=True)
    until_by = models.CharField(max_length=160, blank=True)


class Note(OfStay):
    """text: {"text": …}. What is not shared is seen by the organisation that wrote it only."""

    text = EncryptedJSON()
    shared = models.BooleanField(default=False)
    pulled_back_at = models.DateTimeField(null=True)  # shared by mistake: from then on for one's own side only


class Matter(OfStay):
    """What matters to the patient, in their own words; the latest holds, the earlier are kept. text: {"text": …}."""

    class Source(models.TextChoices):
        PATIENT = "patient", _("Pasienten selv")
        NEXT_OF_KIN = "next_of_kin", _("Pårørende, på pasientens vegne")

    text = EncryptedJSON()
    said_by = models.CharField(max_length=20, choices=Source)


class Meeting(OfStay):
    """A planning meeting. `sequence` grows with each change, as calendars need. agenda: {"text": …}.

    invited: a list of names of parties: units, functions, staff; never the patient or a relative by name.
    accounts, addresses: colleagues here, and e-mail addresses besides, that invitations go to.
    """

    starts = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=400, blank=True)
    invited = models.JSONField(default=list)
    accounts = models.JSONField(default=list)
    addresses = models.JSONField(default=list)
    agenda = EncryptedJSON(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


class DocumentMark(OfStay):
    """How it stands with one document that must be ready before the patient leaves. The latest of a code holds."""

    class Status(models.TextChoices):
        MISSING = "missing", _("Mangler")
        UNDERWAY = "underway", _("Er i arbeid")
        SENT = "sent", _("Sendt eller klart")
        NOT_NEEDED = "not_needed", _("Trengs ikke")

    code = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=Status)


class Function(OfStay):
    """How the patient manages, by the IPLOS variables, and which services seem needed.

    scores: {"scores": {code of list 9111: 1–5 or 9}, "services": [codes of list 9151]}; the latest holds.
    """

    scores = EncryptedJSON()
