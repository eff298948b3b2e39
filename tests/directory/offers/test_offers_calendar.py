"""Courses as iCalendar: read back by the library that calendar programs' makers use, over the change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from tests.cast import actor
from tests.directory.kept import offer, unit
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.core.clock import OSLO
from samspill.directory.models import Community, CourseFeed, OfferDate, Position, ServiceOffer
from samspill.directory.offers import actions, feeds, rules
from samspill.directory.offers.calendar import calendar_of

pytestmark = pytest.mark.django_db


def parsed(body: bytes) -> tuple[Any, list[Any]]:
    calendar: Any = Calendar.from_ical(body)
    return calendar, list(calendar.walk("VEVENT"))


def written(*occasions: OfferDate) -> tuple[Any, list[Any]]:
    return parsed(calendar_of(occasions, name="Kurs", address_of=lambda each: f"https://eksempel.no/{each.pk}"))


def test_noon_stays_noon_over_the_change_of_clocks(fjordheim: Community) -> None:
    """Weekly from 14 October 2026; the clocks change on the 25th."""
    course = offer("lung-course")
    course.dates.all().delete()
    times = rules.occasions(date(2026, 10, 14), time(12), time(15), 4, 7)
    actions.add_dates(by=actor("tone"), offer=course, times=times, place="Læringssenteret", note="")
    _calendar, events = written(*course.dates.all())
    assert [event.decoded("dtstart").strftime("%d.%m %H:%M %z") for event in events] == [
        "14.10 12:00 +0200",
        "21.10 12:00 +0200",
        "28.10 12:00 +0100",
        "04.11 12:00 +0100",
    ]
    assert [event.decoded("dtend") - event.decoded("dtstart") for event in events] == [timedelta(hours=3)] * 4
    assert {event["dtstart"].params["TZID"] for event in events} == {"Europe/Oslo"}


def test_the_time_zone_that_is_sent_along_is_norways(fjordheim: Community) -> None:
    """At each hour around every change until 2045: what the VTIMEZONE says, is what Oslo's clocks say."""
    calendar, _events = written(*offer("lung-course").dates.all())
    zone = next(iter(calendar.walk("VTIMEZONE"))).to_tz(lookup_tzid=False)
    for year in range(1997, 2046):
        for month in (1, 3, 7, 10, 12):
            for day, hour in ((1, 0), (24, 23), *((d, h) for d in range(25, 32) for h in (0, 4, 12))):
                moment = datetime(year, month, day, hour)  # noqa: DTZ001 - as it stands on the wall
                assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=OSLO).utcoffset(), moment


def test_an_event_says_what_and_where_and_nothing_of_persons(fjordheim: Community) -> None:
    course = offer("lung-course")
    _calendar, events = written(*course.dates.order_by("starts"))
    first = events[0]
    assert str(first["summary"]) == "Lungeskolen"
    assert str(first["location"]) == "Læringssenteret, Fjordby sykehus"
    assert "For hvem: Personer med kols eller astma" in str(first["description"])
    assert str(first["status"]) == "CONFIRMED" and first["sequence"] == 0
    assert str(first["uid"]) == f"{course.dates.order_by('starts')[0].pk}@samspill"
    assert str(first["url"]).startswith("https://")
    assert not {"ORGANIZER", "ATTENDEE", "CONTACT"} & set(first)


def test_the_id_stays_and_the_sequence_grows_when_it_is_cancelled(fjordheim: Community) -> None:
    day = offer("lung-course").dates.order_by("starts")[0]
    before = written(day)[1][0]
    actions.set_cancelled(by=actor("tone"), occasion=day, cancelled=True, note="Syk kursholder")
    day.refresh_from_db()
    after = written(day)[1][0]
    assert str(after["uid"]) == str(before["uid"])
    assert (str(after["status"]), after["sequence"]) == ("CANCELLED", 1)
    assert "Avlyst" in str(after["summary"]) and "Syk kursholder" in str(after["description"])
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    actions.set_cancelled(by=actor("tone"), occasion=day, cancelled=False)
    day.refresh_from_db()
    again = written(day)[1][0]
    assert (str(again["status"]), again["sequence"]) == ("CONFIRMED", 2)


@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200),
    place=st.sampled_from(["A;B", "A,B", "A\\B", 'A "B"', "Å: B"]),
    starts=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
