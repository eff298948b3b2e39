"""Roles are given by an administrator, never to oneself, and lent to colleagues for a while."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.cast import CAST, actor
from tests.signing_in import signed_in

from samspill.accounts.giving.actions import delegate, end_role, give_role
from samspill.accounts.models import Account
from samspill.accounts.positions import actor_for, actor_in, positions_of
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Person, Position, Unit
from samspill.directory.roles import Role

EVERYBODY = [*CAST, "public"]


def person(name: str) -> Person:
    return Account.objects.get(username=name).person


def unit(name: str, **where: Any) -> Unit:
    return Unit.objects.get(name=name, **where)


@pytest.fixture
def today(fjordheim: Community) -> date:
    return clock.today()


@pytest.fixture
def colleague(fjordheim: Community) -> Account:
    """A nurse in Ola's office, who can sign in."""
    ola = Position.objects.get(person=person("ola"))
    who = Person.objects.create(given_name="Frida", family_name="Ny", fictional=True)
    who.positions.create(community=fjordheim, unit=ola.unit, role=Role.NURSE)
    return Account.objects.create(username="frida", person=who, demo=True)


def give(name: str = "unni", to: str = "mari", where: str = "Geriatri 2", **values: Any) -> Position:
    asked = {"role": Role.NURSE, "first": clock.today(), "last_day": None, "reason": "vikar"} | values
    return give_role(by=actor(name), to=person(to), unit=unit(where), **asked)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_administrator_gives_roles(today: date, name: str):
    if name == "unni":
        assert give(name).person == person("mari")
        assert AuditRow.objects.get(deed="accounts.give_role").who == actor("unni").audit_id
    else:
        with pytest.raises(Refused):
            give(name)
        assert not AuditRow.objects.filter(deed="accounts.give_role").exists()


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_pages_of_roles_are_the_administrators(today: date, name: str):
    client = signed_in(name)
    for address in (reverse("give-roles"), reverse("roles-of", args=[person("ola").pk])):
        assert (client.get(address).status_code == 200) is (name == "unni")


def test_nobody_gives_a_role_to_themselves_or_takes_it(today: date):
    with pytest.raises(Refused, match="deg selv"):
        give(to="unni")
    with pytest.raises(Refused, match="deg selv"):
        end_role(by=actor("unni"), position=Position.objects.get(person=person("unni")), last_day=today)


def test_a_role_in_another_community_is_not_given(today: date):
    with pytest.raises(Refused, match="helsefellesskapet"):
        give(where="Havna")


@pytest.mark.parametrize(
    ("role", "where"), [(Role.DISCHARGE_COORDINATOR, "Fjordby"), (Role.ALLOCATION_OFFICER, "Geriatri 2")]
)
def test_a_role_that_opens_patients_is_held_where_the_patients_are(today: date, role: Role, where: str):
    with pytest.raises(Refused, match="hører hjemme"):
        give(role=role, where=where)


def test_the_same_role_is_not_held_twice_at_once(today: date):
    give(last_day=today + timedelta(days=3))
    with pytest.raises(Refused, match="allerede"):
        give(first=today + timedelta(days=3))
    assert give(first=today + timedelta(days=4)).valid_to is None


def test_a_period_that_ends_before_it_begins_is_refused(today: date):
    with pytest.raises(Refused, match="før første dag"):
        give(last_day=today - timedelta(days=1))


def test_a_role_taken_away_is_gone_at_the_next_request(today: date):
    ola = actor("ola")
    held = Position.objects.get(pk=ola.position_id)
    assert actor_for(str(ola.account_id), str(held.pk), demo=True)
    end_role(by=actor("unni"), position=held, last_day=today - timedelta(days=1))
    assert actor_for(str(ola.account_id), str(held.pk), demo=True) is None


def test_the_last_administrator_stays_until_there_is_another(today: date):
    give(to="siri", role=Role.COMMUNITY_ADMINISTRATOR, where="Sekretariatet")
    second = actor_in(Account.objects.get(username="siri"), Position.objects.latest("valid_from"))
    assert second.role is Role.COMMUNITY_ADMINISTRATOR
    first = Position.objects.get(person=person("unni"))
    end_role(by=second, position=first, last_day=today)
    third = give_role(
        by=second, to=person("lise"), unit=first.unit, role=Role.COMMUNITY_ADMINISTRATOR, first=today, last_day=today
    )
    with pytest.raises(Refused, match="minst én administrator"):
        end_role(
            by=actor_in(Account.objects.get(username="lise"), third),
            position=Position.objects.get(pk=second.position_id),
            last_day=today,
        )


def lend(to: Person, days: int = 3, **values: Any) -> Position:
    first = values.pop("first", clock.today())
    return delegate(by=actor("ola"), to=to, first=first, last_day=first + timedelta(days=days - 1), reason="ferie")


def test_a_borrowed_role_does_what_the_lender_may_in_the_borrowers_name(colleague: Account):
    loan = lend(colleague.person)
    acting = actor_in(colleague, loan)
    assert (acting.role, acting.unit_id, acting.name) == (Role.ALLOCATION_OFFICER, actor("ola").unit_id, "Frida Ny")
    assert acting.on_behalf_of == "Ola Vik"
    assert acting.may("discharge.answer")


