"""User representatives and GPs who speak for others: appointed by whom, for how long, with what support."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.directory.models.community import Community
from samspill.directory.models.dated import Dated
from samspill.directory.models.people import Person
from samspill.directory.models.units import Unit


class Side(models.TextChoices):
    USER = "user", _("Brukere og pårørende")
    GP = "gp", _("Fastleger")


class Representation(Dated):
    """A person represents users or GPs somewhere, for a term: `valid_from` to `valid_to`.

    seat is where, in words, until bodies have seats of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="representations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    side = models.CharField(max_length=10, choices=Side)
    seat = models.CharField(max_length=160)
    appointed_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appoints")
    appointed_on = models.DateField(null=True, blank=True)
    alternate = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="alternate_representations"
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.person}, {self.seat}"


class SupportKind(models.TextChoices):
    TRAINING = "training", _("Opplæring")
    PRACTICAL = "practical", _("Praktisk støtte")


class Support(models.Model):
    """Training or practical support that was given to a representative, or was agreed and is not given yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    representation = models.ForeignKey(Representation, on_delete=models.CASCADE, related_name="support")
    kind = models.CharField(max_length=10, choices=SupportKind)
    what = models.CharField(max_length=200)
    agreed_on = models.DateField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["given_on", "agreed_on"]


class FeeAgreement(Dated):
    """What a representative is paid, and by whom. In øre; an hourly or per-meeting amount, as stated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    representation = models.ForeignKey(Representation, on_delete=models.CASCADE, related_name="fees")
    payer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pays_fees")
    per = models.CharField(
        max_length=10, choices=[("hour", _("per time")), ("meeting", _("per møte")), ("year", _("per år"))]
    )
    amount = models.PositiveIntegerField()
    covers = models.CharField(max_length=200, blank=True)  # travel, lost income, preparation
