"""The parts of the room beside patients and messages: places, long waits, settlement and quiet notices."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge import references
from samspill.apps.discharge.long_waits import listed as long_waits
from samspill.apps.discharge.long_waits.lifting import lift_what_waited
from samspill.apps.discharge.places.publishing import forget_old_days
from samspill.apps.discharge.places.reserving import expire_what_is_over
from samspill.apps.discharge.quiet_notices import kinds
from samspill.apps.discharge.quiet_notices.telling import tell_what_changed
from samspill.apps.discharge.references import stay_reference
from samspill.apps.discharge.settlement.keeping import make_due_statements
from samspill.apps.discharge.settlement.overview import waiting_items as settlement_items
from samspill.core import events, notices, schedule, waiting
from samspill.ui import navigation
from samspill.ui.navigation import Entry

ENTRIES = (
    Entry(label=_("Plasser"), url_name="places:overview", deed="places.see", icon="Buildings3", order=22),
    Entry(label=_("Lange ventetider"), url_name="long_waits:list", deed="long_waits.see", icon="Hourglass", order=24),
    Entry(label=_("Oppgjør"), url_name="settlement:list", deed="settlement.see", icon="Receipt", order=26),
    Entry(label=_("Plasstyper"), url_name="places:kinds", deed="places.keep_kinds", icon="Buildings3", order=76),
    Entry(
        label=_("Ventetidsgrenser"),
        url_name="long_waits:limits",
        deed="long_waits.keep_rules",
        icon="Hourglass",
        order=77,
    ),
)


def open_parts() -> None:
    for entry in ENTRIES:
        navigation.add(entry)
    references.register()
    kinds.register()
    long_waits.register()
    waiting.room_with_waiting_items(settlement_items)
    events.listen("patient.opened", opened)
    schedule.every(timedelta(seconds=5), "tell what changed", tell_what_changed)
    schedule.every(timedelta(minutes=1), "let reservations run out", expire_what_is_over)
    schedule.every(timedelta(minutes=30), "lift long waits", lift_what_waited)
    schedule.every(timedelta(hours=6), "make the statements of the month that is over", make_due_statements)
    schedule.every(timedelta(hours=6), "forget old days of places", forget_old_days)


def opened(*, account: UUID | None, stay: UUID) -> None:
    """Whoever has looked at the patient is not told anew of what they saw."""
    if account is not None:
        notices.seen(account=account, about=stay_reference(stay))
