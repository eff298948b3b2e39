"""What the room tells the rest of the house when it opens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspill.core import clock, schedule, todays_figure, waiting
from samspill.core.waiting import WaitingItem
from samspill.ui import navigation
from samspill.ui.navigation import Entry


def open_room() -> None:
    from samspill.apps.insight.actions.by_the_clock import begin_new_months

    navigation.add(Entry(label=_("Tall"), url_name="insight:index", deed="insight.see", icon="BarChart", order=50))
    todays_figure.room_with_figure(watched_figure)
    waiting.room_with_waiting_items(waiting_items)
    schedule.every(timedelta(hours=6), "begin new months of figures", begin_new_months)


def watched_figure(person: Any) -> todays_figure.TodaysFigure | None:
    """What the community watches, for *I dag*."""
    from samspill.apps.insight.queries.watched import watched_for

    return watched_for(person)


def waiting_items(person: Any) -> Iterable[WaitingItem]:
    """For the analyst: requests to answer, and drafts to open."""
    from samspill.apps.insight.models import AnalysisRequest, Publication
    from samspill.apps.insight.states import WAITING, PublicationState

    if person.may("insight.answer"):
        for row in AnalysisRequest.objects.visible_to(person).filter(state__in=WAITING).order_by("number"):
            due = datetime.combine(row.wanted_by, time(16), clock.OSLO) if row.wanted_by else None
            yield WaitingItem(
                what=gettext("Besvar bestilling %(number)s") % {"number": row.number},
                about=f"{row.asked_by}, {row.organisation}",
                url=reverse("insight:request", args=[row.pk]),
                due=due,
                broken=due is not None and due < clock.now(),
            )
    if person.may("insight.publish"):
        for draft in Publication.objects.visible_to(person).filter(state=PublicationState.DRAFT):
            yield WaitingItem(
                what=gettext("Les og åpne utgave %(number)s av tallene") % {"number": draft.number},
                about=person.community_name,
                url=reverse("insight:edition", args=[draft.pk]),
            )
