"""The whole demonstration is loaded once, at once, and only where it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from samspill.accounts.models import Account
from samspill.accounts.positions import actor_in, positions_of
from samspill.apps.discharge.models import Patient, Stay, StayEvent
from samspill.core.installation import WrongMode
from samspill.directory.models import Community, Unit
from samspill.portal.demo import cast, load
from samspill.portal.demo.load import load_demo
from samspill.portal.demo.stays import generate
from samspill.stay import OSLO

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=OSLO)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_twentieth_of_the_people(monkeypatch):
    """The same demonstration with fewer stays: what they add up to is tried in test_stays."""
    for name in ("municipalities", "neighbours_municipalities"):
        fewer = [replace(each, inhabitants=each.inhabitants // 20) for each in getattr(cast, name)()]
        monkeypatch.setattr(cast, name, lambda fewer=fewer: fewer)


def made() -> list:
    stays = generate(load.SEED, NOW, cast.municipalities(), cast.wards())
    return [stay for stay in stays if stay.known_to_municipality]


def actor(username: str):
    account = Account.objects.get(username=username)
    return actor_in(account, positions_of(account)[0])


def test_what_the_municipalities_know_is_loaded_and_nothing_else():
    told: list[str] = []
    assert load_demo(NOW, progress=told.append) is True
    stays, here = made(), {"community__slug": cast.COMMUNITY}
    assert Stay.objects.filter(**here).count() == len(stays)
    assert Patient.objects.filter(**here).count() == len({stay.patient for stay in stays})
    told_of = StayEvent.objects.filter(**here, source__startswith=load.SOURCES)
    assert told_of.count() == sum(len(stay.events) for stay in stays)
    assert Stay.objects.filter(**here, is_open=True).count() == sum(stay.ended is None for stay in stays)
    assert not Stay.objects.filter(municipality=None).exists() and not Stay.objects.filter(ward=None).exists()
    assert Community.objects.count() == 21
    assert len(told) == 5 and all(told)


def test_the_neighbour_has_a_year_of_its_own_and_nobody_in_common():
    load_demo(NOW)
    theirs = Stay.objects.filter(community__slug=cast.NEIGHBOUR)
    assert theirs.count() > 20
    assert set(theirs.values_list("trust__name", flat=True)) == {"Innlandsvik sykehus HF"}
    assert set(theirs.values_list("municipality__number", flat=True)) <= {"9931", "990104"}
    numbers = [
        {patient.identity["number"] for patient in Patient.objects.filter(community__slug=slug)}
        for slug in (cast.COMMUNITY, cast.NEIGHBOUR)
    ]
    assert all(numbers) and not numbers[0] & numbers[1]


def test_a_loaded_demonstration_is_left_alone():
    load_demo(NOW)
    stays = list(Stay.objects.order_by("pk").values())
    Unit.objects.filter(name="Geriatri 2").update(name="Vårt nye navn")
    assert load_demo(NOW.replace(hour=15)) is False
    assert list(Stay.objects.order_by("pk").values()) == stays
    assert Unit.objects.filter(name="Vårt nye navn").exists()


def test_it_is_loaded_wholly_or_not_at_all(monkeypatch):
    def out_of_disk(**_):
        raise OSError("no space left on device")

    monkeypatch.setattr(load, "record_history", out_of_disk)
    with pytest.raises(OSError, match="no space"):
        load_demo(NOW)
    assert not Community.objects.exists() and not Unit.objects.exists() and not Account.objects.exists()
    monkeypatch.undo()


def test_it_is_never_loaded_among_real_people(settings):
    settings.DEMO = False
    with pytest.raises(WrongMode, match="demo mode"):
        load_demo(NOW)
    assert not Community.objects.exists()


def test_kari_ola_and_nina_have_something_to_do_and_nina_nothing_of_olas():
    load_demo(NOW)
    kari, ola, nina = (set(Stay.objects.visible_to(actor(name)).open()) for name in ("kari", "ola", "nina"))
    assert ola and nina and not ola & nina
    assert ola | nina <= kari
    assert {stay.state for stay in ola} >= {"admitted", "awaiting_answer", "awaiting_place", "place_ready"}
    assert any(stay.ward.name == "Geriatri 2" for stay in kari)


def test_the_stays_look_as_they_did_at_that_moment():
    load_demo(NOW)
    assert {row.recorded_at for row in StayEvent.objects.filter(source__startswith=load.SOURCES)} == {NOW}
    assert not StayEvent.objects.filter(said_at__gt=NOW).exists()
