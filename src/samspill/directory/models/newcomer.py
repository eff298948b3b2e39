"""A person that a community has written down, and who has no role there yet."""

from __future__ import annotations

from django.db import models

from samspill.directory.models.community import Community
from samspill.directory.models.people import Person


class Newcomer(models.Model):
    """Without this nobody would see a person between being written down and being given the first role.

    Seen by the community's administrator only. The row stays; once there is a role it no longer matters.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="newcomer")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="newcomers")

    def __str__(self) -> str:
        return f"{self.person}, {self.community}"
