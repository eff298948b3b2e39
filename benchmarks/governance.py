"""«Saker» with a year of one community in it: 300 cases, 90 meetings, 60 people, beside a bare Django page.

ours   the whole request of each page: middleware, session, permission, queries, template
peer   the smallest page Django can give through the same middleware: a view that answers «ok»

Printed for each page: p95 in milliseconds, how many times the peer's, and the number of queries.
Goal: p95 under 300 ms on two cores. Then the book of a meeting with 400 pages: goal under 60 s.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import quantiles
from typing import Any
from uuid import uuid4

from benchmarks.ground import prepare

CASES, MEETINGS, ROUNDS = 300, 90, 30
BOOK_PAGES = 400


def fill() -> None:
    """The demo community with its bodies, and the year in them."""
    from samspill.apps.governance.cases import actions as cases
    from samspill.apps.governance.meetings import actions as meetings
    from samspill.core import clock
    from samspill.directory.models import Community, Position
    from samspill.portal.demo.deciding import PLAIN, load_deciding
    from samspill.portal.demo.members import as_one_of_the_cast

    community = Community.objects.get(slug="fjordheim")
    load_deciding(community)
    siri = as_one_of_the_cast("siri")
    from samspill.apps.governance.models import Body, Case, Meeting

    bodies = list(Body.objects.filter(community=community))
    for number in range(CASES - Case.objects.count()):
        values = {**PLAIN, "title": f"Sak nummer {number} om samhandling", "background": "Bakgrunn. " * 80}
        case = cases.propose(by=siri, body=bodies[number % len(bodies)], key=uuid4(), values=values)
        for named in ("accept", "prepare")[: number % 3]:
            case = cases.move(by=siri, case=case, named=named)
    start = clock.now().replace(hour=9, minute=0)
    for number in range(MEETINGS - Meeting.objects.count()):
        starts = start + timedelta(days=4 * number - 180)
        values = {"starts": starts, "ends": starts + timedelta(hours=2), "place": "Rådhuset", "link": ""}
        meetings.plan(by=siri, body=bodies[number % len(bodies)], key=uuid4(), values=values)
    people = Position.objects.filter(community=community).values("person").distinct().count()
    print(f"{Case.objects.count()} cases, {Meeting.objects.count()} meetings, {people} people")


def pages() -> dict[str, str]:
    from samspill.apps.governance.models import AgreementVersion, Body, Case, Hearing, Meeting

    case = Case.objects.filter(status="anchoring")[0]
    meeting = Meeting.objects.filter(items__case__papers__isnull=False).order_by("-starts")[0]
    return {
        "cases": "/saker/",
        "cases, searched": "/saker/?sok=samhandling&vis=all",
        "a case": f"/saker/{case.pk}",
        "bodies": "/saker/organer/",
        "a body": f"/saker/organer/{Body.objects.get(short_name='SSU').pk}",
        "meetings": "/saker/moter/",
        "a meeting": f"/saker/moter/{meeting.pk}",
        "the minutes": f"/saker/moter/{Meeting.objects.exclude(minutes=None)[0].pk}/referat",
        "agreements": "/saker/avtaler/?sok=varsling",
        "two versions": f"/saker/avtaler/versjon/{AgreementVersion.objects.filter(number=2)[0].pk}?mot=forrige",
        "a hearing": f"/saker/horinger/{Hearing.objects.all()[0].pk}",
        "the wheel": "/saker/arshjul/",
        "the desk": "/saker/bord/",
        "today": "/",
    }


def measured(ask: Callable[[], Any]) -> float:
    """p95 in milliseconds, of warm requests."""
    ask()
    times = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begin) * 1000)
    return quantiles(times, n=20)[-1]


def bare_page() -> float:
    """Django with the same database and nothing but a view."""
    from django.http import HttpRequest, HttpResponse
    from django.test import Client, override_settings
    from django.urls import path

    def ok(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    module = type("Urls", (), {"urlpatterns": [path("ok", ok)]})
    client = Client()
    with override_settings(ROOT_URLCONF=module, MIDDLEWARE=["django.middleware.common.CommonMiddleware"]):
        return measured(lambda: client.get("/ok"))


def book() -> None:
    """Half of the pages are our own text, half are attached PDFs."""
    from pypdf import PdfWriter

    from samspill.apps.governance.papers.book import BookPaper, BookText, Chapter, book_pdf

    writer = PdfWriter()
    for _page in range(20):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    paragraph = "Tjenestemodellgruppen har fått innspill fra alle klinikker og kommuner. " * 7
    text = "\n\n".join([paragraph] * 150)
    attached = [BookPaper(f"Vedlegg {n}", file=out.getvalue(), pages=20) for n in range(10)]
    chapters = [Chapter(f"Sak {n}", papers=[BookPaper(f"Notat {n}", text=text), attached[n]]) for n in range(10)]
    begin = time.perf_counter()
    content, pages_made = book_pdf(BookText("SSU", "3. mars 2026", "", "Fjordheim", chapters), lambda percent: None)
    seconds = time.perf_counter() - begin
    print(f"a book of {pages_made} pages: {seconds:.1f} s, {len(content) / 1e6:.1f} MB (goal: {BOOK_PAGES} under 60 s)")


def main() -> None:
    prepare()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from tests.signing_in import signed_in

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    fill()
    client, peer = signed_in("siri"), bare_page()
    print(f"{'bare Django page':24} p95 {peer:7.1f} ms")
    for name, address in pages().items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        p95 = measured(lambda address=address: client.get(address))  # type: ignore[misc]
        print(f"{name:24} p95 {p95:7.1f} ms  {p95 / peer:6.0f} x  {len(asked):3} queries")
    book()


if __name__ == "__main__":
    main()
