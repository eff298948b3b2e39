"""The figure that the community watches, as *I dag* shows it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from samspill.apps.insight import periods, saying
from samspill.apps.insight.charts.spark import spark
from samspill.apps.insight.models import Audience, WatchedFigure
from samspill.apps.insight.places import names_of
from samspill.apps.insight.queries import reading, showing
from samspill.apps.insight.queries.reading import Asked
from samspill.core.todays_figure import TodaysFigure


def watched_for(person: Any) -> TodaysFigure | None:
    """Four small queries; None where nothing is chosen, opened, or to be shown."""
    if not (person.signed_in and person.may("insight.see")):
        return None
    chosen = WatchedFigure.objects.filter(community=person.community_id).first()
    publication = reading.open_publication(person.community_id) if chosen else None
    if chosen is None or publication is None:
        return None
    row = reading.indicator_in(publication, Audience.COMMUNITY, chosen.key)
    if row is None:
        return None
    asked = Asked(place=chosen.place, kind=next(iter(reading.kinds_of(row, chosen.place)), "month"))
    decisions = reading.decisions_about(person.community_id, row.key, asked)
    made, card = reading.drawn_for(row, asked, decisions), showing.translated(row.card)
    if made.latest is None:
        return None
    place = names_of(person.community_id).get(chosen.place, "")
    signals = [sentence for tone, sentence in saying.signal_sentences(card, made) if tone != "neutral"]
    return TodaysFigure(
        title=card["title"],
        value=saying.value_said(card, made.latest.value),
        when=f"{periods.said(made.latest.period)}, {place}",
        sentences=(*list(saying.change_sentences(card, made))[:1], *signals[:1]),
        url=f"{reverse('insight:indicator', args=[row.key])}?{asking(chosen.place)}",
        chart=mark_safe(spark(made)),  # noqa: S308 - coordinates only
    )


def asking(place: str) -> str:
    return f"sted={place}" if place else ""
