"""An administrator enters who somebody is: who may, what is taken, and that the number is never seen again."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.accounts.oidc.ground import NOBODYS_NUMBER, OLAS_NUMBER, Visit, stopped
from tests.cast import CAST, actor

from samspill.accounts.models import Account, SignInIdentity
from samspill.accounts.oidc.binding import bind_identity, is_bound, release_identity
from samspill.accounts.oidc.permissions import check_bind_identity
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Person, Position

SignIn = Callable[[str], Client]


def person(name: str) -> Person:
    return Account.objects.get(username=name).person


def test_a_person_without_an_account_gets_one(fjordheim: Community) -> None:
    unit = Position.objects.filter(person=person("ola")).first()
    assert unit
    new = Person.objects.create(given_name="Ny", family_name="Kollega")
    Position.objects.create(person=new, community=fjordheim, unit=unit.unit, role=unit.role, valid_from=clock.today())
    account = bind_identity(by=actor("unni"), person=new, identity_number=NOBODYS_NUMBER)
    assert account.person == new and account.is_active and not account.demo
    assert is_bound(new)
    row = AuditRow.objects.get(deed="accounts.bind_identity")
    assert (row.about_kind, row.about_id) == ("accounts.account", str(account.pk))


@pytest.mark.parametrize("name", [name for name in CAST if name != "unni"] + ["public"])
def test_only_an_administrator_may(fjordheim: Community, name: str) -> None:
    with pytest.raises(Refused, match="administratoren"):
        bind_identity(by=actor(name), person=person("ola"), identity_number=OLAS_NUMBER)
    assert not is_bound(person("ola"))


def test_nobody_enters_themselves(fjordheim: Community) -> None:
    with pytest.raises(Refused, match="din egen innlogging"):
        bind_identity(by=actor("unni"), person=person("unni"), identity_number=OLAS_NUMBER)


def test_only_people_of_ones_own_community(fjordheim: Community) -> None:
    other = Community.objects.exclude(pk=fjordheim.pk).first()
    assert other
    ola = person("ola")
    ola.positions.update(community=other)
    assert "ingen rolle i dette" in check_bind_identity.why_not(actor("unni"), ola)
    mine = Position.objects.filter(person=person("kari")).first()
    assert mine
    Position.objects.create(person=ola, community=fjordheim, unit=mine.unit, role=mine.role, valid_from=clock.today())
    assert "et annet helsefellesskap" in check_bind_identity.why_not(actor("unni"), ola)


@pytest.mark.parametrize("number", ["12345678901", "1", "x", OLAS_NUMBER[:-1] + "x", "00000000000"])
def test_a_number_that_cannot_be_is_refused_without_being_repeated(fjordheim: Community, number: str) -> None:
    with pytest.raises(Refused, match="ikke et gyldig fødselsnummer") as refused:
        bind_identity(by=actor("unni"), person=person("ola"), identity_number=number)
    assert number not in str(refused.value) or len(number) < 3


def test_a_synthetic_number_is_for_trying_only(fjordheim: Community, settings: Any) -> None:
    settings.ALLOW_SYNTHETIC_NUMBERS = False
    with pytest.raises(Refused, match="ikke et gyldig"):
        bind_identity(by=actor("unni"), person=person("ola"), identity_number=OLAS_NUMBER)


@pytest.mark.parametrize("number", ["abc", "1234567890", "0", "12-3"])
def test_an_hpr_number_is_digits(fjordheim: Community, number: str) -> None:
    with pytest.raises(Refused, match="HPR-nummeret"):
        bind_identity(by=actor("unni"), person=person("ola"), hpr_number=number)


def test_one_of_the_two_is_needed(fjordheim: Community) -> None:
    with pytest.raises(Refused, match="Skriv inn"):
        bind_identity(by=actor("unni"), person=person("ola"), identity_number="  ")


@pytest.mark.parametrize("kind", ["identity_number", "hpr_number"])
def test_a_number_opens_for_one_person(fjordheim: Community, kind: str) -> None:
    number = {"identity_number": OLAS_NUMBER, "hpr_number": "9144900"}[kind]
    bind_identity(by=actor("unni"), person=person("ola"), **{kind: number})
    bind_identity(by=actor("unni"), person=person("kari"), identity_number=NOBODYS_NUMBER)
    with pytest.raises(Refused, match="en annen person"):
        bind_identity(by=actor("unni"), person=person("kari"), **{kind: number})
    assert is_bound(person("kari")), "what was entered before stands when the new is refused"


def test_a_new_number_replaces_the_old_and_signs_out(visit: Visit) -> None:
    visit.sign_in()
    bind_identity(by=actor("unni"), person=person("ola"), identity_number=NOBODYS_NUMBER)
    assert visit.client.get("/hva-kan-jeg").status_code == 302
    assert stopped(visit.sign_in()) == "unknown", "the earlier proof counts no longer"
    visit.fake.person["pid"] = NOBODYS_NUMBER
    assert visit.sign_in() == "/"


def test_a_released_person_is_out(visit: Visit) -> None:
    visit.sign_in()
    release_identity(by=actor("unni"), person=person("ola"))
    assert visit.client.get("/hva-kan-jeg").status_code == 302
    assert stopped(visit.sign_in()) == "unknown"
    with pytest.raises(Refused, match="Ingen innlogging"):
        release_identity(by=actor("unni"), person=person("ola"))


def test_the_page(signed_in: SignIn) -> None:
    client = signed_in("unni")
    address = f"/roller/{person('ola').pk}/innlogging"
    assert "Innlogging for Ola Vik" in client.get(address).content.decode()
    wrong = client.post(address, {"identity_number": "12345678901"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "ikke et gyldig fødselsnummer" in page and "12345678901" not in page
    assert client.post(address, {"identity_number": OLAS_NUMBER})["Location"] == address
    page = client.get(address).content.decode()
    assert "kan nå logge inn" in page and OLAS_NUMBER not in page
    assert SignInIdentity.objects.count() == 1
    assert client.post(address, {"release": "1"})["Location"] == address
    assert SignInIdentity.objects.count() == 0
    own = client.get(f"/roller/{person('unni').pk}/innlogging").content.decode()
    assert "din egen innlogging" in own and "identity_number" not in own


def test_the_page_is_for_administrators(signed_in: SignIn) -> None:
    assert signed_in("ola").get(f"/roller/{person('kari').pk}/innlogging").status_code == 403


def enter(who: str, number: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command on the machine says."""
    said = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(f"{number}\n"))
    call_command("bind_identity", who, stdout=said)
    return said.getvalue()


def test_the_first_administrator_is_entered_on_the_machine(
    fjordheim: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Unni Solberg can sign in now" in enter("Unni Solberg", OLAS_NUMBER, monkeypatch)
    assert is_bound(person("unni"))
    assert AuditRow.objects.get().who == "machine:command"
    assert "Ola Vik can sign in" in enter(str(person("ola").pk), NOBODYS_NUMBER, monkeypatch)
    with pytest.raises(CommandError, match="0 people"):
        enter("Ingen Her", OLAS_NUMBER, monkeypatch)
    with pytest.raises(CommandError, match="ikke et gyldig"):
        enter("Ola Vik", "123", monkeypatch)
