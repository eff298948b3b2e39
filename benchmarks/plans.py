"""Pages of a plan of 200 actions over four years with 3,000 reports, beside a bare Django page.

ours   the whole request: middleware, session, permission, questions, frame
peer   a view with one ORM query of the 200 actions and a Django template that writes a table of them

Both in one process, one thread. Of each page: CPU and wall-clock milliseconds at the median, the 95th of a hundred and
the slowest, and how many questions it asks the database. Goal: 95 of 100 requests under 300 ms.

    python -m benchmarks.plans [requests a page]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.ground import prepare
from benchmarks.pages import bare_page, our_page, signed_in

PAGES = {
    "grid": "/plan/",
    "board": "/plan/?visning=tavle",
    "timeline": "/plan/?visning=tid",
    "not reported": "/plan/ikke-meldt",
    "since last": "/plan/siden-sist",
    "does it work": "/plan/virker-det",
}
GOAL = 300  # milliseconds, 95 of 100
PEER = """<table>{% for row in rows %}<tr><th>{{ row.number }}</th><td>{{ row.text }}</td>
<td>{{ row.goal.title }}</td></tr>{% endfor %}</table>"""
AREAS, GOALS, EACH, REPORTS = 5, 8, 5, 15


def fill() -> dict[str, str]:
    """200 actions with 15 reports each, every tenth with a measure of four years; pages of one of each thing."""
    from samspill.apps.plans.actions.writing import write_edition
    from samspill.apps.plans.models import ActionPlan, PlanEdition, StatusEntry
    from samspill.core import clock
    from samspill.directory.models import Community
    from samspill.plan_documents import Action, Area, Goal, Mark, ReadPlan

    today, now = clock.today(), clock.now()
    years = [today.year + n for n in range(-1, 3)]

    def action(a: int, g: int, n: int) -> Action:
        marks = [Mark(year, "autumn" if n % 2 else "", "ongoing") for year in years]
        text = f"Tiltak {a}.{g}.{n} om noe som partene skal gjøre sammen for pasientene.\nMed en linje til."
        owners = ["Fagråd for pasientsamarbeid", "Sekretariatet"]
        return Action(number=f"{a}.{g}.{n}", text=text, owners=owners, marks=marks, references=["1.1.1"])

    areas = [
        Area(
            number=str(a),
            title=f"Område {a}",
            goals=[
                Goal(number=f"{a}.{g}", title=f"Mål {g}", actions=[action(a, g, n) for n in range(1, EACH + 1)])
                for g in range(1, GOALS + 1)
            ],
        )
        for a in range(1, AREAS + 1)
    ]
    community = Community.objects.get(slug="fjordheim")
    said = {"title": "Plan", "first_year": years[0], "last_year": years[-1], "created_at": now}
    plan = ActionPlan.objects.create(community=community, **said)
    edition = PlanEdition.objects.create(
        plan=plan, number=1, state="valid", approved_by="SSU", approved_on=today, created_at=now
    )
    rows = write_edition(edition, ReadPlan(areas=areas, years=years), {})
    StatusEntry.objects.bulk_create(
        StatusEntry(action=row.action, on=today - timedelta(days=30 * n), status="on_track", text="Går bra.", at=now)
        for row in rows
        for n in range(REPORTS)
    )
    measure = measured(community, [row.action for row in rows[::10]])
    return {
        "one action": f"/plan/tiltak/{rows[0].action_id}",
        "one measure": f"/plan/maling/{measure}",
        "former against": f"/plan/utgave/{edition.pk}/sammenligning",
        "Word document": f"/plan/utgave/{edition.pk}/som/docx",
    }


def measured(community: Any, actions: list[Any]) -> str:
    """Monthly shares of four years for each action, as a change that cannot be told by eye; the first measure's id."""
    from samspill.apps.plans.models import Measure, MeasurePoint
    from samspill.core import clock

    draw = Random("plans benchmark")
    months = [date(clock.today().year - 4 + n // 12, n % 12 + 1, 1) for n in range(46)]
    said = {"unit": "share", "better": "down", "starts_on": months[30], "created_at": clock.now()}
    measures = [Measure.objects.create(community=community, action=a, name=f"Andel {a}", **said) for a in actions]
    MeasurePoint.objects.bulk_create(
        MeasurePoint(measure=measure, period=month, n=200, y=draw.randint(24, 36))
        for measure in measures
        for month in months
    )
    return str(measures[0].pk)


def rows() -> Any:
    """What the bare page shows."""
    from samspill.apps.plans.models import ActionInEdition

    return ActionInEdition.objects.select_related("action", "goal").order_by("number")


@dataclass(frozen=True)
class Taken:
    """Milliseconds of each request, of the very first apart, and the questions of one."""

    first: float
    cpu: list[float]
    wall: list[float]
    questions: int

    def line(self, name: str) -> str:
        said = f"  {name:16} {_of(self.cpu)}   wall {_of(self.wall)}"
        return f"{said}   first {self.first:5.0f}   {self.questions:3} questions"


def _of(times: list[float]) -> str:
    return f"p50 {at(times, 0.5):5.0f}  p95 {at(times, 0.95):5.0f}  worst {max(times):5.0f}"


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def taken(page: Callable[[], bytes], times: int) -> Taken:
    from django.db import connection

    began = time.process_time()
    page()
    first = (time.process_time() - began) * 1000
    asked: list[str] = []

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        page()
    cpu, wall = [], []
    for _ in range(times):
        began, began_cpu = time.perf_counter(), time.process_time()
        page()
        cpu.append((time.process_time() - began_cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return Taken(first, cpu, wall, len(asked))


def main() -> None:
    prepare()
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    pages = {**PAGES, **fill()}
    cookie, bare = signed_in(), taken(bare_page(rows, PEER), times)
    actions = AREAS * GOALS * EACH
    print(f"{actions} actions over 4 years, {actions * REPORTS} reports, {times} requests a page")
    print(bare.line("bare page (peer)"))
    slowest = 0.0
    for name, path in pages.items():
        each = taken(our_page(path, cookie), times)
        slowest = max(slowest, at(each.wall, 0.95))
        print(f"{each.line(name)}   {at(each.cpu, 0.5) / at(bare.cpu, 0.5):.1f} times the bare page")
    print(f"slowest p95 by the clock {slowest:.0f} ms; the goal is {GOAL} ms")


if __name__ == "__main__":
    main()
