"""What a person may do here and what not; and for a page that was closed to them: what it asks for, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve

from samspill.accounts.access import MAY
from samspill.accounts.asking import deeds_asked, roles_that_may
from samspill.accounts.words import SENTENCES
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Position

MOST_NAMES = 6


@dataclass(frozen=True)
class Deed:
    """A deed as a sentence that goes on from «du kan», and the roles that may do it."""

    sentence: str
    roles: list[str]


@dataclass(frozen=True)
class Closed:
    """A page that is closed to the person. why: the page's own sentence; asks_for: one of these opens it; whom: who
    holds such a role in their community, with the unit."""

    why: str
    asks_for: list[Deed]
    whom: list[str]


def open_deeds(person: Any) -> list[Deed]:
    return [_deed(name) for name in MAY if person.may(name)]


def closed_deeds(person: Any) -> list[Deed]:
    return [_deed(name) for name in MAY if not person.may(name)]


def _deed(name: str) -> Deed:
    return Deed(str(SENTENCES[name]), [str(role.label) for role in roles_that_may([name])])


def why_closed(person: Any, address: str) -> Closed | None:
    """Why the page at one of our addresses is closed to the person; None when it is not, or there is no such page."""
    try:
        permission = resolve(address).func.permission  # type: ignore[attr-defined]
        permission(person)
    except (Resolver404, AttributeError):
        return None
    except Refused as refusal:
        asked = [name for name in deeds_asked(permission, person) if name in MAY]
        return Closed(str(refusal), [_deed(name) for name in asked], _holders(person, asked))
    return None


def _holders(person: Any, deeds: list[str]) -> list[str]:
    """Colleagues in the community whose role opens it. No role but the table's: nothing is guessed of units."""
    held = (
        Position.objects.on(clock.today())
        .filter(community=person.community_id, role__in=roles_that_may(deeds), on_behalf_of=None)
        .select_related("person", "unit")
        .order_by("unit__name", "person__family_name", "pk")
    )
    lines = [f"{row.person}, {row.get_role_display()}, {row.unit.name}" for row in held[:MOST_NAMES]]
    return list(dict.fromkeys(lines))
