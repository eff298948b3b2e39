"""Minutes: written together, amended, approved and locked, published without what is exempt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import CAST, actor
from tests.governance.ground import AGREED, a_body, a_case, sits
from tests.governance.test_meetings import a_meeting, put_on
from tests.signing_in import signed_in

from samspill.apps.governance.bodies.actions import elect_leader
from samspill.apps.governance.cases import deciding
from samspill.apps.governance.meetings import queries
from samspill.apps.governance.meetings.actions import held
from samspill.apps.governance.minutes import actions
from samspill.apps.governance.models import Amendment, Body, Meeting, Minutes, MinutesPart, PartVersion
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(fjordheim: Community) -> Body:
    made = a_body(actor("siri"))
    sits("per", made, "gp")
    seat = sits("tone", made, "hospital")
    elect_leader(by=actor("siri"), body=made, seat=seat, first=clock.today(), after=None)
    return made


@pytest.fixture
def meeting(body: Body) -> Meeting:
    made = a_meeting(body)
    put_on(made, a_case(body, "prepared"))
    put_on(made, a_case(body, "prepared", access="confidential", ground="fvl. § 13", title="Hemmelig sak"))
    actions.begin(by=actor("siri"), meeting=made)
    return made


def part(meeting: Meeting, title: str = "Felles forløp for skrøpelige eldre") -> MinutesPart:
    return MinutesPart.objects.get(minutes__meeting=meeting, item__case__title=title)


def write(name: str, row: MinutesPart, text: str, seen: int) -> MinutesPart:
    return actions.write(by=actor(name), part=row, text=text, seen=seen, told=[])


def through(meeting: Meeting, *steps: str) -> Minutes:
    minutes = meeting.minutes
    for step in steps:
        if step == "send":
            actions.send_for_amendments(by=actor("siri"), minutes=minutes, amend_by=clock.today() + timedelta(days=7))
        if step == "approve":
            actions.approve(by=actor("tone"), minutes=minutes)
        if step == "publish":
            actions.publish(by=actor("siri"), minutes=minutes)
    return Minutes.objects.get(pk=minutes.pk)


def test_two_write_the_same_part_and_both_are_there(meeting: Meeting) -> None:
    row = write("siri", part(meeting), "Tone åpnet. Saken ble drøftet.", 0)
    write("siri", row, "Tone Berg åpnet. Saken ble drøftet.", 1)
    write("per", row, "Tone åpnet. Saken ble drøftet. Per ønsket mer tid.", 1)
    assert part(meeting).text == "Tone Berg åpnet. Saken ble drøftet. Per ønsket mer tid."
    assert list(PartVersion.objects.filter(part=row).order_by("version").values_list("by_name", flat=True)) == [
        *("", "Siri Haug", "Siri Haug", "Per Moen")
    ]


def test_a_version_that_never_was_is_refused_and_nothing_changes(meeting: Meeting) -> None:
    with pytest.raises(Refused, match="finnes ikke"):
        write("siri", part(meeting), "Noe", 7)
    assert part(meeting).text == ""


def test_the_page_saves_one_part_and_keeps_what_was_typed_when_it_cannot(meeting: Meeting) -> None:
    row, client = part(meeting), signed_in("per")
    address = f"/saker/moter/referat/{row.pk}"
    answer = client.post(address, {"text": "Per skrev.", "seen": "0"}, headers={"HX-Request": "true"}).content.decode()
    assert "Per skrev." in answer and 'name="seen" value="1"' in answer
    answer = client.post(address, {"text": "Mitt utkast", "seen": "rubbish"}, headers={"HX-Request": "true"})
    assert "Mitt utkast" in answer.content.decode() and part(meeting).text == "Per skrev."
    assert client.post(address, {"text": "Per skrev mer.", "seen": "1"}).status_code == 302
    assert part(meeting).text == "Per skrev mer."


def test_only_those_who_sit_there_write_and_read_a_draft(meeting: Meeting) -> None:
    row = part(meeting)
    for name in CAST:
        client = signed_in(name)
        inside = name in {"siri", "per", "tone"}
        assert client.get(f"/saker/moter/{meeting.pk}/referat").status_code == (200 if inside else 404), name
        assert (client.post(f"/saker/moter/referat/{row.pk}", {"text": name, "seen": "0"}).status_code == 302) is inside
        if not inside:
            with pytest.raises(Refused):
                write(name, row, "x", 0)


def test_amendments_have_a_deadline_and_an_answer(meeting: Meeting) -> None:
    row = write("siri", part(meeting), "Alle var enige.", 0)
    with pytest.raises(Refused, match="ikke ute til rettelser"):
        actions.amend(by=actor("per"), part=row, words="Nesten alle.")
    minutes = through(meeting, "send")
    with pytest.raises(Refused, match="ikke til skriving nå"):
        write("per", row, "x", 1)
    wish = actions.amend(by=actor("per"), part=row, words="Nesten alle.")
    with pytest.raises(Refused, match="ikke er svart på"):
        actions.approve(by=actor("tone"), minutes=minutes)
    with pytest.raises(Refused, match="hvorfor"):
        actions.settle_amendment(by=actor("siri"), amendment=wish, taken=False, answer=" ", text="")
    actions.settle_amendment(by=actor("siri"), amendment=wish, taken=True, answer="", text="Nesten alle var enige.")
    assert part(meeting).text == "Nesten alle var enige." and Amendment.objects.get().taken
    with clock.stopped_at(clock.now() + timedelta(days=8)), pytest.raises(Refused, match="gått ut"):
        actions.amend(by=actor("per"), part=row, words="For sent")


def test_approved_by_the_leader_and_locked(meeting: Meeting) -> None:
    row = write("siri", part(meeting), "Alle var enige.", 0)
    through(meeting, "send")
    with pytest.raises(Refused):
        actions.approve(by=actor("per"), minutes=meeting.minutes)
    assert through(meeting, "approve", "approve").approved_by == "Tone Berg"
    for refused in (
        lambda: write("siri", row, "x", 1),
        lambda: actions.amend(by=actor("per"), part=row, words="x"),
        lambda: through(meeting, "send"),
    ):
        with pytest.raises(Refused):
            refused()


def test_published_without_what_is_exempt_and_with_the_ground(meeting: Meeting) -> None:
    write("siri", part(meeting), "Alle var enige.", 0)
    write("siri", part(meeting, "Hemmelig sak"), "Navnet på den ansatte", 0)
    opening = MinutesPart.objects.get(minutes__meeting=meeting, item__kind="opening")
    opening = write("siri", opening, "En intern sak ble nevnt", 0)
    with pytest.raises(Refused, match="hjemmelen"):
        actions.exempt(by=actor("siri"), part=opening, exempt=True, ground="")
    actions.exempt(by=actor("siri"), part=opening, exempt=True, ground="offentleglova § 14")
    address = f"/saker/apent/fjordheim/{meeting.pk}"
    assert Client().get(address).status_code == 404
    through(meeting, "send", "approve")
    assert Client().get(address).status_code == 404
    through(meeting, "publish")
    page = Client().get(address).content.decode()
    assert "Alle var enige." in page and "fvl. § 13" in page and "offentleglova § 14" in page
    for secret in ("Navnet på den ansatte", "Hemmelig sak", "En intern sak"):
        assert secret not in page
    assert str(meeting.pk) in Client().get("/saker/apent/fjordheim/").content.decode()
    assert Client().get("/saker/apent/innlandsvik/").status_code == 200
    assert Client().get(f"/saker/apent/innlandsvik/{meeting.pk}").status_code == 404
    ola = signed_in("ola").get(f"/saker/moter/{meeting.pk}/referat").content.decode()
    assert "Alle var enige." in ola and "Navnet på den ansatte" not in ola and "En intern sak" not in ola


def test_tasks_are_asked_for_again_at_the_next_meeting(body: Body, meeting: Meeting) -> None:
    from tests.governance.ground import somebody

    case = part(meeting).item.case
    with clock.stopped_at(meeting.starts + timedelta(hours=1)):
        held(by=actor("siri"), meeting=meeting)
        wanted: dict[str, Any] = {
            "outcome": "decided",
            "text": "Vi vedtar.",
            "decided_on": clock.today(),
            "views": AGREED,
        }
        decision = deciding.decide(by=actor("siri"), case=case, **wanted)
        owner = somebody(body.community)
        due = clock.today() + timedelta(days=20)
        task = deciding.add_follow_up(by=actor("siri"), decision=decision, what="Lag rutine", owner=owner, due=due)
        following = a_meeting(body, meeting.starts + timedelta(days=30))
        assert list(queries.asked_again(following, actor("siri"))) == [task]
        assert not queries.asked_again(meeting, actor("siri"))
        assert "Lag rutine" in signed_in("per").get(f"/saker/moter/{following.pk}").content.decode()
        deciding.note_follow_up(by=actor("siri"), follow_up=task, words="Ferdig", done=True)
        assert not queries.asked_again(following, actor("siri"))
        with pytest.raises(Refused, match="alt gjort"):
            deciding.note_follow_up(by=actor("siri"), follow_up=task, words="x", done=False)
