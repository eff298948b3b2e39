"""Nobody sees what is not theirs: every member of the cast, at each door of the room, inside and outside the walls."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import CAST, actor
from tests.discharge.stories import Story
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.answering import answer
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.board import Board, Question, cards_where_it_is_my_move
from samspill.core.audit.models import AccessRow, AuditRow
from samspill.core.refusal import Refused
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db

SEE_IT = {"kari", "ola"}
EVERYBODY = [*CAST, "public"]


@pytest.fixture
def stay(fjordheim) -> Stay:
    """A patient of Fjordby at Geriatri 2, ready and not answered."""
    story = Story(municipality="9901")
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    return story.stay()


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_query_shows_it_to_its_own_only(stay, name):
    seen = Stay.objects.visible_to(actor(name)).filter(pk=stay.pk).exists()
    assert seen is (name in SEE_IT)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_page_exists_for_its_own_only_and_leaves_an_access_row(stay, name):
    response = signed_in(name).get(reverse("discharge:stay", args=[stay.pk]))
    rows = AccessRow.objects.filter(stay=stay.pk)
    if name in SEE_IT:
        assert response.status_code == 200
        assert "Sporadisk Hatt" in response.content.decode()
        assert [row.who_name.split()[0].lower() for row in rows] == [name]
        assert rows[0].reason
    else:
        assert response.status_code in (302, 403, 404)
        assert b"Hatt" not in response.content
        assert not rows.exists()


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_board_shows_no_strangers(stay, name):
    response = signed_in(name).get(reverse("discharge:board"))
    shown = response.status_code == 200 and str(stay.pk) in response.content.decode()
    assert shown is (name in SEE_IT)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_patients_own_allocation_office_answers(stay, name):
    if name == "ola":
        assert answer(by=actor(name), stay=stay, can=True, day=None).state == "place_ready"
    else:
        with pytest.raises(Refused):
            answer(by=actor(name), stay=stay, can=True, day=None)
        assert not AuditRow.objects.filter(deed="discharge.answer").exists()


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "ola"])
def test_posting_an_answer_is_refused_to_all_others(stay, name):
    response = signed_in(name).post(reverse("discharge:answer", args=[stay.pk]), {"answer": "can"})
    stay.refresh_from_db()
    assert response.status_code in (302, 403, 404, 422)
    assert stay.state == "awaiting_answer"


def test_the_same_role_in_another_community_sees_nothing(stay):
    """Kari and Ola as they would be in the neighbouring community, with everything else the same."""
    from dataclasses import replace

    other = Community.objects.exclude(pk=stay.community_id)[0]
    for name in SEE_IT:
        stranger = replace(actor(name), community_id=other.pk)
        assert not Stay.objects.visible_to(stranger).exists()
        assert Board(stranger, Question()).keys == []
        assert cards_where_it_is_my_move(stranger) == []


def test_the_wrong_municipalitys_answer_by_message_moves_nothing(stay):
    """Nordvik cannot answer for a patient of Fjordby, not even with a well-formed message."""
    from tests.discharge.stories import at, office_of, party, ward

    from samspill.apps.discharge.actions.receiving import receive
    from samspill.apps.discharge.receiver import RECEIVER
    from samspill.messages import Envelope, write_answer

    story = Story(municipality="9901")
    notice = stay.events.get(kind="ready_notice").source
    body = write_answer(
        Envelope(
            message_id="5b0c6b0e-0000-4000-8000-0000000000aa",
            generated_at=at("2026-11-19T12:00"),
            sender=party(office_of("9902")),
            receiver=party(ward("Geriatri 2")),
            patient=story.patient(),
            parent=notice,
        ),
        can=True,
    )
    receive(by=RECEIVER, body=body, channel="file")
    stay.refresh_from_db()
    assert stay.state == "awaiting_answer"


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_inbox_is_for_the_system_administrator(fjordheim, name):
    response = signed_in(name).get(reverse("inbox:list"))
    assert (response.status_code == 200) is (name == "arne")


def test_a_guessed_address_is_the_same_as_a_strangers(stay):
    import uuid

    client = signed_in("nina")
    assert client.get(reverse("discharge:stay", args=[stay.pk])).status_code == 404
    assert client.get(reverse("discharge:stay", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("serves_two", [False, True])
def test_an_unplaced_message_is_read_only_where_it_can_be_nobody_elses(fjordheim, serves_two):
    from samspill.apps.discharge.actions.receiving import receive
    from samspill.apps.discharge.receiver import RECEIVER
    from samspill.directory.models import Position

    row = receive(by=RECEIVER, body=b"<broken", channel="file")
    assert row.community is None
    if serves_two:
        arne = Position.objects.get(person__given_name="Arne")
        Position.objects.create(
            person=Position.objects.get(person__given_name="Siri").person,
            community=Community.objects.exclude(pk=fjordheim.pk)[0],
            unit=arne.unit,
            role=arne.role,
        )
    client = signed_in("arne")
    assert client.get(reverse("inbox:received", args=[row.pk])).status_code == 200
    opened = client.post(reverse("inbox:body", args=[row.pk]))
    assert opened.status_code == (403 if serves_two else 200)
    assert ("&lt;broken" in opened.content.decode()) is not serves_two
    assert AuditRow.objects.filter(deed="messages.open_body").exists() is not serves_two
