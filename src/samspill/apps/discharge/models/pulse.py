"""One beat for each community, one more each time any of its stays changed.

The row is written last in the transaction of the change, so beats are committed in order: who has read a beat has seen
all that came before it. Boards remember their answers under it, and the live signal reads it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models

from samspill.core import clock, direct
from samspill.directory.models import Community


class Pulse(models.Model):
    community = models.OneToOneField(Community, primary_key=True, on_delete=models.PROTECT)
    number = models.PositiveBigIntegerField(default=1)
    at = models.DateTimeField()


def beat(community_id: UUID) -> None:
    """A stay of the community changed. Call last in the transaction."""
    found = direct.fetch(Pulse, lock=True, community=community_id)
    pulse = found[0] if found else Pulse(community_id=community_id, number=0)
    pulse.number, pulse.at = pulse.number + 1, clock.now()
    direct.update(pulse) if found else direct.insert(pulse)


def present_beat(community_id: UUID) -> int:
    """The number of the latest change; 0 before any."""
    found = direct.fetch(Pulse, community=community_id)
    return found[0].number if found else 0
