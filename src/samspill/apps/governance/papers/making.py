"""The book of a meeting as a background task: asked for, made with progress, left and come back to, stopped."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from samspill.apps.governance.cases.queries import citation
from samspill.apps.governance.meetings.rules import times_of
from samspill.apps.governance.models import Access, AgendaItem, BookStatus, Meeting, MeetingBook
from samspill.apps.governance.papers.book import BookPaper, BookText, Chapter, book_pdf, left_out
from samspill.apps.governance.permissions import check_look, check_sit_in, same_community
from samspill.core import clock, walls
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.ui.formats import clock_time, day

_log = logging.getLogger(__name__)
GOING = (BookStatus.WAITING, BookStatus.RUNNING)


class _Stopped(Exception):
    """Somebody stopped it meanwhile."""


@answers_twice
def check_ask(person: Any, meeting: Meeting, whole: bool) -> None:
    """The open book for everybody in the community; with what is exempt for those who sit there."""
    check_look(person)
    same_community(person, meeting)
    if whole:
        check_sit_in(person, meeting.body)


@deed("governance.ask_for_book", permission=check_ask)
def ask_for_book(*, by: Any, meeting: Meeting, whole: bool) -> MeetingBook:
    """One that is on its way is not begun again; older ones of the kind go."""
    going = meeting.books.filter(whole=whole, status__in=GOING).first()
    if going:
        return going
    meeting.books.filter(whole=whole).delete()
    book = MeetingBook.objects.create(meeting=meeting, whole=whole, asked_at=clock.now())
    make_book.enqueue(str(book.pk), str(meeting.community_id))
    return book


@answers_twice
def check_stop(person: Any, book: MeetingBook) -> None:
    check_ask(person, book.meeting, book.whole)


@deed("governance.stop_book", permission=check_stop)
def stop_book(*, by: Any, book: MeetingBook) -> MeetingBook:
    row = MeetingBook.objects.select_for_update().get(pk=book.pk)
    if row.status not in GOING:
        raise Refused(gettext_lazy("Boken er alt ferdig."))
    row.status = BookStatus.STOPPED
    row.save(update_fields=["status"])
    return row


@task()
def make_book(book: str, community: str) -> None:
    """Made in pieces, each with its progress; the row says how far it has come."""
    with walls.within(community), override("nb"):
        row = MeetingBook.objects.select_related("meeting__body", "meeting__community").get(pk=UUID(book))
        if row.status != BookStatus.WAITING:
            return
        _set(row, status=BookStatus.RUNNING)
        try:
            content, pages = book_pdf(text_of(row.meeting, row.whole), lambda percent: _progress(row, percent))
            _set(row, status=BookStatus.READY, done=100, pages=pages, content=content, finished_at=clock.now())
        except _Stopped:
            return
        except Exception as error:
            # Where, but not the text: it may hold what is exempt.
            _log.error("A meeting book could not be made: %s", type(error).__name__)
            _set(row, status=BookStatus.FAILED, problem=_("Boken kunne ikke lages. Se om alle PDF-ene kan åpnes."))


def _progress(row: MeetingBook, percent: int) -> None:
    going = MeetingBook.objects.filter(pk=row.pk, status=BookStatus.RUNNING).update(done=percent)
    if not going:
        raise _Stopped


def _set(row: MeetingBook, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def text_of(meeting: Meeting, whole: bool) -> BookText:
    """What is in the book; without `whole` nothing that is exempt, but that it is left out and by which rule."""
    items = list(
        meeting.items.filter(taken_off=False)
        .select_related("case")
        .prefetch_related("case__numbers__body", "case__papers")
    )
    starts = times_of(meeting.starts, [item.minutes for item in items])
    chapters = [_chapter(item, clock_time(at), whole) for item, at in zip(items, starts, strict=True)]
    when = f"{day(meeting.starts)}, {clock_time(meeting.starts)}–{clock_time(meeting.ends)}"
    return BookText(meeting.body.name, when, meeting.place, meeting.community.name, chapters)


def _chapter(item: AgendaItem, at: str, whole: bool) -> Chapter:
    case = item.case
    at = f"{at} · {item.minutes} min"
    if case is None:
        return Chapter(str(item.get_kind_display()), at)
    number = citation(case, item.meeting.body_id)
    if case.access == Access.CONFIDENTIAL and not whole:
        return Chapter(f"{number} {_('Unntatt sak')}".strip(), at, left_out=left_out(case.ground))
    papers = [
        BookPaper(paper.title, paper.text, bytes(paper.file), paper.pages)
        if whole or paper.access != Access.CONFIDENTIAL
        else BookPaper(_("Unntatt papir"), left_out(paper.ground))
        for paper in case.papers.all()
    ]
    return Chapter(f"{number} {case.title}".strip(), at, case.plain, case.proposal, case.background, papers=papers)
