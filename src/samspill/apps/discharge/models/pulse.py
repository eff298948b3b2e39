"""One beat for each community, one more each time any of its stays changed; with the latest of each municipality.

The row is written last in the transaction of the change, so beats are committed in order: who has read a beat has seen
all that came before it. Boards remember their answers under it, and the live signal reads it. The board of one
municipality asks for the beat of that place, so what changes elsewhere costs it nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from samspill.core import clock, direct
from samspill.directory.lookup import remember
from samspill.directory.models import Community, Unit


class Pulse(models.Model):
    """general: the latest beat that was about all places; places: of each other place, by its id, the latest."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.PROTECT)
    number = models.PositiveBigIntegerField(default=1)
    at = models.DateTimeField()
    general = models.PositiveBigIntegerField(default=0)
    places = models.JSONField(default=dict)


def beat(community_id: UUID, of: Iterable[UUID | None] | None = None) -> None:
    """A stay of the community changed. Call last in the transaction.

    of      the municipalities (or districts) that answered for it before and after; None: it may concern all of them
    """
    found = direct.fetch(Pulse, lock=True, community=community_id)
    pulse = found[0] if found else Pulse(community_id=community_id, number=0)
    pulse.number, pulse.at = pulse.number + 1, clock.now()
    if of is None:
        pulse.general = pulse.number
    else:
        pulse.places = {**pulse.places, **{str(place): pulse.number for place in _seeing(of)}}
    direct.update(pulse) if found else direct.insert(pulse)


def _seeing(places: Iterable[UUID | None]) -> frozenset[UUID]:
    """Who sees the stays of these: themselves, and what they are a part of (`StayQuerySet.visible_to`)."""
    own = frozenset(place for place in places if place)
    above = Unit.objects.filter(pk__in=own).exclude(parent=None).values_list("parent_id", flat=True)
    return own | remember(("what these are a part of", own), lambda: frozenset(above))


def present_beat(community_id: UUID, place: UUID | None = None) -> int:
    """The number of the latest change, or of the latest that may concern the place; 0 before any."""
    found = direct.fetch(Pulse, community=community_id)
    if not found:
        return 0
    return found[0].number if place is None else max(found[0].general, found[0].places.get(str(place), 0))
