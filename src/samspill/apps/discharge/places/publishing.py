"""Saying how many places are free, day by day: from the grid, a file or a machine. All of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.places import permissions, rules
from samspill.apps.discharge.places.kinds import KindOfPlace, kinds_of
from samspill.apps.discharge.places.life import HOLDING
from samspill.apps.discharge.places.models import PlaceDay, PlaceKind, PlaceStock, Reservation
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.models import Unit


@dataclass(frozen=True)
class Count:
    """So many are free of a kind, at a site (empty: the municipality as a whole), on a day; those held counted in."""

    kind: str
    site: str
    day: date
    free: int


@deed("places.publish", permission=permissions.check_publish_in)
def publish(*, by: Any, municipality: Unit, counts: Sequence[Count]) -> Unit:
    """Set the counts; days that are not named stay as they are. Raises Refused, and then nothing is changed."""
    kinds = kinds_of(by.community_id)
    by_stock: dict[tuple[str, str], dict[date, int]] = {}
    for count in counts:
        rules.check_kind(kinds.get(count.kind))
        rules.check_published_day(count.day, clock.today())
        of_stock = by_stock.setdefault((count.kind, count.site.strip()[:80]), {})
        if of_stock.setdefault(count.day, count.free) != count.free:
            raise Refused(_("%(day)s står med to forskjellige antall."), day=count.day.isoformat())
    for (kind, site), days in sorted(by_stock.items()):
        _publish(by, locked_stock(by.community_id, municipality, kind, site), days)
    return municipality


def locked_stock(community: Any, municipality: Unit, kind: str, site: str) -> PlaceStock:
    """The row that publishing and reserving wait their turn behind."""
    named = {"municipality": municipality, "kind": kind, "site": site}
    PlaceStock.objects.get_or_create(**named, defaults={"community_id": community})
    return PlaceStock.objects.select_for_update().get(**named)


def _publish(by: Any, stock: PlaceStock, days: dict[date, int]) -> None:
    held = list(Reservation.objects.filter(stock=stock, state__in=HOLDING))
    for day, free in sorted(days.items()):
        on_day = sum(each.holds(day) for each in held)
        rules.check_count(free, on_day, day)
        PlaceDay.objects.update_or_create(stock=stock, day=day, defaults={"free": free, "held": on_day})
    stock.published_at, stock.published_by = clock.now(), getattr(by, "name", "")[:160]
    stock.save(update_fields=["published_at", "published_by"])


@deed("places.keep_kinds", permission=permissions.check_keep_kinds)
def keep_kind(*, by: Any, kind: KindOfPlace, in_use: bool = True) -> PlaceKind:
    """Add a kind of place, or change one of the standard kinds for this community."""
    values = {**vars(kind), "services": list(kind.services), "in_use": in_use}
    code = values.pop("code")
    row, _made = PlaceKind.objects.update_or_create(community_id=by.community_id, code=code, defaults=values)
    return row


def forget_old_days() -> int:
    """What is published for days that are over says nothing any more."""
    with transaction.atomic():
        return PlaceDay.objects.filter(day__lt=clock.today()).delete()[0]
