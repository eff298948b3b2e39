"""Everything that the page of one indicator shows, put together from a handful of small queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samspill.analysis.statistics import Funnel, Unusable, funnel
from samspill.apps.insight import periods, saying
from samspill.apps.insight.charts import control, funnels, ranked, tiles
from samspill.apps.insight.models import ChartDecision, Publication, PublishedIndicator
from samspill.apps.insight.places import OTHER, Place
from samspill.apps.insight.queries import reading
from samspill.apps.insight.queries.reading import Asked
from samspill.apps.insight.series import Drawn, Point

SECTORS = {
    "somatic": gettext_noop("Somatikk"),
    "mental_health": gettext_noop("Psykisk helsevern"),
    "substance_use": gettext_noop("Rusbehandling"),
}
FEWEST_FOR_FUNNEL = 5


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The series to compare with: its name, its points, and whether it is another community's."""

    name: str
    made: Drawn
    indicator: PublishedIndicator


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """The places in one period: map, ranked with uncertainty, funnel."""

    period: str
    rows: Sequence[ranked.Ranked]
    whole: Point | None
    tiles: SafeString
    ranked: SafeString
    funnel: SafeString
    reach_said: str
    is_sum: bool  # the places add up to the whole, so that the largest has the most


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One page. `card` is the definition in the reader's language."""

    indicator: PublishedIndicator
    publication: Publication
    card: dict[str, Any]
    asked: Asked
    place_name: str
    made: Drawn
    chart: SafeString
    headline: str
    moves: list[str]
    signals: list[tuple[str, str]]
    decisions: list[ChartDecision]
    breakdown: Breakdown | None
    parts: list[tuple[str, list[tuple[str, Point]]]] = field(default_factory=list)
    beside: Beside | None = None

    @property
    def points(self) -> list[Point]:
        """Newest first, for the table."""
        return list(reversed(self.made.points))


def translated(card: dict[str, Any]) -> dict[str, Any]:
    """The texts of a definition in the reader's language, where the catalogues have them."""
    names = ("title", "question", "definition", "numerator", "denominator", "source", "unit", "group_label")
    said = {name: _(card[name]) if card.get(name) else "" for name in names}
    more = {name: [_(text) for text in card.get(name, [])] for name in ("not_for", "warnings")}
    groups = {code: _(label) for code, label in card.get("groups", {}).items()}
    return {**card, **said, **more, "groups": groups}


def show(
    publication: Publication,
    indicator: PublishedIndicator,
    asked: Asked,
    places: tuple[Place, ...],
    names: dict[str, str],
    beside: Beside | None = None,
) -> Shown:
    """About six queries, whatever lies behind the figures."""
    decisions = reading.decisions_about(publication.community_id, indicator.key, asked)
    made = reading.drawn_for(indicator, asked, decisions)
    card = translated(indicator.card)
    place = names.get(asked.place, asked.place)
    if asked.sector:
        place = f"{place}, {_(SECTORS.get(asked.sector, asked.sector)).lower()}"
    if asked.group:
        place = f"{place}, {card['groups'].get(asked.group, asked.group)}"
    return Shown(
        indicator=indicator,
        publication=publication,
        card=card,
        asked=asked,
        place_name=place,
        made=made,
        chart=chart_of(card, made, place, beside),
        headline=saying.latest_sentence(card, place, made),
        moves=list(saying.change_sentences(card, made)),
        signals=saying.signal_sentences(card, made),
        decisions=decisions,
        breakdown=breakdown_of(indicator, card, places),
        parts=_parts(indicator, card, made),
        beside=beside,
    )


def chart_of(card: dict[str, Any], made: Drawn, place: str, beside: Beside | None = None) -> SafeString:
    """The control chart twice: for a wide page and for a narrow one; the style sheet shows one of them."""
    if made.latest is None:
        return mark_safe("")
    said, _number = _sayers(card)
    title = f"{card['title']}, {place}"
    return mark_safe(  # noqa: S308 - charts escape every text
        "".join(
            control.control_chart(
                made, title=title, unit=card["unit"], said=said, size=size, beside=beside.made if beside else None
            )
            for size in (control.WIDE, control.NARROW)
        )
    )


