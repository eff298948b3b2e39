"""May this person keep it? Oneself everybody; a unit its leader; all of the community's its administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.lookup import remember
from samspill.directory.models import Community, Membership, Person, Position, Unit
from samspill.directory.seen import people_seen_by, units_in


def own_person_id(person: Any) -> UUID | None:
    """Who the signed-in person is in the directory; None for the public."""
    position = getattr(person, "position_id", None)
    if position is None:
        return None
    ask = Position.objects.filter(pk=position).values_list("person_id", flat=True)
    return remember(("who holds", position), ask.first)


def units_kept_in(community_id: UUID) -> frozenset[UUID]:
    """The units of the community today, and those that are written down to come into it on a later day."""
    today = clock.today()
    coming = Membership.objects.filter(community=community_id, valid_from__gt=today)
    days = {today, *coming.values_list("valid_from", flat=True)}
    return frozenset().union(*(units_in(community_id, day) for day in days if day))


@answers_twice
def check_keep_self(person: Any) -> None:
    if not person.may("directory.keep_self"):
        raise Refused(_("Logg inn for å holde opplysningene dine ved like."))


@answers_twice
def check_keep_own(person: Any, of: Person) -> None:
    """One's own; those of others by their administrator."""
    check_keep_self(person)
    if of.pk != own_person_id(person):
        check_keep_person(person, of)


@answers_twice
def check_keep_own_position(person: Any, position: Position) -> None:
    """A substitute is named by the person, for a role in the community they act in; or by its administrator."""
    check_keep_own(person, position.person)
    if position.community_id != person.community_id:
        raise Refused(_("Rollen gjelder i et annet helsefellesskap."))


@answers_twice
def check_keep_units(person: Any) -> None:
    if not person.may("directory.keep_unit"):
        raise Refused(_("Enheter holdes ved like av lederen og av fellesskapsadministratoren."))


@answers_twice
def check_keep_unit_contact(person: Any, unit: Unit) -> None:
    """A leader the own unit and what is below it; an administrator all of the community."""
    check_keep_units(person)
    if unit.pk not in units_kept_in(person.community_id):
        raise Refused(_("Enheten er ikke med i helsefellesskapet ditt."))
    if person.may("directory.administer"):
        return
    if all(each.pk != person.unit_id for each in unit.line()):
        raise Refused(
            _("Du er leder for %(unit)s, og holder bare den og delene av den ved like."), unit=person.unit_name
        )


@answers_twice
def check_administer(person: Any) -> None:
    if not person.may("directory.administer"):
        raise Refused(_("Forvaltning av katalogen er for fellesskapsadministratoren."))


@answers_twice
def check_keep_unit(person: Any, unit: Unit) -> None:
    check_administer(person)
    if unit.pk not in units_kept_in(person.community_id):
        raise Refused(_("Enheten er ikke med i helsefellesskapet ditt."))


@answers_twice
def check_keep_all(person: Any, units: list[Unit]) -> None:
    """Each of several units, as in a merger."""
    check_administer(person)
    for unit in units:
        check_keep_unit(person, unit)


@answers_twice
def check_create_under(person: Any, parent: Unit | None) -> None:
    """Under a unit of one's own community; at the top, as a new member of it."""
    check_administer(person)
    if parent is not None:
        check_keep_unit(person, parent)


@answers_twice
def check_move_under(person: Any, unit: Unit, parent: Unit | None) -> None:
    check_keep_unit(person, unit)
    check_create_under(person, parent)


@answers_twice
def check_keep_community(person: Any, community: Community) -> None:
    check_administer(person)
    if community.pk != person.community_id:
        raise Refused(_("Medlemskap holdes ved like av helsefellesskapets egen administrator."))


@answers_twice
def check_keep_person(person: Any, of: Person) -> None:
    check_administer(person)
    if not people_seen_by(person).filter(pk=of.pk).exists():
        raise Refused(_("Personen er ikke med i helsefellesskapet ditt."))