@settings(max_examples=60)
def test_any_text_and_moment_come_back_as_they_were(text: str, place: str, starts: datetime) -> None:
    made = ServiceOffer(name=text, kind="other", for_whom=text, how_to_refer="x", provider=_nobody(), changed_at=starts)
    starts = starts.replace(microsecond=0)
    day = OfferDate(offer=made, starts=starts, ends=starts + timedelta(hours=2), place=place, changed_at=starts)
    _calendar, (event,) = written(day)
    assert str(event["summary"]) == text
    assert str(event["location"]) == place
    assert event.decoded("dtstart") == starts


def _nobody() -> Any:
    from samspill.directory.models import Unit

    return Unit(name="Enheten")


def test_one_offers_calendar_is_for_those_signed_in(fjordheim: Community) -> None:
    address = reverse("offers:calendar", args=[offer("lung-course").pk])
    answer = signed_in("per").get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert len(parsed(answer.content)[1]) == 6
    assert Client().get(address).status_code == 302


def address_of(name: str) -> str:
    client = signed_in(name)
    client.post(reverse("offers:make-feed"), {"do": "make"})
    feed = feeds.feed_of(actor(name))
    assert feed is not None
    assert feeds.token_of(feed) in client.get(reverse("offers:my-feed")).content.decode()
    return reverse("offers:feed", args=[feeds.token_of(feed)])


def test_the_feed_is_read_without_signing_in(fjordheim: Community) -> None:
    answer = Client().get(address_of("mari"))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    calendar, events = parsed(answer.content)
    assert "Fjordheim" in str(calendar["x-wr-calname"])
    assert len(events) == OfferDate.objects.filter(offer__community=fjordheim).count() > 20
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_the_feed_holds_courses_of_its_own_community_only(fjordheim: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    theirs = ServiceOffer.objects.create(
        community=other, provider=unit("neighbour-trust"), kind="other", level="joint", name="Naboens kurs"
    )
    soon = clock.now() + timedelta(days=3)
    OfferDate.objects.create(offer=theirs, starts=soon, ends=soon + timedelta(hours=1))
    assert "Naboens kurs" not in Client().get(address_of("mari")).content.decode()


def test_what_is_long_over_leaves_the_feed(fjordheim: Community) -> None:
    course = offer("lung-course")
    ago = clock.now() - timedelta(days=70)
    OfferDate.objects.create(offer=course, starts=ago, ends=ago + timedelta(hours=1), note="For lenge siden")
    assert "For lenge siden" not in Client().get(address_of("mari")).content.decode()


@pytest.mark.parametrize("change", ["cut", "other id", "other community", "nonsense", "empty signature"])
def test_an_address_that_we_did_not_make_opens_nothing(fjordheim: Community, change: str) -> None:
    good = address_of("mari").removesuffix(".ics").rsplit("/", 1)[1]
    row, _dot, signature = good.partition(".")
    community, _dash, pk = row.partition("-")
    bad = {
        "cut": good[:-1],
        "other id": f"{community}-{'0' * 32}.{signature}",
        "other community": f"{Community.objects.get(slug='innlandsvik').pk.hex}-{pk}.{signature}",
        "nonsense": "x",
        "empty signature": f"{row}.",
    }[change]
    answer = Client().get(reverse("offers:feed", args=[bad]))
    assert answer.status_code == 403
    assert b"BEGIN:VCALENDAR" not in answer.content


def test_a_new_address_stops_the_old_and_a_dropped_one_stops(fjordheim: Community) -> None:
    first = address_of("mari")
    second = address_of("mari")
    assert [Client().get(address).status_code for address in (first, second)] == [403, 200]
    signed_in("mari").post(reverse("offers:make-feed"), {"do": "drop"})
    assert Client().get(second).status_code == 403
    assert not CourseFeed.objects.exists()


def test_it_stops_with_the_position(fjordheim: Community) -> None:
    address = address_of("mari")
    Position.objects.filter(pk=actor("mari").position_id).update(valid_to=clock.today())  # type: ignore[union-attr]
    assert Client().get(address).status_code == 403


def test_each_has_an_address_of_their_own_and_writing_needs_a_sign_in(fjordheim: Community) -> None:
    assert address_of("mari") != address_of("kari")
    assert Client().post(reverse("offers:make-feed")).status_code == 302
    assert CourseFeed.objects.count() == 2
