"""Why a stay goes on: several causes, each with a weight; set as a whole, kept one by one with from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination import rules
from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.lists import causes_of
from samspill.apps.discharge.coordination.permissions import check_coordinate, check_keep_lists
from samspill.apps.discharge.coordination.queries.causes import causes_now, mark_of
from samspill.apps.discharge.models import DelayCause, Stay, StayCause, TheSide
from samspill.apps.discharge.models.pulse import beat
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


@deed("discharge.set_causes", permission=check_coordinate)
def set_causes(*, by: Any, stay: Stay, weights: Mapping[str, int], seen: str | None = None) -> Stay:
    """code → weight of all the causes that hold now; those left out cease to.

    `seen` is the mark of the causes that the person saw; Raises Overtaken when they are others by now, else Refused.
    """
    stay = held(stay)
    rules.check_is_open(stay.is_open)
    present = causes_now(stay)
    if {row.code: row.weight for row in present} == dict(weights):
        return stay
    if seen is not None and seen != mark_of(present):
        raise rules.Overtaken(
            _("%(name)s endret årsakene mens du skrev. Se over og lagre på nytt."),
            name=_who_changed(stay),
        )
    rules.check_weights(weights, causes_of(stay.community_id))
    for row in present:
        if weights.get(row.code) != row.weight:
            row.until, row.until_by = clock.now(), by.name
            row.save(update_fields=["until", "until_by"])
    kept = {row.code for row in present if weights.get(row.code) == row.weight}
    for code, weight in weights.items():
        if code not in kept:
            StayCause.objects.create(**signature(by, stay), code=code, weight=weight)
    changed(stay)
    return stay


def _who_changed(stay: Stay) -> str:
    rows = StayCause.objects.filter(stay=stay)
    told = [(row.at, row.by_name) for row in rows] + [(row.until, row.until_by) for row in rows if row.until]
    return max(told)[1] if told else ""


@deed("discharge.keep_cause", permission=check_keep_lists)
def keep_cause(*, by: Any, code: str, label: str, side: TheSide, retired: bool) -> DelayCause:
    """Reword, retire or add a cause in the person's own community. Raises Refused."""
    if not label.strip():
        raise Refused(_("Årsaken må ha et navn."))
    rules.check_no_identity_number(label)
    row, _made = DelayCause.objects.update_or_create(
        community_id=by.community_id,
        code=code,
        defaults={"label": label.strip(), "side": side, "retired": retired},
    )
    beat(by.community_id)
    return row
