"""Pages of a plan of 200 actions over four years with 3,000 reports, beside a bare Django page.

ours   the whole request: middleware, session, permission, questions, frame
peer   a view with one ORM query of the 200 actions and a Django template that writes a table of them

Both in one process, one thread, CPU time. Goal: 95 of 100 requests under 300 ms.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

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
PEER = """<table>{% for row in rows %}<tr><th>{{ row.number }}</th><td>{{ row.text }}</td>
<td>{{ row.goal.title }}</td></tr>{% endfor %}</table>"""
AREAS, GOALS, EACH, REPORTS = 5, 8, 5, 15


def fill() -> str:
    """200 actions with 15 reports each; the first action's id."""
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
    return str(rows[0].action_id)


def peer() -> Callable[[], bytes]:
    from samspill.apps.plans.models import ActionInEdition

    return bare_page(lambda: ActionInEdition.objects.select_related("action", "goal").order_by("number"), PEER)


def p95(page: Callable[[], bytes], times: int = 20) -> float:
    """Milliseconds of CPU."""
    page()
    taken = []
    for _ in range(times):
        began = time.process_time()
        page()
        taken.append((time.process_time() - began) * 1000)
    return sorted(taken)[int(times * 0.95) - 1]


def main() -> None:
    prepare()
    action = fill()
    cookie, bare = signed_in(), p95(peer())
    print(f"{AREAS * GOALS * EACH} actions, {AREAS * GOALS * EACH * REPORTS} reports. Bare Django page: {bare:.0f} ms")
    for name, path in {**PAGES, "one action": f"/plan/tiltak/{action}"}.items():
        ms = p95(our_page(path, cookie))
        print(f"  {name:14} p95 {ms:5.0f} ms, {ms / bare:4.1f} times the bare page")


if __name__ == "__main__":
    main()
