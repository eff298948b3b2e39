"""How to reach a person or a unit, when, and what to ask about."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.directory.models.dated import Dated
from samspill.directory.models.people import Person, Position
from samspill.directory.models.units import Unit


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Telefon")
    DUTY_PHONE = "duty_phone", _("Vakttelefon")
    SAFE_MESSAGE = "safe_message", _("Trygg melding (PLO, dialogmelding)")
    EMAIL = "email", _("E-post (ikke pasientopplysninger)")
    ADDRESS = "address", _("Besøksadresse")
    WEB = "web", _("Nettside")


class OfPersonOrUnit(models.Model):
    """What belongs to a person or to a unit, never to both."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(unit__isnull=True), name="%(class)s_of_person_or_unit"
            )
        ]


class ContactWay(OfPersonOrUnit):
    """One way to reach them. `value` is the number, address or HER id as people write it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=ContactKind)
    value = models.CharField(max_length=200)
    note = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(OfPersonOrUnit.Meta):
        ordering: ClassVar[list[str]] = ["order", "kind", "value"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    @property
    def is_safe(self) -> bool:
        """May what is said here be about a patient?"""
        return self.kind in {ContactKind.PHONE, ContactKind.DUTY_PHONE, ContactKind.SAFE_MESSAGE}


class OpeningHours(OfPersonOrUnit):
    """Open on a weekday from a time until a time; several rows a day are allowed. Night hours end the next day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    weekday = models.PositiveSmallIntegerField(choices=[(n, str(n)) for n in range(7)])  # Monday is 0
    opens = models.TimeField()
    closes = models.TimeField()  # at or before `opens`: the next day
    note = models.CharField(max_length=120, blank=True)

    class Meta(OfPersonOrUnit.Meta):
        ordering: ClassVar[list[str]] = ["weekday", "opens"]


class Topic(OfPersonOrUnit):
    """«Ask me about»: a subject this person or unit knows, in their own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = models.CharField(max_length=120)

    class Meta(OfPersonOrUnit.Meta):
        ordering: ClassVar[list[str]] = ["words"]

    def __str__(self) -> str:
        return self.words


class Substitute(Dated):
    """Somebody else answers for a position for a while. Says whom to ask; gives no access (a delegation does that)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="substitutes")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutes_for")
    note = models.CharField(max_length=120, blank=True)
