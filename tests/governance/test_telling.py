"""Quiet notices: to those it is about, once, and without the name of a case. Pages ask the same for more rows."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import actor
from tests.governance.ground import a_body, a_case, sits
from tests.governance.test_meetings import a_meeting, put_on
from tests.signing_in import signed_in

from samspill.accounts.models import Account
from samspill.accounts.notices.invitations import send_what_is_due
from samspill.apps.governance import telling
from samspill.apps.governance.meetings import actions
from samspill.apps.governance.wheel.actions import enter
from samspill.core import clock
from samspill.core.notices.models import Notice
from samspill.directory.edits import seen_of
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[str]:
    names = dict(Account.objects.values_list("pk", "username"))
    return sorted(names[each] for each in Notice.objects.filter(kind=kind).values_list("account", flat=True))


def test_members_are_told_when_they_are_called_and_when_it_is_off(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    sits("per", body, "gp")
    sits("berit", body, "user")
    meeting = actions.call(by=actor("siri"), meeting=a_meeting(body))
    actions.call(by=actor("siri"), meeting=meeting)
    assert told("governance.meeting") == ["berit", "per"]
    actions.cancel(by=actor("siri"), meeting=meeting, reason="Snø")
    assert told("governance.meeting") == ["berit", "berit", "per", "per"]


def test_calendars_follow_by_e_mail_once_people_are_called(fjordheim: Community, settings: Any) -> None:
    """What is only planned is in nobody's post; called, moved and cancelled are, each once and to each member."""
    settings.SENDS_EMAIL = True
    body = a_body(actor("siri"))
    sits("per", body, "gp")
    meeting = a_meeting(body)
    assert send_what_is_due() == 0
    meeting = actions.call(by=actor("siri"), meeting=meeting)
    assert send_what_is_due() == 1
    later = {"starts": meeting.starts + timedelta(days=1), "ends": meeting.ends + timedelta(days=1)}
    meeting = actions.change(by=actor("siri"), meeting=meeting, values=later, seen=seen_of(meeting))
    meeting = actions.cancel(by=actor("siri"), meeting=meeting, reason="Snø")
    assert send_what_is_due() == 1  # the move had not gone yet; the cancellation says it all
    parts = [_calendar_of(each.message().as_bytes()) for each in mail.outbox]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "CANCEL"]
    assert all(f"{meeting.pk}@samspill" in str(part.get_payload(decode=True)) for part in parts)
    assert not Notice.objects.filter(kind="governance.meeting").exclude(mail_from=None).exists()


def _calendar_of(letter: bytes) -> Any:
    (part,) = [each for each in message_from_bytes(letter).walk() if each.get_content_type() == "text/calendar"]
    return part


def test_leaders_are_asked_to_confirm_and_reminded_once_before_and_once_after(fjordheim: Community) -> None:
    a_case(a_body(actor("siri")), "anchoring", access="confidential", ground="fvl. § 13", title="Hemmelig sak")
    assert told("governance.anchoring") == ["jon", "tone"]
    telling.remind()
    assert len(told("governance.anchoring")) == 2
    for days, rows in ((25, 4), (26, 4), (31, 6), (32, 6)):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            telling.remind()
        assert len(told("governance.anchoring")) == rows, days
    assert not any("Hemmelig" in f"{row.text}{row.values}" for row in Notice.objects.all())


@pytest.mark.parametrize(
    "page", ["/saker/?vis=all", "/saker/moter/", "/saker/organer/", "/saker/arshjul/", "/saker/bord/"]
)
def test_a_list_asks_the_same_number_of_questions_however_long(fjordheim: Community, page: str) -> None:
    siri, body = actor("siri"), a_body(actor("siri"))
    client = signed_in("siri")

    def more(number: int) -> None:
        case = a_case(body, "prepared", title=f"Sak {number}")
        put_on(a_meeting(body, clock.now() + timedelta(days=number)), case)
        a_case(body, "anchoring")
        a_body(siri, f"B{number}", parent_id=body.pk, level="working")
        values = {"kind": "data", "title": f"Tall {number}", "day": clock.today(), "body_id": body.pk}
        enter(by=siri, values=values)

    def questions() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    more(1)
    few = questions()
    for number in range(2, 6):
        more(number)
    assert questions() == few


def test_a_meeting_and_a_case_ask_the_same_however_much_is_in_them(fjordheim: Community) -> None:
    from uuid import uuid4

    from samspill.apps.governance.cases.actions import add_paper

    body, client = a_body(actor("siri")), signed_in("per")
    sits("per", body, "gp")
    meeting = a_meeting(body)

    def more(number: int) -> None:
        case = a_case(body, "prepared", title=f"Sak {number}")
        for _paper in range(number):
            values = {"title": "P", "text": "t", "file": b"", "pages": 0, "access": "open", "ground": ""}
            add_paper(by=actor("siri"), case=case, key=uuid4(), values=values)
        put_on(meeting, case)

    def questions() -> int:
        client.get(f"/saker/moter/{meeting.pk}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/saker/moter/{meeting.pk}")
        return len(asked)

    more(1)
    few = questions()
    more(3)
    more(4)
    assert questions() == few
