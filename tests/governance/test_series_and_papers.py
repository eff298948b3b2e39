"""Series of meetings and the year after; papers that go out, to user representatives and GPs first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import actor
from tests.governance.ground import a_body, a_case, sits
from tests.governance.test_meetings import a_meeting, put_on
from tests.governance.test_telling import told
from tests.signing_in import signed_in

from samspill.apps.governance import telling
from samspill.apps.governance.meetings import actions, planning, sending, series
from samspill.apps.governance.meetings.series import Rhythm
from samspill.apps.governance.models import Body, Meeting, MeetingSeries
from samspill.apps.governance.wheel.actions import make_next
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Community

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.once
def test_the_second_thursday_of_every_month_without_july() -> None:
    found = series.days(date(2026, 1, 8), date(2026, 12, 31), Rhythm.MONTHLY, july=False)
    assert [(day.month, day.day) for day in found] == [
        *((1, 8), (2, 12), (3, 12), (4, 9), (5, 14), (6, 11), (8, 13), (9, 10), (10, 8), (11, 12), (12, 10))
    ]
    assert series.days(date(2026, 1, 29), date(2026, 2, 28), Rhythm.MONTHLY, july=True)[1] == date(2026, 2, 26)


@pytest.mark.once
@given(DAYS, st.sampled_from(Rhythm.values), st.integers(0, 800))
def test_a_series_keeps_its_weekday_and_its_bounds(first: date, rhythm: str, length: int) -> None:
    last = first + timedelta(days=length)
    found = series.days(first, last, rhythm, july=True)
    assert found[0] == first and found == sorted(set(found)) and found[-1] <= last and len(found) <= series.MOST
    assert {day.weekday() for day in found} == {first.weekday()}


@pytest.mark.once
@given(DAYS, st.sampled_from(Rhythm.values))
def test_the_year_after_is_the_same_weekday(day: date, rhythm: str) -> None:
    later = series.next_year(day, rhythm)
    assert later.weekday() == day.weekday() and later.year == day.year + 1
    if rhythm.startswith("months"):
        assert later.month == day.month


def a_series(body: Body, rhythm: str = Rhythm.MONTHLY) -> MeetingSeries:
    on = series.days(date(2026, 1, 8), date(2026, 12, 31), rhythm, july=False)
    times = {"first": time(9), "last": time(11, 30), "place": "Rådhuset", "link": ""}
    return planning.plan_series(by=actor("siri"), body=body, key=uuid4(), rhythm=rhythm, on=on, **times)


@pytest.mark.django_db
def test_next_years_wheel_makes_the_meetings_of_each_series(fjordheim: Community) -> None:
    siri, body = actor("siri"), a_body(actor("siri"))
    a_series(body)
    alone = a_meeting(body)  # of no series: it does not come again
    off = Meeting.objects.get(starts__month=6, starts__day=11)
    actions.cancel(by=siri, meeting=off, reason="Valg")
    make_next(by=siri, year=2026)
    make_next(by=siri, year=2026)
    made = Meeting.objects.filter(starts__year=2027).select_related("origin")
    assert made.count() == 10 and not made.filter(origin__in=[alone, off]).exists()
    for each in made:
        starts = each.starts.astimezone(clock.OSLO)
        assert starts.time() == time(9) and starts.weekday() == 3 and each.items.count() == 4
        assert each.status == "planned" and each.place == "Rådhuset" and each.ends - each.starts == timedelta(hours=2.5)
    make_next(by=siri, year=2027)
    assert Meeting.objects.filter(starts__year=2028).count() == 10


@pytest.mark.django_db
def test_a_series_is_planned_on_the_page_once(fjordheim: Community) -> None:
    body, siri = a_body(actor("siri")), signed_in("siri")
    said = {"key": str(uuid4()), "body": str(body.pk), "rhythm": "weeks-2", "day": "2026-08-10", "until": "2026-10-31"}
    times = {"first": "12:00", "last": "14:00", "place": "Teams", "link": ""}
    for _twice in range(2):
        assert siri.post("/saker/moter/rekke", {**said, **times}).status_code == 302
    assert Meeting.objects.count() == 6
    wrong = {**said, **times, "key": str(uuid4()), "until": "2026-08-01"}
    page = siri.post("/saker/moter/rekke", wrong)
    assert page.status_code == 422 and "Siste dag må være samme dag" in page.content.decode()
    nothing = {**said, **times, "key": str(uuid4()), "day": "2026-07-01", "until": "2026-07-31"}
    assert "ingen møter" in siri.post("/saker/moter/rekke", nothing).content.decode()
    assert signed_in("tone").get("/saker/moter/rekke").status_code == 403


@pytest.mark.django_db
def test_papers_go_to_users_and_gps_first_in_plain_language(fjordheim: Community) -> None:
    siri, body = actor("siri"), a_body(actor("siri"))
    for name, side in (("per", "gp"), ("berit", "user"), ("jon", "municipality")):
        sits(name, body, side)
    meeting = actions.call(by=siri, meeting=a_meeting(body))
    with pytest.raises(Refused, match="ingen saker"):
        sending.send_papers(by=siri, meeting=meeting, early=True)
    put_on(meeting, a_case(body, "prepared", title="Sak med ord", plain="Dette skal bli lettere."))
    put_on(meeting, a_case(body, "prepared", title="Sak uten ord", plain=""))
    page = signed_in("siri").get(f"/saker/moter/{meeting.pk}/papirer?tidlig=1").content.decode()
    assert "Sak uten ord" in page and "Sak med ord" not in page and "Berit Aas" in page and "Jon Eide" not in page
    for _twice in range(2):
        signed_in("siri").post(f"/saker/moter/{meeting.pk}/papirer", {"tidlig": "1"})
    assert told("governance.papers") == ["berit", "per"]
    plain = signed_in("berit").get(f"/saker/moter/{meeting.pk}/kort").content.decode()
    assert "Dette skal bli lettere." in plain and "ikke skrevet noe kort" in plain
    sending.send_papers(by=siri, meeting=meeting, early=False)
    assert told("governance.papers") == ["berit", "jon", "per"]  # nobody is told twice
    desk = signed_in("siri").get("/saker/bord/").content.decode()
    assert "Papirer til brukere" not in desk


@pytest.mark.django_db
def test_an_exempt_case_says_nothing_in_plain_words_to_others(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    sits("per", body, "gp")
    meeting = a_meeting(body)
    values = {"title": "Hemmelig sak", "plain": "Hemmelige ord", "access": "confidential", "ground": "fvl. § 13"}
    put_on(meeting, a_case(body, "prepared", **values))
    for name, sees in (("per", True), ("siri", True), ("tone", False), ("berit", False), ("amir", False)):
        page = signed_in(name).get(f"/saker/moter/{meeting.pk}/kort").content.decode()
        assert ("Hemmelig" in page) == sees, name


@pytest.mark.django_db
def test_users_and_gps_are_reminded_once_a_few_days_before(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    for name, side in (("berit", "user"), ("jon", "municipality")):
        sits(name, body, side)
    starts = clock.now() + timedelta(days=10)
    actions.call(by=actor("siri"), meeting=a_meeting(body, starts))
    before = told("governance.meeting")
    for days, more in ((0, []), (8, ["berit"]), (9, ["berit"])):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            telling.remind()
        assert told("governance.meeting") == sorted([*before, *more]), days


@pytest.mark.django_db
def test_the_desk_names_representatives_without_training(fjordheim: Community) -> None:
    from samspill.directory.models import Representation

    row = Representation.objects.filter(community=fjordheim).first()
    if row is None:
        person = sits("berit", a_body(actor("siri")), "user").tenures.get().holder
        unit = actor("tone").top_id
        row = Representation.objects.create(
            community=fjordheim, person=person, side="user", seat="SSU", appointed_by_id=unit, valid_from=clock.today()
        )
    page = signed_in("siri").get("/saker/bord/").content.decode()
    assert f"/{row.pk}" in page and "Opplæring og støtte" in page


@pytest.mark.django_db
def test_lists_of_meetings_turn_pages_and_keep_to_a_body(fjordheim: Community) -> None:
    siri = actor("siri")
    one, other = a_body(siri, "SSU"), a_body(siri, "FSU")
    start = datetime.combine(clock.today() + timedelta(days=1), time(9), clock.OSLO)
    for number in range(32):
        a_meeting(one, start + timedelta(days=number))
    a_meeting(other, start)
    client = signed_in("siri")
    first = client.get("/saker/moter/").content.decode()
    assert "33 møter" in first and "side=2" in first
    assert (
        first.count("s-row-link") == 30 and client.get("/saker/moter/?side=2").content.decode().count("s-row-link") == 3
    )
    assert client.get(f"/saker/moter/?organ={other.pk}").content.decode().count("s-row-link") == 1
