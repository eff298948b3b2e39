"""People, and what they are where."""

from __future__ import annotations

import uuid

from django.db import models

from samspill.directory.models.dated import Dated
from samspill.directory.roles import Role


class Person(models.Model):
    """Somebody who works in, or speaks for, a community. Never a patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Position(Dated):
    """A person has a role in a unit of a community, from a day and until a day.

    A delegation is a position too: the same role in the same unit, `on_behalf_of` the position it was lent from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    community = models.ForeignKey("directory.Community", on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=30, choices=Role)
    title = models.CharField(max_length=120, blank=True)  # as people say it, where it differs from the role
    # A delegation: this position was lent, for a time, by somebody who holds it.
    on_behalf_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="lent")
    reason = models.CharField(max_length=200, blank=True)  # why it was given or lent

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.get_role_display()}, {self.unit}"
