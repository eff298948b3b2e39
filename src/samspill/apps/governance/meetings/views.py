"""Pages that read meetings: the list, one meeting, its calendar file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.apps.governance.bodies.queries import bodies_seen_by
from samspill.apps.governance.meetings import feeds, queries, rules
from samspill.apps.governance.meetings.calendars import feed_of, invitation_of
from samspill.apps.governance.models import Meeting, MeetingFeed, MeetingStatus, Minutes
from samspill.apps.governance.pages import found, page_number, person_of
from samspill.apps.governance.permissions import check_look
from samspill.core import clock, walls
from samspill.core.doors import anyone, page

PAGE = 30
CALENDAR = "text/calendar; charset=utf-8"
TONES = {"planned": "neutral", "called": "info", "held": "done", "cancelled": "stopped"}


def meeting_of(request: HttpRequest, pk: UUID) -> Meeting:
    return found(queries.meetings_seen_by(person_of(request)).select_related("body"), pk=pk)


@page(permission=check_look)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    bodies = list(bodies_seen_by(person))
    body = next((each.pk for each in bodies if str(each.pk) == request.GET.get("organ")), None)
    earlier = request.GET.get("vis") == "for"
    rows = queries.meeting_list(person, body, earlier)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(page_number(request), pages)
    of_body = f"&organ={body}" if body else ""
    views = [
        {"text": _("Kommende"), "href": f"?vis=neste{of_body}", "current": not earlier},
        {"text": _("Tidligere"), "href": f"?vis=for{of_body}", "current": earlier},
    ]
    feed = MeetingFeed.objects.filter(position=person.position_id, body=None).first()
    values = {
        "rows": [(row, TONES[row.status]) for row in rows[(number - 1) * PAGE : number * PAGE]],
        "total": total,
        "page": number,
        "pages": pages,
        "views": views,
        "earlier": earlier,
        "bodies": bodies,
        "body": body,
        "next": queries.next_of(person),
        "may_keep": person.may("governance.keep"),
        "feed_url": _feed_url(request, feed) if feed else "",
    }
    return render(request, "governance/meetings.html", values)


def _feed_url(request: HttpRequest, feed: MeetingFeed) -> str:
    return request.build_absolute_uri(reverse("governance:feed", args=[feeds.token_of(feed)]))


@page(permission=check_look)
@require_safe
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, shown = person_of(request), meeting_of(request, pk)
    attendance = queries.attendance_of(shown)
    agenda = queries.agenda_of(shown, person)
    minutes = Minutes.objects.filter(meeting=shown).first()
    feed = MeetingFeed.objects.filter(position=person.position_id, body=shown.body).first()
    values = {
        "meeting": shown,
        "tone": TONES[shown.status],
        "agenda": agenda,
        "next_case": next((row for row in agenda if row["case"]), None),
        "attendance": attendance,
        "quorum": queries.quorum_of(shown, attendance),
        "noted": any(row["noted"] for row in attendance),
        "asked_again": queries.asked_again(shown, person),
        "minutes": minutes,
        "minutes_open": minutes and (minutes.status in queries.LOCKED or queries.sits_in(person, shown.body_id)),
        "collisions": queries.collisions(shown) if person.may("governance.keep") else [],
        "books": queries.books_seen_by(person, shown)[:2],
        "sits": queries.sits_in(person, shown.body_id),
        "may_keep": person.may("governance.keep"),
        "why_locked": rules.check_open.why_not(shown.status),
        "over": shown.starts < clock.now(),
        "sent": {row.early: row for row in shown.papers_sent.all()} if person.may("governance.keep") else {},
        "feed_url": _feed_url(request, feed) if feed else "",
    }
    return render(request, "governance/meeting.html", values)


@page(permission=check_look)
@require_safe
def event(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting for one's own calendar; for the secretariat the invitation, or its cancellation, to send to all."""
    person, shown = person_of(request), meeting_of(request, pk)
    address = request.build_absolute_uri(reverse("governance:meeting", args=[pk]))
    if person.may("governance.keep") and request.GET.get("til") == "alle":
        people = queries.called_people(shown)
        content = invitation_of(shown, people, address=address, organiser=person.community_name)
        method = "CANCEL" if shown.status == MeetingStatus.CANCELLED else "REQUEST"
        return _calendar(content, f"{CALENDAR}; method={method}")
    return _calendar(feed_of([shown], name=shown.body.name, address_of=lambda _meeting: address))


def _calendar(content: bytes, kind: str = CALENDAR) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return answer


@page(permission=anyone)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs: the signed address is the key. When and where the bodies meet, and nothing else."""
    community = feeds.community_in(token)
    with walls.within(community) if community else walls.the_public():
        behind = feeds.feed_behind(token)
        if behind is None:
            return HttpResponse(_("Adressen til kalenderen gjelder ikke."), status=403, content_type="text/plain")
        name = (
            behind.body.name if behind.body else _("Møtene mine i %(community)s") % {"community": behind.community.name}
        )
        content = feed_of(feeds.meetings_of(behind), name=name, address_of=_address_in(request))
    answer = HttpResponse(content, content_type=CALENDAR)
    answer["Cache-Control"] = "private, max-age=900"
    return answer


def _address_in(request: HttpRequest) -> Any:
    return lambda meeting: request.build_absolute_uri(reverse("governance:meeting", args=[meeting.pk]))
