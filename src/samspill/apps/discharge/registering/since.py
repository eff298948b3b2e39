"""What happened since a page was shown: so that two who act in the same second are not both right.

A form carries `seen`, the number of the last event that its reader saw. Only what moves the stay counts: an assessment
or a transfer is no reason to stop anybody.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge import words
from samspill.apps.discharge.coordination.rules import Overtaken
from samspill.apps.discharge.models import Stay, StayEvent
from samspill.stay import Kind, Side
from samspill.stay.states import LIFE
from samspill.ui import formats

MOVING = frozenset({move.deed for move in LIFE} | {Kind.CANCELLED, Kind.NOT_KNOWN, Kind.MUNICIPALITY_CONFIRMED})


def seen_mark(rows: Iterable[StayEvent]) -> int:
    """The number of the last event among those shown; 0 before any."""
    return max((row.pk for row in rows), default=0)


def happened_since(stay: Stay, seen: int) -> list[StayEvent]:
    """What has moved the stay after that event, oldest first. Call with the patient held."""
    rows = StayEvent.objects.filter(patient=stay.patient_id, pk__gt=seen, kind__in=MOVING).order_by("pk")
    return [row for row in rows if row.stay_id == stay.pk or row.trust_id is None]


def check_not_overtaken(stay: Stay, seen: int | None) -> None:
    """Raises Overtaken, and says what happened, when the stay has moved since `seen` (None: not asked about)."""
    rows = happened_since(stay, seen) if seen is not None else []
    if rows:
        last = rows[-1]
        raise Overtaken(
            _("Mens du skrev: %(what)s (%(who)s, kl. %(when)s). Se over og send på nytt om det fortsatt gjelder."),
            what=words.KINDS[Kind(last.kind)],
            who=words.SIDES[Side(last.by)],
            when=formats.clock_time(last.recorded_at),
        )
