"""Published pages, p95, beside a bare Django page: whatever the size of the data behind.

ours   the whole request for a page: middleware, session, permission, chart, map, ranking, table, frame
peer   a Django view with no session, permission or frame, that reads the same 120 numbers and writes them as a table

The figures are of 357 municipalities over ten years by month: 47,000 published numbers for one indicator, as for the
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
    Observation.objects.bulk_create(
        [
            _observation(row, place, number, month, n)
            for number, place in enumerate(places)
            for n, month in enumerate(months)
        ],
        batch_size=5000,
    )
    print(f"{Observation.objects.count()} published numbers.")


def _observation(row: object, place: str, number: int, month: str, n: int) -> object:
    from samspill.apps.insight.models import Observation

    top, bottom = 20 + (7 * n + 13 * number) % 23, 80 + number % 40
    return Observation(
        indicator=row, place=place, period_kind="month", period=month, state="shown", value=100 * top / bottom,
        numerator=top, denominator=bottom, persons=bottom, low=90 * top / bottom, high=110 * top / bottom,
    )  # fmt: skip


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


def p95(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    work()
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return statistics.quantiles(taken, n=20)[18]


def main() -> None:
    prepare()
    fill()
    ask, bare = signed_in(), p95(peer)
    print(f"bare page: p95 {bare:.1f} ms")
    for address in ADDRESSES:
        ours = p95(lambda address=address: ask(address))
        print(f"{address}: p95 {ours:.1f} ms ({ours / bare:.1f} times the bare page)")


if __name__ == "__main__":
    main()
