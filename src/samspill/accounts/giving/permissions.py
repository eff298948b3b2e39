"""May this person? Each check raises Refused with a sentence."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Person, Position, Unit
from samspill.directory.seen import units_in


@answers_twice
def check_see_roles(person: Any) -> None:
    if not person.may("accounts.give_role"):
        raise Refused(_("Roller gis av administratoren for helsefellesskapet."))


@answers_twice
def check_give_role(person: Any, unit: Unit, to: Person) -> None:
    """In a unit of one's own community, and never to oneself: access is given by somebody else."""
    check_see_roles(person)
    if unit.pk not in units_in(person.community_id, clock.today()):
        raise Refused(_("Enheten er ikke med i dette helsefellesskapet."))
    _not_oneself(person, to)


@answers_twice
def check_end_role(person: Any, position: Position) -> None:
    """Of one's own community, other people's; a loan may also be ended by whoever lent it, or borrows it."""
    if position.community_id != person.community_id:
        raise Refused(_("Rollen gjelder ikke i dette helsefellesskapet."))
    if position.on_behalf_of_id is not None and _is_party_to(person, position):
        return
    check_see_roles(person)
    _not_oneself(person, position.person)


@answers_twice
def check_see_own_loans(person: Any) -> None:
    """One's own loans: for everybody who is signed in. What may be done there is asked at each deed."""
    if not person.signed_in:
        raise Refused(_("Logg inn for å se denne siden."))


@answers_twice
def check_delegate(person: Any) -> None:
    if not person.may("accounts.delegate"):
        raise Refused(_("Denne rollen kan ikke lånes bort."))


def _is_party_to(person: Any, loan: Position) -> bool:
    parties = Person.objects.filter(Q(positions=loan.on_behalf_of_id) | Q(positions=loan.pk))
    return parties.filter(account=person.account_id).exists()


def _not_oneself(person: Any, other: Person) -> None:
    if person.account_id and Person.objects.filter(pk=other.pk, account=person.account_id).exists():
        raise Refused(_("Du kan ikke gi eller ta roller fra deg selv; det gjør en annen administrator."))
