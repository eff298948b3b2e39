"""Publishing, reserving, confirming and releasing places; never one place to two."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from tests.cast import actor
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.coordination.actions.needs import describe_function
from samspill.apps.discharge.models import PlaceDay, PlaceStock, Reservation, Stay
from samspill.apps.discharge.places.life import ReservationState
from samspill.apps.discharge.places.overview import Overview
from samspill.apps.discharge.places.publishing import Count, publish
from samspill.apps.discharge.places.reserving import confirm, expire_what_is_over, release, reserve, take
from samspill.core import clock, walls
from samspill.core.audit.models import AuditRow
from samspill.core.notices.models import Notice
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NOW = at("2026-11-20T10:00")


@pytest.fixture(autouse=True)
def _friday():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def fjordby(fjordheim: Community) -> Unit:
    return Unit.objects.get(number="9901")


def stock_with(fjordby: Unit, *free: int, kind: str = "short_term", site: str = "") -> PlaceStock:
    counts = [Count(kind, site, TODAY + timedelta(days=n), count) for n, count in enumerate(free)]
    publish(by=actor("ola"), municipality=fjordby, counts=counts)
    return PlaceStock.objects.get(municipality=fjordby, kind=kind, site=site)


def patient(serial: int = 0, municipality: str = "9901") -> Stay:
    story = Story(serial=serial, municipality=municipality, born=date(1940, 1, 1) + timedelta(days=serial))
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    return story.stay()


def hold(stock: PlaceStock, stay: Stay, by: str = "kari", first: date = TODAY, end: date | None = None) -> Reservation:
    return reserve(by=actor(by), stay=stay, stock=stock, first=first, end=end)


def counts(stock: PlaceStock) -> list[tuple[int, int]]:
    return list(stock.days.order_by("day").values_list("free", "held"))


def test_a_place_is_asked_for_confirmed_and_taken(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 2, 2, 1)
    held = hold(stock, patient())
    assert counts(stock) == [(2, 1), (2, 1), (1, 1)]
    confirm(by=actor("ola"), reservation=held)
    take(by=actor("ola"), reservation=held)
    assert counts(stock) == [(1, 0), (1, 0), (0, 0)]
    assert Reservation.objects.get().state == ReservationState.TAKEN
    assert set(AuditRow.objects.filter(deed__startswith="places.").values_list("deed", flat=True)) == {
        *("places.publish", "places.reserve", "places.confirm", "places.take"),
    }


def test_the_other_side_is_told_and_not_whoever_did_it(fjordby: Unit) -> None:
    held = hold(stock_with(fjordby, 1), patient())
    confirm(by=actor("ola"), reservation=held)
    release(by=actor("kari"), reservation=held, text="Reiser hjem likevel")
    told = {actor(name).account_id: name for name in ("kari", "ola", "nina")}
    assert [told[each.account] for each in Notice.objects.order_by("at", "occasion")].count("nina") == 0
    assert sorted(told[each.account] for each in Notice.objects.all()) == ["kari", "ola", "ola"]


def test_one_place_is_not_given_to_two(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 1, 1)
    hold(stock, patient(1))
    with pytest.raises(Refused, match="ikke ledig alle dagene"):
        hold(stock, patient(2))
    with pytest.raises(Refused, match="allerede en plass"):
        hold(stock_with(fjordby, 1, kind="rehabilitation"), patient(1))


def test_a_later_patient_may_have_the_place_when_the_first_is_to_be_gone(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 1, 1, 1)
    hold(stock, patient(1), end=TODAY + timedelta(days=2))
    hold(stock, patient(2), first=TODAY + timedelta(days=2))
    assert counts(stock) == [(1, 1), (1, 1), (1, 1)]


def test_the_database_itself_refuses_more_held_than_free(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceDay.objects.filter(stock=stock).update(held=2)


def test_what_is_held_cannot_be_published_away_and_new_days_know_of_it(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 1)
    held = hold(stock, patient())
    with pytest.raises(Refused, match="Frigjør en reservasjon først"):
        stock_with(fjordby, 0)
    with pytest.raises(Refused, match="Frigjør en reservasjon først"):
        stock_with(fjordby, 3, 0)
    assert counts(stock) == [(1, 1)]  # all or nothing
    stock_with(fjordby, 2, 1)
    assert counts(stock) == [(2, 1), (1, 1)]
    release(by=actor("ola"), reservation=held)
    assert counts(stock) == [(2, 0), (1, 0)]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([Count("castle", "", TODAY, 1)], "Plasstypen finnes ikke"),
        ([Count("short_term", "", TODAY - timedelta(days=1), 1)], "ikke blant i dag"),
        ([Count("short_term", "", TODAY + timedelta(days=15), 1)], "ikke blant i dag"),
        ([Count("short_term", "", TODAY, -1)], "fra 0 til"),
        ([Count("short_term", "", TODAY, 5), Count("short_term", "", TODAY, 6)], "to forskjellige"),
    ],
)
def test_what_cannot_be_right_is_refused_whole(fjordby: Unit, counts: list[Count], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        publish(by=actor("ola"), municipality=fjordby, counts=[Count("rehabilitation", "", TODAY, 3), *counts])
    assert not PlaceDay.objects.exists()


def test_a_reservation_that_nobody_confirms_runs_out(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 1)
    forgotten, promised = hold(stock, patient(1)), None
    with clock.stopped_at(NOW + timedelta(hours=23)):
        assert expire_what_is_over() == 0
    with clock.stopped_at(NOW + timedelta(hours=25)):
        assert (expire_what_is_over(), expire_what_is_over()) == (1, 0)
    forgotten.refresh_from_db()
    assert forgotten.state == ReservationState.EXPIRED and counts(stock) == [(1, 0)]
    promised = hold(stock, patient(2))
    confirm(by=actor("ola"), reservation=promised)
    with clock.stopped_at(NOW + timedelta(hours=60)):
        assert expire_what_is_over() == 0
    with pytest.raises(Refused, match="Løp ut"):
        confirm(by=actor("ola"), reservation=forgotten)


def test_who_may(fjordby: Unit) -> None:
    stock, stay = stock_with(fjordby, 3), patient()
    for name, sentence in (("nina", "har med pasienten"), ("mari", "koordinerer"), ("tone", "koordinerer")):
        with pytest.raises(Refused, match=sentence):
            hold(stock, stay, by=name)
    held = hold(stock, stay)
    with pytest.raises(Refused, match="tildelingskontor"):
        confirm(by=actor("kari"), reservation=held)
    with pytest.raises(Refused, match="gjelder ikke dere"):
        confirm(by=actor("nina"), reservation=held)
    with pytest.raises(Refused, match="kommunen selv"):
        publish(by=actor("nina"), municipality=fjordby, counts=[])
    with pytest.raises(Refused, match="annen kommune"):
        hold(stock, patient(7, "9902"))


def at_once(count: int, work) -> list[str]:  # type: ignore[no-untyped-def]
    """Runs work(n) in so many threads; what each came to."""
    said, start = [""] * count, threading.Barrier(count)

    def one(n: int) -> None:
        try:
            with walls.whole_installation("a test"), clock.stopped_at(NOW):
                start.wait()
                said[n] = work(n) or "done"
        except Refused as no:
            said[n] = str(no)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_two_places_go_to_two(fjordby: Unit) -> None:
    stock, stays = stock_with(fjordby, 2, 2), [patient(n) for n in range(6)]
    kari = actor("kari")

    def work(n: int) -> None:
        reserve(by=kari, stay=stays[n], stock=stock, first=TODAY, end=None)

    said = at_once(6, work)
    assert said.count("done") == 2 and all("ikke ledig" in each for each in said if each != "done")
    assert counts(stock) == [(2, 2), (2, 2)] and Reservation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_patient_asked_for_by_many_gets_one_place(fjordby: Unit) -> None:
    stocks = [stock_with(fjordby, 5, site=f"Sted {n}") for n in range(4)]
    stay, kari = patient(), actor("kari")

    def work(n: int) -> None:
        reserve(by=kari, stay=stay, stock=stocks[n], first=TODAY, end=None)

    said = at_once(4, work)
    assert said.count("done") == 1
    assert Reservation.objects.count() == 1 and sum(held for s in stocks for _, held in counts(s)) == 1


@pytest.mark.django_db(transaction=True)
def test_confirmed_and_released_in_the_same_second_one_wins_and_counts_hold(fjordby: Unit) -> None:
    stock = stock_with(fjordby, 3)
    held = hold(stock, patient())
    kari, ola = actor("kari"), actor("ola")

    def work(n: int) -> None:
        if n == 0:
            take(by=ola, reservation=confirm(by=ola, reservation=held))
        else:
            release(by=kari if n == 1 else ola, reservation=held)

    said = at_once(3, work)
    state = Reservation.objects.get().state
    assert said.count("done") >= 1
    assert counts(stock) == ([(2, 0)] if state == ReservationState.TAKEN else [(3, 0)])


def test_idle_places_stand_beside_those_who_wait_for_both_sides(fjordby: Unit) -> None:
    stock_with(fjordby, 2, 2)
    stay = patient()
    for name in ("kari", "ola"):
        page = signed_in(name).get("/plasser/").content.decode()
        assert "2 ledige i dag" in page and "1 venter" in page and "Hold av fra" in page
    assert "2 ledige" not in signed_in("nina").get("/plasser/").content.decode()
    jon = signed_in("jon").get("/plasser/").content.decode()
    assert "S.H." not in jon and "Hold av" not in jon
    client = signed_in("kari")
    proposal = Overview(actor("kari")).proposals([stay])[0].proposal
    posted = {"stay": stay.pk, "stock": proposal.stock, "first": "2026-11-20", "end": ""}
    assert client.post("/plasser/hold-av", posted).status_code == 302
    assert "Reservert, ikke bekreftet" in client.get("/plasser/").content.decode()
    assert client.post("/plasser/hold-av", posted).status_code == 422


def test_the_grid_is_written_at_one_go_and_says_what_is_wrong(fjordby: Unit) -> None:
    client = signed_in("ola")
    assert (
        client.post("/plasser/publiser", {"short_term||alle": "2", "rehabilitation||2026-11-21": "1"}).status_code
        == 302
    )
    assert PlaceDay.objects.filter(stock__kind="short_term", free=2).count() == 15
    assert PlaceDay.objects.filter(stock__kind="rehabilitation").count() == 1
    answer = client.post("/plasser/publiser", {"short_term||2026-11-21": "to", "rehabilitation||alle": "9"})
    assert answer.status_code == 422 and "«to» er ikke et antall" in answer.content.decode()
    assert not PlaceDay.objects.filter(free=9).exists()


def test_the_number_of_queries_does_not_grow(fjordby: Unit, django_assert_max_num_queries) -> None:
    for n in range(4):
        stock_with(fjordby, 2, 2, site=f"Sted {n}")
    for n in range(12):
        patient(n)
    client = signed_in("kari")
    client.get("/plasser/")
    with django_assert_max_num_queries(24):
        client.get("/plasser/")


def test_a_second_site_of_the_same_kind_is_added_in_the_page(fjordby: Unit) -> None:
    client = signed_in("ola")
    stock_with(fjordby, 2, site="Solheim")
    assert client.post("/plasser/sted", {"kind": "short_term", "site": "Bjørkely", "free": "3"}).status_code == 302
    assert PlaceDay.objects.filter(stock__site="Bjørkely", free=3).count() == 15
    page = client.get("/plasser/").content.decode()
    assert 'name="short_term|Bjørkely|alle"' in page and 'name="short_term|Solheim|alle"' in page
    for wrong, sentence in (
        ({"kind": "short_term", "site": " solheim ", "free": "1"}, "står i tabellen alt"),
        ({"kind": "short_term", "site": "", "free": "1"}, "Skriv hva stedet heter"),
        ({"kind": "castle", "site": "Høyborg", "free": "1"}, "Velg et gyldig valg"),
    ):
        answer = client.post("/plasser/sted", wrong)
        assert answer.status_code == 422 and sentence in answer.content.decode(), wrong
    assert PlaceStock.objects.count() == 2
    assert signed_in("kari").post("/plasser/sted", {"kind": "short_term", "site": "X", "free": "1"}).status_code == 403


def test_needs_that_are_described_are_weighed_and_shown(fjordby: Unit) -> None:
    stock_with(fjordby, 2, 2, kind="short_term")
    stock_with(fjordby, 1, *[1] * 14, kind="rehabilitation")
    stay = patient()
    describe_function(by=actor("kari"), stay=stay, scores={"11": 4, "5": 4}, services=["19"])
    lines = Overview(actor("kari")).proposals([stay])
    assert lines[0].place == "Rehabiliteringsplass"
    page = signed_in("ola").get("/plasser/").content.decode()
    assert "gir det som er registrert som behov" in page and "registrert behov er noe annet" in page