def breakdown_of(indicator: PublishedIndicator, card: dict[str, Any], places: tuple[Place, ...]) -> Breakdown | None:
    """The places in the latest period that most of them have; None where the indicator is not given by place."""
    kind, period = indicator.summary.get("by"), indicator.summary.get("period")
    if not kind or not period:
        return None
    points = reading.places_in(indicator, kind, period)
    whole = points.get("")
    shown = {place.number: points[place.number] for place in places if place.number in points}
    made, outside = _funnel(indicator, card, places, shown)
    rows = _rows(places, shown, outside)
    said, number = _sayers(card)
    is_sum = bool(card.get("is_sum"))
    title = _("%(title)s etter kommune, %(when)s") % {"title": card["title"], "when": periods.said(period)}
    maps = [
        tiles.tile_map(places, shown, title=title, number=number, said=said, narrow=narrow) for narrow in (False, True)
    ]
    lists = [
        ranked.ranked_chart(rows, whole=None if is_sum else whole, title=title, said=said, width=width, look=look)
        for width, look in ((760, "chart--wide"), (380, "chart--narrow"))
    ]
    return Breakdown(
        period=period,
        rows=rows,
        whole=whole,
        tiles=mark_safe("".join(maps)),  # noqa: S308
        ranked=mark_safe("".join(lists)),  # noqa: S308
        funnel=_funnels(made, card, title),
        reach_said=_reach_said(card) if any(row.point.low is not None for row in rows) else "",
        is_sum=is_sum,
    )


def _sayers(card: dict[str, Any]) -> tuple[Callable[[Point], str], Callable[[Point], str]]:
    """A point in words, and its number. Remembered: map and list are drawn twice, for a wide page and for a phone."""

    @cache
    def said(point: Point) -> str:
        return saying.point_said(card, point)

    @cache
    def number(point: Point) -> str:
        return saying.number_said(card, point.value)

    return said, number


def _rows(places: tuple[Place, ...], shown: dict[str, Point], outside: dict[str, str]) -> list[ranked.Ranked]:
    """By value, the greatest first; those without a number last, by name."""
    rows = [
        ranked.Ranked(place=p.number, name=p.name, point=shown[p.number], outside=outside.get(p.number, ""))
        for p in places
        if p.number in shown and shown[p.number].state != "absent"
    ]
    return sorted(rows, key=lambda row: (row.point.value is None, -(row.point.value or 0.0), row.name))


def _reach_said(card: dict[str, Any]) -> str:
    if card["mode"] in ("share", "known"):
        return _("Streken viser usikkerheten (95 %). Der strekene overlapper, sier rekkefølgen lite.")
    return _("Streken viser lavest og høyest de siste periodene. Der strekene overlapper, sier rekkefølgen lite.")


def _funnel(
    indicator: PublishedIndicator, card: dict[str, Any], places: tuple[Place, ...], shown: dict[str, Point]
) -> tuple[Funnel | None, dict[str, str]]:
    """The funnel of the places that are shown, and who lies outside its outer limits."""
    kind = {"share": "proportion", "known": "rate"}.get(card["mode"])
    inside = [p for p in places if p.number in shown and shown[p.number].value is not None and p.number != OTHER]
    usable = [p for p in inside if shown[p.number].denominator]
    if kind is None or indicator.chart == "i" or len(usable) < FEWEST_FOR_FUNNEL:
        return None, {}
    try:
        made = funnel(
            kind,
            [shown[p.number].numerator or 0.0 for p in usable],
            [shown[p.number].denominator or 0.0 for p in usable],
            units=[p.name for p in usable],
            multiply=float(card["per"]),
        )
    except Unusable:
        return None, {}
    return made, {p.number: str(out) for p, out in zip(usable, made.outlier, strict=True) if out}


def _funnels(made: Funnel | None, card: dict[str, Any], title: str) -> SafeString:
    if made is None:
        return mark_safe("")

    def said(place: int) -> str:
        return f"{made.units[place]}: {saying.value_said(card, float(made.value[place]))}"

    drawn_ = [
        funnels.funnel_chart(made, title=title, size_said=_("størrelse: %(what)s") % {"what": card["denominator"]},
                             said=said, size=size)
        for size in (funnels.WIDE, funnels.NARROW)
    ]  # fmt: skip
    return mark_safe("".join(drawn_))  # noqa: S308


def _parts(
    indicator: PublishedIndicator, card: dict[str, Any], made: Drawn
) -> list[tuple[str, list[tuple[str, Point]]]]:
    """The whole community by sector and by group, in the latest period that is shown."""
    latest, found = made.latest, []
    if latest is None:
        return []
    since = str(int(latest.period[:4]) - 1)
    for column, title, labels in (
        ("sector", _("Etter sektor"), {code: _(said) for code, said in SECTORS.items()}),
        ("group", card["group_label"] or _("Etter gruppe"), card["groups"]),
    ):
        points = reading.parts_of(indicator, column, since)
        rows = [(label, points[code]) for code, label in labels.items() if code in points]
        if rows:
            found.append((f"{title[:1].upper()}{title[1:]}, {periods.said(rows[0][1].period)}", rows))
    return found
