"""From data to counted rows: the library's indicators over one place of tables. The bridge to `samspill.analysis`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import pyarrow.compute as pc
import pyarrow.parquet as pq

from samspill.analysis.indicators import INDICATORS, Indicator
from samspill.analysis.indicators.shapes import Beds, Days, Expected, People, Persons, Spread, Tally
from samspill.apps.insight import periods
from samspill.apps.insight.places import places_of
from samspill.apps.insight.splitting import Counted, Wanted
from samspill.core import histories

Say = Callable[[int, str], None]
SECTORS = {"somatic": "somatikk", "mental_health": "psykisk helsevern", "substance_use": "rusbehandling"}


def mode_of(indicator: Indicator) -> str:
    """How the disclosure exit must take it: see `protecting.Wanted`."""
    looked_up = indicator.figure.looked_up
    if isinstance(looked_up, Days | Beds) or (indicator.amount and looked_up is not None):
        return "amount"
    if isinstance(looked_up, People | Expected):
        return "known"
    if indicator.amount:
        return "ratio"
    return "share" if getattr(indicator.figure, "numerator", None) is not None else "parts"


def wanted_of(indicator: Indicator) -> Wanted:
    """What the exit needs to know of a declared indicator."""
    dimensions = indicator.dimensions
    return Wanted(
        name=indicator.name,
        version=str(indicator.version),
        title=indicator.title,
        mode=mode_of(indicator),
        per=indicator.per,
        by="year" if isinstance(indicator.figure, Persons) else "month",
        additive=isinstance(indicator.figure, Tally),
        sectors=tuple(SECTORS) if "sector" in dimensions else (),
        groups=tuple(indicator.groups) if "group" in dimensions else (),
    )


def chart_of(indicator: Indicator) -> str:
    """The kind of control chart its series is drawn as."""
    mode = mode_of(indicator)
    if mode == "known":
        return "i" if isinstance(indicator.figure.looked_up, Expected) else "u"
    return "p" if mode in ("share", "parts") else "i"


def card_of(indicator: Indicator) -> dict[str, Any]:
    """The definition as it is now, plain, to be kept with the numbers. Texts are bokmål."""
    return {
        "title": indicator.title,
        "question": indicator.question,
        "definition": indicator.definition,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "source": indicator.source,
        "unit": indicator.unit,
        "per": indicator.per,
        "decimals": indicator.decimals,
        "better": indicator.better,
        "not_for": list(indicator.not_for),
        "warnings": list(indicator.warnings),
        "mode": mode_of(indicator),
        "is_sum": isinstance(indicator.figure.looked_up, Days),
        "groups": dict(indicator.groups),
        "group_label": indicator.group_label,
        "settings": [
            {"label": s.label, "value": str(s.value), "unit": s.unit, "source": s.source, "confirmed": s.confirmed}
            for s in indicator.settings
        ],
        "examples": [
            {
                "story": example.story,
                "given": {table: [dict(row) for row in rows] for table, rows in example.given.items()},
                "gives": [dict(row) for row in example.gives],
            }
            for example in indicator.examples
        ],
    }


def own_tables(community_id: UUID, folder: Path) -> Path:
    """The platform's own events as tables in a folder. Raises Unusable where nothing is known of any patient."""
    from samspill.analysis.tables import Unusable, load_events

    load_events(histories.histories_of(community_id), folder / "tables")
    if not (folder / "tables").exists():
        raise Unusable("Det er ingen opphold å regne på ennå.")
    return folder / "tables"


def counted(
    place: Path, community_id: UUID, say: Say, as_of: date | None = None
) -> tuple[list[Any], tuple[date | None, date | None]]:
    """Every indicator that the tables are there for, counted; with the first and last day of the data.

    place   a folder of loaded tables, or one that `samspill figures run` has published its counts in
    as_of   the day counted to, itself not counted: today, for what is still going on
    Raises Unusable as the library does.
    """
    from samspill.apps.insight.actions.making import Ready

    run = _run_of(place, say, as_of)
    first, until = _span(run.manifest)
    first = first_full_month(place) or first
    numbers = {each.number for each in places_of(community_id)}
    ready = []
    for name in run.indicators:
        indicator = INDICATORS.get(name)
        if indicator is None:
            continue
        rows = list(_rows(run.rows(name).to_pylist(), indicator, numbers, first, until))
        if rows:
            ready.append(Ready(wanted_of(indicator), card_of(indicator), chart_of(indicator), rows))
    return ready, (first, until)


def _run_of(place: Path, say: Say, as_of: date | None) -> Any:
    from samspill.analysis.figures.published import MANIFEST, published
    from samspill.analysis.figures.running import run

    if any(place.glob(f"run-*/{MANIFEST}")):
        return published(place)
    into = place.parent / f"{place.name}-counted"
    return run(place, into, as_of=as_of, progress=lambda done, of, what: say(10 + 30 * done // max(of, 1), what))


SOME = 0.6  # of the usual number of admissions: a first month with fewer is not all there


def first_full_month(place: Path) -> date | None:
    """The first day of the first month that looks whole. A register that begins in the middle of a month, or knows only
    those who were in hospital when it began, would else show an improvement that never was."""
    from samspill.analysis.tables import Unusable, rows_of

    try:
        file = rows_of(place, "stays")
    except Unusable:
        return None
    admitted = pc.strftime(pq.read_table(file, columns=["admitted_at"])["admitted_at"], format="%Y-%m")
    months = sorted((str(each["values"]), int(each["counts"])) for each in pc.value_counts(admitted).to_pylist())
    usual = median([number for _month, number in months]) if months else 0
    return next((periods.first_day(month) for month, number in months if number >= SOME * usual), None)


def _span(manifest: Any) -> tuple[date | None, date | None]:
    since, as_of = manifest.get("since"), manifest.get("as_of")
    first = date.fromisoformat(since) if since else None
    return first, date.fromisoformat(as_of) - timedelta(days=1) if as_of else None


def most_times(indicator: Indicator, kind: str) -> int:
    """How many times one stay may have been counted in a period. The library adds up days and months; the exit must
    know how many there are at least."""
    if not isinstance(indicator.figure, Spread):
        return 1
    if indicator.figure.by_day:
        return {"month": 31, "quarter": 92, "year": 366}[kind]
    return {"month": 1, "quarter": 3, "year": 12}[kind]


def _rows(
    rows: Iterable[dict[str, Any]], indicator: Indicator, places: set[str], first: date | None, until: date | None
) -> Iterator[Counted]:
    """Rows of whole months, quarters and years, of all trusts together, of the community's places and of the whole."""
    kinds = ("year",) if isinstance(indicator.figure, Persons) else periods.KINDS
    for row in rows:
        usable = row["period_kind"] in kinds and row["trust"] is None and row["denominator"] is not None
        known = row["municipality"] is None or row["municipality"] in places
        if usable and known and periods.is_whole(row["period"], first, until):
            times = most_times(indicator, row["period_kind"])
            yield Counted(
                period=row["period"],
                municipality=row["municipality"],
                sector=row["sector"],
                group=row["group"],
                persons=math.ceil(row["hits"] / times),
                behind=math.ceil(row["count"] / times),
                numerator=float(row["numerator"]),
                denominator=float(row["denominator"]),
            )
