"""May this role be given, or lent, now? Plain values in; nothing, or a sentence a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Position, UnitKind
from samspill.directory.roles import Role

_HOSPITAL = frozenset({UnitKind.HOSPITAL_TRUST})
_MUNICIPAL = frozenset({UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT})

# Roles that open patients are held inside the organisation whose patients they are. Other roles may be held anywhere.
HELD_IN: Mapping[Role, frozenset[UnitKind]] = {
    Role.DISCHARGE_COORDINATOR: _HOSPITAL,
    Role.ALLOCATION_OFFICER: _MUNICIPAL,
    Role.NURSE: _HOSPITAL | _MUNICIPAL,
}


@answers_twice
def check_period(first: date | None, last_day: date | None) -> None:
    if first and last_day and last_day < first:
        raise Refused(_("Siste dag kan ikke være før første dag."))


@answers_twice
def check_role_fits(role: Role, kinds_above: Iterable[str]) -> None:
    """`kinds_above`: the kind of the unit and of all units above it."""
    allowed = HELD_IN.get(role)
    if allowed and not allowed.intersection(kinds_above):
        where = " / ".join(sorted(str(kind.label) for kind in allowed))
        raise Refused(
            _("Rollen «%(role)s» hører hjemme i en enhet under: %(where)s."), role=str(role.label), where=where
        )


@answers_twice
def check_not_held(held: Iterable[Position], role: Role, unit: UUID, first: date) -> None:
    """Nobody holds the same role in the same unit twice at once."""
    if any(p.role == role and p.unit_id == unit and (p.valid_to is None or p.valid_to > first) for p in held):
        raise Refused(_("Personen har allerede denne rollen i denne enheten."))


@answers_twice
def check_last_day_of(last_day: date, today: date) -> None:
    if last_day < today - timedelta(days=1):
        raise Refused(_("Det som er gjort i rollen, er gjort: siste dag kan ikke være før i går."))


@answers_twice
def check_somebody_is_left(role: Role, others: int) -> None:
    """The community never loses its last administrator: then nobody could give the role back."""
    if role is Role.COMMUNITY_ADMINISTRATOR and others == 0:
        raise Refused(_("Helsefellesskapet må ha minst én administrator. Gi rollen til en annen først."))


@answers_twice
def check_may_be_lent(position: Position) -> None:
    if position.on_behalf_of_id is not None:
        raise Refused(_("En rolle du selv har lånt, kan ikke lånes videre."))


@answers_twice
def check_loan_period(first: date, last_day: date, today: date, position: Position) -> None:
    """A loan begins today or later, ends within the longest time allowed, and never outlives what is lent."""
    check_period(first, last_day)
    if first < today:
        raise Refused(_("En rolle kan ikke lånes bort bakover i tid."))
    if (last_day - first).days >= settings.LONGEST_DELEGATION_DAYS:
        raise Refused(
            _("En rolle kan lånes bort i høyst %(days)s dager om gangen."), days=settings.LONGEST_DELEGATION_DAYS
        )
    if position.valid_to and last_day >= position.valid_to:
        raise Refused(_("Du kan ikke låne bort rollen lenger enn du har den selv."))
