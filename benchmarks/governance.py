"""Every page of «Saker» with a year of one community: 300 cases, 90 meetings, 60 people; beside a bare Django page.

ours   the whole request of each page: middleware, session, permission, queries, template, frame
peer   a view with one ORM query of 50 of the same cases and a Django template that writes a table of them; no session,
       no permission, no frame

Printed for each page: p95 in milliseconds by the clock and of CPU, how many times the peer's CPU, and the number of
queries. Goal: p95 under 300 ms on two cores. Then the book of a meeting with more than 400 pages: goal under 60 s.
"""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable
from statistics import quantiles
from typing import Any

from benchmarks.governance_ground import fill
from benchmarks.ground import prepare
from benchmarks.pages import ROWS, bare_page, our_page, queries_of, signed_in

ROUNDS = 20
BOOK_PAGES = 400
PEER = """{% load i18n %}<table>{% for case in rows %}<tr>
<th><a href="{% url "governance:case" case.pk %}">{{ case.title }}</a></th><td>{{ case.body.short_name }}</td>
<td>{{ case.get_kind_display }}</td><td>{{ case.get_status_display }}</td><td>{{ case.proposed_by }}</td>
<td>{{ case.proposed_at|date:"j. F Y" }}</td><td>{{ case.due|date:"j. F Y" }}</td><td>{% translate "Sak" %}</td>
</tr>{% endfor %}</table>"""
# Addresses that a page is not read at: buttons, files to fetch, what another address leads to, forms of other people
# than the secretariat, and forms about what the ground has none of.
NO_PAGES = {
    *("call-meeting", "meeting-held", "subscribe", "ask-book", "stop-book", "begin-minutes", "approve-minutes"),
    *("publish-minutes", "begin-merge", "approve-hearing", "answer-hearing", "send-answers", "comment-hearing"),
    *("next-wheel", "agreement", "feed", "event", "book", "book-file", "paper-file", "export-hearing", "write-minutes"),
    *("reply-anchoring", "settle-conflict", "settle-amendment", "paragraph", "drop-clause"),
}
SEARCHES = {
    "cases, searched": "/saker/?sok=samhandling&vis=all",
    "meetings before": "/saker/moter/?vis=for",
    "agreements, searched": "/saker/avtaler/?sok=melding",
    "first page": "/",
}


def pages() -> dict[str, str]:
    """Every page of the room that can be asked for, with the fullest thing of its kind in it."""
    from django.urls import reverse

    from samspill.apps.governance.urls import urlpatterns

    things, found = _things(), {}
    for pattern in urlpatterns:
        if pattern.name in NO_PAGES:
            continue
        words = {"deed": "send_up", "community": "fjordheim"}
        names = pattern.pattern.converters
        filled = {name: words[name] if name in words else things[pattern.name][name] for name in names}
        found[pattern.name] = reverse(f"governance:{pattern.name}", kwargs=filled)
    return found | SEARCHES


