"""Representatives: who sees and keeps the records, one's own, what is lacking in words, fees, and the file."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import actor
from tests.directory.kept import CONFLICT, EVERYBODY, FORM_422, hidden, may, record, stranger, unit
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.directory.models import Community, FeeAgreement, Representation
from samspill.directory.representation import actions, queries
from samspill.directory.representation.rules import SOON, Lack, Standing, lacks, sentence
from samspill.directory.representation.words import amount, ore_of, plain_amount

pytestmark = pytest.mark.django_db

SEE, KEEP = {"siri", "unni"}, {"siri"}
OWN = {"berit": "berit-ssu", "per": "per-ssu"}


def new_values() -> dict[str, Any]:
    theirs = record("berit-ssu")
    names = ("person_id", "appointed_by_id")
    return {name: getattr(theirs, name) for name in names} | {"side": "user", "seat": "Partnerskapsmøtet"}


@pytest.mark.parametrize("name", [*EVERYBODY, "public"])
def test_every_deed_by_everybody(fjordheim: Community, name: str) -> None:
    person, theirs, kept = actor(name), record("per-ssu"), name in KEEP
    assert may(person, actions.register, key=uuid4(), values=new_values()) is kept
    seen = theirs.changed_at.isoformat()
    assert may(person, actions.change, record=theirs, values={"seat": "FSU"}, seen=seen) is kept
    support = {"kind": "training", "what": "Kurs", "agreed_on": None, "given_on": clock.today()}
    assert may(person, actions.add_support, record=theirs, **support) is kept
    agreed = theirs.support.get(given_on=None)
    assert may(person, actions.support_given, record=theirs, support=agreed, day=clock.today()) is kept
    fee = {"amount": 100_00, "per": "hour", "covers": ""}
    assert may(person, actions.add_fee, record=theirs, payer=unit("trust"), values=fee) is kept
    assert may(person, actions.end_fee, record=theirs, fee=theirs.fees.order_by("amount").last()) is kept
    theirs.refresh_from_db()
    assert (theirs.seat == "FSU") is kept


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_of_another_community_does_or_sees_anything(fjordheim: Community, name: str) -> None:
    person, theirs = stranger(name), record("per-ssu")
    assert not queries.records_seen_by(person).exists()
    assert queries.own_records(person) == []
    support = {"kind": "training", "what": "Kurs", "agreed_on": None, "given_on": None}
    assert not may(person, actions.add_support, record=theirs, **support)
    assert not may(person, actions.add_fee, record=theirs, payer=unit("trust"), values={"amount": 1, "per": "hour"})


@pytest.mark.parametrize("name", [*EVERYBODY, "public"])
def test_the_pages(fjordheim: Community, name: str) -> None:
    client = signed_in(name)
    for address in (reverse("representation:list"), reverse("representation:csv")):
        assert client.get(address).status_code == (302 if name == "public" else 200 if name in SEE else 403)
    assert client.get(reverse("representation:new")).status_code == (
        302 if name == "public" else 200 if name in KEEP else 403
    )
    assert client.get(reverse("representation:mine")).status_code == (302 if name == "public" else 200)
    for slug in ("berit-ssu", "per-ssu", "gunn-fsu"):
        sees = name in SEE or OWN.get(name) == slug
        answer = client.get(reverse("representation:record", args=[record(slug).pk]))
        assert answer.status_code == (302 if name == "public" else 200 if sees else 404)
        assert (b"Honorar" in answer.content) is sees


def test_berit_and_per_see_their_own_with_the_fee_and_nobody_elses(fjordheim: Community) -> None:
    berit = signed_in("berit").get(reverse("representation:mine")).content.decode()
    assert "Rådet for pasientsamarbeid" in berit and "kr\u00a0450" in berit and "Per Moen" not in berit
    assert "Perioden går ut om 70 dager" in berit
    per = signed_in("per").get(reverse("representation:mine")).content.decode()
    assert "Opplæring er avtalt, men ikke gitt ennå" in per and "kr\u00a01\u202f450" in per and "Berit" not in per
    for page in (berit, per):
        assert '<form method="post" action="/representanter' not in page
    nobody = signed_in("ola").get(reverse("representation:mine")).content.decode()
    assert "Du er ikke registrert med noe verv" in nobody


def test_one_whose_term_is_in_another_community_is_not_shown_it_here(fjordheim: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    Representation.objects.filter(pk=record("berit-ssu").pk).update(community=other)
    page = signed_in("berit").get(reverse("representation:mine")).content.decode()
    assert "Strategisk samarbeidsutvalg" not in page
    assert signed_in("siri").get(reverse("representation:record", args=[record("berit-ssu").pk])).status_code == 404


def test_the_panel_says_in_words_who_lacks_what(fjordheim: Community) -> None:
    counts = queries.health(queries.overview(actor("siri")))
    assert counts == {Lack.EMPTY_SEAT: 1, Lack.TERM_ENDS: 1, Lack.TRAINING: 2, Lack.ALTERNATE: 2, Lack.FEE: 1}
    client = signed_in("siri")
    page = client.get(f"{reverse('representation:list')}?mangler=opplaering").content.decode()
    assert "har ikke fått opplæring" in page
    assert "Per Moen" in page and "Gunn Lie" in page and "Rådet for pasientsamarbeid" not in page
    empty = client.get(f"{reverse('representation:list')}?mangler=ledig").content.decode()
    assert "Leif Berge" in empty and "Per Moen" not in empty
    page = client.get(reverse("representation:record", args=[record("leif-mental").pk])).content.decode()
    assert "ingen er oppnevnt etter" in page


def test_a_successor_fills_the_seat_and_somebody_beside_does_not(fjordheim: Community) -> None:
    ended = record("leif-mental")
    plain = {
        "community": fjordheim,
        "person": record("gunn-fsu").person,
        "side": "user",
        "appointed_by": unit("user-panel"),
    }
    beside = Representation.objects.create(seat=ended.seat, valid_from=ended.valid_from, **plain)
    assert queries.health(queries.overview(actor("siri")))[Lack.EMPTY_SEAT] == 1
    beside.valid_from = ended.valid_to
    beside.save()
    assert queries.health(queries.overview(actor("siri")))[Lack.EMPTY_SEAT] == 0


TODAY = date(2026, 11, 22)
ALL_WELL = Standing(last_day=None, has_alternate=True, trained=True, training_agreed=False, has_fee=True)


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, [Lack.EMPTY_SEAT]), (0, [Lack.TERM_ENDS]), (90, [Lack.TERM_ENDS]), (91, []), (None, [])]
)
def test_a_term_ends_soon_from_ninety_days_on(days: int | None, expected: list[Lack]) -> None:
    from dataclasses import replace

    last = TODAY + timedelta(days=days) if days is not None else None
    assert lacks(replace(ALL_WELL, last_day=last), TODAY) == expected
    assert lacks(replace(ALL_WELL, last_day=last, succeeded=True), TODAY) == []


@given(
    last=st.none() | st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)),
    flags=st.tuples(*[st.booleans()] * 5),
)
def test_every_lack_has_a_sentence_and_what_is_there_is_not_lacking(last: date | None, flags: tuple[bool, ...]) -> None:
    alternate, trained, agreed, fee, succeeded = flags
    standing = Standing(last, alternate, trained, agreed, fee, succeeded)
    found = lacks(standing, TODAY)
    assert all(sentence(lack, standing, TODAY).endswith(".") for lack in found)
    over = last is not None and last < TODAY
    assert (Lack.TRAINING in found) is (not over and not trained)
    assert (Lack.FEE in found) is (not over and not fee)
    assert (Lack.TERM_ENDS in found) is (not over and last is not None and last - TODAY <= SOON and not succeeded)


@pytest.mark.parametrize(
    ("written", "ore"),
    [("450", 45000), ("1 250,50", 125050), ("kr 1250", 125000), ("2200,-", 220000), ("0", 0), ("1\u00a0450", 145000)],
)
def test_amounts_as_people_write_them(written: str, ore: int) -> None:
    assert ore_of(written) == ore


@pytest.mark.parametrize("written", ["", "mye", "-5", "12,5", "1e3", "99999999999", "kr"])
def test_what_is_no_amount_is_told(fjordheim: Community, written: str) -> None:
    assert ore_of(written) is None
    sent = {
        "honorar-payer": str(unit("trust").pk),
        "honorar-amount": written,
        "honorar-per": "hour",
        "honorar-covers": "Reise",
    }
    page = signed_in("siri").post(reverse("representation:add-fee", args=[record("gunn-fsu").pk]), sent)
    assert page.status_code == FORM_422 and 'value="Reise"' in page.content.decode()


@given(st.integers(min_value=0, max_value=999_999_999))
def test_an_amount_comes_back_as_it_was(ore: int) -> None:
    assert ore_of(plain_amount(ore)) == ore
    assert ore_of(amount(ore)) == ore


def test_a_fee_is_agreed_once_and_ends(fjordheim: Community) -> None:
    client, theirs = signed_in("siri"), record("gunn-fsu")
    sent = {"honorar-payer": str(unit("trust").pk), "honorar-amount": "1 250,50", "honorar-per": "meeting"}
    for _ in range(2):
        assert client.post(reverse("representation:add-fee", args=[theirs.pk]), sent).status_code == 302
    (fee,) = FeeAgreement.objects.filter(representation=theirs)
    assert (fee.amount, fee.payer) == (125050, unit("trust"))
    assert (
        "kr\u00a01\u202f250,50 per møte"
        in client.get(reverse("representation:record", args=[theirs.pk])).content.decode()
    )
    for _ in range(2):
        client.post(reverse("representation:end-fee", args=[theirs.pk, fee.pk]))
    fee.refresh_from_db()
    assert fee.valid_to == clock.today()
    assert queries.record_of(theirs).present_fees == []
    other = record("per-ssu").fees.get()
    assert client.post(reverse("representation:end-fee", args=[theirs.pk, other.pk])).status_code == 404


def test_training_that_was_agreed_is_given(fjordheim: Community) -> None:
    client, theirs = signed_in("siri"), record("per-ssu")
    agreed = theirs.support.get(kind="training")
    for _ in range(2):
        assert client.post(reverse("representation:support-given", args=[theirs.pk, agreed.pk])).status_code == 302
    agreed.refresh_from_db()
    assert agreed.given_on == clock.today()
    assert Lack.TRAINING not in queries.record_of(theirs).lacks
    sent = {"stotte-kind": "training", "stotte-what": "Fagdag", "stotte-given_on": "2026-11-01"}
    for _ in range(2):
        client.post(reverse("representation:add-support", args=[theirs.pk]), sent)
    assert theirs.support.filter(what="Fagdag").count() == 1
    bad = client.post(reverse("representation:add-support", args=[theirs.pk]), sent | {"stotte-given_on": "i går"})
    assert bad.status_code == FORM_422 and "Fagdag" in bad.content.decode()


def filled(**more: Any) -> dict[str, Any]:
    plain = {"person": "Berit Aas", "side": "user", "seat": "Partnerskapsmøtet", "key": str(uuid4())}
    return plain | {"appointed_by": str(unit("user-panel").pk), "last_day": "2028-06-30", **more}


def test_a_new_record_and_the_same_form_twice(fjordheim: Community) -> None:
    client = signed_in("siri")
    key = hidden(client.get(reverse("representation:new")).content.decode(), "key")
    answers = [client.post(reverse("representation:new"), filled(key=key, alternate="gunn lie")) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {reverse("representation:record", args=[key])}
    made = Representation.objects.get(pk=key)
    assert (str(made.person), str(made.alternate), str(made.valid_to)) == ("Berit Aas", "Gunn Lie", "2028-07-01")
    assert AuditRow.objects.filter(deed="representation.register").count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"person": "Ukjent Person"}, "Fant ingen"),
        ({"alternate": "Berit Aas"}, "Ingen kan være vara for seg selv"),
        ({"valid_from": "2029-01-01"}, "Siste dag må være samme dag"),
        ({"seat": ""}, "Rett opp 1 ting"),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(fjordheim: Community, more: dict[str, str], said: str) -> None:
    page = signed_in("siri").post(reverse("representation:new"), filled(**more))
    assert page.status_code == FORM_422
    assert said in page.content.decode() and 'value="2028-06-30"' in page.content.decode()


def test_an_edit_on_top_of_anothers_is_told(fjordheim: Community) -> None:
    theirs, client = record("gunn-fsu"), signed_in("siri")
    address = reverse("representation:change", args=[theirs.pk])
    seen = hidden(client.get(address).content.decode(), "seen")
    assert client.post(address, filled(person="Gunn Lie", seat="Nå", seen=seen)).status_code == 302
    told = client.post(address, filled(person="Gunn Lie", seat="Etterpå", seen=seen))
    assert told.status_code == CONFLICT
    assert "<dd>Nå</dd>" in told.content.decode() and 'value="Etterpå"' in told.content.decode()
    assert (
        client.post(address, filled(person="Gunn Lie", seat="Nå", seen=seen)).status_code == 302
    )  # says what is there


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_what_the_page_shows_and_leaves_a_trace(fjordheim: Community) -> None:
    client = signed_in("unni")
    rows = rows_of(client.get(reverse("representation:csv")))
    assert [row["Navn"] for row in rows] == ["Berit Aas", "Berit Aas", "Gunn Lie", "Per Moen"]
    berit = next(row for row in rows if row["Verv"].startswith("Strategisk"))
    assert "kr\u00a0450 per time" in berit["Honorar"] and berit["Betales av"] == "Fjordheim sykehus HF"
    gps = rows_of(client.get(f"{reverse('representation:csv')}?taler=gp&mangler=opplaering"))
    assert [row["Navn"] for row in gps] == ["Per Moen"]
    assert AuditRow.objects.filter(deed="representation.export").count() == 2


def test_a_cell_is_never_a_formula(fjordheim: Community) -> None:
    Representation.objects.filter(pk=record("per-ssu").pk).update(seat='=HYPERLINK("x";"y")')
    rows = rows_of(signed_in("siri").get(f"{reverse('representation:csv')}?taler=gp"))
    assert rows[0]["Verv"] == '\'=HYPERLINK("x";"y")'


def test_the_number_of_questions_is_constant(fjordheim: Community) -> None:
    client, counts = signed_in("siri"), []
    for more in (0, 20):
        for number in range(more):
            made = Representation.objects.create(
                community=fjordheim,
                person=record("berit-ssu").person,
                side="user",
                seat=f"Råd {number}",
                appointed_by=unit("user-panel"),
            )
            made.support.create(kind="training", what="Kurs")
            made.fees.create(payer=unit("trust"), per="hour", amount=1)
        client.get(reverse("representation:list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("representation:list")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
