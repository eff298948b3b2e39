"""The tenant: a helsefellesskap, and who was in it when."""

from __future__ import annotations

import uuid

from django.db import models

from samspill.core.walls import Open
from samspill.directory.models.dated import Dated


class Community(models.Model):
    """One hospital trust, its municipalities, their GPs and user representatives, working as one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    # Some official names are not confirmed by a source; the page says so.
    name_confirmed = models.BooleanField(default=False)
    fictional = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """A trust, a municipality, a city district or a practice is in a community, from a day and until a day.

    A city district may be in another community than its city; its own row then goes before the city's.
    """

    wall = Open("Who is in which community is a public fact, and decides where a message belongs.")

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "unit", "valid_from"], name="one_membership_from_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.community}"
