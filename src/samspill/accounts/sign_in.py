"""Signing in, choosing a position, signing out. Each leaves a row in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samspill.accounts.actor import Actor
from samspill.accounts.middleware import COMMUNITY_KEY, POSITION_KEY
from samspill.accounts.models import Account
from samspill.accounts.positions import actor_in, positions_of
from samspill.accounts.words import TRY
from samspill.core import audit, clock, walls
from samspill.core.refusal import Refused
from samspill.directory.models import Position
from samspill.directory.roles import Role
from samspill.ui.frame import place_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """One row of the demo's sign-in list."""

    account_id: Any
    name: str
    places: list[str]
    to_try: Any
    has_room: bool


# Whoever signs in is in no community yet, and may have roles in several.
_everywhere = walls.whole_installation("a person's own roles, in whichever community")


@walls.whole_installation("the demo's list of whom to be")
def demo_people() -> list[DemoPerson]:
    """Those one may sign in as in the demo: first those whose rooms are furnished."""
    positions = (
        Position.objects.on(clock.today())
        .filter(person__account__demo=True, person__account__is_active=True)
        .select_related("person__account", "unit__parent__parent__parent__parent")
        .order_by("valid_from", "pk")
    )
    by_person: dict[Any, list[Position]] = {}
    for position in positions:
        by_person.setdefault(position.person_id, []).append(position)
    people = [_demo_person(held) for held in by_person.values()]
    return sorted(people, key=lambda person: not person.has_room)


def _demo_person(held: list[Position]) -> DemoPerson:
    roles = [Role(position.role) for position in held]
    furnished = next((role for role in roles if role in TRY), roles[0])
    return DemoPerson(
        account_id=held[0].person.account.pk,
        name=str(held[0].person),
        places=[f"{p.title or p.get_role_display()} · {place_of(p.unit.name, p.unit.top.name)}" for p in held],
        to_try=TRY.get(furnished, ""),
        has_room=furnished in TRY,
    )


def account_of(request: HttpRequest) -> Account | None:
    """The account that is signed in and may be here, with or without a position chosen."""
    account = request.user
    if not account.is_authenticated or not _may_sign_in(account):
        return None
    return account


def _may_sign_in(account: Any) -> bool:
    return bool(account.is_active and (settings.DEMO or not account.demo))


@_everywhere
def sign_in(request: HttpRequest, account: Account) -> None:
    """Start a new session for the account. With one position it is taken at once; with more, they must choose."""
    if not _may_sign_in(account):
        raise Refused(_("Denne kontoen kan ikke logge inn her."))
    with transaction.atomic():
        request.session.flush()  # a new key and nothing left of whoever sat here before
        auth.login(request, account, backend=BACKEND)
        positions = list(positions_of(account)[:2])
        if len(positions) == 1:
            take_position(request, account, positions[0].pk)


@_everywhere
def take_position(request: HttpRequest, account: Account, position_id: UUID | None) -> Actor:
    """Act in this position from now on. Raises Refused when it is not, or no longer, the account's own."""
    position = positions_of(account).filter(pk=position_id).first() if position_id else None
    if position is None:
        raise Refused(_("Denne rollen er ikke din, eller den gjelder ikke lenger."))
    actor, first = actor_in(account, position), POSITION_KEY not in request.session
    with transaction.atomic():
        request.session.cycle_key()  # more or less power than before: a new key
        request.session[POSITION_KEY] = str(actor.position_id)
        request.session[COMMUNITY_KEY] = str(actor.community_id)
        audit.record(by=actor, deed="accounts.sign_in" if first else "accounts.change_position")
    return actor


def sign_out(request: HttpRequest, person: Any) -> None:
    with transaction.atomic():
        if person.signed_in:
            audit.record(by=person, deed="accounts.sign_out")
        auth.logout(request)


@_everywhere
def positions_to_choose(account: Account) -> list[tuple[str, list[Position]]]:
    """The account's positions by community."""
    positions = sorted(positions_of(account), key=lambda position: position.community.name)
    return [(name, list(held)) for name, held in groupby(positions, key=lambda position: position.community.name)]
