"""Signing in by a provider: what we send, what we believe, and where the person ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.accounts.oidc.fake_provider import FakeProvider
from tests.accounts.oidc.ground import NOBODYS_NUMBER, OLAS_NUMBER, Visit, deeds, stopped
from tests.cast import actor

from samspill.accounts.middleware import POSITION_KEY
from samspill.accounts.models import Account, BegunSignIn, ProviderSession, SignInIdentity
from samspill.accounts.oidc.binding import bind_identity
from samspill.accounts.oidc.provider import Provider
from samspill.directory.models import Community


def test_the_whole_way(visit: Visit, fake: FakeProvider) -> None:
    assert visit.sign_in("/hva-kan-jeg") == "/hva-kan-jeg"
    assert visit.who() == "ola"
    assert "Ola Vik" in visit.client.get("/hva-kan-jeg").content.decode()
    assert deeds() == ["accounts.sign_in"]
    assert ProviderSession.objects.get().session.method == "testid"
    assert BegunSignIn.objects.count() == 0


def test_everything_that_matters_is_pushed(visit: Visit, fake: FakeProvider) -> None:
    """The address in the browser holds a reference only; each secret is new, and none is used twice."""
    for _ in range(2):
        query = parse_qs(urlsplit(visit.start("/hva-kan-jeg")).query)
        assert set(query) == {"client_id", "request_uri"}
    first, second = fake.asked("/par")[1], fake.asked("/par")[3]  # each was pushed twice, for the provider's nonce
    assert first["response_type"] == "code" and first["code_challenge_method"] == "S256"
    assert first["acr_values"] == "high"
    for secret in ("state", "nonce", "code_challenge", "dpop_jkt", "client_assertion"):
        assert first[secret] != second[secret] and len(first[secret]) >= 43, secret


def test_the_providers_nonce_is_taken_up(visit: Visit, fake: FakeProvider) -> None:
    """Pushed twice, since the first time we could not know the nonce; the code is then changed at once."""
    visit.sign_in()
    assert len(fake.asked("/par")) == 2
    assert len(fake.asked("/token")) == 1
    fake.nonce = "another"  # the provider changed it between the two requests
    query = fake.authorize(visit_again(visit).start())
    fake.nonce = "yet another"
    assert visit.back(query)["Location"] == "/"
    assert len(fake.asked("/token")) == 3


def visit_again(visit: Visit) -> Visit:
    visit.client = Client()
    return visit


def test_a_provider_that_never_is_content_is_asked_twice_only(visit: Visit, fake: FakeProvider) -> None:
    fake.broken["/par"] = (400, b'{"error": "use_dpop_nonce"}', {"DPoP-Nonce": "more"})
    assert stopped(visit.start()) == "failed"
    assert len(fake.asked("/par")) == 2


def test_the_number_may_come_from_userinfo(visit: Visit, fake: FakeProvider) -> None:
    fake.person = {"sub": "subject-1", "acr": "high", "sid": "s"}
    fake.userinfo_claims = {"pid": OLAS_NUMBER}
    assert visit.sign_in() == "/"
    assert len(fake.asked("/userinfo")) == 1, "the nonce of the token answer does for userinfo too"


def test_userinfo_about_somebody_else_is_not_believed(visit: Visit, fake: FakeProvider) -> None:
    fake.person = {"sub": "subject-1", "acr": "high", "sid": "s"}
    fake.userinfo_claims = {"pid": OLAS_NUMBER, "sub": "subject-2"}
    assert stopped(visit.sign_in()) == "untrusted"
    assert visit.who() == ""


def test_userinfo_cannot_raise_the_level(visit: Visit, fake: FakeProvider) -> None:
    fake.person = {"sub": "subject-1", "sid": "s"}
    fake.userinfo_claims = {"pid": OLAS_NUMBER, "acr": "high"}
    assert stopped(visit.sign_in()) == "low_level"


def test_what_the_id_token_says_goes_before_userinfo(visit: Visit, fake: FakeProvider) -> None:
    bind_identity(by=actor("unni"), person=person("lise"), hpr_number="9144900")
    fake.person = {"sub": "lise", "acr": "high", "sid": "s", "hpr_number": "9144900"}
    fake.userinfo_claims = {"hpr_number": "1234567"}
    assert visit.sign_in() == "/"
    assert visit.who() == "lise"


@pytest.mark.parametrize("level", ["low", "substantial", "", None, 4, "highest"])
def test_a_lower_level_is_not_enough(visit: Visit, fake: FakeProvider, level: Any) -> None:
    fake.person["acr"] = level
    location = visit.sign_in()
    assert stopped(location) == "low_level"
    assert visit.who() == ""
    assert "høyere sikkerhetsnivå" in visit.client.get(location).content.decode()
    assert deeds() == ["accounts.sign_in_low_level"]


def test_a_higher_level_than_asked_for_is_enough(visit: Visit, provider: Provider, settings: Any) -> None:
    settings.OIDC = (replace(provider, level="substantial"),)
    assert visit.sign_in() == "/"


def test_with_several_roles_one_chooses(visit: Visit, fake: FakeProvider, fjordheim: Community) -> None:
    bind_identity(by=actor("unni"), person=person("jon"), identity_number=NOBODYS_NUMBER)
    fake.person["pid"] = NOBODYS_NUMBER
    assert visit.sign_in("/hva-kan-jeg") == "/rolle?next=%2Fhva-kan-jeg"
    assert POSITION_KEY not in visit.client.session
    assert "Kommunedirektør" in visit.client.get("/rolle").content.decode()


def person(name: str) -> Any:
    return Account.objects.get(username=name).person


def test_somebody_without_a_role_today_is_told(visit: Visit, bound: Account) -> None:
    bound.person.positions.update(valid_to="2020-01-01")
    assert visit.sign_in() == "/rolle?next=%2F"
    assert "Du har ingen rolle her nå" in visit.client.get("/rolle").content.decode()


def test_an_unknown_person_is_told_nothing_about_anybody(visit: Visit, fake: FakeProvider) -> None:
    fake.person |= {"pid": NOBODYS_NUMBER, "name": "Ola Vik", "email": "ola@example.org", "sub": "other"}
    location = visit.sign_in()
    assert stopped(location) == "unknown"
    page = visit.client.get(location).content.decode()
    assert "Du er ikke registrert i Samspill" in page and "administratoren" in page
    assert NOBODYS_NUMBER not in page + location
    assert visit.who() == ""
    assert deeds() == ["accounts.sign_in_unknown"]
    assert SignInIdentity.objects.exclude(issuer="").count() == 0


@pytest.mark.parametrize("pid", [None, "", 17058000000, ["x"], "0x1", "１７０５８０"])
def test_a_proof_without_a_number_is_nobody(visit: Visit, fake: FakeProvider, pid: Any) -> None:
    fake.person["pid"] = pid
    assert stopped(visit.sign_in()) == "unknown"


def test_a_closed_account_is_told_so(visit: Visit, bound: Account) -> None:
    Account.objects.filter(pk=bound.pk).update(is_active=False)
    location = visit.sign_in()
    assert stopped(location) == "closed"
    assert "Kontoen din er stengt" in visit.client.get(location).content.decode()
    assert visit.who() == ""
    assert deeds() == ["accounts.sign_in_closed"]


def test_an_account_of_the_demo_stays_in_the_demo(visit: Visit, settings: Any) -> None:
    query = visit.fake.authorize(visit.start())
    settings.DEMO, settings.SECURE_SSL_REDIRECT = False, False
    assert stopped(visit.back(query)["Location"]) == "closed"


def test_the_subject_is_who_they_are_from_then_on(
    visit: Visit, fake: FakeProvider, new_visit: Callable[[], Visit]
) -> None:
    visit.sign_in()
    assert SignInIdentity.objects.exclude(issuer="").count() == 1
    again = new_visit()
    del fake.person["pid"]
    assert stopped(again.sign_in()) == "unknown", "this provider vouches for no number"
    fake.person["pid"] = OLAS_NUMBER
    assert again.sign_in() == "/"
    assert again.who() == "ola"
    assert SignInIdentity.objects.exclude(issuer="").count() == 1


def test_a_subject_that_comes_with_another_number_is_stopped(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    visit_again(visit)
    fake.person["pid"] = NOBODYS_NUMBER
    assert stopped(visit.sign_in()) == "unknown"


def test_one_may_be_known_by_hpr_number(visit: Visit, fake: FakeProvider) -> None:
    bind_identity(by=actor("unni"), person=person("lise"), hpr_number="9144900")
    fake.person = {"sub": "lise", "acr": "high", "sid": "s", "hpr_number": "009144900"}
    visit.sign_in()
    assert visit.who() == "lise"


def test_two_numbers_that_point_at_two_people_open_for_nobody(visit: Visit, fake: FakeProvider) -> None:
    bind_identity(by=actor("unni"), person=person("lise"), hpr_number="9144900")
    fake.person["hpr_number"] = "9144900"  # with Ola's identity number
    assert stopped(visit.sign_in()) == "unknown"


def test_a_number_that_gainsays_what_was_entered_opens_for_nobody(visit: Visit, fake: FakeProvider) -> None:
    bind_identity(by=actor("unni"), person=person("lise"), hpr_number="9144900", identity_number=NOBODYS_NUMBER)
    other = fake.person | {"sub": "lise", "hpr_number": "9144900", "pid": "01018000000"}
    fake.person = other
    assert stopped(visit.sign_in()) == "unknown"


def test_nothing_that_was_proved_lies_in_clear(visit: Visit, fake: FakeProvider) -> None:
    from django.db import connection

    visit.sign_in()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
            for secret in (OLAS_NUMBER, "subject-1", *fake.tokens):
                assert secret not in held, table


def test_nothing_secret_is_logged(visit: Visit, fake: FakeProvider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    query = fake.authorize(visit.start("/hva-kan-jeg"))
    visit.back(query)
    fake.person["pid"] = NOBODYS_NUMBER
    visit_again(visit)
    visit.sign_in()
    said = caplog.text
    for secret in (OLAS_NUMBER, NOBODYS_NUMBER, query["code"], query["state"], *fake.tokens, "subject-1"):
        assert secret not in said
