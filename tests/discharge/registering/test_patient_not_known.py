"""A patient whom the municipality does not know: it says so, and the hospital puts it right, or stands by it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import actor
from tests.discharge.lived import admitted, at_ten, ready
from tests.discharge.stories import at
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.answering import answer
from samspill.apps.discharge.models import OutgoingMessage, Stay
from samspill.apps.discharge.queries.stay_page import StayPage
from samspill.apps.discharge.quiet_notices.telling import told_of
from samspill.apps.discharge.registering.actions import register
from samspill.apps.discharge.registering.undo import undo
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.messages import read
from samspill.stay import Kind, Side, Step

pytestmark = pytest.mark.django_db


def act(stay: Stay, kind: Kind, by: str = "kari", **said: object) -> Stay:
    return register(by=actor(by), stay=stay, kind=kind, **said)


def not_known(stay: Stay, why: str = "elsewhere") -> Stay:
    return act(stay, Kind.NOT_KNOWN, by="ola", note=why)


def first_step(stay: Stay) -> tuple[str, str]:
    step = StayPage(stay).steps[0][2]
    return step.step, step.whose


def test_it_becomes_the_hospitals_move_and_the_hospital_is_told(fjordheim):
    with at_ten():
        stay = not_known(ready())
        assert (stay.state, stay.whose_move, stay.due) == ("awaiting_answer", "hospital", None)
        assert first_step(stay) == (Step.CORRECT_MUNICIPALITY, Side.HOSPITAL)
        told = told_of(StayPage(stay).folded, clock.now())
        assert [(each.to, "ukjent" in each.text) for each in told] == [(Side.HOSPITAL, True)]
        note = OutgoingMessage.objects.get(stay=stay, type="DIALOG_NOTAT")
        assert "Rett oppholdskommunen" in read(bytes(note.body), allow_synthetic=True).text
        with pytest.raises(Refused, match="alt meldt"):
            not_known(stay)
        with pytest.raises(Refused, match="Rett oppholdskommunen"):
            act(stay, Kind.READY)


def test_the_days_are_as_before_until_the_municipality_is_put_right(fjordheim):
    """No answer counts as no, also when the patient is unknown; the new municipality owes nothing before it is told."""
    with clock.stopped_at(at("2026-11-20T10:00")):
        stay = not_known(ready())
    with clock.stopped_at(at("2026-11-22T10:00")):
        assert [day.municipality for day in paid(stay)] == ["9901", "9901", "9901"]
        stay = act(stay, Kind.MUNICIPALITY_CHANGED, municipality="9902")
        assert (stay.state, StayPage(stay).folded.not_known) == ("ready", None)
    with clock.stopped_at(at("2026-11-24T10:00")):
        act(stay, Kind.READY)
    with clock.stopped_at(at("2026-11-26T10:00")):
        assert [(day.day.day, day.municipality) for day in paid(stay)] == [
            *((19, "9901"), (20, "9901"), (21, "9901"), (24, "9902"), (25, "9902"))
        ]  # fmt: skip


def paid(stay: Stay):
    from samspill.apps.discharge.rules import stay_rules
    from samspill.stay import payable_days

    return payable_days(StayPage(stay).folded, clock.today(), stay_rules())


def test_the_hospital_stands_by_it_and_the_clock_runs_from_then(fjordheim):
    with at_ten():
        stay = not_known(ready())
        with pytest.raises(Refused, match="andre siden"):
            act(stay, Kind.MUNICIPALITY_CONFIRMED, by="ola")
    with clock.stopped_at(at("2026-11-20T15:00")):
        stay = act(stay, Kind.MUNICIPALITY_CONFIRMED)
        assert stay.whose_move == "municipality"
        step = StayPage(stay).steps[0][2]
        assert (step.step, step.broken) == (Step.ANSWER_NOTICE, False)
        assert step.due > at("2026-11-20T15:00")
        told = told_of(StayPage(stay).folded, clock.now())
        assert any(each.to is Side.MUNICIPALITY and "holder fast" in each.text for each in told)
    with clock.stopped_at(at("2026-11-20T16:00")):
        answer(by=actor("ola"), stay=stay, can=True, day=date(2026, 11, 23))
        assert Stay.objects.get(pk=stay.pk).state == "place_ready"
        with pytest.raises(Refused, match="Brukes når kommunen"):
            act(stay, Kind.MUNICIPALITY_CONFIRMED)


def test_the_wrong_person_and_all_that_was_told_is_cancelled(fjordheim):
    with at_ten():
        stay = not_known(ready(), why="no_such_person")
        stay = act(stay, Kind.CANCELLED)
        assert (stay.state, stay.is_open) == ("cancelled", False)
        sent = [
            read(bytes(row.body), allow_synthetic=True)
            for row in OutgoingMessage.objects.filter(stay=stay).exclude(type="DIALOG_NOTAT")
        ]
        assert sorted((each.head.type, each.status.name) for each in sent) == [
            *(("LOG_INNLAGT", "CANCELLATION"), ("LOG_UTSKRIVNINGSKLAR", "CANCELLATION"))
        ]  # fmt: skip
        assert not paid(stay)


def test_a_patient_only_admitted_may_be_unknown_too_and_then_no_report_is_owed(fjordheim):
    with at_ten():
        stay = admitted()
        assert Step.SEND_ADMISSION_REPORT in [step.step for _w, _s, step in StayPage(stay).steps]
        stay = not_known(stay)
        assert [step.step for _w, _s, step in StayPage(stay).steps] == [Step.CORRECT_MUNICIPALITY]


def test_an_answer_takes_it_back_and_so_does_undo(fjordheim):
    with at_ten():
        stay = not_known(ready())
        answer(by=actor("ola"), stay=stay, can=False, day=None)
        stay.refresh_from_db()
        assert (stay.state, stay.whose_move) == ("awaiting_place", "municipality")
        other = not_known(ready(serial=1))
        source = other.events.get(kind=Kind.NOT_KNOWN).source
        other = undo(by=actor("ola"), stay=other, source=source)
        assert other.whose_move == "municipality"


def test_both_sides_see_it_and_the_form_asks_what_is_wrong(fjordheim):
    with at_ten():
        stay = ready()
        client = signed_in("ola")
        address = reverse("discharge:register", args=[stay.pk]) + "?hva=not_known"
        assert "Vi finner ingen" in client.get(address).content.decode()
        assert client.post(address, {"seen": ""}).status_code == 422
        assert client.post(address, {"note": "no_such_person"}).status_code == 302
        page = reverse("discharge:stay", args=[stay.pk])
        assert "Dere har meldt at pasienten er ukjent" in client.get(page).content.decode()
        shown = signed_in("kari").get(page).content.decode()
        assert "Vi finner ingen med dette navnet" in shown and "?hva=municipality_confirmed" in shown
        board = signed_in("kari").get("/pasienter/").content.decode()
        assert "ukjent i kommunen" in board and "Rett oppholdskommune eller identitet" in board
