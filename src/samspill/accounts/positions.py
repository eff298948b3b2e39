"""Which positions a person may act in, and the Actor that one of them makes."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from samspill.accounts.actor import Actor
from samspill.accounts.models import Account
from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import Position, Unit, UnitKind
from samspill.directory.roles import Role

HOMES = {UnitKind.HOSPITAL_TRUST, UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}


def positions_of(account: Account) -> QuerySet[Position]:
    """The positions that hold today, oldest first. A loan holds only as long as what it was lent from."""
    today = clock.today()
    return (
        Position.objects.on(today)
        .filter(person=account.person_id)
        .filter(Q(on_behalf_of=None) | Q(on_behalf_of__in=Position.objects.on(today)))
        .select_related("person", "community", "on_behalf_of__person", "unit__parent__parent__parent")
        .order_by("valid_from", "pk")
    )


def actor_for(account_id: str, position_id: str, *, demo: bool) -> Actor | None:
    """The account in that position; None when the position is not, or no longer, theirs, when the account is closed, or
    is a demo account outside demo mode.

    Whether it is theirs is asked of the database at each request, so a role taken away is gone at once. What the Actor
    says of units and names is remembered until the directory changes.
    """
    account, position = UUID(account_id), UUID(position_id)
    if not _is_theirs(account, position, demo):
        return None
    return remember(("actor", account, position), lambda: _read_actor(account, position))


# By hand, because it is asked at every request: building it anew each time would cost more than all else in it.
_THEIRS = """
    SELECT 1 FROM directory_position p JOIN accounts_account a ON a.person_id = p.person_id
    WHERE p.id = %s AND a.id = %s AND a.is_active AND (%s OR NOT a.demo)
      AND (p.valid_from IS NULL OR p.valid_from <= %s) AND (p.valid_to IS NULL OR p.valid_to > %s)
      AND (p.on_behalf_of_id IS NULL OR EXISTS (
        SELECT 1 FROM directory_position l WHERE l.id = p.on_behalf_of_id
          AND (l.valid_from IS NULL OR l.valid_from <= %s) AND (l.valid_to IS NULL OR l.valid_to > %s)))
"""


def _is_theirs(account: UUID, position: UUID, demo: bool) -> bool:
    today = clock.today()
    key = Position._meta.pk
    with connection.cursor() as cursor:
        ids = [key.get_db_prep_value(each, connection) for each in (position, account)]
        cursor.execute(_THEIRS, [*ids, demo, today, today, today, today])
        return cursor.fetchone() is not None


def _read_actor(account: UUID, position: UUID) -> Actor:
    line = "unit__parent__parent__parent__parent"
    found = Position.objects.select_related("person", "community", "on_behalf_of__person", line).get(pk=position)
    return _actor(account, found, found.unit)


def actor_in(account: Account, position: Position) -> Actor:
    return _actor(account.pk, position, position.unit)


def _actor(account_id: UUID, position: Position, unit: Unit) -> Actor:
    top = unit.top
    return Actor(
        account_id=account_id,
        position_id=position.pk,
        name=str(position.person),
        role=Role(position.role),
        title=position.title,
        unit_id=unit.pk,
        unit_name=unit.name,
        unit_kind=unit.kind,
        top_id=top.pk,
        top_name=top.name,
        top_kind=top.kind,
        home_id=_home(unit).pk,
        units=frozenset(each.pk for each in unit.line()),
        community_id=position.community_id,
        community_name=position.community.name,
        on_behalf_of=str(position.on_behalf_of.person) if position.on_behalf_of else "",
    )


def _home(unit: Unit) -> Unit:
    return next((each for each in unit.line() if each.kind in HOMES), unit.top)
