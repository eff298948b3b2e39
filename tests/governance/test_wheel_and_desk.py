"""The annual wheel, as a picture and as a list; the secretariat's desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.cast import actor
from tests.governance.ground import a_body, a_case, sits
from tests.governance.test_meetings import a_meeting
from tests.signing_in import signed_in

from samspill.apps.governance.models import WheelEntry
from samspill.apps.governance.wheel import actions
from samspill.apps.governance.wheel.drawing import CENTRE, INNER, OUTER, Mark, point, turn_of, wheel
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Community

MONTHS = ["jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des"]
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.once
@given(DAYS)
def test_a_year_later_is_the_same_weekday_of_the_next_year(day: date) -> None:
    later = actions.a_year_later(day)
    assert later.year == day.year + 1 and later.weekday() == day.weekday() and 364 <= (later - day).days <= 371


@pytest.mark.once
@given(DAYS)
def test_a_day_lies_on_the_ring(day: date) -> None:
    x, y = point(turn_of(day), 150)
    assert abs(((x - CENTRE) ** 2 + (y - CENTRE) ** 2) ** 0.5 - 150) < 1 and 0 <= turn_of(day) < 1


@pytest.mark.once
def test_the_picture_is_whole_and_says_what_it_is() -> None:
    marks = [
        Mark(date(2026, 3, 3), "Møte <script>", 1),
        Mark(date(2026, 3, 4), "Møte", 2),
        Mark(date(2026, 12, 31), "S", 3),
    ]
    tree = etree.fromstring(wheel(2026, MONTHS, marks, "Årshjulet").encode())
    assert tree.get("role") == "img" and tree.get("aria-label") == "Årshjulet"
    assert len(tree.findall(".//path")) == 12 and len(tree.findall(".//circle")) == 3
    circles = [(float(each.get("cx")), float(each.get("cy"))) for each in tree.findall(".//circle")]
    assert len(set(circles)) == 3 and all(
        INNER < ((x - CENTRE) ** 2 + (y - CENTRE) ** 2) ** 0.5 < OUTER for x, y in circles
    )
    (one, other) = circles[:2]
    assert ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5 > 12  # days beside each other lie apart


@pytest.mark.django_db
def test_next_year_is_made_from_this_year_once(fjordheim: Community) -> None:
    siri, body = actor("siri"), a_body(actor("siri"))
    with pytest.raises(Refused, match="ingenting i årshjulet for 2026"):
        actions.make_next(by=siri, year=2026)
    for kind, day in (("data", date(2026, 5, 20)), ("data", date(2026, 11, 18)), ("election", date(2026, 12, 2))):
        actions.enter(by=siri, values={"kind": kind, "title": kind, "day": day, "body_id": body.pk})
    actions.make_next(by=siri, year=2026)
    actions.make_next(by=siri, year=2026)
    made = list(WheelEntry.objects.filter(day__year=2027).values_list("day", flat=True))
    assert made == [date(2027, 5, 19), date(2027, 11, 17), date(2027, 12, 1)]
    page = signed_in("ola").get("/saker/arshjul/?ar=2027").content.decode()
    assert page.count('class="gv-mark"') == 3 and "data" in page
    assert signed_in("ola").get("/saker/arshjul/?ar=tull").status_code == 200


@pytest.mark.django_db
def test_the_desk_says_what_is_due_missing_and_not_answered(fjordheim: Community) -> None:
    siri = actor("siri")
    body = a_body(siri)
    sits("per", body, "gp")
    a_case(body, "anchoring")
    a_case(body, "prepared", title="Uten sammendrag", plain="")
    a_meeting(body, clock.now() - timedelta(days=3))
    a_meeting(body)
    actions.enter(by=siri, values={"kind": "report", "title": "Årsrapport", "day": clock.today(), "body_id": None})
    page = signed_in("siri").get("/saker/bord/").content.decode()
    for said in (
        "Fjordby: Felles forløp",
        "Uten sammendrag",
        "Referat ikke begynt",
        "Papirer til brukere",
        "Årsrapport",
    ):
        assert said in page
    assert signed_in("tone").get("/saker/bord/").status_code == 403
