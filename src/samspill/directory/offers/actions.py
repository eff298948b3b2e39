"""Every write to the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from samspill.core import clock
from samspill.core.deeds import deed
from samspill.directory.edits import check_not_changed_since, differing, locked
from samspill.directory.models import CourseFeed, OfferDate, Position, ServiceOffer, Unit
from samspill.directory.offers import permissions, rules


@deed("offers.create", permission=permissions.check_keep_for)
def create(*, by: Any, provider: Unit, key: UUID, values: Mapping[str, Any], areas: list[Unit]) -> ServiceOffer:
    """A new offer with the id `key`. Raises IntegrityError when there is one already: the form was sent twice."""
    offer = ServiceOffer(pk=key, community_id=by.community_id, provider=provider, **values)
    offer.save(force_insert=True)
    offer.areas.set(areas)
    return offer


@deed("offers.change", permission=permissions.check_keep_offer)
def change(
    *, by: Any, offer: ServiceOffer, provider: Unit, values: Mapping[str, Any], areas: list[Unit], seen: str
) -> ServiceOffer:
    """Raises Refused; ChangedMeanwhile when somebody else saved something else in the meantime."""
    permissions.check_keep_for(by, provider)
    now = locked(offer)
    wanted = {**values, "provider_id": provider.pk}
    same_areas = set(now.areas.values_list("pk", flat=True)) == {area.pk for area in areas}
    changed = differing(now, wanted)
    if not changed and same_areas:
        return now  # a double click
    check_not_changed_since(now, seen)
    for name in changed:
        setattr(now, name, wanted[name])
    now.save()
    now.areas.set(areas)
    return now


@deed("offers.end", permission=permissions.check_keep_offer)
def end(*, by: Any, offer: ServiceOffer, last_day: date) -> ServiceOffer:
    """`last_day` is the last day that it is offered. It stays in the history; what is later is cancelled."""
    now = locked(offer)
    first_day_without = rules.day_after(last_day)
    rules.check_end(now.valid_from, last_day, clock.today())
    if now.valid_to == first_day_without:
        return now
    now.valid_to = first_day_without
    now.save()
    for occasion in now.dates.filter(starts__gte=datetime.combine(first_day_without, datetime.min.time(), clock.OSLO)):
        _cancel(occasion, True, occasion.note)
    return now


@deed("offers.add_dates", permission=permissions.check_keep_offer)
def add_dates(
    *, by: Any, offer: ServiceOffer, times: list[tuple[datetime, datetime]], place: str, note: str
) -> ServiceOffer:
    """Occasions that are there already, at the same time and not cancelled, are not made twice."""
    now = locked(offer)
    rules.check_not_ended(now.valid_to, clock.today())
    known = set(now.dates.filter(cancelled=False).values_list("starts", "ends"))
    new = [each for each in times if each not in known]
    OfferDate.objects.bulk_create(
        OfferDate(offer=now, starts=starts, ends=ends, place=place, note=note) for starts, ends in new
    )
    return now


@deed("offers.cancel_date", permission=permissions.check_keep_date)
def set_cancelled(*, by: Any, occasion: OfferDate, cancelled: bool, note: str = "") -> OfferDate:
    """Call an occasion off, with a word to those who had planned to come; or set it up again."""
    now = OfferDate.objects.select_for_update().get(pk=occasion.pk)
    _cancel(now, cancelled, note)
    return now


def _cancel(occasion: OfferDate, cancelled: bool, note: str) -> None:
    if occasion.cancelled == cancelled:
        return  # a double click
    occasion.cancelled, occasion.note = cancelled, note
    occasion.sequence += 1
    occasion.save()


@deed("offers.make_feed", permission=permissions.check_look)
def make_feed(*, by: Any) -> CourseFeed:
    """An address for the person's calendar program; the one they had before stops."""
    position = Position.objects.select_for_update().get(pk=by.position_id)
    CourseFeed.objects.filter(position=position).delete()
    return CourseFeed.objects.create(community_id=by.community_id, position=position)


@deed("offers.drop_feed", permission=permissions.check_look)
def drop_feed(*, by: Any) -> None:
    CourseFeed.objects.filter(position_id=by.position_id).delete()
