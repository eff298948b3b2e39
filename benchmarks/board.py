"""Board requests a second with 5,000 open stays, beside a plain Django page.

ours   the whole request: middleware, session, permission, counts, sorting, 50 rows, frame
peer   a view with one ORM query of 50 of the same stays and a Django template that writes a table of them; no session,
       no permission, no frame

Both through Django's WSGI handler in one process, one thread. Goal: five times the peer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from benchmarks.ground import prepare
from benchmarks.pages import ROWS, bare_page, cost, our_page, signed_in

STAYS = 5000
PEER_TEMPLATE = """{% load i18n %}<table>{% for stay in rows %}<tr>
<th><a href="{% url "discharge:stay" stay.pk %}">{{ stay.patient.initials }}</a></th><td>{{ stay.ward.name }}</td>
<td>{{ stay.municipality.name }}</td><td>{{ stay.ready_on|date:"j. F Y" }}</td>
<td>{{ stay.admitted_on|date:"j. F Y" }}</td>
<td>{% translate "Venter på svar" %}</td><td>{{ stay.state }}</td><td>{{ stay.whose_move }}</td>
<td>{{ stay.due|date:"j. F H:i" }}</td>
<td><a href="{% url "discharge:stay" stay.pk %}#svar">{% translate "Svar" %}</a></td>
</tr>{% endfor %}</table>"""


def fill() -> None:
    from samspill.apps.discharge.actions.bulk import History, record_history
    from samspill.apps.discharge.receiver import RECEIVER
    from samspill.directory.models import Community, Unit, UnitKind
    from samspill.messages import Patient, synthetic_number
    from samspill.stay import OSLO, Event, Kind, Side

    community = Community.objects.get(slug="fjordheim")
    wards = list(Unit.objects.filter(kind=UnitKind.WARD).exclude(her_id="").select_related("parent__parent"))
    wards = [ward for ward in wards if ward.top.name.startswith("Fjordheim")]
    trust = wards[0].top
    histories = []
    for n in range(STAYS):
        born = date(1930, 1, 1) + timedelta(days=n)
        start = datetime.now(OSLO) - timedelta(days=2 + n % 20, minutes=n)
        ward = wards[n % len(wards)]
        common = {"said_at": start, "by": Side.HOSPITAL, "municipality": f"99{n % 12 + 1:02}", "unit": ward.her_id}
        ready = start + timedelta(days=1)
        told = {**common, "said_at": ready, "source": f"ready-{n}"}
        events = [
            Event(kind=Kind.ADMITTED, at=start, source=f"in-{n}", **common),
            Event(kind=Kind.READY, at=ready.date(), **told),
            Event(kind=Kind.READY_NOTICE, at=ready, **told),
        ]
        patient = Patient(
            number=synthetic_number(born, n % 100, "1"),
            number_kind="FNR",
            family_name="Hatt",
            given_name="Rask",
            born=born,
        )
        histories.append(History(patient, trust, events))
    record_history(by=RECEIVER, community=community, histories=histories)


def peer() -> Callable[[], bytes]:
    from samspill.apps.discharge.models import Stay

    stays = Stay.objects.filter(is_open=True).select_related("patient", "ward", "municipality").order_by("ready_on")
    return bare_page(lambda: stays.all()[:ROWS], PEER_TEMPLATE)


def ours(cookie: str, hx: bool) -> Callable[[], bytes]:
    page = our_page("/pasienter/", cookie, hx=hx)
    assert page().count(b"<tr") > 50
    return page


def main() -> None:
    prepare()
    fill()
    cookie = signed_in()
    plain, whole, live = cost(peer(), 40), cost(ours(cookie, hx=False), 40), cost(ours(cookie, hx=True), 40)
    print(f"board     peer (plain Django page) {plain:5.1f} ms   whole page {whole:5.1f} ms   live part {live:5.1f} ms")
    print(f"board     ratio {plain / whole:.1f}× the plain page; the live part {plain / live:.1f}×")


if __name__ == "__main__":
    main()
