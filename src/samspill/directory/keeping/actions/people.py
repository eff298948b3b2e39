"""A person is written down, corrected, and leaves."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.edits import locked
from samspill.directory.keeping import permissions
from samspill.directory.keeping.editions import check_edition
from samspill.directory.models import Community, Newcomer, Person, Position, Substitute
from samspill.ui import formats


@deed("directory.create_person", permission=permissions.check_administer)
def create_person(*, by: Any, key: UUID, given_name: str, family_name: str, phone: str = "", email: str = "") -> Person:
    """`key` becomes the id. Sees nothing and may do nothing until a role is given; see accounts.giving."""
    made = Person.objects.filter(pk=key).first()
    if made is not None:
        permissions.check_keep_person(by, made)
        return made
    community = Community.objects.get(pk=by.community_id)
    person = Person(
        pk=key,
        given_name=given_name,
        family_name=family_name,
        phone=phone,
        email=email,
        fictional=community.fictional,
    )
    person.full_clean()
    person.save(force_insert=True)
    Newcomer.objects.create(person=person, community=community)
    return person


@deed("directory.change_person", permission=permissions.check_keep_person)
def change_person(*, by: Any, of: Person, seen: str, given_name: str, family_name: str) -> Person:
    """The name; how they are reached is on their own sheet."""
    row = locked(of)
    check_edition([row], seen)
    row.given_name, row.family_name = given_name, family_name
    row.full_clean()
    row.save()
    return row


@deed("directory.end_stay", permission=permissions.check_keep_person)
def end_stay(*, by: Any, of: Person, on: date) -> Person:
    """All their roles in the community end; `on` is the first day without. Loans from and to them end too.

    Roles that would begin later are taken away only if nothing hangs on them; otherwise the sentence says so.
    """
    row = locked(of)
    held = Position.objects.select_for_update().filter(
        Q(valid_to=None) | Q(valid_to__gt=on), person=row, community=by.community_id
    )
    positions = list(held)
    if not positions:
        raise Refused(_("%(name)s har ingen roller å avslutte den dagen."), name=row)
    later = [each for each in positions if each.valid_from and each.valid_from >= on]
    if later:
        first = min(each.valid_from for each in later if each.valid_from)
        raise Refused(
            _("%(name)s har en rolle som begynner %(day)s. Avslutt den for seg, eller velg en senere dag."),
            name=row,
            day=formats.day(first),
        )
    lent = Position.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), on_behalf_of__in=positions)
    lent.filter(valid_from__gte=on).delete()
    lent.filter(valid_from__lt=on).update(valid_to=on)
    Position.objects.filter(pk__in=[each.pk for each in positions]).update(valid_to=on)
    open_ones = Q(valid_to=None) | Q(valid_to__gt=on)
    stands_in = Substitute.objects.filter(open_ones, by=row, position__community=by.community_id)
    stands_in.filter(valid_from__gte=on).delete()
    stands_in.update(valid_to=on)
    lookup.forget()
    return row
