"""Invitations by e-mail: asked, changed, called off; once each, to those who want them, with nothing of a patient."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from django.core import mail
from icalendar import Calendar
from tests.cast import actor
from tests.discharge.stories import at
from tests.signing_in import signed_in

from samspill.accounts.models import Account
from samspill.accounts.notices.actions import choose
from samspill.accounts.notices.invitations import send_what_is_due
from samspill.accounts.notices.mail import address_of
from samspill.apps.governance.telling import MEETING
from samspill.core import clock, invitations, notices
from samspill.core.invitations import Occasion
from samspill.core.invitations.models import InvitationLetter
from samspill.core.notices import How
from samspill.core.notices.models import LetterState, Notice

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20T10:00")
WHAT = Occasion(
    uid="en-lang-id",
    sequence=1,
    changed_at=NOW,
    starts=at("2026-12-01T10:00"),
    ends=at("2026-12-01T11:00"),
    name="Møte i Strategisk utvalg",
    url="https://samspill.example/moter/1",
    place="Møterom 2",
    lines=("Sakliste og papirer: https://samspill.example/moter/1",),
    organiser="Helsefellesskapet Fjordheim",
)


@pytest.fixture(autouse=True)
def _friday(settings):
    settings.SENDS_EMAIL = True
    with clock.stopped_at(NOW):
        yield


def account(name: str):
    return actor(name).account_id


def ask(what: Occasion, *names: str, addresses: tuple[str, ...] = ()) -> frozenset:
    accounts = [account(name) for name in names]
    return invitations.invite(
        what, kind=MEETING, community=actor("siri").community_id, accounts=accounts, addresses=addresses
    )


def sent() -> list[tuple[str, str, Calendar]]:
    """(to, method of the part, its calendar) of all that has gone since this was asked last."""
    send_what_is_due()
    found = [(letter.to[0], *_calendar(message_from_bytes(letter.message().as_bytes()))) for letter in mail.outbox]
    mail.outbox.clear()
    return found


def _calendar(letter: Message) -> tuple[str, Calendar]:
    (part,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    return str(part.get_param("method")), Calendar.from_ical(part.get_payload(decode=True))


def entry(calendar: Calendar):
    return next(iter(calendar.walk("VEVENT")))


def address(name: str) -> str:
    return address_of(Account.objects.get(username=name).person)


def test_asked_once_changed_once_and_called_off_once(fjordheim):
    going = ask(WHAT, "siri", "kari")
    assert going == {account("siri"), account("kari")}
    ask(WHAT, "siri", "kari")  # twice is once
    first = sent()
    assert sorted(to for to, _method, _calendar in first) == sorted([address("siri"), address("kari")])
    to, method, calendar = first[0]
    assert (method, str(calendar["METHOD"])) == ("REQUEST", "REQUEST")
    shown = entry(calendar)
    assert (str(shown["UID"]), int(shown["SEQUENCE"])) == ("en-lang-id@samspill", 1)
    assert str(shown["ATTENDEE"]) == f"mailto:{to}" and shown["ATTENDEE"].params["RSVP"] == "FALSE"
    assert sent() == []

    later = replace(WHAT, sequence=2, starts=WHAT.starts + timedelta(hours=2), ends=WHAT.ends + timedelta(hours=2))
    ask(later, "siri", "kari")
    changed = sent()
    assert [(method, int(entry(calendar)["SEQUENCE"])) for _to, method, calendar in changed] == [("REQUEST", 2)] * 2

    off = replace(later, sequence=3)
    invitations.call_off(off, community=actor("siri").community_id)
    invitations.call_off(off, community=actor("siri").community_id)
    ended = sent()
    assert [(method, str(entry(calendar)["STATUS"])) for _to, method, calendar in ended] == [
        ("CANCEL", "CANCELLED")
    ] * 2
    assert str(entry(ended[0][2])["UID"]) == "en-lang-id@samspill"
    assert sent() == []


def test_whoever_is_no_longer_asked_gets_a_cancellation_and_may_be_asked_again(fjordheim):
    ask(WHAT, "siri", "kari")
    sent()
    ask(replace(WHAT, sequence=2), "siri")
    assert {to: method for to, method, _calendar in sent()} == {address("siri"): "REQUEST", address("kari"): "CANCEL"}
    ask(replace(WHAT, sequence=3), "siri", "kari")
    assert {method for _to, method, _calendar in sent()} == {"REQUEST"}


def test_what_never_went_is_not_called_off(fjordheim):
    ask(WHAT, "siri")
    invitations.call_off(replace(WHAT, sequence=2), community=actor("siri").community_id)
    assert sent() == []
    assert InvitationLetter.objects.get().state == LetterState.HUSHED


def test_those_who_want_no_e_mail_get_none_and_those_outside_do(fjordheim):
    choose(by=actor("siri"), chosen={MEETING: How.PAGE})
    going = ask(WHAT, "siri", "kari", addresses=("Lege@Fjordby.example", "lege@fjordby.example"))
    assert going == {account("kari")}
    assert sorted(to for to, _method, _calendar in sent()) == sorted([address("kari"), "lege@fjordby.example"])


def test_a_notice_about_the_same_is_on_the_page_only(fjordheim):
    going = ask(WHAT, "siri")
    notices.notify(
        kind=MEETING,
        to=[account("siri"), account("kari")],
        community=actor("siri").community_id,
        url="/moter/",
        text="Du er kalt inn.",
        mailed_otherwise=going,
    )
    by_account = {row.account: row.mail_from for row in Notice.objects.all()}
    assert by_account[account("siri")] is None and by_account[account("kari")] is not None


def test_a_server_that_fails_is_tried_again_and_a_worker_that_died_is_taken_over(fjordheim, monkeypatch):
    def broken(self):
        raise ConnectionRefusedError

    ask(WHAT, "siri")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMultiAlternatives.send", broken)
        assert sent() == []
    row = InvitationLetter.objects.get()
    assert (row.state, row.tries, row.fault) == (LetterState.WAITING, 1, "ConnectionRefusedError")
    with clock.stopped_at(NOW + timedelta(minutes=2)):
        InvitationLetter.objects.update(state=LetterState.SENDING, taken_at=NOW - timedelta(minutes=20))
        assert len(sent()) == 1


def test_no_mail_at_all_where_the_installation_sends_none(fjordheim, settings):
    settings.SENDS_EMAIL = False
    assert ask(WHAT, "siri") == frozenset()
    assert not InvitationLetter.objects.exists() and sent() == []


def test_what_bounced_is_shown_and_may_be_tried_again(fjordheim, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = smtplib.SMTPRecipientsRefused({"gjest@utenfor.invalid": (550, b"no such user gjest")})

    def send_messages(*_: object) -> int:
        raise refused

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)
    ask(WHAT, addresses=("gjest@utenfor.invalid",))
    assert send_what_is_due() == 0
    row = InvitationLetter.objects.get()
    assert (row.state, row.fault) == (LetterState.BOUNCED, "SMTPRecipientsRefused 550")
    arne = signed_in("arne")
    page = arne.get("/varsler/epost").content.decode()
    assert "gjest@utenfor.invalid" in page and f"Innkalling: {WHAT.name}" in page and "550" in page
    assert signed_in("ola").post(f"/varsler/epost/{row.pk}/igjen").status_code in (403, 404)
    monkeypatch.undo()
    assert arne.post(f"/varsler/epost/{row.pk}/igjen").status_code == 302
    assert send_what_is_due() == 1
    assert "Alt er sendt" in arne.get("/varsler/epost").content.decode()
