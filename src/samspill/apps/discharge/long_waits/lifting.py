"""Lifting what has waited too long, by the rules; and closing what is over. Run by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop

from samspill.accounts.notices.addressees import accounts_in
from samspill.apps.discharge import rules as room_rules
from samspill.apps.discharge.long_waits import permissions
from samspill.apps.discharge.long_waits.models import Lift, LongWait, LongWaitRule
from samspill.apps.discharge.long_waits.rules import Limit, Step, due_step, is_further, limits_for, standard_limits
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.models.stays import READY_STATES
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.quiet_notices import kinds as told
from samspill.core import clock, events, notices
from samspill.core.deeds import deed
from samspill.core.doer import Machine
from samspill.core.references import Reference
from samspill.directory.roles import Role
from samspill.stay import Stay as Folded
from samspill.stay import fold, waiting_days

CLOCK = Machine(name="long waits", deeds=frozenset({"long_waits.lift"}))
WAIT = "discharge.long_wait"
# Told to the other rooms when a wait is to become a case: governance may open one, and point back with `about`.
CASE_WANTED = "discharge.case_wanted"


def limits_of(community: UUID) -> list[Limit]:
    own = [row.limit for row in LongWaitRule.objects.filter(community=community)]
    return own or list(standard_limits())


def lift_what_waited() -> int:
    """All ready patients of all communities; how many lifts."""
    ready = (
        Stay.objects.open().filter(state__in=READY_STATES).select_related("municipality", "trust", "ward", "community")
    )
    done = 0
    limits: dict[UUID, list[Limit]] = {}
    for few in _few(list(ready.order_by("community", "pk"))):
        rows = events_of(few)
        for stay in few:
            of_community = limits.setdefault(stay.community_id, limits_of(stay.community_id))
            folded = fold([row.event for row in rows[stay.pk]], next_admission=stay.next_admission)
            done += _lift_if_due(stay, folded, of_community)
    close_what_is_over()
    return done


def _few(stays: list[Stay], most: int = 500) -> Iterable[list[Stay]]:
    return (stays[start : start + most] for start in range(0, len(stays), most))


def _lift_if_due(stay: Stay, folded: Folded, limits: list[Limit]) -> bool:
    if folded.period is None:
        return False
    days = waited(folded)
    limit = due_step(days, limits_for(limits, str(folded.sector), stay.municipality_id))
    if limit is None:
        return False
    known = LongWait.objects.filter(stay=stay, ready_on=folded.period.ready_on).first()
    if known is not None and not is_further(limit.step, known.step):
        return False
    by = Machine(CLOCK.name, CLOCK.deeds, stay.community_id)
    lift(by=by, stay=stay, ready_on=folded.period.ready_on, days=days, limit=limit)
    return True


def waited(folded: Folded) -> int:
    """Days waited in the present ready period, by the library."""
    before = waiting_days(folded, folded.period.ready_on, room_rules.stay_rules()) if folded.period else 0
    return waiting_days(folded, clock.today(), room_rules.stay_rules()) - before


@deed("long_waits.lift", permission=permissions.check_lift)
def lift(*, by: Machine, stay: Stay, ready_on: date, days: int, limit: Limit) -> LongWait:
    """Lift one wait to a step: write down why and to whom, and tell them. One that was closed is opened again, since it
    has come to a limit that nobody had thought of then."""
    wait, _made = LongWait.objects.select_for_update().get_or_create(
        stay=stay, ready_on=ready_on, defaults={"community_id": stay.community_id, "step": limit.step}
    )
    wait.step, wait.closed_at, wait.closed_by = limit.step, None, ""
    wait.look_again = None
    wait.save()
    leaders = those_told(stay)
    Lift.objects.get_or_create(
        wait=wait,
        step=limit.step,
        defaults={"at": clock.now(), "days": days, "limit": limit.days, "to": limit.owner, "told": len(leaders)},
    )
    about = Reference(WAIT, wait.pk)
    notices.notify(
        kind=told.LONG_WAIT,
        to=leaders,
        community=stay.community_id,
        about=about,
        occasion=limit.step,
        url=reverse("long_waits:list"),
        text=TEXTS[limit.step],
        values={"days": days, "limit": limit.days},
    )
    if limit.step == Step.CASE:
        events.tell(
            CASE_WANTED, community=stay.community_id, about=about, days=days, limit=limit.days, owner=limit.owner
        )
    return wait


TEXTS = {
    Step.LEADER: gettext_noop("En pasient har ventet %(days)s døgn og er løftet til lederne (grense %(limit)s døgn)."),
    Step.MEETING: gettext_noop("En pasient har ventet %(days)s døgn og skal til felles møte (grense %(limit)s døgn)."),
    Step.CASE: gettext_noop("En pasient har ventet %(days)s døgn og skal bli en sak (grense %(limit)s døgn)."),
}


def those_told(stay: Stay) -> list[UUID]:
    """The leaders of both sides."""
    roles = [Role.LEADER]
    hospital = accounts_in(stay.trust, roles, stay.community_id)
    municipality = accounts_in(stay.municipality, roles, stay.community_id) if stay.municipality else []
    return list(dict.fromkeys([*hospital, *municipality]))


def close_what_is_over() -> int:
    """Waits of patients who no longer wait: left, withdrawn, or a new ready period."""
    over = 0
    for wait in LongWait.objects.open().select_related("stay"):
        stay = wait.stay
        if not stay.is_open or stay.merged_into_id or stay.ready_on != wait.ready_on:
            wait.closed_at, wait.closed_by = clock.now(), "machine:long waits"
            wait.save(update_fields=["closed_at", "closed_by"])
            over += 1
    return over
