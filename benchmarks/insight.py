"""Published pages: p50, p95 and worst, beside a bare Django page: whatever the size of the data behind.

    python -m benchmarks.insight

ours   the whole request for a page: middleware, session, permission, chart, map, ranking, table, frame
peer   a Django view with no session, permission or frame, that reads the same 120 numbers and writes them as a table

The figures are of 357 municipalities over ten years by month: 43,000 published numbers for one indicator, as for the
whole nation in one community. Goal: under 200 ms at the 95th percentile.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from benchmarks.ground import prepare

PLACES, MONTHS, TIMES = 357, 120, 40
ADDRESSES = ("/tall/", "/tall/om/stays_with_waiting", "/tall/om/stays_with_waiting?sted=9901&mot=9902")
PEER_TEMPLATE = (
    "<table>{% for each in rows %}<tr><th>{{ each.period }}</th><td>{{ each.value }}</td></tr>{% endfor %}</table>"
)


def fill() -> None:
    """One open edition with one indicator, of which every place has every month."""
    from samspill.apps.insight.models import Observation, Publication, PublishedIndicator
    from samspill.core import clock
    from samspill.directory.loading import load_norway
    from samspill.directory.models import Community, Membership, Unit, UnitKind

    load_norway()
    community = Community.objects.get(slug="fjordheim")
    units = Unit.objects.filter(kind=UnitKind.MUNICIPALITY).exclude(number="")[:PLACES]
    Membership.objects.bulk_create(
        [Membership(community=community, unit=unit) for unit in units if not unit.fictional], ignore_conflicts=True
    )
    edition = Publication.objects.create(
        community=community, number=1, state="open", made_at=clock.now(), made_by="-", opened_at=clock.now()
    )
    months = [f"{2016 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)]
    row = PublishedIndicator.objects.create(
        publication=edition, audience="community", key="stays_with_waiting", version="1", title="Opphold med venting",
        card=card(), chart="p", summary={"by": "month", "period": months[-1]}, notes=[], warnings=[], shown=1, hidden=0,
    )  # fmt: skip
    places = ["", *(unit.number for unit in units)]
    _write(row.pk, [(place, number, months[n], n) for number, place in enumerate(places) for n in range(MONTHS)])
    print(f"insight   {Observation.objects.count():,} published numbers, {len(units)} municipalities, {MONTHS} months")


def _write(indicator: int, which: list[tuple[str, int, str, int]]) -> None:
    """Straight to the table: through the ORM the ground takes longer than what is measured on it."""
    from django.db import connection

    columns = 'indicator_id, place, period_kind, period, sector, "group", state, value, numerator, denominator, persons'
    rows = []
    for place, number, month, n in which:
        top, bottom = 20 + (7 * n + 13 * number) % 23, 80 + number % 40
        share = 100 * top / bottom
        values = (indicator, place, "month", month, "", "", "shown", share, top, bottom, bottom)
        rows.append((*values, 0.9 * share, 1.1 * share))
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO insight_observation ({columns}, low, high) VALUES ({marks})", rows)


def card() -> dict[str, object]:
    from samspill.analysis.indicators import INDICATORS
    from samspill.apps.insight.counting import card_of

    return card_of(INDICATORS["stays_with_waiting"])


def signed_in() -> Callable[[str], bytes]:
    from django.test import Client

    from samspill.accounts.middleware import COMMUNITY_KEY, POSITION_KEY
    from samspill.accounts.models import Account
    from samspill.accounts.positions import positions_of

    client, account = Client(), Account.objects.get(username="ola")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session, position = client.session, positions_of(account)[0]
    session[POSITION_KEY], session[COMMUNITY_KEY] = str(position.pk), str(position.community_id)
    session.save()

    def ask(address: str) -> bytes:
        answer = client.get(address, headers={"host": "127.0.0.1"})
        assert answer.status_code == 200, (address, answer.status_code)
        return bytes(answer.content)

    return ask


def peer() -> bytes:
    from django.template import engines

    from samspill.apps.insight.models import Observation

    rows = Observation.objects.filter(place="", period_kind="month").order_by("period")
    template = engines["django"].from_string(PEER_TEMPLATE)
    return template.render({"rows": rows}).encode()


def spent(work: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of the processor, each sorted."""
    for _ in range(3):
        work()
    wall, cpu = [], []
    for _ in range(TIMES):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        wall.append(1000 * (time.perf_counter() - clock))
        cpu.append(1000 * (time.process_time() - processor))
    return sorted(wall), sorted(cpu)


def said(milliseconds: list[float]) -> str:
    p95 = statistics.quantiles(milliseconds, n=20)[18]
    return f"p50 {statistics.median(milliseconds):5.1f}  p95 {p95:5.1f}  worst {milliseconds[-1]:5.1f} ms"


def main() -> None:
    prepare()
    fill()
    ask, (wall, cpu) = signed_in(), spent(peer)
    bare = statistics.median(cpu)
    print(f"insight   {'bare page':58} {said(wall)}   of processor {said(cpu)}", flush=True)
    for address in ADDRESSES:
        wall, cpu = spent(lambda address=address: ask(address))
        times = statistics.median(cpu) / bare
        print(
            f"insight   {address:58} {said(wall)}   of processor {said(cpu)}   {times:4.1f}× the bare page", flush=True
        )


if __name__ == "__main__":
    main()
