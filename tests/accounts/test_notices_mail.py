"""Letters with notices: one a person, without a patient, sent once by however many workers, tried again, given up."""

from __future__ import annotations

import re
import smtplib
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from tests.cast import actor
from tests.signing_in import signed_in

from samspill.accounts.models import Account
from samspill.accounts.notices import letters
from samspill.accounts.notices.actions import choose, send_again
from samspill.accounts.notices.mail import token_of
from samspill.core import clock, notices, walls
from samspill.core.notices import How, Kind
from samspill.core.notices.kinds import KINDS
from samspill.core.notices.models import Letter, LetterState, Notice, NoticeChoice
from samspill.core.references import Reference
from samspill.directory.models import Community, ContactWay, Person

SECRET = "Sporadisk Hatt"


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    for name in ("test.one", "test.two"):
        notices.kind(Kind(name=name, label=f"Slag {name[-3:]}", area="Prøve", standard=How.AT_ONCE))
    yield
    for name in ("test.one", "test.two"):
        del KINDS[name]


@pytest.fixture
def ola(fjordheim: Community, settings: Any) -> Any:
    settings.SENDS_EMAIL = True
    Person.objects.filter(account__username="ola").update(email="ola@fjordby.invalid")
    return actor("ola")


def tell(person: Any, n: int = 1, kind: str = "test.one", first: int = 0) -> None:
    for number in range(first, first + n):
        notices.notify(
            kind=kind,
            to=[person.account_id],
            community=person.community_id,
            url="/pasienter/",
            text="Noe om %(who)s.",
            values={"who": SECRET},  # what a careless room might do
            occasion=str(number),
        )


def later(minutes: float = 5) -> Any:
    return clock.stopped_at(clock.now() + timedelta(minutes=minutes))


def test_a_letter_says_what_kind_and_how_many_and_nothing_else(ola: Any) -> None:
    tell(ola, 2)
    tell(ola, 1, "test.two")
    with later():
        assert letters.send_what_is_due() == 1
    (sent,) = mail.outbox
    assert sent.to == ["ola@fjordby.invalid"] and sent.subject == "Samspill: 3 varsler"
    whole = sent.message().as_string()
    assert "Slag one: 2 stykker" in sent.body and "Slag two" in sent.body
    assert (
        SECRET not in sent.body and SECRET not in whole and "pasienter" not in sent.body.replace("pasienter. Logg", "")
    )
    assert "List-Unsubscribe" in sent.extra_headers and str(Letter.objects.get().pk) in sent.extra_headers["Message-ID"]


def test_nothing_goes_before_its_time_and_nothing_twice(ola: Any) -> None:
    tell(ola)
    assert letters.send_what_is_due() == 0
    with later():
        assert [letters.send_what_is_due() for _ in range(3)] == [1, 0, 0]
        tell(ola)  # the same again
        assert letters.send_what_is_due() == 0


def test_what_was_seen_is_not_sent_not_even_when_the_letter_was_written(ola: Any) -> None:
    about = Reference("test.thing", ola.unit_id)
    notices.notify(kind="test.one", to=[ola.account_id], community=ola.community_id, url="/", text="Noe.", about=about)
    with later():
        letters.gather()
        notices.seen(account=ola.account_id, about=about)
        assert letters.send_what_is_due() == 0
    assert Letter.objects.get().state == LetterState.HUSHED and not mail.outbox


def test_who_has_no_address_or_a_closed_account_gets_none(ola: Any) -> None:
    nina = actor("nina")
    ContactWay.objects.filter(person__account__username="nina").delete()
    tell(nina)
    tell(ola)
    Account.objects.filter(username="ola").update(is_active=False)
    with later():
        assert letters.send_what_is_due() == 0
    assert not Letter.objects.exists() and Notice.objects.filter(mail_from=None).count() == 2


def test_a_choice_counts_for_what_waits_too(ola: Any) -> None:
    tell(ola)
    choose(by=ola, chosen={"test.one": How.PAGE})
    with later():
        assert letters.send_what_is_due() == 0
    assert Notice.objects.get().mail_from is None


