"""When municipalities become others (a merger, a split), the patients who are in hospital follow to the heir."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from samspill.apps.discharge.actions.projecting import project
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.models.pulse import beat
from samspill.apps.discharge.queries.histories import events_of
from samspill.core import walls

BECAME_OTHERS = "units became others"  # what the directory tells


def follow_the_units(*, old: Iterable[UUID], new: Iterable[UUID] = (), on: date | None = None, **_: Any) -> None:
    """Compute anew every open stay that an old unit answered for: the directory knows the heir by the number."""
    with walls.whole_installation("a municipality may be in several communities"), transaction.atomic():
        theirs = Stay.objects.open().filter(municipality__in=list(old)).select_for_update()
        heirs = list(new)
        communities = {_follow(stay, heirs) for stay in theirs.order_by("community", "pk")}
        for community in sorted(communities):
            beat(community)


def _follow(stay: Stay, heirs: list[UUID]) -> UUID:
    """To the one heir; after a split to the first, to whom all that the old one had goes."""
    project(stay, events_of([stay])[stay.pk], stay.next_admission)
    if stay.municipality_id is None:
        stay.municipality_id = heirs[0] if heirs else None
    stay.save()
    return stay.community_id
