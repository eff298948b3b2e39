"""Opening a list with names: for the data controller that owns the patients, with a reason. Written down here, and for
each patient in the access log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.insight import permissions
from samspill.apps.insight.models import ListOpening
from samspill.apps.insight.people import GROUNDS, TITLES
from samspill.core import clock, identified
from samspill.core.deeds import deed
from samspill.core.identified import Identified, Rule
from samspill.core.refusal import Refused


@deed("insight.open_list", permission=permissions.check_see_lists)
def open_list(*, by: Any, rule: Rule, ground: str, reason: str, found: list[Identified]) -> ListOpening:
    """The names are put in `found`; the row says who saw how many, by which rule and why. Raises Refused."""
    owner = identified.owner()
    if owner is None:
        raise Refused(_("Denne installasjonen har ingen pasienter."))
    said = f"{TITLES[rule.kind]}: {dict(GROUNDS)[ground]}. {reason}"
    people: Sequence[Identified] = owner.names(by=by, rule=rule, reason=said)
    found.extend(people)
    return ListOpening.objects.create(
        community_id=by.community_id,
        owner_id=by.top_id,
        account=by.account_id,
        who_name=by.name,
        at=clock.now(),
        kind=rule.kind,
        rule={"threshold": rule.threshold},
        ground=ground,
        reason={"text": reason},
        persons=len(people),
    )