def _things() -> dict[str, dict[str, Any]]:
    """What stands in the address of each page."""
    from django.db.models import Count

    from samspill.apps.governance import models as room

    def of(rows: Any, *names: str) -> dict[str, dict[str, Any]]:
        row = rows.first()
        return {name: {"pk": row.pk} for name in names}

    body = room.Body.objects.annotate(n=Count("seats")).order_by("-n")
    meeting = room.Meeting.objects.annotate(n=Count("items")).filter(status="planned").order_by("-n")
    anchoring = room.Case.objects.filter(status="anchoring")
    minutes = room.Minutes.objects.filter(meeting__body__short_name="SSU")
    published = minutes.filter(status="published").first()
    written = {"minutes": {"pk": minutes.first().meeting_id}, "public-meeting": {"pk": published.meeting_id}}
    seat = room.Seat.objects.filter(body=body.first()).first()
    paper = room.Paper.objects.filter(case__status="prepared").first() or room.Paper.objects.all()[0]
    advice = room.Advice.objects.filter(answered_at=None).first()
    return {
        **of(body, "body", "change-body", "add-seat", "leader", "mandate"),
        **{name: {"pk": seat.body_id, "seat": seat.pk} for name in ("appoint", "end-seat")},
        **of(room.Tenure.objects.all(), "end-tenure"),
        **of(anchoring, "case"),
        **of(
            room.Case.objects.filter(status="prepared"),
            "change-case",
            "move-case",
            "ask-advice",
            "add-paper",
            "name-clause",
        ),
        **of(room.Case.objects.filter(status="on_agenda"), "decide"),
        "paper": {"pk": paper.case_id, "paper": paper.pk},
        "answer-advice": {"pk": advice.case_id, "advice": advice.pk},
        **of(room.Decision.objects.filter(case__in=anchoring), "amend", "anchor", "add-follow-up"),
        **of(room.FollowUp.objects.all(), "note-follow-up", "follow-up-became"),
        **of(
            meeting,
            "meeting",
            "change-meeting",
            "cancel-meeting",
            "put-on-agenda",
            "attendance",
            "plain",
            "send-papers",
        ),
        **of(room.AgendaItem.objects.exclude(case=None), "change-item", "take-off", "declare-conflict"),
        **written,
        **{name: {"pk": minutes.first().meeting_id} for name in ("send-minutes",)},
        **of(room.MinutesPart.objects.all(), "exempt-minutes", "amend-minutes"),
        **of(room.AgreementVersion.objects.filter(number=2), "version", "adopt-version"),
        **of(room.Agreement.objects.all(), "draft-version"),
        **of(room.SteeringDocument.objects.all(), "document"),
        **of(room.Hearing.objects.all(), "hearing", "send-hearing"),
        **of(room.Invitation.objects.all(), "answers"),
        **of(room.WheelEntry.objects.all(), "change-wheel"),
    }


def measured(page: Callable[[], bytes]) -> tuple[float, float]:
    """p95 of warm requests in milliseconds: by the clock, and of CPU."""
    page()
    clock, cpu = [], []
    for _round in range(ROUNDS):
        began, spent = time.perf_counter(), time.process_time()
        page()
        clock.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
    return quantiles(clock, n=20)[-1], quantiles(cpu, n=20)[-1]


def book() -> None:
    """Half of the pages are our own text, half are attached PDFs, some of them lying."""
    from pypdf import PdfWriter

    from samspill.apps.governance.papers.book import BookPaper, BookText, Chapter, book_pdf

    writer = PdfWriter()
    for number in range(20):
        writer.add_blank_page(*((842, 595) if number % 4 == 3 else (595, 842)))
    out = io.BytesIO()
    writer.write(out)
    paragraph = "Tjenestemodellgruppen har fått innspill fra alle klinikker og kommuner. " * 7
    text = "\n\n".join([paragraph] * 150)
    attached = [BookPaper(f"Vedlegg {n}", file=out.getvalue(), pages=20) for n in range(10)]
    chapters = [Chapter(f"Sak {n}", papers=[BookPaper(f"Notat {n}", text=text), attached[n]]) for n in range(10)]
    began, spent = time.perf_counter(), time.process_time()
    content, made = book_pdf(BookText("SSU", "3. mars 2026", "", "Fjordheim", chapters), lambda percent: None)
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    assert made > BOOK_PAGES
    size = len(content) / 1e6
    print(f"a book of {made} pages: {seconds:.1f} s by the clock, {cpu:.1f} s of CPU, {size:.1f} MB (goal: under 60 s)")


def main() -> None:
    prepare()
    from samspill.apps.governance.models import Case

    fill()
    gc.collect()  # what the filling left behind is no page's to clean up
    rows = Case.objects.select_related("body").order_by("-proposed_at")
    _clock, peer = measured(bare_page(lambda: rows.all()[:ROWS], PEER))
    print(f"bare Django page: p95 {peer:.1f} ms of CPU")
    cookie, slowest = signed_in("siri"), 0.0
    for name, address in pages().items():
        page = our_page(address, cookie)
        page()
        asked = queries_of(page)
        clock, cpu = measured(page)
        slowest = max(slowest, cpu)
        times = f"p95 {clock:6.0f} ms, {cpu:5.0f} ms of CPU, {cpu / peer:4.1f} times the peer"
        print(f"{name:22} {times}, {asked:3} queries")
    print(f"the slowest page: {slowest:.0f} ms of CPU (goal: 300 ms)")
    book()


if __name__ == "__main__":
    main()
