"""What the tests of the search stand on: somebody who asks, and others to be found, here and in another community."""

from __future__ import annotations

from typing import Any

from tests.cast import actor

from samspill.directory.models import Community, Person, Unit
from samspill.directory.search.queries import find


def names(who: str, text: str, **values: Any) -> list[str]:
    """The titles of what somebody of the cast finds."""
    return [hit.title for hit in find(actor(who), text, **values)]


def unit(name: str, **values: Any) -> Unit:
    return Unit.objects.get(name=name, **values)


def employ(community: Community, given: str, family: str, place: Unit, role: str = "nurse", **values: Any) -> Person:
    """Somebody new, with a position from `values`; `phone` is the person's."""
    person = Person.objects.create(given_name=given, family_name=family, phone=values.pop("phone", ""), fictional=True)
    person.positions.create(community=community, unit=place, role=role, **values)
    return person


def elsewhere(fjordheim: Community) -> tuple[Community, Unit]:
    """The neighbour, and a unit that is a member of it alone."""
    other = Community.objects.get(slug="innlandsvik")
    return other, unit("Havna")