def test_a_loan_is_over_after_its_last_day(colleague: Account):
    loan = lend(colleague.person, days=2)
    held = [(loan.pk in {p.pk for p in _positions_on(colleague, day)}) for day in range(4)]
    assert held == [True, True, False, False]


def _positions_on(account: Account, days_from_now: int) -> list[Position]:
    with clock.stopped_at(clock.now() + timedelta(days=days_from_now)):
        return list(positions_of(account))


def test_a_loan_ends_with_what_was_lent(colleague: Account):
    loan = lend(colleague.person)
    ola = Position.objects.get(pk=actor("ola").position_id)
    asked = (str(colleague.pk), str(loan.pk))
    assert actor_for(*asked, demo=True)
    ola.valid_to = clock.today()  # in whatever way it ended
    ola.save()
    assert actor_for(*asked, demo=True) is None
    assert loan.pk not in {p.pk for p in positions_of(colleague)}


def test_what_is_borrowed_is_not_lent_on(colleague: Account):
    acting = actor_in(colleague, lend(colleague.person))
    with pytest.raises(Refused, match="videre"):
        delegate(by=acting, to=person("ola"), first=clock.today(), last_day=clock.today(), reason="x")


@pytest.mark.parametrize("name", ["nina", "kari", "ola"])
def test_a_role_is_lent_inside_the_organisation_and_not_to_oneself(colleague: Account, name: str):
    with pytest.raises(Refused, match="samme organisasjon"):
        lend(person(name))


@pytest.mark.parametrize(("days", "first", "sentence"), [(32, 0, "31 dager"), (1, -1, "bakover"), (0, 0, "før første")])
def test_a_loan_has_bounds(colleague: Account, days: int, first: int, sentence: str):
    with pytest.raises(Refused, match=sentence):
        lend(colleague.person, days=days, first=clock.today() + timedelta(days=first))


def test_a_loan_never_outlives_the_role(colleague: Account):
    ola = Position.objects.get(pk=actor("ola").position_id)
    ola.valid_to = clock.today() + timedelta(days=2)
    ola.save()
    with pytest.raises(Refused, match="lenger enn du har den"):
        lend(colleague.person, days=3)
    assert lend(colleague.person, days=2)


@pytest.mark.parametrize("name", ["per", "berit", "eva", "arne", "unni", "public"])
def test_roles_that_are_not_for_lending(colleague: Account, name: str):
    with pytest.raises(Refused):
        delegate(by=actor(name), to=colleague.person, first=clock.today(), last_day=clock.today(), reason="x")


def test_lender_and_borrower_may_end_a_loan_and_nobody_else_but_the_administrator(colleague: Account):
    loan = lend(colleague.person)
    for name in ("kari", "nina", "siri"):
        with pytest.raises(Refused):
            end_role(by=actor(name), position=loan, last_day=clock.today())
    end_role(by=actor("ola"), position=loan, last_day=clock.today() - timedelta(days=1))
    assert loan.pk not in {p.pk for p in positions_of(colleague)}


def test_lending_and_ending_on_the_page(colleague: Account):
    client, today = signed_in("ola"), clock.today()
    asked = {"to": str(colleague.person_id), "first": today, "last_day": today, "reason": "sykdom"}
    assert client.post(reverse("delegate"), asked).status_code == 302
    page = client.get(reverse("delegate")).content.decode()
    assert "Frida Ny" in page
    loan = Position.objects.get(on_behalf_of__isnull=False)
    client.post(reverse("end-role", args=[loan.pk]), {"last_day": today - timedelta(days=1), "til": "lan"})
    assert "Frida Ny, " not in client.get(reverse("delegate")).content.decode()


def test_a_form_with_something_wrong_keeps_what_was_typed(today: date):
    client = signed_in("unni")
    response = client.post(
        reverse("roles-of", args=[person("mari").pk]),
        {"role": "allocation_officer", "unit": str(unit("Geriatri 2").pk), "first": today, "reason": "vikarbyrå"},
    )
    assert response.status_code == 422
    assert "hører hjemme" in response.content.decode()
    assert "vikarbyrå" in response.content.decode()


def test_a_person_of_another_community_has_no_page_here(today: date):
    other = Community.objects.exclude(slug="fjordheim").first()
    assert other is not None
    stranger = Person.objects.create(given_name="Ulrik", family_name="Fremmed", fictional=True)
    position = stranger.positions.create(community=other, unit=unit("Havna"), role=Role.NURSE)
    client = signed_in("unni")
    assert client.get(reverse("roles-of", args=[stranger.pk])).status_code == 404
    assert client.post(reverse("end-role", args=[position.pk]), {"last_day": today}).status_code == 404


def test_an_administrator_signs_somebody_out_from_the_page_of_their_roles(fjordheim: Community) -> None:
    olas, page = signed_in("ola"), reverse("roles-of", args=[person("ola").pk])
    unnis = signed_in("unni")
    assert olas.get("/pasienter/").status_code == 200
    assert reverse("sign-out-person", args=[person("ola").pk]) in unnis.get(page).content.decode()
    answer = unnis.post(reverse("sign-out-person", args=[person("ola").pk]), follow=True).content.decode()
    assert "er logget ut alle steder" in answer and "Ikke logget inn noe sted nå." in answer
    assert olas.get("/pasienter/").status_code == 302
    assert signed_in("kari").post(reverse("sign-out-person", args=[person("ola").pk])).status_code == 403
