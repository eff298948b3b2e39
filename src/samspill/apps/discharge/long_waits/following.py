"""What people do about a long wait: a plan and when to look again, a case, and closing it with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.long_waits import permissions, rules
from samspill.apps.discharge.long_waits.models import LongWait, LongWaitRule
from samspill.core import clock, references
from samspill.core.deeds import deed
from samspill.core.references import Reference
from samspill.core.refusal import Refused
from samspill.directory.models import Unit
from samspill.stay import Sector

GOVERNANCE_CASE = "governance.case"
LONGEST = 365


def _now(wait: LongWait) -> LongWait:
    wait = LongWait.objects.select_for_update().get(pk=wait.pk)
    rules.check_open(wait.closed_at is not None)
    return wait


@deed("long_waits.plan", permission=permissions.check_follow)
def plan(*, by: Any, wait: LongWait, text: str, look_again: date | None) -> LongWait:
    """Say what is being done, and when it is looked at again. Raises Refused."""
    wait = _now(wait)
    rules.check_reason(text)
    if look_again is not None and look_again < clock.today():
        raise Refused(_("Dagen kan ikke være over."))
    wait.plan, wait.look_again, wait.planned_by = {"text": text.strip()[:1000]}, look_again, by.name[:160]
    wait.save()
    return wait


@deed("long_waits.close", permission=permissions.check_follow)
def close(*, by: Any, wait: LongWait, text: str) -> LongWait:
    """Close it, with a reason for the others. Raises Refused."""
    wait = _now(wait)
    rules.check_reason(text)
    wait.reason, wait.closed_at, wait.closed_by = {"text": text.strip()[:1000]}, clock.now(), by.name[:160]
    wait.save()
    return wait


@deed("long_waits.link_case", permission=permissions.check_follow)
def link_case(*, by: Any, wait: LongWait, case: str) -> LongWait:
    """Point to the case that a body has opened of it. Raises Refused for one that the person cannot see."""
    wait = _now(wait)
    try:
        reference = Reference.read(case)
    except ValueError as error:
        raise Refused(_("Velg en sak.")) from error
    if reference.kind != GOVERNANCE_CASE or not references.resolve([reference], seen_by=by):
        raise Refused(_("Saken finnes ikke, eller du har ikke tilgang til den."))
    wait.case = str(reference)
    wait.save(update_fields=["case"])
    return wait


@deed("long_waits.keep_rules", permission=permissions.check_keep_rules)
def set_limit(
    *, by: Any, step: rules.Step, sector: str, municipality: Unit | None, days: int, owner: str
) -> LongWaitRule:
    """Set the limit of a step, for a kind of care and a municipality or for all. The first one that a community sets
    brings the standard ones with it, so that they can be seen and changed. Raises Refused."""
    if not 1 <= days <= LONGEST:
        raise Refused(_("Antall døgn må være fra 1 til %(most)s."), most=LONGEST)
    if sector and sector not in set(Sector):
        raise Refused(_("Velg et fagområde."))
    mine = LongWaitRule.objects.filter(community=by.community_id)
    if not mine.exists():
        for limit in rules.standard_limits():
            values = {"step": limit.step, "sector": limit.sector, "days": limit.days, "owner": limit.owner}
            LongWaitRule.objects.create(community_id=by.community_id, **values)
    named = {"community_id": by.community_id, "step": step, "sector": sector, "municipality": municipality}
    row, _made = LongWaitRule.objects.update_or_create(**named, defaults={"days": days, "owner": owner.strip()[:160]})
    return row


@deed("long_waits.remove_rule", permission=permissions.check_keep_rules)
def remove_limit(*, by: Any, rule: Any) -> None:
    """Take one of the community's own limits away."""
    LongWaitRule.objects.filter(pk=rule, community=by.community_id).delete()
