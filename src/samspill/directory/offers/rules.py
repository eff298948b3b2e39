"""What may be done with an offer now, and how near it is to where somebody lives. Plain values in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core.clock import OSLO
from samspill.core.refusal import Refused, answers_twice

MOST_AT_ONCE = 30  # occasions made in one go
LONGEST_AHEAD = timedelta(days=3 * 366)


class Nearness(IntEnum):
    """For whose people an offer is; the nearest first."""

    OWN_DISTRICT = 0
    OWN_MUNICIPALITY = 1
    CLUSTER = 2
    HOSPITAL = 3
    COMMUNITY = 4


NEARNESS_WORDS = {
    Nearness.OWN_DISTRICT: _("For egen bydel"),
    Nearness.OWN_MUNICIPALITY: _("For egen kommune"),
    Nearness.CLUSTER: _("For kommunene i klyngen"),
    Nearness.HOSPITAL: _("For hele sykehusområdet"),
    Nearness.COMMUNITY: _("For hele helsefellesskapet"),
}


def nearest(areas: Iterable[UUID], how_near: Mapping[UUID, Nearness]) -> Nearness | None:
    """How near an offer for `areas` is; with none stated it is for the whole community. None: it is for others."""
    stated = list(areas)
    if not stated:
        return Nearness.COMMUNITY
    return min((how_near[area] for area in stated if area in how_near), default=None)


def occasions(first: date, begins: time, ends: time, count: int, every: int) -> list[tuple[datetime, datetime]]:
    """`count` occasions, `every` so many days apart, at the same hours by the clock, summer and winter."""
    days = [first + timedelta(days=every * n) for n in range(count)]
    return [(datetime.combine(day, begins, OSLO), datetime.combine(day, ends, OSLO)) for day in days]


@answers_twice
def check_occasions(first: date, begins: time, ends: time, count: int, today: date) -> None:
    if ends <= begins:
        raise Refused(_("Kurset må slutte etter at det begynner."))
    if first < today:
        raise Refused(_("Datoen kan ikke være før i dag."))
    if first - today > LONGEST_AHEAD:
        raise Refused(_("Datoen kan ikke være mer enn tre år fram i tid."))
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(_("Legg inn mellom 1 og %(most)s datoer om gangen."), most=MOST_AT_ONCE)


@answers_twice
def check_not_ended(valid_to: date | None, today: date) -> None:
    if valid_to is not None and valid_to <= today:
        raise Refused(_("Tilbudet er avsluttet."))


def day_after(last_day: date) -> date:
    return last_day + timedelta(days=1)


@answers_twice
def check_end(valid_from: date | None, last_day: date, today: date) -> None:
    if valid_from is not None and last_day < valid_from:
        raise Refused(_("Siste dag kan ikke være før tilbudet begynte."))
    if last_day - today > LONGEST_AHEAD:
        raise Refused(_("Siste dag kan ikke være mer enn tre år fram i tid."))
