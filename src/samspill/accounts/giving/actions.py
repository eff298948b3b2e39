"""Every change of who holds which role. Each is a deed, with its row in the audit trail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.accounts.giving import permissions, rules
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.models import Person, Position, Unit
from samspill.directory.roles import Role


@deed("accounts.give_role", permission=permissions.check_give_role)
def give_role(
    *,
    by: Any,
    to: Person,
    unit: Unit,
    role: Role,
    first: date,
    last_day: date | None,
    title: str = "",
    reason: str = "",
) -> Position:
    """`to` holds `role` in `unit` from `first` to `last_day`, both counted in; no last day means until it is ended.

    Raises Refused.
    """
    rules.check_period(first, last_day)
    rules.check_role_fits(role, [each.kind for each in unit.line()])
    held = Position.objects.select_for_update().filter(person=to, community=by.community_id, on_behalf_of=None)
    rules.check_not_held(held, role, unit.pk, first)
    return Position.objects.create(
        person=to,
        community_id=by.community_id,
        unit=unit,
        role=role,
        title=title,
        reason=reason,
        valid_from=first,
        valid_to=_day_after(last_day),
    )


@deed("accounts.end_role", permission=permissions.check_end_role)
def end_role(*, by: Any, position: Position, last_day: date) -> Position:
    """The role, or the loan, is over after `last_day`; what was lent from it ends with it. One that has not begun by
    then never begins. Raises Refused.
    """
    position = Position.objects.select_for_update().get(pk=position.pk)
    rules.check_last_day_of(last_day, clock.today())
    first_day_without = last_day + timedelta(days=1)
    if position.on_behalf_of_id is None:
        others = Position.objects.on(first_day_without).filter(
            community=position.community_id, role=Role.COMMUNITY_ADMINISTRATOR, on_behalf_of=None
        )
        rules.check_somebody_is_left(Role(position.role), others.exclude(pk=position.pk).count())
    for each in [position, *position.lent.on(last_day)]:
        _end(each, first_day_without)
    return position


def _end(position: Position, first_day_without: date) -> None:
    over = max(first_day_without, position.valid_from or first_day_without)
    if position.valid_to is None or position.valid_to > over:
        position.valid_to = over
        position.save(update_fields=["valid_to"])


@deed("accounts.delegate", permission=permissions.check_delegate)
def delegate(*, by: Any, to: Person, first: date, last_day: date, reason: str) -> Position:
    """Lend the position that `by` acts in to a colleague in the same organisation, for some days. Raises Refused."""
    position = Position.objects.select_for_update().select_related("unit").get(pk=by.position_id)
    rules.check_may_be_lent(position)
    rules.check_loan_period(first, last_day, clock.today(), position)
    if to.pk == position.person_id or not colleagues_of(by).filter(pk=to.pk).exists():
        raise Refused(_("Rollen kan lånes bort til en kollega med en rolle i samme organisasjon."))
    held = Position.objects.filter(person=to, community=by.community_id)
    rules.check_not_held(held, Role(position.role), position.unit_id, first)
    return Position.objects.create(
        person=to,
        community_id=by.community_id,
        unit=position.unit,
        role=position.role,
        title=position.title,
        reason=reason,
        on_behalf_of=position,
        valid_from=first,
        valid_to=_day_after(last_day),
    )


def colleagues_of(actor: Any) -> Any:
    """People with a role of their own today in the same organisation: the same trust, municipality or practice."""
    own = Position.objects.on(clock.today()).filter(community=actor.community_id, on_behalf_of=None)
    inside = [p.person_id for p in own.select_related("unit__parent__parent__parent__parent") if _is_in(p.unit, actor)]
    return Person.objects.filter(pk__in=inside).exclude(account=actor.account_id)


def _is_in(unit: Unit, actor: Any) -> bool:
    return bool(unit.top.pk == actor.top_id)


def _day_after(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day else None
