"""What happens to figures by the clock: when a month is over, a draft with it is begun."""

from __future__ import annotations

from datetime import timedelta

from samspill.apps.insight.actions import publishing
from samspill.apps.insight.models import Publication
from samspill.apps.insight.states import PublicationState
from samspill.apps.insight.tasks import make_in_background
from samspill.core import clock
from samspill.core.refusal import Refused

SETTLING = timedelta(days=3)  # what is told late about the end of a month comes first
NOT_AGAIN = timedelta(days=20)  # after one that failed or was cancelled: a person begins the next


def begin_new_months() -> None:
    """For each community that has opened figures from its own events: a draft, once the month before is over."""
    last_month_ended = (clock.today() - SETTLING).replace(day=1) - timedelta(days=1)
    for open_ in Publication.objects.filter(state=PublicationState.OPEN, source=publishing.OWN).select_related(
        "community"
    ):
        newest = Publication.objects.filter(community=open_.community).order_by("-number")[0]
        recent = newest.pk != open_.pk and clock.now() - newest.made_at < NOT_AGAIN
        if open_.data_until is None or open_.data_until >= last_month_ended or recent:
            continue
        try:
            made = publishing.begin(by=publishing.MAKER, community=open_.community, public_keys=open_.public_keys)
        except Refused:
            continue
        make_in_background(made)
