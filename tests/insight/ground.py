"""Counted rows to publish, made by hand: what the tests of the room stand on."""

from __future__ import annotations

from typing import Any

from tests.cast import actor

from samspill.analysis.indicators import INDICATORS
from samspill.apps.insight.actions import making, publishing
from samspill.apps.insight.actions.making import Ready
from samspill.apps.insight.counting import card_of, chart_of, wanted_of
from samspill.apps.insight.models import Publication
from samspill.apps.insight.splitting import Counted, Wanted
from samspill.directory.models import Community

MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + [f"2026-{month:02}" for month in range(1, 7)]
QUARTERS = {
    f"{year}-Q{q}": [f"{year}-{m:02}" for m in range(3 * q - 2, 3 * q + 1)]
    for year in (2025, 2026)
    for q in (1, 2, 3, 4)
}


def a_row(period: str, place: str | None, top: float, bottom: float, **more: Any) -> Counted:
    values = {"sector": None, "group": None, "persons": int(top), "behind": int(bottom), **more}
    return Counted(period=period, municipality=place, numerator=top, denominator=bottom, **values)


def rows_of(by_place: dict[str, tuple[int, int]], months: list[str] = MONTHS) -> list[Counted]:
    """The same numbers each month in each place, with quarters and years, and the whole."""
    periods = {month: [month] for month in months}
    for longer, inside in [*QUARTERS.items(), ("2025", [m for m in months if m.startswith("2025")])]:
        if inside and set(inside) <= set(months) and (len(longer) > 4 or len(inside) == 12):
            periods[longer] = inside
    found = []
    for period, inside in periods.items():
        times = len(inside)
        found += [a_row(period, place, top * times, bottom * times) for place, (top, bottom) in by_place.items()]
        whole = [sum(pair[i] for pair in by_place.values()) * times for i in (0, 1)]
        found.append(a_row(period, None, *whole))
    return found


SHARE = Wanted(name="stays_with_waiting", version="1", title="Opphold med venting", mode="share", per=100)
CARD = {
    "title": "Opphold med venting", "question": "Hvor mange må vente?", "definition": "Slik.", "numerator": "ventet",
    "denominator": "opphold", "source": "forskriften", "unit": "prosent", "per": 100, "decimals": 1, "better": "down",
    "not_for": ["Ikke til oppgjør."], "warnings": [], "mode": "share", "groups": {}, "group_label": "", "settings": [],
    "examples": [],
}  # fmt: skip


def an_indicator(key: str) -> tuple[Wanted, dict[str, Any], str]:
    """What the exit, the page and the chart need of a declared indicator, as the worker would say it."""
    declared = INDICATORS[key]
    return wanted_of(declared), card_of(declared), chart_of(declared)


PLACES = {"9901": (60, 120), "9902": (20, 50), "9903": (11, 30), "9905": (2, 4), "9909": (1, 3)}


RARE = {"9912": (2, 3)}  # in one month only, so that no grain is coarse enough


def with_rare(rows: list[Counted]) -> list[Counted]:
    """A place with two who waited, of three, in March 2025; and they are in the whole."""
    (place, (top, bottom)) = next(iter(RARE.items()))
    found = []
    for row in rows:
        here = row.municipality is None and row.period in ("2025-03", "2025-Q1", "2025")
        extra = (top, bottom) if here else (0, 0)
        found.append(a_row(row.period, row.municipality, row.numerator + extra[0], row.denominator + extra[1]))
    return found + [a_row(period, place, top, bottom) for period in ("2025-03", "2025-Q1", "2025")]


def an_edition(community: Community, places: dict[str, tuple[int, int]] = PLACES, public: bool = False) -> Publication:
    """A draft of one indicator, made as the worker makes it."""
    keys = [SHARE.name] if public else []
    begun = publishing.begin(by=actor("amir"), community=community, public_keys=keys)
    return making.make_of(begun, [Ready(SHARE, CARD, "p", with_rare(rows_of(places)))])


def an_open_edition(community: Community, **more: Any) -> Publication:
    return publishing.open_(by=actor("amir"), publication=an_edition(community, **more))
