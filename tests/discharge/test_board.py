"""The board: constant number of queries, whose move first, kept rows never old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import CAST, actor
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.answering import answer
from samspill.apps.discharge.coordination.actions.causes import set_causes
from samspill.apps.discharge.coordination.lists import causes_of
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.models.pulse import beat, present_beat
from samspill.apps.discharge.queries.board import PAGE, Board, Question
from samspill.apps.discharge.registering.actions import register
from samspill.apps.discharge.views import rows
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.stay import Kind

pytestmark = pytest.mark.django_db


def ready_patients(count: int, first: int = 0) -> list[Story]:
    stories = []
    for n in range(first, first + count):
        story = Story(serial=n % 300, born=date(1930, 1, 1) + timedelta(days=n))
        story.admitted("2026-11-16T10:00")
        story.ready("2026-11-16T10:00", "2026-11-19T09:00")
        stories.append(story)
    return stories


@pytest.fixture(autouse=True)
def _nothing_kept():
    rows.forget()


def test_the_number_of_queries_does_not_grow_with_the_number_of_stays(fjordheim):
    counts = []
    for first, more in ((0, 2), (2, 20), (22, 40)):
        ready_patients(more, first)
        rows.forget()
        client = signed_in("kari")
        client.get(reverse("discharge:board") + "?vis=admitted")  # what is remembered of the directory
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("discharge:board")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 24


def test_a_page_holds_fifty_and_the_next_the_rest(fjordheim):
    ready_patients(PAGE + 3)
    first, second = (Board(actor("kari"), Question(page=page)) for page in (1, 2))
    assert (len(first.keys), len(second.keys), first.pages) == (PAGE, 3, 2)
    assert not {key[0] for key in first.keys} & {key[0] for key in second.keys}
    assert Board(actor("kari"), Question(page=99)).page == 2


def test_those_who_share_what_is_remembered_see_the_same_stays(fjordheim):
    """Answers are remembered by `view_of`, so two with the same must see the same, and nobody else's."""
    ready_patients(3)
    Story(serial=9, municipality="9902").admitted("2026-11-16T10:00")
    seen = {}
    for name in CAST:
        person = actor(name)
        ids = frozenset(Stay.objects.visible_to(person).values_list("pk", flat=True))
        seen.setdefault(Stay.objects.none().view_of(person), set()).add(ids)
        if person.top_kind == "hospital_trust":
            elsewhere = replace(person, home_id=uuid4(), unit_id=uuid4())
            assert Stay.objects.none().view_of(elsewhere) == Stay.objects.none().view_of(person)
            assert frozenset(Stay.objects.visible_to(elsewhere).values_list("pk", flat=True)) == ids
    assert all(len(each) == 1 for each in seen.values())
    views = {name: Stay.objects.none().view_of(actor(name)) for name in ("kari", "ola", "nina")}
    assert len(set(views.values())) == 3


def beats() -> dict[str, int]:
    """By board: Kari's whole one, hers of Ola's municipality, Ola's, Nina's."""
    kari, ola, nina = actor("kari"), actor("ola"), actor("nina")
    asked = {"whole": None, "of Ola's": ola.home_id, "Ola's": ola.home_id, "Nina's": nina.home_id}
    return {name: present_beat(kari.community_id, place) for name, place in asked.items()}


def moved(before: dict[str, int]) -> set[str]:
    return {name for name, number in beats().items() if number != before[name]}


def test_a_change_is_felt_by_the_boards_that_show_the_stay_and_no_other(fjordheim):
    (story,) = ready_patients(1)
    before = beats()
    answer(by=actor("ola"), stay=story.stay(), can=True, day=None)
    assert moved(before) == {"whole", "of Ola's", "Ola's"}
    before = beats()
    set_causes(by=actor("kari"), stay=story.stay(), weights={next(iter(causes_of(fjordheim.pk))): 2})
    assert moved(before) == {"whole", "of Ola's", "Ola's"}


def test_both_feel_it_when_a_stay_goes_from_one_municipality_to_another(fjordheim):
    (story,) = ready_patients(1)
    ids = lambda name: [key.stay for key in Board(actor(name), Question()).keys]  # noqa: E731
    assert (len(ids("ola")), len(ids("nina"))) == (1, 0)
    before = beats()
    register(by=actor("kari"), stay=story.stay(), kind=Kind.MUNICIPALITY_CHANGED, municipality="9902")
    assert moved(before) == {"whole", "of Ola's", "Ola's", "Nina's"}
    assert (len(ids("ola")), len(ids("nina"))) == (0, 1)


def test_what_concerns_all_is_felt_by_all(fjordheim):
    ready_patients(1)
    before = beats()
    beat(fjordheim.pk)
    assert moved(before) == {"whole", "of Ola's", "Ola's", "Nina's"}


def test_whose_move_comes_first_on_each_side(fjordheim):
    answered, open_ = ready_patients(2)
    answer(by=actor("ola"), stay=answered.stay(), can=True, day=None)
    for_kari = Board(actor("kari"), Question()).keys
    for_ola = Board(actor("ola"), Question()).keys
    assert [key[0] for key in for_kari] == [answered.stay().pk, open_.stay().pk]
    assert [key[0] for key in for_ola] == [open_.stay().pk, answered.stay().pk]
    assert Board(actor("ola"), Question()).counts == {"ready": 2, "mine": 1, "theirs": 1, "leaving": 1, "admitted": 0}


def test_a_row_that_changed_is_never_served_old(fjordheim):
    (story,) = ready_patients(1)
    client = signed_in("ola")
    before = client.get(reverse("discharge:board")).content.decode()
    assert "Venter på svar" in before
    answer(by=actor("ola"), stay=story.stay(), can=True, day=None)
    after = client.get(reverse("discharge:board")).content.decode()
    assert "Kommunen kan ta imot" in after


