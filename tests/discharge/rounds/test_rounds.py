"""The daily round: in order, with what was open carried on, gone once, and told to nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import actor
from tests.discharge.lived import at_ten, ready
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.coordination.rules import Overtaken
from samspill.apps.discharge.models import Round, RoundPoint, Stay
from samspill.apps.discharge.rounds import actions, rules
from samspill.apps.discharge.rounds.queries import counterparts_of, patients_of, rounds_to_go
from samspill.core import clock
from samspill.core.refusal import Refused

db = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "times"), [("9.00, 13:30", ["09:00", "13:30"]), ("13:30 9:00", ["09:00", "13:30"]), ("08:15", ["08:15"])]
)
def test_times_as_people_write_them(text, times):
    assert rules.read_times(text) == times


@pytest.mark.once
@pytest.mark.parametrize("text", ["", "ni", "25:00", "9", "09:00, 10:00, 11:00, 12:00, 13:00, 14:00, 15:00"])
def test_times_that_make_no_sense(text):
    with pytest.raises(Refused):
        rules.read_times(text)


@pytest.mark.once
@pytest.mark.parametrize(
    ("gone", "now", "expected"),
    [
        (0, "08:00", None),
        (0, "09:00", "09:00"),
        (1, "12:00", None),
        (1, "14:00", "13:30"),
        (0, "14:00", "13:30"),
        (2, "20:00", None),
    ],
)
def test_which_round_is_to_be_gone(gone, now, expected):
    found = rules.next_round(["09:00", "13:30"], gone, at(f"2026-11-20T{now}"))
    assert (found and f"{found:%H:%M}") == expected


def a_round(by: str = "kari") -> Round:
    stay = Stay.objects.filter(state="awaiting_answer")[0]
    return actions.begin_round(by=actor(by), trust=stay.trust, municipality=stay.municipality.top)


def note(round: Round, stay: Stay, by: str = "kari", **said: object) -> RoundPoint:
    values = {"spoken_with": "Ola Vik", "agreed": "Ringer i morgen", "next_at": None, "settles": False, **said}
    return actions.note_contact(by=actor(by), round=round, stay=stay, **values)


@db
def test_both_sides_begin_the_same_round(fjordheim):
    with at_ten():
        ready()
        assert a_round("kari").pk == a_round("ola").pk
        with pytest.raises(Refused, match="eget sykehus"):
            a_round("nina")


@db
def test_everybody_who_waits_in_order_broken_promises_first(fjordheim):
    with clock.stopped_at(at("2026-11-19T12:00")):
        fresh = ready(serial=1)
    story = Story(serial=2)
    story.admitted("2026-11-10T10:00")
    story.ready("2026-11-10T10:00", "2026-11-12T09:00")
    with clock.stopped_at(at("2026-11-19T12:00")):
        found = patients_of(a_round(), actor("kari"))
    assert [each.stay.pk for each in found] == [story.stay().pk, fresh.pk]
    assert found[0].card.broken and not found[1].card.broken


@db
def test_what_is_not_settled_is_carried_to_the_next_round(fjordheim):
    with at_ten():
        stay = ready()
        first = a_round()
        note(first, stay)
        actions.end_round(by=actor("ola"), round=first)
        second = a_round()
        assert second.number == 2
        (patient,) = patients_of(second, actor("ola"))
        assert [point.agreed["text"] for point in patient.open_points] == ["Ringer i morgen"]
        again = note(second, stay, agreed="Plass fra mandag", settles=True)
        assert again.carried_from == patient.open_points[0]
        actions.end_round(by=actor("kari"), round=second)
        (patient,) = patients_of(a_round(), actor("kari"))
        assert patient.open_points == []


@db
def test_a_round_forgotten_yesterday_ends_by_itself_when_the_next_begins(fjordheim):
    with at_ten():
        ready()
        old = a_round()
    with clock.stopped_at(at("2026-11-21T09:30")):
        new = a_round()
    old.refresh_from_db()
    assert old.ended_at is not None and (new.day.day, new.number) == (21, 1)


@db
def test_after_the_end_nothing_is_noted_and_the_first_to_settle_wins(fjordheim):
    with at_ten():
        stay = ready()
        round = a_round()
        point = note(round, stay)
        actions.settle_point(by=actor("ola"), point=point)
        with pytest.raises(Overtaken, match="Ola Vik har alt"):
            actions.settle_point(by=actor("kari"), point=point)
        actions.end_round(by=actor("kari"), round=round)
        with pytest.raises(Refused, match="Begynn en ny"):
            note(round, stay, agreed="mer")


@db
@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"agreed": " "}, "Skriv noe"), ({"spoken_with": ""}, "hvem du snakket med")],
)
def test_a_contact_says_who_and_what(fjordheim, said, sentence):
    with at_ten():
        stay = ready()
        with pytest.raises(Refused, match=sentence):
            note(a_round(), stay, **said)


@db
def test_a_patient_of_another_municipality_is_not_in_the_round(fjordheim):
    with at_ten():
        ready()
        theirs = ready(serial=1, municipality="9902")
        round = a_round()
        assert theirs.pk not in {each.stay.pk for each in patients_of(round, actor("kari"))}
        with pytest.raises(Refused):
            note(round, theirs, by="ola")


@db
def test_the_first_page_reminds_of_a_round_until_it_is_gone(fjordheim):
    with clock.stopped_at(at("2026-11-20T08:59")):
        ready()
        assert rounds_to_go(actor("kari")) == []
    with at_ten():
        ((due, names),) = rounds_to_go(actor("kari"))
        assert (f"{due:%H:%M}", names) == ("09:00", ["Fjordby"])
        assert "Ta runden" in signed_in("ola").get("/").content.decode()
        actions.end_round(by=actor("ola"), round=a_round("ola"))
        assert rounds_to_go(actor("kari")) == []
        (fjordby,) = counterparts_of(actor("kari"))
        assert (fjordby.gone, fjordby.waiting) == (1, 1)


@db
def test_a_round_by_form_walks_on_to_the_next_and_ends_in_minutes(fjordheim):
    with at_ten():
        first, second = ready(), ready(serial=1)
        client = signed_in("kari")
        begun = client.post(reverse("discharge:begin-round", args=[first.municipality_id]))
        page = client.get(begun["Location"]).content.decode()
        first, second = sorted([first, second], key=lambda stay: page.index(str(stay.pk)))
        assert "0 av 2 er snakket om" in page
        said = {"spoken_with": "Ola Vik", "agreed": "Plass på fredag", "next_at": "2026-11-27T12:00"}
        on = client.post(f"{begun['Location']}?pasient={first.pk}", said)
        assert str(second.pk) in on["Location"]
        refused = client.post(on["Location"], {"spoken_with": "", "agreed": "Noe jeg skrev"})
        assert refused.status_code == 422 and "Noe jeg skrev" in refused.content.decode()
        round = Round.objects.get()
        ended = client.post(reverse("discharge:end-round", args=[round.pk]))
        minutes = client.get(ended["Location"]).content.decode()
        assert "Plass på fredag" in minutes and "Sporadisk" not in minutes
        assert signed_in("ola").get(ended["Location"]).status_code == 200
        assert signed_in("nina").get(ended["Location"]).status_code == 404


@db
def test_a_round_asks_the_same_number_of_questions_for_two_and_for_many(fjordheim, django_assert_max_num_queries):
    with at_ten():
        for n in range(15):
            ready(serial=n)
        round = a_round()
        with django_assert_max_num_queries(10):
            assert len(patients_of(round, actor("kari"))) == 15


@db
def test_a_community_sets_its_own_times(fjordheim):
    client = signed_in("unni")
    assert client.post(reverse("discharge:lists"), {"times": "kl ni"}).status_code == 422
    assert client.post(reverse("discharge:lists"), {"times": "8.15"}).status_code == 302
    with clock.stopped_at(at("2026-11-20T08:20")):
        ready()
        ((due, _names),) = rounds_to_go(actor("kari"))
    assert due == at("2026-11-20T08:15")
