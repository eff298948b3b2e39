from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samspill.accounts.middleware import POSITION_KEY
from samspill.accounts.models import Account
from samspill.accounts.positions import positions_of
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.directory.models import Community, Position

SignIn = Callable[[str], Client]


def account(name: str) -> str:
    return str(Account.objects.get(username=name).pk)


def post(client: Client, name: str, **more: str) -> str:
    return client.post("/logg-inn/demo", {"account": account(name), **more})["Location"]


def deeds() -> list[str]:
    return list(AuditRow.objects.order_by("pk").values_list("deed", flat=True))


def test_the_list_says_who_they_are_and_what_to_try(fjordheim: Community, client: Client) -> None:
    page = client.get("/logg-inn").content.decode()
    assert "Ola Vik" in page
    assert "Tildelingskontoret, Fjordby" in page
    assert "Svar sykehuset på om kommunen kan ta imot" in page
    assert page.index("Ola Vik") < page.index("Siri Haug"), "those whose rooms are furnished come first"


def test_the_list_costs_the_same_however_many_they_are(
    fjordheim: Community, client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        client.get("/logg-inn")


def test_an_empty_demo_says_what_to_do(db: None, client: Client) -> None:
    assert "make demo" in client.get("/logg-inn").content.decode()


def test_one_press_signs_in(fjordheim: Community, client: Client) -> None:
    assert post(client, "ola") == "/"
    assert "Ola Vik" in client.get("/").content.decode()
    assert deeds() == ["accounts.sign_in"]
    row = AuditRow.objects.get()
    assert row.who == f"account:{account('ola')}" and row.role.startswith("allocation_officer@")


def test_one_comes_to_the_page_that_was_asked_for(fjordheim: Community, client: Client) -> None:
    asked = client.get("/hva-kan-jeg")["Location"]
    assert asked == "/logg-inn?next=%2Fhva-kan-jeg"
    assert 'name="next" value="/hva-kan-jeg"' in client.get(asked).content.decode()
    assert post(client, "ola", next="/hva-kan-jeg") == "/hva-kan-jeg"
    assert post(client, "ola", next="https://example.org/") == "/"


def test_signing_in_makes_a_new_session(fjordheim: Community, client: Client) -> None:
    post(client, "ola")
    first = client.session.session_key
    client.session["left_behind"] = "x"
    post(client, "nina")
    assert client.session.session_key != first
    assert "left_behind" not in client.session
    second = client.session.session_key
    post(client, "nina")
    assert client.session.session_key != second, "also for the same person once more"


def test_signing_out_is_a_form_and_ends_the_session(signed_in: SignIn) -> None:
    client = signed_in("ola")
    key = client.session.session_key
    assert client.get("/logg-ut").status_code == 405
    assert client.post("/logg-ut")["Location"] == "/"
    assert "Ola Vik" not in client.get("/").content.decode()
    assert not client.session.exists(key)
    assert deeds() == ["accounts.sign_in", "accounts.sign_out"]


def test_signing_out_twice_is_harmless(db: None, client: Client) -> None:
    assert client.post("/logg-ut").status_code == 302
    assert deeds() == []


def test_forms_are_guarded(fjordheim: Community) -> None:
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post("/logg-inn/demo", {"account": account("ola")}).status_code == 403
    assert deeds() == []


@pytest.mark.parametrize("nobody", ["", "rubbish", "00000000-0000-0000-0000-000000000000"])
def test_somebody_who_is_not_there_cannot_sign_in(fjordheim: Community, client: Client, nobody: str) -> None:
    assert client.post("/logg-inn/demo", {"account": nobody})["Location"] == "/logg-inn"
    assert POSITION_KEY not in client.session


def test_an_account_that_is_not_the_demos_cannot_sign_in_there(fjordheim: Community, client: Client) -> None:
    Account.objects.filter(username="ola").update(demo=False)
    assert post(client, "ola") == "/logg-inn"


def test_an_account_that_was_closed_is_out_at_once(signed_in: SignIn) -> None:
    client = signed_in("ola")
    Account.objects.filter(username="ola").update(is_active=False)
    assert client.get("/hva-kan-jeg")["Location"].startswith("/logg-inn")


def test_with_several_positions_one_must_choose(fjordheim: Community, client: Client) -> None:
    assert post(client, "jon", next="/hva-kan-jeg") == "/rolle?next=%2Fhva-kan-jeg"
    assert POSITION_KEY not in client.session, "until then they act as nobody"
    assert client.get("/hva-kan-jeg").status_code == 302
    assert deeds() == []
    page = client.get("/rolle?next=/hva-kan-jeg").content.decode()
    assert "Kommunedirektør" in page and "Neste leder av SSU" in page
    second = positions_of(Account.objects.get(username="jon"))[1]
    key = client.session.session_key
    answer = client.post("/rolle", {"position": str(second.pk), "next": "/hva-kan-jeg"})
    assert answer["Location"] == "/hva-kan-jeg"
    assert client.session.session_key != key
    assert "Neste leder av SSU" in client.get("/hva-kan-jeg").content.decode()
    assert deeds() == ["accounts.sign_in"]


def test_changing_role_leaves_a_trace(fjordheim: Community, client: Client) -> None:
    post(client, "jon")
    first, second = positions_of(Account.objects.get(username="jon"))
    client.post("/rolle", {"position": str(first.pk)})
    client.post("/rolle", {"position": str(second.pk)})
    assert deeds() == ["accounts.sign_in", "accounts.change_position"]


def test_somebody_elses_position_cannot_be_taken(signed_in: SignIn) -> None:
    client = signed_in("ola")
    before = client.session[POSITION_KEY]
    theirs = positions_of(Account.objects.get(username="eva"))[0]
    for wrong in (str(theirs.pk), "rubbish", ""):
        assert client.post("/rolle", {"position": wrong})["Location"] == "/rolle"
    assert client.session[POSITION_KEY] == before
    assert "ikke din" in client.get("/rolle").content.decode()


def test_the_choice_is_for_those_who_have_signed_in(db: None, client: Client) -> None:
    assert client.get("/rolle")["Location"] == "/logg-inn"
    assert client.post("/rolle", {"position": "x"})["Location"] == "/logg-inn"


def test_pages_of_those_signed_in_are_kept_nowhere(signed_in: SignIn) -> None:
    client = signed_in("ola")
    for address in ("/", "/hva-kan-jeg", "/rolle"):
        assert client.get(address)["Cache-Control"] == "no-store"


def test_a_demo_account_is_nobody_outside_the_demo(signed_in: SignIn, settings: Any) -> None:
    client = signed_in("ola")
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    assert client.get("/hva-kan-jeg")["Location"].startswith("/logg-inn")
    assert client.get("/rolle")["Location"] == "/logg-inn"
    assert client.post("/logg-inn/demo", {"account": account("nina")}).status_code == 404
    page = client.get("/logg-inn").content.decode()
    assert "HelseID" in page
    assert "Ola Vik" not in page


def test_a_role_taken_away_behind_our_back_is_gone_at_the_next_request(signed_in: SignIn) -> None:
    """Also when somebody ends it in the database itself, where nothing of ours is told."""
    client = signed_in("ola")
    assert client.get("/pasienter/").status_code == 200
    Position.objects.filter(person__given_name="Ola").update(valid_to=clock.today())
    assert client.get("/pasienter/").status_code == 302


def test_a_closed_account_is_out_at_the_next_request(signed_in: SignIn) -> None:
    client = signed_in("ola")
    assert client.get("/pasienter/").status_code == 200
    Account.objects.filter(username="ola").update(is_active=False)
    assert client.get("/pasienter/").status_code == 302


def test_a_new_role_of_the_same_position_is_seen_at_the_next_request(signed_in: SignIn) -> None:
    client = signed_in("ola")
    client.get("/pasienter/")
    position = Position.objects.get(person__given_name="Ola")
    position.role = "analyst"
    position.save()
    assert client.get("/pasienter/").status_code == 403
