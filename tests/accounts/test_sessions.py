"""Sessions: how they begin, follow their key, run out, and are ended; and who sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import CAST, actor

from samspill.accounts.models import Account, AccountSession, Draft, SignInAttempt, WhyEnded
from samspill.accounts.sessions import actions, drafts, ending, rules
from samspill.accounts.sessions.device import device_of
from samspill.accounts.sessions.retention import close_what_is_over
from samspill.accounts.sessions.store import SessionStore, hash_of
from samspill.config import live
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Position

SignIn = Callable[[str], Client]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.OSLO)
LIMITS = rules.Limits(idle=timedelta(minutes=30), whole=timedelta(hours=10), most=3)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.SESSION_LIMITS = LIMITS


def at(minutes: float) -> Any:
    return clock.stopped_at(NOON + timedelta(minutes=minutes))


def one_more(name: str = "ola", **values: Any) -> Client:
    """Signed in by the demo's door in a browser of its own."""
    client = Client(**values)
    answer = client.post("/logg-inn/demo", {"account": str(Account.objects.get(username=name).pk)})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return bool(client.get("/pasienter/").status_code == 200)


def row_of(client: Client) -> AccountSession:
    return AccountSession.objects.get(key_hash=hash_of(client.cookies[COOKIE].value))


def told(client: Client) -> str:
    return str(client.get("/logg-inn").content.decode())


# --- how it begins ---------------------------------------------------------------------------------------------------


def test_a_sign_in_is_written_down(fjordheim: Community) -> None:
    with at(0):
        row = row_of(one_more(headers={"user-agent": FIREFOX}))
    assert (row.method, row.browser, row.system) == ("demo", "Firefox", "Windows")
    assert row.signed_in_at == row.last_active == NOON
    attempt = SignInAttempt.objects.get()
    assert attempt.succeeded and attempt.account == row.account
    assert "127.0.0.1" not in attempt.address


def test_the_key_itself_is_nowhere_in_the_database(fjordheim: Community) -> None:
    key = one_more().cookies[COOKIE].value
    assert key not in Session.objects.values_list("session_key", flat=True)
    assert key not in AccountSession.objects.values_list("key_hash", flat=True)
    assert SessionStore(key)["position"]
    stolen_from_the_database = AccountSession.objects.get().key_hash
    assert not SessionStore(stolen_from_the_database).load()


def test_a_key_that_was_there_before_sign_in_is_worth_nothing_after(fjordheim: Community) -> None:
    planted = SessionStore()
    planted["something"] = "of the attacker"
    planted.create()
    client = Client()
    client.cookies[COOKIE] = planted.session_key or ""
    client.post("/logg-inn/demo", {"account": str(Account.objects.get(username="ola").pk)})
    assert client.cookies[COOKIE].value != planted.session_key
    assert not SessionStore(planted.session_key).load()
    assert "something" not in client.session


def test_choosing_a_role_gives_a_new_key_and_keeps_one_row(fjordheim: Community) -> None:
    client = one_more("jon")
    before = client.cookies[COOKIE].value
    position = Position.objects.filter(person__account__username="jon").first()
    client.post("/rolle", {"position": str(position.pk)})  # type: ignore[union-attr]
    assert client.cookies[COOKIE].value != before
    assert row_of(client).ended_at is None
    assert AccountSession.objects.count() == 1
    stolen = Client()
    stolen.cookies[COOKIE] = before
    assert not is_in(stolen)


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("<script>alert(1)</script>" * 100, "", ""),
        ("", "", ""),
    ],
)
def test_a_device_in_words(rf: Any, agent: str, browser: str, system: str) -> None:
    assert device_of(rf.get("/", headers={"user-agent": agent})) == (browser, system)


# --- how it runs out ------------------------------------------------------------------------------------------------


