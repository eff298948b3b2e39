"""Whom a notice goes to: the accounts behind roles."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from samspill.accounts.access import MAY
from samspill.accounts.models import Account
from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import Position, Unit
from samspill.directory.roles import Role


def accounts_in(unit: Unit, roles: Iterable[Role], community: UUID) -> list[UUID]:
    """Open accounts that hold one of the roles today, in the unit or in any part of it."""
    roles = tuple(sorted(roles))
    question = ("accounts in", unit.pk, roles, community, clock.today())
    return remember(question, lambda: _accounts_in(unit, roles, community))


def who_may(deed: str, *, unit: Unit, community: UUID) -> list[UUID]:
    """Open accounts in the unit, or in a part of it, whose role may do the deed."""
    return accounts_in(unit, MAY.get(deed, frozenset()), community)


def nearest(roles: Iterable[Role], *, unit: Unit, community: UUID) -> list[UUID]:
    """Those with one of the roles who work nearest: in the unit, or in what it is a part of; where nobody does,
    everybody with the role in the whole organisation."""
    roles, line = tuple(sorted(roles)), tuple(each.pk for each in unit.line())
    question = ("accounts near", line, roles, community, clock.today())
    return remember(question, lambda: _held(Q(unit__in=line), roles, community)) or accounts_in(
        unit.top, roles, community
    )


def _accounts_in(unit: Unit, roles: tuple[Role, ...], community: UUID) -> list[UUID]:
    above = [f"unit{'__parent' * up}" for up in range(5)]
    inside = Q()
    for name in above:
        inside |= Q(**{name: unit.pk})
    return _held(inside, roles, community)


def _held(where: Q, roles: tuple[Role, ...], community: UUID) -> list[UUID]:
    today = clock.today()
    held = Position.objects.on(today).filter(where, role__in=roles, community=community)
    held = held.filter(Q(on_behalf_of=None) | Q(on_behalf_of__in=Position.objects.on(today)))
    found = Account.objects.filter(person__in=held.values("person"), is_active=True)
    return list(found.order_by("pk").values_list("pk", flat=True))
