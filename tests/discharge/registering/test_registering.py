"""What a side registers by form, at the law's edges; who was first; and a wrong click taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import actor
from tests.discharge.lived import at_ten, ready
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.answering import answer
from samspill.apps.discharge.coordination.rules import Overtaken
from samspill.apps.discharge.models import OutgoingMessage, Stay, StayEvent
from samspill.apps.discharge.queries.stay_page import StayPage
from samspill.apps.discharge.registering.actions import register
from samspill.apps.discharge.registering.undo import last_own, undo, why_not_undo
from samspill.apps.discharge.rules import stay_rules
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.messages import read
from samspill.stay import Kind, Sector, payable_days

pytestmark = pytest.mark.django_db


def seen(stay: Stay) -> int:
    return StayPage(stay).seen


def act(stay: Stay, kind: Kind, by: str = "kari", **said: object) -> Stay:
    return register(by=actor(by), stay=stay, kind=kind, **said)


def test_ready_by_form_tells_the_municipality_at_once_and_by_message(fjordheim):
    story = Story()
    story.admitted("2026-11-16T10:00")
    with clock.stopped_at(at("2026-11-19T09:00")):
        stay = act(story.stay(), Kind.READY)
    assert (stay.state, stay.ready_on) == ("awaiting_answer", date(2026, 11, 19))
    sent = OutgoingMessage.objects.get(stay=stay, type="LOG_UTSKRIVNINGSKLAR")
    told = read(bytes(sent.body), allow_synthetic=True)
    assert {event.kind for event in told.events} == {Kind.ADMITTED, Kind.READY, Kind.READY_NOTICE}
    assert AuditRow.objects.filter(deed="discharge.register").count() == 1


def test_transfer_leave_and_return_leave_the_request_as_it_is(fjordheim):
    with clock.stopped_at(at("2026-11-20T10:00")):
        stay = ready()
        stay = act(stay, Kind.TRANSFERRED, unit=_her("Lunge"))
        assert (stay.ward.name, stay.state) == ("Lunge", "awaiting_answer")
        stay = act(stay, Kind.ON_LEAVE)
        with pytest.raises(Refused, match="allerede på permisjon"):
            act(stay, Kind.ON_LEAVE)
    with clock.stopped_at(at("2026-11-22T10:00")):
        stay = act(stay, Kind.BACK_FROM_LEAVE)
        assert stay.state == "awaiting_answer"
    with clock.stopped_at(at("2026-11-24T10:00")):
        assert StayPage(stay).card.waiting_days == 3  # the 19th, 22nd and 23rd; two days on leave are not counted


def _her(name: str) -> str:
    from tests.discharge.stories import ward

    return ward(name).her_id


def test_the_municipality_of_stay_put_right_midway(fjordheim):
    """Fjordby must pay no longer; Nordvik must be told anew; Ola is told that the patient is not theirs."""
    with clock.stopped_at(at("2026-11-21T10:00")):
        stay = ready()
        stay = act(stay, Kind.MUNICIPALITY_CHANGED, municipality="9902")
        assert (stay.state, stay.municipality.name) == ("ready", "Nordvik")
        gone = signed_in("ola").get(reverse("discharge:stay", args=[stay.pk]))
        assert gone.status_code == 404
        assert "Pasienten er ikke lenger deres" in gone.content.decode()
        assert "Sporadisk" not in gone.content.decode()
        late = signed_in("ola").post(reverse("discharge:answer", args=[stay.pk]), {"answer": "can"})
        assert "Pasienten er ikke lenger deres" in late.content.decode()
        assert signed_in("mari").get(reverse("discharge:stay", args=[stay.pk])).status_code == 404
        stay = act(stay, Kind.READY)  # told anew
    with clock.stopped_at(at("2026-11-23T10:00")):
        page = StayPage(stay)
        days = payable_days(page.folded, clock.today())
    assert [(each.day.day, each.municipality) for each in days] == [
        (19, "9901"),
        (20, "9901"),
        (21, "9902"),
        (22, "9902"),
    ]


def test_a_city_district_answers_for_its_own(fjordheim):
    with at_ten():
        stay = act(ready(), Kind.MUNICIPALITY_CHANGED, municipality="990101")
        assert stay.municipality.number == "990101"
        assert stay.state == "awaiting_answer"  # the same municipality: the question stands
        assert answer(by=actor("ola"), stay=stay, can=True, day=None).state == "place_ready"


def test_a_municipality_of_another_community_is_not_shown_the_stay_and_the_page_says_so(fjordheim):
    with at_ten():
        stay = act(ready(), Kind.MUNICIPALITY_CHANGED, municipality="990104")  # Havna: with the neighbours
    assert "Kommunen er i et annet helsefellesskap" in _page("kari", stay)


def _page(name: str, stay: Stay) -> str:
    return signed_in(name).get(reverse("discharge:stay", args=[stay.pk])).content.decode()


def test_death_while_waiting_ends_all_that_waits(fjordheim):
    with clock.stopped_at(at("2026-11-22T10:00")):
        stay = act(ready(), Kind.DIED)
        assert (stay.state, stay.is_open, stay.whose_move) == ("died", False, "nobody")
        with pytest.raises(Refused, match="ikke noe å svare på"):
            answer(by=actor("ola"), stay=stay, can=True, day=None)
        with pytest.raises(Refused, match="avsluttet"):
            act(stay, Kind.DISCHARGED, discharged_to="1")
    assert StayPage(stay).card.payable_days == 3
    assert OutgoingMessage.objects.filter(stay=stay, type="LOG_UTSKREVET").exists()


def test_to_another_hospital_and_back_within_hours(fjordheim):
    """The stay ends; a new admission is a new stay, and the page of one shows the way to the other."""
    story = Story()
    story.admitted("2026-11-16T10:00")
    with clock.stopped_at(at("2026-11-18T09:00")):
        first = act(story.stay(), Kind.DISCHARGED, discharged_to="3")
    assert first.state == "discharged"
    with clock.stopped_at(at("2026-11-18T15:00")):
        story.admitted("2026-11-18T14:00")
        second = story.stay()
        assert second.pk != first.pk
        assert reverse("discharge:stay", args=[first.pk]) in _page("kari", second)


def test_the_two_conditions_of_mental_health_care(fjordheim):
    """The message tells no sector: the ward in the directory does. Paid from the day when both are registered."""
    with at_ten():
        stay = ready(ward="Døgn A")
        with pytest.raises(Refused, match="Gjelder psykisk helsevern"):
            act(ready(serial=1), Kind.PLAN_MEETING_CALLED)
        assert StayPage(stay).folded.sector == Sector.MENTAL_HEALTH
        act(stay, Kind.PLAN_MEETING_CALLED)
        with pytest.raises(Refused, match="registrert før"):
            act(stay, Kind.PLAN_MEETING_CALLED)
    with clock.stopped_at(at("2026-11-22T10:00")):
        assert paid(stay) == []  # one of two
        act(stay, Kind.FOLLOW_UP_CLARIFIED)
    with clock.stopped_at(at("2026-11-24T10:00")):
        assert paid(stay) == [date(2026, 11, 22), date(2026, 11, 23)]


def paid(stay: Stay) -> list[date]:
    return [each.day for each in payable_days(StayPage(stay).folded, clock.today(), stay_rules())]


def test_nobody_registers_the_future_or_what_was_before_the_admission(fjordheim):
    with at_ten():
        stay = ready()
        with pytest.raises(Refused, match="i framtiden"):
            act(stay, Kind.DISCHARGED, discharged_to="1", at=date(2026, 11, 21))
        with pytest.raises(Refused, match="før pasienten ble innlagt"):
            act(stay, Kind.DISCHARGED, discharged_to="1", at=date(2026, 11, 15))


@pytest.mark.parametrize(
    ("who", "sentence"), [("ola", "andre siden"), ("nina", "egen kommune"), ("siri", "koordinerer")]
)
def test_others_do_not_register_for_the_hospital(fjordheim, who, sentence):
    with at_ten(), pytest.raises(Refused, match=sentence):
        act(ready(), Kind.WITHDRAWN, by=who)


# --- both in the same second -----------------------------------------------------------------------------------------


def test_the_hospital_withdraws_while_the_municipality_answers(fjordheim):
    """One wins, the other is told, nothing typed is lost."""
    with at_ten():
        stay = ready()
        mark = seen(stay)
        act(stay, Kind.WITHDRAWN, seen=mark)
        late = signed_in("ola").post(
            reverse("discharge:answer", args=[stay.pk]), {"answer": "cannot", "day": "2026-11-24", "seen": str(mark)}
        )
        page = late.content.decode()
    assert late.status_code == 409
    assert "Mens du skrev: Avmeldt" in page
    assert 'value="2026-11-24"' in page or "ikke noe å svare på" in page
    assert not StayEvent.objects.filter(kind=Kind.CANNOT).exists()


def test_the_municipality_answers_while_the_hospital_declares_discharge(fjordheim):
    with at_ten():
        stay = ready()
        mark = seen(stay)
        answer(by=actor("ola"), stay=stay, can=False, day=None, seen=mark)
        address = reverse("discharge:register", args=[stay.pk]) + "?hva=withdrawn"
        late = signed_in("kari").post(address, {"seen": str(mark), "day": "2026-11-20"})
        page = late.content.decode()
        assert late.status_code == 409
        assert "Mens du skrev: Kommunen kan ikke ta imot nå" in page
        assert 'value="2026-11-20"' in page  # what was typed
        stay.refresh_from_db()
        again = signed_in("kari").post(address, {"seen": str(seen(stay))})
        assert again.status_code == 302


def test_two_of_the_same_office_who_answer_alike_have_answered_once(fjordheim):
    with at_ten():
        stay = ready()
        mark = seen(stay)
        answer(by=actor("ola"), stay=stay, can=True, day=None, seen=mark)
        answer(by=actor("ola"), stay=stay, can=True, day=None, seen=mark)
    assert StayEvent.objects.filter(kind=Kind.CAN).count() == 1


def test_two_of_the_same_office_who_answer_otherwise(fjordheim):
    with at_ten():
        stay = ready()
        mark = seen(stay)
        answer(by=actor("ola"), stay=stay, can=True, day=None, seen=mark)
        with pytest.raises(Overtaken, match="Kommunen kan ta imot"):
            answer(by=actor("ola"), stay=stay, can=False, day=None, seen=mark)


def test_a_transfer_stops_nobody_who_answers(fjordheim):
    with at_ten():
        stay = ready()
        mark = seen(stay)
        act(stay, Kind.TRANSFERRED, unit=_her("Lunge"))
        assert answer(by=actor("ola"), stay=stay, can=True, day=None, seen=mark).state == "place_ready"


def test_an_open_page_is_told_what_changed(fjordheim):
    with at_ten():
        stay = ready()
        mark, version = seen(stay), stay.version
        client, address = signed_in("kari"), reverse("discharge:news", args=[stay.pk])
        quiet = client.get(address, {"sett": version, "hendelse": mark}).content.decode()
        answer(by=actor("ola"), stay=stay, can=True, day=None)
        told = client.get(address, {"sett": version, "hendelse": mark}).content.decode()
    assert "endret mens" not in quiet
    assert "Kommunen kan ta imot" in told
    assert "Sporadisk" not in told


# --- undo ------------------------------------------------------------------------------------------------------------


def test_a_wrong_answer_is_taken_back_by_an_event_and_a_message(fjordheim):
    with at_ten():
        stay = answer(by=actor("ola"), stay=ready(), can=True, day=None)
        row = last_own(actor("ola"), stay)
        stay = undo(by=actor("ola"), stay=stay, source=row.source)
        assert stay.state == "awaiting_answer"
        assert StayEvent.objects.filter(kind=Kind.CAN).exists()  # nothing is removed
        told = [read(bytes(sent.body), allow_synthetic=True) for sent in stay.sent_messages.order_by("written_at")]
        assert any("trekker svaret" in message.text and not message.events for message in told)
        assert "Svar" in _page("ola", stay)
        assert last_own(actor("ola"), stay) is None


def test_a_ready_declared_by_mistake_is_cancelled_by_the_national_message(fjordheim):
    story = Story()
    story.admitted("2026-11-16T10:00")
    with at_ten():
        stay = act(story.stay(), Kind.READY)
        row = last_own(actor("kari"), stay)
        stay = undo(by=actor("kari"), stay=stay, source=row.source)
        assert stay.state == "admitted"
        messages = stay.sent_messages.filter(type="LOG_UTSKRIVNINGSKLAR").order_by("pk")
        read_back = [read(bytes(sent.body), allow_synthetic=True) for sent in messages]
        assert {message.status.value for message in read_back} == {"N", "C"}


def test_undo_is_for_a_while_and_for_ones_own(fjordheim):
    with at_ten():
        stay = answer(by=actor("ola"), stay=ready(), can=True, day=None)
        row = last_own(actor("ola"), stay)
    with clock.stopped_at(at("2026-11-20T10:00") + timedelta(minutes=16)):
        assert "15 minutter" in why_not_undo(actor("ola"), stay, row)
        with pytest.raises(Refused, match="15 minutter"):
            undo(by=actor("ola"), stay=stay, source=row.source)
    assert last_own(actor("kari"), stay) is None


def test_what_the_other_side_has_acted_on_is_not_undone(fjordheim):
    story = Story()
    story.admitted("2026-11-16T10:00")
    with at_ten():
        stay = act(story.stay(), Kind.READY)
        source = last_own(actor("kari"), stay).source
        answer(by=actor("ola"), stay=stay, can=True, day=None)
        with pytest.raises(Refused, match="andre siden har alt handlet"):
            undo(by=actor("kari"), stay=stay, source=source)


def test_what_came_by_message_is_not_undone_here(fjordheim):
    with at_ten():
        stay = ready()
        assert last_own(actor("kari"), stay) is None
        with pytest.raises(Refused, match="alt angret"):
            undo(by=actor("kari"), stay=stay, source=StayEvent.objects.filter(kind=Kind.READY).get().source)


def test_the_form_page_answers_what_may_be_registered_and_why_not(fjordheim):
    with at_ten():
        stay = ready()
        address = reverse("discharge:register", args=[stay.pk])
        page = signed_in("kari").get(address).content.decode()
        assert "?hva=withdrawn" in page
        assert "alt varslet om at pasienten er utskrivningsklar" in page
        wrong = signed_in("kari").post(address + "?hva=municipality_changed", {"municipality": "1234567"})
        assert wrong.status_code == 422
        wrong = signed_in("kari").post(address + "?hva=municipality_changed", {"municipality": "4444"})
        assert "Det finnes ingen kommune" in wrong.content.decode()
