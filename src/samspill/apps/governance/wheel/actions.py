"""Every write to the annual wheel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.meetings.planning import repeat_series
from samspill.apps.governance.meetings.series import a_year_later
from samspill.apps.governance.models import Body, WheelEntry
from samspill.apps.governance.permissions import check_keep, same_community
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.edits import locked
from samspill.directory.models import Community


@deed("governance.enter_in_wheel", permission=check_keep)
def enter(*, by: Any, values: Mapping[str, Any]) -> WheelEntry:
    """values: kind, title, day, body_id. The same twice stands once."""
    body = values.get("body_id")
    if body and not Body.objects.filter(pk=body, community=by.community_id).exists():
        raise Refused(_("Organet finnes ikke i helsefellesskapet ditt."))
    row, _new = WheelEntry.objects.get_or_create(community_id=by.community_id, **values)
    return row


@answers_twice
def check_keep_entry(person: Any, entry: WheelEntry) -> None:
    check_keep(person)
    same_community(person, entry)


@deed("governance.change_wheel", permission=check_keep_entry)
def change(*, by: Any, entry: WheelEntry, day: date, done: bool) -> WheelEntry:
    row = locked(entry)
    row.day, row.done = day, done
    row.save()
    return row


@deed("governance.next_wheel", permission=check_keep)
def make_next(*, by: Any, year: int) -> Community:
    """Next year's wheel from that year's: the same weekday of the same week, and the meetings of each series.

    What was made before is left as it is. Raises Refused when there is nothing to make it from.
    """
    rows = WheelEntry.objects.filter(community=by.community_id, day__year=year)
    meetings = repeat_series(by.community_id, year)
    if not rows and not meetings:
        raise Refused(_("Det er ingenting i årshjulet for %(year)s som kan gjentas."), year=year)
    for row in rows.filter(repeated=None).exclude(kind="revision"):
        WheelEntry.objects.create(
            community_id=row.community_id,
            kind=row.kind,
            title=row.title,
            body=row.body,
            origin=row,
            day=a_year_later(row.day),
        )
    return Community.objects.get(pk=by.community_id)
