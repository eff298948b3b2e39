"""Who holds which roles, and who has lent what to whom."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from samspill.core import clock
from samspill.directory.models import Person, Position, Unit
from samspill.directory.seen import people_seen_by, units_in

_LINE = "unit__parent__parent__parent__parent"


def people_with_roles(person: Any, *, text: str = "", role: str = "") -> QuerySet[Person]:
    """The people of the community by name, each with `.held`: present and coming positions there."""
    held = Position.objects.filter(_not_over(clock.today()), community=person.community_id)
    people = people_seen_by(person)
    for word in text.split():
        people = people.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(pk__in=held.filter(unit__name__icontains=word).values("person"))
        )
    if role:
        people = people.filter(pk__in=held.filter(role=role).values("person"))
    shown = held.select_related(_LINE, "on_behalf_of__person").order_by("valid_from", "pk")
    return people.order_by("family_name", "given_name", "pk").prefetch_related(
        Prefetch("positions", queryset=shown, to_attr="held")
    )


def positions_here(person: Any, of: Person) -> QuerySet[Position]:
    """All positions, also those that are over, in the community; the latest first."""
    return (
        Position.objects.filter(person=of, community=person.community_id)
        .select_related(_LINE, "on_behalf_of__person", "person")
        .order_by("-valid_from", "pk")
    )


def loans_of(person: Any) -> QuerySet[Position]:
    """What the person has lent to others from any of their positions, and what is lent to them; not what is over."""
    loans = Position.objects.filter(_not_over(clock.today()), on_behalf_of__isnull=False)
    mine = Q(on_behalf_of__person__account=person.account_id) | Q(person__account=person.account_id)
    return loans.filter(mine, community=person.community_id).select_related(_LINE, "person", "on_behalf_of__person")


def units_to_choose(community_id: UUID) -> list[Unit]:
    """All units where a role may be held, each with the line above it at hand, by that line."""
    units = Unit.objects.filter(pk__in=units_in(community_id, clock.today())).filter(_not_over(clock.today()))
    return sorted(units.select_related("parent__parent__parent__parent"), key=path_of)


def path_of(unit: Unit) -> str:
    """«Fjordheim sykehus HF › Medisinsk klinikk › Geriatri 2»."""
    return " › ".join(each.name for each in reversed(unit.line()))


def _not_over(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)