def test_a_kept_row_grows_a_day_older_at_midnight(fjordheim):
    ready_patients(1)
    for day, waited in ((20, 1), (21, 2), (25, 6)):
        with clock.stopped_at(at(f"2026-11-{day}T08:00")):
            assert f'data-label="Døgn">{waited}<' in signed_in("kari").get(reverse("discharge:board")).content.decode()


def test_a_promise_that_breaks_shows_without_any_change_of_the_stay(fjordheim):
    ready_patients(1)
    with clock.stopped_at(at("2026-11-19T15:00")):
        assert "over frist" not in signed_in("ola").get(reverse("discharge:board")).content.decode()
    with clock.stopped_at(at("2026-11-20T15:00")):
        assert "over frist" in signed_in("ola").get(reverse("discharge:board")).content.decode()


def test_the_live_part_is_the_board_alone(fjordheim):
    ready_patients(1)
    part = signed_in("ola").get(reverse("discharge:board"), HTTP_HX_REQUEST="true").content.decode()
    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


@pytest.mark.parametrize("query", ["?vis=tull", "?sted=x", "?side=-1", "?side=999999999", "?side=abc", "?sorter=drop"])
def test_an_address_that_makes_no_sense_is_read_kindly(fjordheim, query):
    ready_patients(1)
    assert signed_in("kari").get(reverse("discharge:board") + query).status_code == 200


def test_the_answer_by_form(fjordheim):
    (story,) = ready_patients(1)
    client = signed_in("ola")
    address = reverse("discharge:answer", args=[story.stay().pk])
    with clock.stopped_at(at("2026-11-20T08:00")):
        empty = client.post(address, {})
        assert empty.status_code == 422
        assert "Velg ja eller nei." in empty.content.decode()
        past = client.post(address, {"answer": "can", "day": "2026-11-19"})
        assert "Datoen kan ikke være før i dag." in past.content.decode()
        sent = client.post(address, {"answer": "cannot", "day": "23.11.2026"})
    assert sent.status_code == 302
    stay = story.stay()
    assert (stay.state, stay.place_from) == ("awaiting_place", date(2026, 11, 23))
    (message,) = stay.sent_messages.filter(type="DIALOG_NOTAT")
    assert "2026-11-23" in bytes(message.body).decode()


def test_what_we_answer_is_read_back_by_our_own_reader_and_changes_nothing_more(fjordheim):
    """The hospital's copy of Samspill would take in the very message that the municipality's copy sent."""
    from samspill.messages import read

    (story,) = ready_patients(1)
    stay = answer(by=actor("ola"), stay=story.stay(), can=True, day=None)
    message = read(bytes(stay.sent_messages.get(type="DIALOG_NOTAT").body), allow_synthetic=True)
    (event,) = message.events
    assert (event.kind, event.refers_to) == ("can", stay.events.get(kind="ready_notice").source)


def test_there_is_nothing_to_answer_before_the_notice(fjordheim):
    story = Story()
    story.admitted("2026-11-16T10:00")
    with pytest.raises(Refused, match="ikke noe å svare på"):
        answer(by=actor("ola"), stay=story.stay(), can=True, day=None)
    page = signed_in("ola").get(reverse("discharge:stay", args=[story.stay().pk])).content.decode()
    assert "ikke noe å svare på" in page


def test_an_entered_rate_shows_on_rows_that_were_kept(fjordheim):
    from samspill.apps.discharge.actions.rating import enter_rate
    from samspill.apps.discharge.receiver import OPERATOR

    ready_patients(1)
    client = signed_in("kari")
    with clock.stopped_at(at("2026-11-22T08:00")):
        assert "døgnsatsen for 2026 er ikke lagt inn" in client.get(reverse("discharge:board")).content.decode()
        enter_rate(by=OPERATOR, year=2026, kroner=6000, source="letter")
        page = client.get(reverse("discharge:board")).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "kr 18 000" in page
    assert "ikke lagt inn" not in page


def test_the_same_answer_twice_is_one_answer_and_another_is_another(fjordheim):
    (story,) = ready_patients(1)
    with clock.stopped_at(at("2026-11-20T08:00")):
        for _ in range(2):
            answer(by=actor("ola"), stay=story.stay(), can=False, day=date(2026, 11, 24))
        assert story.stay().events.filter(kind="cannot").count() == 1
        assert story.stay().sent_messages.filter(type="DIALOG_NOTAT").count() == 1
    with clock.stopped_at(at("2026-11-20T08:05")):
        answer(by=actor("ola"), stay=story.stay(), can=False, day=date(2026, 11, 25))
    with clock.stopped_at(at("2026-11-20T08:10")):
        answer(by=actor("ola"), stay=story.stay(), can=True, day=None)
    assert story.stay().events.filter(by="municipality").count() == 3
    assert story.stay().state == "place_ready"


def test_rows_stand_in_the_order_of_the_promises_that_they_show(fjordheim, settings):
    """The deadline that a list is sorted by is the one that its rows show: not that of some paperwork beside it."""
    settings.EARLY_NOTICE_COUNTS_FROM = "admitted"  # so that an early notice is overdue for all three
    stories = ready_patients(3)
    with clock.stopped_at(at("2026-11-20T08:00")):
        for story, day in zip(stories, (24, 22, 23), strict=True):
            answer(by=actor("ola"), stay=story.stay(), can=True, day=date(2026, 11, day))
        board = Board(actor("kari"), Question())
        cards = board.cards([key.stay for key in board.keys])
        shown = [cards[key.stay].due for key in board.keys]
    assert [due.day for due in shown] == [22, 23, 24]
    for story in stories:
        assert story.stay().due == cards[story.stay().pk].due
