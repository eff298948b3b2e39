"""Who keeps the catalogue, and that nothing typed is lost: every deed by everybody, in and out of the community."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from tests.cast import actor
from tests.directory.kept import CONFLICT, EVERYBODY, FORM_422, hidden, may, offer, stranger, unit
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.directory.models import Community, OfferDate, ServiceOffer
from samspill.directory.offers import actions, queries, rules

pytestmark = pytest.mark.django_db

ALL_OF_THE_COMMUNITY = {"siri", "lise", "unni"}
# slug of the provider: who keeps its offers. Tone leads the trust, Jon leads Fjordby.
KEEPERS = {"geriatri-2": {*ALL_OF_THE_COMMUNITY, "tone"}, "fjordby-nursing": {*ALL_OF_THE_COMMUNITY, "jon"}}
OFFER_OF = {"geriatri-2": "rehab-specialised", "fjordby-nursing": "rehab-fjordby"}
TOLD = {"kind": "other", "level": "municipal", "name": "Nytt tilbud", "for_whom": "Alle", "how_to_refer": "Ring"}


@pytest.mark.parametrize("provider", KEEPERS)
@pytest.mark.parametrize("name", [*EVERYBODY, "public"])
def test_every_deed_by_everybody(fjordheim: Community, name: str, provider: str) -> None:
    person, kept = actor(name), name in KEEPERS[provider]
    theirs = offer(OFFER_OF[provider])
    times = rules.occasions(clock.today() + timedelta(days=2), *_hours(), 1, 7)
    new = {"provider": unit(provider), "key": uuid4(), "values": TOLD, "areas": []}
    assert may(person, actions.create, **new) is kept
    assert ServiceOffer.objects.filter(pk=new["key"]).exists() is kept
    changed = {"provider": theirs.provider, "values": {"name": "Annet navn"}, "areas": [], "seen": _seen(theirs)}
    assert may(person, actions.change, offer=theirs, **changed) is kept
    assert may(person, actions.add_dates, offer=theirs, times=times, place="", note="") is kept
    assert theirs.dates.exists() is kept
    occasion = OfferDate.objects.create(offer=theirs, starts=times[0][0], ends=times[0][1])
    assert may(person, actions.set_cancelled, occasion=occasion, cancelled=True) is kept
    occasion.refresh_from_db()
    assert occasion.cancelled is kept
    assert may(person, actions.end, offer=theirs, last_day=clock.today()) is kept
    assert may(person, actions.make_feed) is (name != "public")
    assert may(person, actions.drop_feed) is (name != "public")


def _hours() -> tuple[Any, Any]:
    from datetime import time

    return time(12), time(14)


def _seen(row: ServiceOffer) -> str:
    return row.changed_at.isoformat()


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_of_another_community_does_anything(fjordheim: Community, name: str) -> None:
    person, theirs = stranger(name), offer("rehab-fjordby")
    assert not queries.offers_seen_by(person).exists()
    assert not queries.dates_seen_by(person).exists()
    assert not may(person, actions.create, provider=unit("fjordby-nursing"), key=uuid4(), values=TOLD, areas=[])
    assert not may(person, actions.end, offer=theirs, last_day=clock.today())
    same = {"provider": theirs.provider, "values": {"name": "x"}, "areas": [], "seen": _seen(theirs)}
    assert not may(person, actions.change, offer=theirs, **same)


@pytest.mark.parametrize("name", [*EVERYBODY, "public"])
def test_the_pages_are_for_all_who_are_signed_in_and_the_forms_for_those_who_keep(
    fjordheim: Community, name: str
) -> None:
    client, pk = signed_in(name), offer("rehab-fjordby").pk
    for address in (reverse("offers:list"), reverse("offers:offer", args=[pk]), reverse("offers:calendar", args=[pk])):
        assert client.get(address).status_code == (302 if name == "public" else 200)
    keeps_some = name in {*ALL_OF_THE_COMMUNITY, "tone", "jon"}
    expected = 302 if name == "public" else (200 if keeps_some else 403)
    assert client.get(reverse("offers:new")).status_code == expected
    mine = name in KEEPERS["fjordby-nursing"]
    expected = 302 if name == "public" else (200 if mine else 403)
    assert client.get(reverse("offers:change", args=[pk])).status_code == expected
    assert client.get(reverse("offers:dates", args=[pk])).status_code == expected


def test_another_communitys_offer_does_not_exist(fjordheim: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    theirs = ServiceOffer.objects.create(
        community=other, provider=unit("neighbour-trust"), **TOLD | {"name": "Naboens"}
    )
    client = signed_in("siri")
    for name in ("offer", "change", "dates", "calendar"):
        assert client.get(reverse(f"offers:{name}", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("offers:end", args=[theirs.pk]), {"last_day": "2026-11-30"}).status_code == 404
    assert theirs.name not in client.get(reverse("offers:list")).content.decode()


def filled(**more: Any) -> dict[str, Any]:
    return TOLD | {"provider": str(unit("fjordby-nursing").pk), "key": str(uuid4()), **more}


def test_a_new_offer_and_the_same_form_twice(fjordheim: Community) -> None:
    client, before = signed_in("jon"), ServiceOffer.objects.count()
    key = hidden(client.get(reverse("offers:new")).content.decode(), "key")
    sent = filled(key=key, areas=[str(unit("fjordby").pk), str(unit("fjordby-asen").pk)], last_day="2027-06-30")
    first, again = (client.post(reverse("offers:new"), sent) for _ in range(2))
    assert first["Location"] == again["Location"] == reverse("offers:offer", args=[key])
    assert ServiceOffer.objects.count() == before + 1
    made = ServiceOffer.objects.get(pk=key)
    assert (made.community, made.provider, str(made.valid_to)) == (fjordheim, unit("fjordby-nursing"), "2027-07-01")
    assert {area.name for area in made.areas.all()} == {"Fjordby", "Åsen"}
    assert AuditRow.objects.filter(deed="offers.create", about_id=key).count() == 1


def test_what_was_typed_stays_when_something_is_missing(fjordheim: Community) -> None:
    page = signed_in("jon").post(
        reverse("offers:new"), filled(name="", for_whom="De som trenger det", capacity="mange")
    )
    text = page.content.decode()
    assert page.status_code == FORM_422
    assert "De som trenger det" in text and 'value="mange"' in text
    assert "Rett opp 2 ting" in text


def test_a_leader_cannot_pick_another_organisations_unit(fjordheim: Community) -> None:
    page = signed_in("jon").post(reverse("offers:new"), filled(provider=str(unit("geriatri-2").pk)))
    assert page.status_code == FORM_422
    assert "Velg en enhet fra listen" in page.content.decode()


def test_an_edit_on_top_of_anothers_is_told_and_the_next_press_wins(fjordheim: Community) -> None:
    theirs, client = offer("rehab-fjordby"), signed_in("jon")
    address = reverse("offers:change", args=[theirs.pk])
    seen = hidden(client.get(address).content.decode(), "seen")
    by_siri = filled(name="Siris navn", seen=seen)
    assert signed_in("siri").post(address, by_siri).status_code == 302
    told = client.post(address, filled(name="Jons navn", seen=seen))
    text = told.content.decode()
    assert told.status_code == CONFLICT
    assert "Noen andre har lagret endringer" in text and "Siris navn" in text and 'value="Jons navn"' in text
    theirs.refresh_from_db()
    assert theirs.name == "Siris navn"
    assert client.post(address, filled(name="Jons navn", seen=hidden(text, "seen"))).status_code == 302
    theirs.refresh_from_db()
    assert theirs.name == "Jons navn"


def test_the_same_change_twice_is_no_conflict(fjordheim: Community) -> None:
    client, theirs = signed_in("jon"), offer("rehab-fjordby")
    address = reverse("offers:change", args=[theirs.pk])
    sent = filled(name="Nytt navn", seen=hidden(client.get(address).content.decode(), "seen"))
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]


def test_an_end_cancels_what_is_later_and_keeps_the_rest(fjordheim: Community) -> None:
    theirs = offer("lung-course")
    days = list(theirs.dates.order_by("starts"))
    last = days[2].starts.astimezone(clock.OSLO).date()
    client = signed_in("tone")
    for _ in range(2):
        assert client.post(reverse("offers:end", args=[theirs.pk]), {"last_day": str(last)}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.valid_to == last + timedelta(days=1)
    after = list(theirs.dates.order_by("starts").values_list("cancelled", "sequence"))
    assert after == [(False, 0)] * 3 + [(True, 1)] * 3


def test_an_end_before_the_beginning_is_refused_with_what_was_typed(fjordheim: Community) -> None:
    theirs = offer("lung-course")
    ServiceOffer.objects.filter(pk=theirs.pk).update(valid_from=clock.today())
    page = signed_in("tone").post(reverse("offers:end", args=[theirs.pk]), {"last_day": "2020-01-01"})
    assert page.status_code == FORM_422
    assert "Siste dag kan ikke være før tilbudet begynte" in page.content.decode()
    assert 'value="2020-01-01"' in page.content.decode()


def test_dates_are_added_once_and_bad_hours_are_told(fjordheim: Community) -> None:
    theirs, client = offer("healthy-life"), signed_in("jon")
    address = reverse("offers:dates", args=[theirs.pk])
    theirs.dates.all().delete()
    first = (clock.today() + timedelta(days=3)).isoformat()
    sent = {"first": first, "begins": "12:00", "ends": "14:00", "count": "4", "every": "7", "place": "Hallen"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    assert theirs.dates.count() == 4
    wrong = client.post(address, sent | {"ends": "11:00", "place": "Kjelleren"})
    assert wrong.status_code == FORM_422
    assert "må slutte etter at det begynner" in wrong.content.decode() and "Kjelleren" in wrong.content.decode()
    assert theirs.dates.count() == 4


def test_a_date_is_cancelled_with_a_word_and_set_up_again(fjordheim: Community) -> None:
    theirs = offer("lung-course")
    day, client = theirs.dates.order_by("starts")[0], signed_in("tone")
    address = reverse("offers:cancel-date", args=[theirs.pk, day.pk])
    for _ in range(2):
        assert client.post(address, {"note": "Kursholder er syk"}).status_code == 302
    day.refresh_from_db()
    assert (day.cancelled, day.sequence, day.note) == (True, 1, "Kursholder er syk")
    page = client.get(reverse("offers:offer", args=[theirs.pk])).content.decode()
    assert "Avlyst" in page and "Kursholder er syk" in page
    client.post(address, {"do": "restore"})
    day.refresh_from_db()
    assert (day.cancelled, day.sequence) == (False, 2)
    assert client.post(reverse("offers:cancel-date", args=[offer("heart-course").pk, day.pk])).status_code == 404


def test_a_cancelled_date_cannot_be_reached_through_another_offer(fjordheim: Community) -> None:
    day = offer("lung-course").dates.first()
    assert day is not None
    refused = signed_in("jon").post(reverse("offers:cancel-date", args=[day.offer_id, day.pk]), {})
    day.refresh_from_db()
    assert refused.status_code == 403 and not day.cancelled


def test_a_key_of_another_communitys_row_gives_nothing_away(fjordheim: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    theirs = ServiceOffer.objects.create(community=other, provider=unit("neighbour-trust"), **TOLD)
    answer = signed_in("siri").post(reverse("offers:new"), filled(key=str(theirs.pk), name="Tyvgods"))
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert (theirs.name, theirs.community) == ("Nytt tilbud", other)
    assert isinstance(theirs.pk, UUID)
