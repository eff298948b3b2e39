"""Figures in the demo that tests run against, in a second: counted rows made by hand, through the very exit and ledger.

Two editions of Fjordheim (one open, one a draft), one of its neighbour to compare with, a request and its answer, and
lines that somebody moved. The demo itself then writes its report, as it does when its first figures are opened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from tests.cast import actor
from tests.insight.ground import MONTHS, RARE, an_indicator, rows_of, with_rare

from samspill.analysis.tables import Frame, load
from samspill.apps.insight.actions import deciding, making, publishing, requesting
from samspill.apps.insight.actions.making import Ready
from samspill.apps.insight.places import places_of
from samspill.apps.insight.quality import quality_of
from samspill.apps.insight.splitting import Counted
from samspill.apps.insight.tables_in import table_of
from samspill.core import walls
from samspill.directory.models import Community

PUBLIC = ("stays_with_waiting",)
TABLE = "Kommune;Antall\nFjordby;31\nNordvik;12\nTverrlia;3\n"


def publish_cheaply() -> None:
    """All of it, in a demo that was prepared without figures."""
    with walls.whole_installation("the tests' own figures"):
        ours, theirs = (Community.objects.get(slug=slug) for slug in ("fjordheim", "innlandsvik"))
        _edition(theirs, open_=True, tilt=3)
        _edition(ours, open_=True, tilt=0)
        _what_people_did()
        _edition(ours, open_=False, tilt=1)


def _edition(community: Community, *, open_: bool, tilt: int) -> None:
    begun = publishing.begin(by=publishing.MAKER, community=community, public_keys=PUBLIC, open_at_once=open_)
    begun.quality, begun.data_from, begun.data_until = _quality(), date(2025, 1, 1), date(2026, 6, 30)
    with walls.within(community.pk):
        made = making.make_of(begun, [_stays_with_waiting(community, tilt), _waiting_days(tilt)])
    assert made.state == ("open" if open_ else "draft"), made.sentence


@cache
def _quality() -> dict[str, Any]:
    """Asked of a small table with the faults that tables have."""
    rows = [_a_stay(number) for number in range(240)]
    with TemporaryDirectory() as folder:
        load("stays", Frame(pa.Table.from_pylist(rows)), folder)
        return quality_of(Path(folder), smallest=5)


def _a_stay(number: int) -> dict[str, Any]:
    """Half of them by a trust that seldom says who was ready, and writes down no hours."""
    admitted = datetime(2026, 1, 5, 11) + timedelta(days=number)  # noqa: DTZ001 - the Norwegian wall clock
    lazy, out = number % 2 == 0, admitted + timedelta(days=4)
    return {
        "stay_id": str(number), "person_id": f"p{number % 90}", "trust": "999900001" if lazy else "999900002",
        "sector": "somatic", "municipality": "9901" if number % 7 else "1234", "admitted_at": admitted,
        "discharged_at": out.replace(hour=0) if lazy else out,
        "ready_on": None if lazy and number % 20 else (admitted + timedelta(days=3)).date(),
    }  # fmt: skip


def _stays_with_waiting(community: Community, tilt: int) -> Ready:
    """Every municipality large enough, but one; so that something is hidden."""
    numbers = [place.number for place in places_of(community.pk) if place.unit.fictional and place.number not in RARE]
    counts = {number: (30 + 6 * at + tilt, 70 + 9 * at) for at, number in enumerate(numbers[:8])}
    wanted, card, chart = an_indicator("stays_with_waiting")
    return Ready(wanted, card, chart, with_rare(rows_of(counts)) if community.slug == "fjordheim" else rows_of(counts))


def _waiting_days(tilt: int) -> Ready:
    """Of the community alone, up and down, with one month that stands out."""
    wanted, card, chart = an_indicator("waiting_days")
    rows = rows_of({"9901": (400 + tilt, 31)}, MONTHS)
    steps = {month: (number * 37) % 90 + (600 if month == "2026-03" else 0) for number, month in enumerate(MONTHS)}
    moved = [row for row in rows if row.period in steps]
    return Ready(wanted, card, chart, [_more(row, steps[row.period]) for row in moved])


def _more(row: Counted, days: int) -> Counted:
    return replace(row, numerator=row.numerator + days, persons=60)


def _what_people_did() -> None:
    amir = actor("amir")
    deciding.watch(by=actor("siri"), key="waiting_days", place="", why="Målet i handlingsplanen er færre enn ti.")
    deciding.decide(
        by=amir, key="waiting_days", place="", sector="", kind="rebase", period="2025-09",
        reason="Ny praksis i mottaket fra september", periods=MONTHS,
    )  # fmt: skip
    asked = requesting.ask(
        by=actor("jon"), question="Hvor mange over 80 år ventet?", purpose="Budsjett", wanted_by=None
    )
    table = table_of(TABLE, "Ventet mer enn fem døgn")
    requesting.answer(by=amir, request=asked, state="answered", text="Se tabellen.", table=table)
    requesting.ask(by=actor("lise"), question="Svarer de som har helgevakt, raskere?", purpose="Fagråd", wanted_by=None)
