"""Tasks, causes, notes, meetings, documents, function and what matters: done, refused, overtaken, and seen by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from tests.cast import actor
from tests.discharge.lived import at_ten, ready
from tests.discharge.stories import Story
from tests.signing_in import signed_in

from samspill.accounts.models import Account
from samspill.accounts.notices.invitations import send_what_is_due
from samspill.accounts.notices.mail import address_of
from samspill.apps.discharge.coordination.actions import causes, meetings, needs, notes, tasks
from samspill.apps.discharge.coordination.queries.causes import causes_now, mark_of
from samspill.apps.discharge.coordination.queries.stay import Coordination, documents_of, notes_seen_by
from samspill.apps.discharge.coordination.rules import Overtaken
from samspill.apps.discharge.models import DocumentMark, Matter, Meeting, Note, Stay, StayCause, Task, TheSide
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.notices.models import Notice
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db
HOSPITAL, MUNICIPALITY = TheSide.HOSPITAL, TheSide.MUNICIPALITY


@pytest.fixture
def stay(fjordheim):
    return ready()


def a_task(stay: Stay, by: str = "kari", side: TheSide = MUNICIPALITY, **values: object) -> Task:
    said = {"text": "Bestill rullator", "mine": False, "due": None, **values}
    return tasks.add_task(by=actor(by), stay=stay, side=side, **said)


def test_a_task_is_for_a_side_and_may_be_somebodys_own(stay):
    theirs, own = a_task(stay, mine=True), a_task(stay, side=HOSPITAL, mine=True)
    assert (theirs.owner, theirs.owner_name) == (None, "")  # one does not give work away by «I do this»
    assert own.owner_name == "Kari Lund"
    assert tasks.take_task(by=actor("ola"), task=theirs).owner_name == "Ola Vik"
    with pytest.raises(Refused, match="den andre sidens"):
        tasks.take_task(by=actor("ola"), task=own)


def test_the_first_to_close_a_task_wins_and_the_other_is_told_who_did(stay):
    task = a_task(stay)
    tasks.finish_task(by=actor("ola"), task=task)
    assert tasks.finish_task(by=actor("ola"), task=task).done_by == "Ola Vik"  # a double click
    with pytest.raises(Overtaken, match="Ola Vik har alt lukket"):
        tasks.finish_task(by=actor("kari"), task=task)


def test_a_double_click_makes_one_task(stay):
    assert a_task(stay).pk == a_task(stay).pk


def test_a_due_time_gone_by_is_refused_and_an_ended_stay_gets_no_tasks(fjordheim):
    story = Story()
    story.admitted("2026-11-16T10:00")
    with at_ten(), pytest.raises(Refused, match="allerede passert"):
        a_task(story.stay(), due=clock.now() - timedelta(hours=1))
    story.discharged("2026-11-18T10:00")
    with pytest.raises(Refused, match="avsluttet"):
        a_task(story.stay())


def test_several_causes_each_with_its_weight_and_its_history(stay):
    causes.set_causes(by=actor("kari"), stay=stay, weights={"aids_missing": 1, "no_short_term_place": 3})
    causes.set_causes(by=actor("ola"), stay=stay, weights={"aids_missing": 2, "no_short_term_place": 3})
    assert [(row.code, row.weight) for row in causes_now(stay)] == [("no_short_term_place", 3), ("aids_missing", 2)]
    gone = StayCause.objects.exclude(until=None).get()
    assert (gone.code, gone.weight, gone.until_by) == ("aids_missing", 1, "Ola Vik")


def test_two_who_set_causes_at_once(stay):
    seen = mark_of(causes_now(stay))
    causes.set_causes(by=actor("ola"), stay=stay, weights={"transport": 2}, seen=seen)
    with pytest.raises(Overtaken, match="Ola Vik endret årsakene"):
        causes.set_causes(by=actor("kari"), stay=stay, weights={"infection": 1}, seen=seen)
    assert [row.code for row in causes_now(stay)] == ["transport"]


@pytest.mark.parametrize(("weights", "sentence"), [({"nonsense": 1}, "finnes ikke"), ({"transport": 4}, "Vekten")])
def test_causes_that_make_no_sense(stay, weights, sentence):
    with pytest.raises(Refused, match=sentence):
        causes.set_causes(by=actor("kari"), stay=stay, weights=weights)


def test_the_loser_of_a_race_on_the_page_keeps_what_was_chosen(stay):
    client = signed_in("kari")
    address = reverse("discharge:causes", args=[stay.pk])
    seen = mark_of(causes_now(stay))
    causes.set_causes(by=actor("ola"), stay=stay, weights={"transport": 2})
    answer = client.post(address, {"c_infection": "3", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ola Vik endret årsakene" in page
    assert f'name="seen" value="{mark_of(causes_now(stay))}"' in page  # the next press is about what is there now
    assert client.post(address, {"c_infection": "3", "seen": mark_of(causes_now(stay))}).status_code == 302


def test_a_community_words_its_own_causes_and_rows_show_it_at_once(stay):
    causes.set_causes(by=actor("kari"), stay=stay, weights={"transport": 2})
    client = signed_in("ola")
    assert "Transport er ikke ordnet" in client.get(reverse("discharge:board")).content.decode()
    causes.keep_cause(by=actor("unni"), code="transport", label="Venter på båt", side=HOSPITAL, retired=False)
    assert "Venter på båt" in client.get(reverse("discharge:board")).content.decode()


# --- notes: the wall between the two sides ---------------------------------------------------------------------------


def test_a_note_for_ones_own_side_is_seen_by_that_side_only(stay):
    own = notes.write_note(by=actor("kari"), stay=stay, text="Vanskelig samtale", shared=False)
    shared = notes.write_note(by=actor("kari"), stay=stay, text="Trenger heis", shared=True)
    assert set(notes_seen_by(actor("kari"), stay)) == {own, shared}
    assert set(notes_seen_by(actor("ola"), stay)) == {shared}
    page = signed_in("ola").get(reverse("discharge:stay", args=[stay.pk])).content.decode()
    assert "Trenger heis" in page
    assert "Vanskelig samtale" not in page
    assert "Vanskelig samtale" in signed_in("kari").get(reverse("discharge:stay", args=[stay.pk])).content.decode()


def test_the_other_side_cannot_reach_an_unshared_note_by_its_address(stay):
    own = notes.write_note(by=actor("kari"), stay=stay, text="Vanskelig samtale", shared=False)
    answer = signed_in("ola").post(reverse("discharge:pull-back-note", args=[own.pk]))
    assert answer.status_code == 404


def test_a_note_shared_by_mistake_is_pulled_back_and_stays_with_those_who_wrote_it(stay):
    note = notes.write_note(by=actor("ola"), stay=stay, text="Internt", shared=True)
    notes.pull_back_note(by=actor("ola"), note=note)
    assert not notes_seen_by(actor("kari"), stay).exists()
    assert notes_seen_by(actor("ola"), stay).get().pulled_back_at is not None
    with pytest.raises(Refused, match="siden som skrev"):
        notes.pull_back_note(by=actor("kari"), note=note)


def test_after_a_change_of_municipality_the_new_one_sees_what_was_shared_only(fjordheim):
    stay = ready()
    notes.write_note(by=actor("ola"), stay=stay, text="Internt i Fjordby", shared=False)
    notes.write_note(by=actor("ola"), stay=stay, text="Delt av Fjordby", shared=True)
    Story(municipality="9902").ready("2026-11-16T10:00", "2026-11-20T09:00")  # to Nordvik: the municipality is another
    stay.refresh_from_db()
    assert stay.municipality.number == "9902"
    assert [note.text["text"] for note in notes_seen_by(actor("nina"), stay)] == ["Delt av Fjordby"]


def test_notes_lie_encrypted(stay):
    from django.db import connection

    notes.write_note(by=actor("kari"), stay=stay, text="Vanskelig samtale", shared=False)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {Note._meta.db_table}")
        assert b"samtale" not in bytes(cursor.fetchone()[0])


# --- what matters, function, documents -------------------------------------------------------------------------------


def test_what_matters_in_the_patients_words_is_never_overwritten_unseen(stay):
    first = notes.say_what_matters(
        by=actor("kari"), stay=stay, text="Hjem til katten", said_by=Matter.Source.PATIENT, seen=""
    )
    with pytest.raises(Overtaken, match="Kari Lund skrev noe nytt"):
        notes.say_what_matters(by=actor("ola"), stay=stay, text="Hagen", said_by=Matter.Source.PATIENT, seen="")
    notes.say_what_matters(
        by=actor("ola"), stay=stay, text="Katten og hagen", said_by=Matter.Source.PATIENT, seen=str(first.pk)
    )
    assert [row.text["text"] for row in Matter.objects.filter(stay=stay)] == ["Hjem til katten", "Katten og hagen"]


def test_function_by_the_national_variables(stay):
    needs.describe_function(by=actor("kari"), stay=stay, scores={"15": 4, "13": 1, "14": 9}, services=["15", "6"])
    shown = Coordination(stay, actor("ola"))
    assert [(each.line.label, each.value) for each in shown.described] == [("Hukommelse", 4)]
    assert shown.services == ["Helsetjenester i hjemmet", "Trygghetsalarm"]
    for wrong in ({"99": 1}, {"15": 6}):
        with pytest.raises(Refused, match="variablene og tallene"):
            needs.describe_function(by=actor("kari"), stay=stay, scores=wrong, services=[])


def test_documents_are_marked_by_either_side_and_the_second_is_told(stay):
    assert {each.status for each in documents_of(stay)} == {"missing"}
    needs.mark_document(by=actor("kari"), stay=stay, code="medicines", status=DocumentMark.Status.SENT, was="missing")
    with pytest.raises(Overtaken, match="Kari Lund satte dette til «Sendt eller klart»"):
        needs.mark_document(
            by=actor("ola"), stay=stay, code="medicines", status=DocumentMark.Status.NOT_NEEDED, was="missing"
        )
    assert Coordination(stay, actor("ola")).documents_missing == 3


# --- meetings --------------------------------------------------------------------------------------------------------

MEETING = {
    "minutes": 30,
    "place": "",
    "link": "https://video.example/1",
    "invited": ["Tildelingskontoret"],
    "agenda": "",
}


def test_a_meeting_is_called_moved_and_called_off_and_calendars_follow(stay):
    with at_ten():
        starts = clock.now() + timedelta(days=1)
        meeting = meetings.call_meeting(by=actor("kari"), stay=stay, starts=starts, **MEETING)
        moved = meetings.move_meeting(
            by=actor("kari"), meeting=meeting, seen=0, starts=starts + timedelta(hours=2), **MEETING
        )
        assert moved.sequence == 1
        with pytest.raises(Overtaken, match="endret mens du skrev"):
            meetings.move_meeting(by=actor("kari"), meeting=meeting, seen=0, starts=starts, **MEETING)
        with pytest.raises(Refused, match="siden som kalte inn"):
            meetings.call_off_meeting(by=actor("ola"), meeting=meeting)
        address = reverse("discharge:meeting-calendar", args=[meeting.pk])
        client = signed_in("ola")
        before = client.get(address).content.decode()
        meetings.call_off_meeting(by=actor("kari"), meeting=meeting)
        after = client.get(address).content.decode()
    assert (
        "SEQUENCE:1" in before and "STATUS:CONFIRMED" in before and "DTSTART;TZID=Europe/Oslo:20261121T120000" in before
    )
    assert "SEQUENCE:2" in after and "STATUS:CANCELLED" in after and "METHOD:CANCEL" in after
    assert f"UID:{meeting.pk}" in before and f"UID:{meeting.pk}" in after
    assert "Sporadisk" not in before and "S.H." not in before


def test_a_meeting_calls_in_colleagues_and_others_by_e_mail(stay, settings):
    """Through the page: who is chosen, the letters, and that they say nothing of the patient."""
    settings.SENDS_EMAIL = True
    with at_ten():
        client = signed_in("kari")
        page = client.get(reverse("discharge:call-meeting", args=[stay.pk])).content.decode()
        ola = actor("ola").account_id
        assert f'value="{ola}"' in page
        said = {
            "starts": "2026-11-23T12:00", "minutes": "30", "place": "Møterom 2", "link": "", "invited": "",
            "agenda": "Om Sporadisk Hatt", "accounts": [str(ola)], "addresses": "lege@fjordby.example",
        }  # fmt: skip
        assert client.post(reverse("discharge:call-meeting", args=[stay.pk]), said).status_code == 302
        assert send_what_is_due() == 2
        meeting = Meeting.objects.get()
        moved = {**said, "starts": "2026-11-23T14:00", "seen": "0", "accounts": []}
        client.post(reverse("discharge:move-meeting", args=[meeting.pk]), moved)
        assert send_what_is_due() == 2
        client.post(reverse("discharge:call-off-meeting", args=[meeting.pk]))
        assert send_what_is_due() == 1
        where = signed_in("ola").get(reverse("discharge:meeting", args=[meeting.pk]))
        assert where["Location"].endswith(f"{stay.pk}/#moter")
    letters = [(letter.to[0], letter.subject.split(":")[0]) for letter in mail.outbox]
    assert sorted(letters) == sorted(
        [
            *((address_of(Account.objects.get(pk=ola).person), subject) for subject in ("Innkalling", "Avlyst")),
            *(("lege@fjordby.example", subject) for subject in ("Innkalling", "Endret", "Avlyst")),
        ]
    )
    written = "".join(letter.body + letter.alternatives[0].content for letter in mail.outbox)
    assert str(meeting.pk) in written and str(stay.pk) not in written
    assert not any(word in written for word in ("Sporadisk", "Hatt", "S.H.", "Geriatri"))
    assert Notice.objects.filter(account=ola, kind="discharge.meeting").values_list("mail_from", flat=True)[0] is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"link": "http://video.example/1"}, "https"),
        ({"link": "", "place": ""}, "hvor møtet er"),
        ({"minutes": 5}, "minutter"),
        ({"invited": ["17054212345"]}, "fødselsnummer"),
        ({"addresses": ["ikke en adresse"]}, "ikke en e-postadresse"),
    ],
)
def test_a_meeting_that_makes_no_sense(stay, wrong, sentence):
    with at_ten(), pytest.raises(Refused, match=sentence):
        starts = clock.now() + timedelta(days=1)
        meetings.call_meeting(by=actor("kari"), stay=stay, starts=starts, **{**MEETING, **wrong})


# --- who may, and what is left behind --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nina", "siri", "berit", "public"])
def test_others_write_nothing_here(stay, who):
    for attempt in (
        lambda by: tasks.add_task(by=by, stay=stay, text="x", side=HOSPITAL, mine=False, due=None),
        lambda by: causes.set_causes(by=by, stay=stay, weights={}),
        lambda by: notes.write_note(by=by, stay=stay, text="x", shared=True),
        lambda by: notes.say_what_matters(by=by, stay=stay, text="x", said_by=Matter.Source.PATIENT),
        lambda by: needs.describe_function(by=by, stay=stay, scores={"15": 1}, services=[]),
        lambda by: needs.mark_document(by=by, stay=stay, code="aids", status=DocumentMark.Status.SENT),
    ):
        with pytest.raises(Refused):
            attempt(actor(who))


def test_every_act_leaves_an_audit_row_and_tells_the_boards(stay):
    version = stay.version
    a_task(stay)
    notes.write_note(by=actor("ola"), stay=stay, text="x", shared=True)
    stay.refresh_from_db()
    assert stay.version == version + 2
    assert {"discharge.add_task", "discharge.write_note"} <= set(AuditRow.objects.values_list("deed", flat=True))


def test_what_was_written_follows_a_stay_that_turns_out_to_be_part_of_another(fjordheim):
    """The later half is told first; the admission that shows the two to be one comes late."""
    story = Story()
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    task = a_task(story.stay())
    story.admitted("2026-11-16T10:00")
    task.refresh_from_db()
    assert task.stay == story.stay()
    assert Stay.objects.real().count() == 1