def test_silence_ends_it_and_says_so(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
    with at(29):
        assert is_in(client)
    with at(58):
        assert is_in(client)
    with at(58 + 30):
        assert not is_in(client)
        row = AccountSession.objects.get()
        assert (row.why_ended, row.ended_at) == (WhyEnded.IDLE, NOON + timedelta(minutes=88))
        assert "stille i 30 minutter" in told(client)


def test_work_all_day_ends_it_all_the_same(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
    for minute in range(20, 600, 20):
        with at(minute):
            assert is_in(client), minute
    with at(600):
        assert not is_in(client)
    assert AccountSession.objects.get().why_ended == WhyEnded.TOO_LONG


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/okter/igjen", {}), ("/pasienter/", {"X-Samspill-Background": "1", "HX-Request": "true"})],
)
def test_what_the_page_does_by_itself_keeps_nobody_in(fjordheim: Community, path: str, headers: dict[str, str]) -> None:
    with at(0):
        client = one_more()
    for minute in (10, 20, 29):
        with at(minute):
            assert client.get(path, headers=headers).status_code == 200
    with at(31):
        assert not is_in(client)


def test_activity_is_written_once_a_minute(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
    for seconds, expected in [(30, 0), (59, 0), (61, 61), (90, 61), (122, 122)]:
        with clock.stopped_at(NOON + timedelta(seconds=seconds)):
            client.get("/pasienter/")
        assert row_of(client).last_active == NOON + timedelta(seconds=expected)


def test_going_on_keeps_it_alive(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
    with at(28):
        assert client.get("/okter/igjen").json() == {"left": 120}
        answer = client.post("/okter/fortsett", headers={"accept": "application/json"})
        assert answer.json() == {"left": 1800}
    with at(57):
        assert is_in(client)


def test_going_on_without_javascript_leads_back(fjordheim: Community) -> None:
    answer = one_more().post("/okter/fortsett", {"next": "/pasienter/"}, headers={"accept": "text/html"})
    assert answer["Location"] == "/pasienter/"
    away = one_more().post("/okter/fortsett", {"next": "https://elsewhere.example"}, headers={"accept": "text/html"})
    assert away["Location"] == "/"


@given(began=st.integers(0, 700), active=st.integers(0, 700), now=st.integers(0, 1500))
def test_the_time_that_is_left_and_the_verdict_agree(began: int, active: int, now: int) -> None:
    times = {"signed_in_at": NOON + timedelta(minutes=began), "last_active": NOON + timedelta(minutes=began + active)}
    moment = NOON + timedelta(minutes=began + now)
    over = rules.why_over(**times, now=moment, limits=LIMITS)
    left = rules.time_left(**times, now=moment, limits=LIMITS)
    assert bool(over) == (left == timedelta(0))


def test_sessions_that_nobody_came_back_to_are_closed_by_the_schedule(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
    with at(31):
        assert close_what_is_over() == 1
        assert close_what_is_over() == 0
    assert row_of(client).why_ended == WhyEnded.IDLE
    assert not Session.objects.exists()


# --- how it is ended ------------------------------------------------------------------------------------------------


def test_signing_out_ends_it_for_every_copy_of_the_key(fjordheim: Community) -> None:
    client, copy = one_more(), Client()
    copy.cookies[COOKIE] = client.cookies[COOKIE].value
    assert is_in(copy)
    client.post("/logg-ut")
    assert not is_in(copy)
    assert AccountSession.objects.get().why_ended == WhyEnded.SIGNED_OUT


def test_the_page_shows_all_and_ends_one(fjordheim: Community) -> None:
    here, there = one_more(headers={"user-agent": FIREFOX}), one_more()
    page = here.get("/okter").content.decode()
    assert "2 steder" in page and "Firefox på Windows" in page and "denne nettleseren" in page
    here.post("/okter/avslutt", {"session": str(row_of(there).pk)})
    assert is_in(here) and not is_in(there)
    assert "fra et annet sted" in told(there)
    assert AuditRow.objects.latest("pk").deed == "accounts.end_session"
    assert "avsluttet av deg" in here.get("/okter").content.decode()


def test_ending_all_others_and_ending_all(fjordheim: Community) -> None:
    clients = [one_more() for _ in range(3)]
    clients[0].post("/okter/avslutt-andre")
    assert [is_in(each) for each in clients] == [True, False, False]
    clients[0].post("/okter/logg-ut-overalt")
    assert not is_in(clients[0])
    assert not ending.open_sessions(Account.objects.get(username="ola").pk).exists()


@pytest.mark.parametrize("name", [name for name in CAST if name != "ola"])
def test_nobody_ends_or_sees_anothers(fjordheim: Community, name: str) -> None:
    ola, other = one_more(headers={"user-agent": FIREFOX}), one_more(name)
    other.post("/okter/avslutt", {"session": str(row_of(ola).pk)})
    assert is_in(ola)
    assert "Firefox" not in other.get("/okter").content.decode()
    with pytest.raises(Refused, match="dine egne"):
        actions.end_session(by=actor(name), session=row_of(ola))


def test_the_public_is_asked_to_sign_in(fjordheim: Community, client: Client) -> None:
    assert client.get("/okter")["Location"].startswith("/logg-inn")
    assert client.get("/okter/igjen", headers={"accept": "application/json"}).status_code == 403
    assert client.post("/okter/utkast", "{}", content_type="application/json").status_code in {302, 403}


def test_one_too_many_ends_the_one_used_least_lately(fjordheim: Community) -> None:
    clients = []
    for minute in range(4):
        with at(minute):
            clients.append(one_more())
    with at(5):
        assert [is_in(each) for each in clients] == [False, True, True, True]
        assert "et annet sted" in told(clients[0])


def test_a_closed_account_is_out_at_its_next_request(fjordheim: Community) -> None:
    client = one_more()
    Account.objects.filter(username="ola").update(is_active=False)
    assert not is_in(client)
    assert AccountSession.objects.get().why_ended == WhyEnded.ACCOUNT_CLOSED


def test_a_role_that_no_longer_holds_is_out_at_its_next_request(fjordheim: Community) -> None:
    client = one_more()
    Position.objects.filter(person__account__username="ola").update(valid_to=clock.today())
    assert not is_in(client)
    assert AccountSession.objects.get().why_ended == WhyEnded.ROLE_CHANGED
    assert "Rollen du var logget inn med" in told(client)


def test_an_administrator_signs_out_their_own_people_only(fjordheim: Community) -> None:
    client = one_more("ola")
    ola = Account.objects.get(username="ola")
    with pytest.raises(Refused, match="fellesskapsadministratoren"):
        actions.sign_out_person(by=actor("kari"), account=ola)
    assert is_in(client)
    actions.sign_out_person(by=actor("unni"), account=ola)
    assert not is_in(client)
    Position.objects.filter(person=ola.person).delete()
    with pytest.raises(Refused, match="ikke i ditt helsefellesskap"):
        actions.sign_out_person(by=actor("unni"), account=ola)


def scope_of(client: Client) -> dict[str, Any]:
    cookie = f"{COOKIE}={client.cookies[COOKIE].value}".encode()
    return {
        "type": "http",
        "method": "GET",
        "path": "/live",
        "raw_path": b"/live",
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"cookie", cookie)],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
    }


def test_an_open_board_falls_silent_when_its_session_ends(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
        person = live._reader(scope_of(client))
        assert person is not None
    with at(20):
        assert live._still_the_same(scope_of(client), person)
        assert row_of(client).last_active == NOON  # listening is no sign of a person
    with at(25):
        ending.end_all_of(person.account_id, WhyEnded.ENDED_BY_SELF)
        assert not live._still_the_same(scope_of(client), person)


def test_an_open_board_falls_silent_by_itself_in_time(fjordheim: Community) -> None:
    with at(0):
        client = one_more()
        person = live._reader(scope_of(client))
        assert person is not None
    with at(30):
        assert not live._still_the_same(scope_of(client), person)
    assert row_of(client).why_ended == WhyEnded.IDLE


# --- what was typed -------------------------------------------------------------------------------------------------

FIELDS = [["/pasienter/1/svar", "comment", "Kari ringte om hjelpemidler"]]


def send(client: Client, **body: Any) -> Any:
    return client.post("/okter/utkast", json.dumps(body), content_type="application/json")


def test_what_was_typed_waits_for_its_writer_and_nobody_else(fjordheim: Community) -> None:
    with at(0):
        ola, kari = one_more("ola"), one_more("kari")
        assert send(ola, page="/pasienter/", fields=FIELDS).json() == {"kept": True}
        assert send(kari, page="/pasienter/").json() == {"fields": []}
    with at(31):
        again = one_more("ola")
        assert "data-has-draft" in again.get("/pasienter/").content.decode()
        assert send(again, page="/pasienter/").json() == {"fields": FIELDS}
        assert send(again, page="/pasienter/").json() == {"fields": []}
        assert "data-has-draft" not in again.get("/pasienter/").content.decode()


def test_a_draft_lies_encrypted_and_for_a_day(fjordheim: Community) -> None:
    account = Account.objects.get(username="ola").pk
    with at(0):
        drafts.keep(account, "/pasienter/", FIELDS)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM accounts_draft")
        assert b"hjelpemidler" not in bytes(cursor.fetchone()[0])
    with at(24 * 60 + 1):
        assert drafts.take(account, "/pasienter/") == []
        assert drafts.forget_old() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"fields": FIELDS},
        {"page": "https://elsewhere", "fields": FIELDS},
        {"page": "/x", "fields": [["a", "b"]]},
        {"page": "/x", "fields": [["a", "b", 1]]},
        {"page": "/x", "fields": [["a", "b", "c" * 50_000]]},
        {"page": "/" + "x" * 400, "fields": []},
        [],
        None,
    ],
)
def test_a_bad_draft_is_refused_and_keeps_nothing(fjordheim: Community, body: Any) -> None:
    answer = one_more().post("/okter/utkast", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_only_the_newest_drafts_are_kept(fjordheim: Community) -> None:
    account = Account.objects.get(username="ola").pk
    for minute in range(drafts.MOST + 2):
        with at(minute):
            drafts.keep(account, f"/side/{minute}", FIELDS)
    assert Draft.objects.count() == drafts.MOST
    assert not Draft.objects.filter(page="/side/0").exists()


# --- cookies in production ------------------------------------------------------------------------------------------


def test_in_production_every_cookie_is_bound_to_this_host() -> None:
    import subprocess
    import sys

    code = """
import django; django.setup()
from django.conf import settings
from samspill.ui import language, theme
from samspill.ui.told import InCookie
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, language.COOKIE, theme.COOKIE, InCookie.cookie_name]
assert all(name.startswith("__Host-") for name in names), names
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
assert settings.SESSION_COOKIE_SAMESITE == "Lax" and settings.CSRF_COOKIE_HTTPONLY
assert settings.SESSION_LIMITS.idle.total_seconds() == 1800 and settings.SESSION_LIMITS.whole.total_seconds() == 36000
assert settings.SESSION_LIMITS.most == 5
assert settings.SECURE_HSTS_SECONDS >= 31536000 and settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
"""
    import os

    environment = {**os.environ, "SAMSPILL_MODE": "production", "SAMSPILL_VAR": "/nonexistent-for-this-test"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