def failing(error: Exception) -> Callable[..., int]:
    def send_messages(*_: Any) -> int:
        raise error

    return send_messages


def test_a_server_that_is_away_is_asked_again_and_then_given_up(ola: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", failing(OSError("10.0.0.1 ola")))
    tell(ola)
    minutes = 5.0
    for _ in range(letters.MOST_TRIES + 2):
        with later(minutes):
            letters.send_what_is_due()
        minutes += 40
    letter = Letter.objects.get()
    assert (letter.state, letter.tries, letter.fault) == (LetterState.GIVEN_UP, letters.MOST_TRIES, "OSError")


def test_it_waits_longer_each_time(ola: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", failing(OSError()))
    tell(ola)
    with later():
        letters.send_what_is_due()
        letters.send_what_is_due()  # too soon
        assert Letter.objects.get().tries == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(ola: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = smtplib.SMTPRecipientsRefused({"ola@fjordby.invalid": (550, b"no such user ola")})
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", failing(refused))
    tell(ola)
    with later():
        letters.send_what_is_due()
    letter = Letter.objects.get()
    assert (letter.state, letter.fault) == (LetterState.BOUNCED, "SMTPRecipientsRefused 550")
    page = signed_in("arne").get("/varsler/epost").content.decode()
    assert "Ola Vik" in page and "550" in page
    monkeypatch.undo()
    send_again(by=actor("arne"), letter=letter)
    with later():
        assert letters.send_what_is_due() == 1


def test_a_letter_stopped_midway_is_not_sent_by_itself(ola: Any) -> None:
    tell(ola)
    with later():
        letters.gather()
        Letter.objects.update(state=LetterState.SENDING, taken_at=clock.now())
    with later(60):
        assert letters.send_what_is_due() == 0
    assert Letter.objects.get().state == LetterState.UNSURE


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_letter_once(ola: Any) -> None:
    for name in ("ola", "nina", "kari", "jon"):
        Person.objects.filter(account__username=name).update(email=f"{name}@demo.invalid")
        tell(actor(name), 3)
    moment = clock.now() + timedelta(minutes=5)

    def work() -> None:
        try:
            with walls.whole_installation("a test"), clock.stopped_at(moment):
                letters.send_what_is_due()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with later():
        letters.send_what_is_due()
    assert sorted(sent.to[0][:3] for sent in mail.outbox) == ["jon", "kar", "nin", "ola"]


def test_the_link_in_a_letter_stops_letters_without_signing_in(ola: Any) -> None:
    tell(ola)
    with later():
        letters.send_what_is_due()
    address = re.search(r"/varsler/av/\S+", mail.outbox[0].body)
    assert address
    client = Client(enforce_csrf_checks=True)
    assert "Vil du slutte" in client.get(address.group()).content.decode()
    assert not NoticeChoice.objects.exists()  # a program that follows links changes nothing
    assert client.post(address.group(), {"List-Unsubscribe": "One-Click"}).status_code == 200
    tell(ola, 1, first=7)
    with later():
        assert letters.send_what_is_due() == 0
    assert client.get("/varsler/av/made-up").status_code == 403
    assert client.get(f"/varsler/av/{token_of(ola.account_id)}x").status_code == 403


def test_the_page_shows_a_person_their_own_and_following_one_marks_it(ola: Any) -> None:
    tell(ola)
    client = signed_in("ola")
    page = client.get("/varsler/").content.decode()
    assert "Sporadisk" in page and "Ny" in page
    pk = Notice.objects.get().pk
    assert signed_in("nina").get(f"/varsler/{pk}").status_code == 404
    assert client.get(f"/varsler/{pk}")["Location"] == "/pasienter/"
    assert Notice.objects.get().seen_at
    assert "Merk alle som sett" not in client.get("/varsler/").content.decode()


def test_one_chooses_kind_by_kind(ola: Any) -> None:
    client = signed_in("ola")
    assert client.post("/varsler/valg", {"test.one": "never", "test.two": "nonsense"}).status_code == 302
    assert list(NoticeChoice.objects.values_list("kind", "how")) == [("test.one", "never")]
    tell(ola)
    assert not Notice.objects.exists()
