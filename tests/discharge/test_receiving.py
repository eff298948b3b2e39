"""Whatever arrives becomes a row of the inbox with the right receipt; nothing is lost, nothing is half done."""

from __future__ import annotations

import pytest
from tests.cast import actor
from tests.discharge.stories import Story, at, office_of, ward

from samspill.apps.discharge.actions import receiving
from samspill.apps.discharge.actions.receiving import receive
from samspill.apps.discharge.actions.retrying import retry
from samspill.apps.discharge.models import Outcome, OutgoingMessage, Patient, ReceivedMessage, Stay, StayEvent
from samspill.apps.discharge.receiver import RECEIVER
from samspill.core.audit.models import AuditRow
from samspill.core.doer import Machine
from samspill.core.refusal import Refused
from samspill.directory.lookup import forget
from samspill.messages import Status
from samspill.stay import Kind

pytestmark = pytest.mark.django_db


def taken(body: bytes) -> ReceivedMessage:
    return receive(by=RECEIVER, body=body, channel="file")


def admission(story: Story | None = None, **values: object) -> bytes:
    when = "2026-03-02T10:00"
    return (story or Story()).write("LOG_INNLAGT", when, {Kind.ADMITTED: at(when)}, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "T01"),
        (b"not xml at all", "T01"),
        (b"<MsgHead", "T01"),
        (b"<html><body/></html>", "T10"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "T99"),
    ],
)
def test_what_is_no_message_is_rejected_with_its_code_and_kept(fjordheim, body, code):
    row = taken(body)
    assert (row.outcome, row.error_code) == (Outcome.REJECTED, code)
    assert row.error
    assert b'Status V="2"' in bytes(row.receipt)
    assert bytes(ReceivedMessage.objects.get(pk=row.pk).body) == body


def test_wrong_recipient_at_either_level(fjordheim):
    for unit in (office_of("9901"), office_of("9901").top):
        row = taken(admission().replace(f">{unit.her_id}<".encode(), b">7654321<"))
        assert (row.outcome, row.error_code) == (Outcome.REJECTED, "E21")


def test_a_recipient_of_another_community(fjordheim):
    from samspill.directory.models import Community, Membership

    Membership.objects.filter(unit=office_of("9901").top).update(
        community=Community.objects.exclude(pk=fjordheim.pk)[0]
    )
    forget()
    row = taken(admission())
    assert (row.outcome, row.error_code) == (Outcome.REJECTED, "E21")


def test_an_unknown_sender(fjordheim):
    row = taken(admission().replace(f">{ward('Geriatri 2').top.her_id}<".encode(), b">7654321<"))
    assert (row.outcome, row.error_code) == (Outcome.REJECTED, "X99")


def test_a_ward_that_is_new_to_the_directory_is_taken_in(fjordheim):
    row = taken(admission().replace(f">{ward('Geriatri 2').her_id}<".encode(), b">7654321<"))
    assert row.outcome == Outcome.ACCEPTED
    assert (row.stay.ward, row.stay.trust.name) == (None, ward("Geriatri 2").top.name)


def test_an_impossible_identity_number(fjordheim):
    story = Story()
    number = story.patient().number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    row = taken(admission(story).replace(number.encode(), wrong.encode()))
    assert (row.outcome, row.error_code) == (Outcome.REJECTED, "E31")
    assert wrong not in row.error


def test_synthetic_numbers_are_accepted_only_when_the_setting_allows(fjordheim, settings):
    settings.ALLOW_SYNTHETIC_NUMBERS = False
    assert taken(admission()).outcome == Outcome.REJECTED
    settings.ALLOW_SYNTHETIC_NUMBERS = True
    assert taken(admission()).outcome == Outcome.ACCEPTED


def test_an_unknown_patient_begins_a_stay(fjordheim):
    row = taken(admission())
    assert row.stay.state == "admitted"
    assert row.stay.ward.name == "Geriatri 2"
    assert row.stay.municipality.number == "9901"
    assert row.stay.patient.name == "Sporadisk Hatt"


def test_a_duplicate_is_accepted_again_and_changes_nothing(fjordheim):
    body = admission()
    first, second = taken(body), taken(body)
    assert (first.outcome, second.outcome) == (Outcome.ACCEPTED, Outcome.DUPLICATE)
    assert second.stay_id == first.stay_id
    assert (Stay.objects.count(), StayEvent.objects.count(), Patient.objects.count()) == (1, 1, 1)


def test_the_same_id_with_other_content_is_rejected(fjordheim):
    first = admission(message_id="6f1b6d1e-0000-4000-8000-000000000001")
    other = admission(Story(serial=1), message_id="6f1b6d1e-0000-4000-8000-000000000001")
    assert taken(first).outcome == Outcome.ACCEPTED
    row = taken(other)
    assert (row.outcome, row.error_code) == (Outcome.REJECTED, "X99")
    assert Stay.objects.count() == 1


def test_a_fault_of_ours_keeps_the_bytes_and_gives_no_receipt(fjordheim, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("some fault")

    body = admission()
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "record_events", broken)
        row = taken(body)
    assert (row.outcome, row.receipt) == (Outcome.FAILED, None)
    assert (Patient.objects.count(), OutgoingMessage.objects.count()) == (0, 0)
    again = retry(by=actor("arne"), received=row)
    assert again.outcome == Outcome.ACCEPTED
    row.refresh_from_db()
    assert row.settled_by_id == again.pk
    with pytest.raises(Refused, match="allerede tatt inn"):
        retry(by=actor("arne"), received=row)


@pytest.mark.parametrize("name", ["kari", "ola", "nina", "siri", "per", "berit", "amir", "eva", "public"])
def test_only_the_system_administrator_may_retry(fjordheim, name):
    row = taken(b"")
    with pytest.raises(Refused):
        retry(by=actor(name), received=row)


def test_a_machine_without_the_deed_takes_in_nothing(fjordheim):
    with pytest.raises(Refused):
        receiving.take_in(by=Machine("x", frozenset()), reading=receiving.understand(b"", "api"))
    assert ReceivedMessage.objects.count() == 0


def test_each_message_leaves_an_audit_row_without_any_patient_value(fjordheim):
    story = Story()
    story.admitted("2026-03-02T10:00")
    row = AuditRow.objects.get(deed="messages.receive")
    text = " ".join(str(value) for value in vars(row).values())
    assert story.patient().number not in text
    assert "Hatt" not in text


def test_names_and_numbers_lie_encrypted(fjordheim):
    from django.db import connection

    story = Story()
    story.admitted("2026-03-02T10:00")
    with connection.cursor() as cursor:
        for table in ("discharge_patient", "discharge_receivedmessage", "discharge_outgoingmessage"):
            cursor.execute(f"SELECT * FROM {table}")
            for value in (value for row in cursor.fetchall() for value in row):
                raw = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                assert story.patient().number.encode() not in raw
                assert b"Sporadisk" not in raw


def test_one_patient_has_different_indexes_in_different_communities(fjordheim):
    from samspill.apps.discharge.models.patients import number_index
    from samspill.directory.models import Community

    other = Community.objects.exclude(slug="fjordheim").first()
    patient = Story().patient()
    assert number_index(fjordheim, patient) != number_index(other, patient)


def test_only_the_sender_may_cancel_a_message(fjordheim):
    """A cancellation from the training hospital of a message that Fjordheim sent moves nothing."""
    story = Story()
    told = story.admitted("2026-03-02T10:00")
    stranger = Story(ward_name="Ortopedisk kirurgi (øving)")
    row = stranger.tell(
        "LOG_INNLAGT",
        "2026-03-02T12:00",
        {Kind.ADMITTED: at("2026-03-02T10:00")},
        status=Status.CANCELLATION,
        parent=told.message_id,
    )
    assert (row.outcome, row.error_code) == (Outcome.REJECTED, "X99")
    assert story.stay().state == "admitted"
    own = story.tell(
        "LOG_INNLAGT",
        "2026-03-02T12:00",
        {Kind.ADMITTED: at("2026-03-02T10:00")},
        status=Status.CANCELLATION,
        parent=told.message_id,
    )
    assert own.outcome == Outcome.ACCEPTED
    assert told.patient.stays.get().state == "cancelled"


def test_a_cancelled_readmission_does_not_close_the_stay_before_it(fjordheim):
    story = Story()
    story.admitted("2026-03-02T10:00")
    story.ready("2026-03-02T10:00", "2026-03-04T09:00")
    wrong = story.admitted("2026-03-09T10:00")
    assert story.stay().admitted_on.day == 9
    story.tell(
        "LOG_INNLAGT",
        "2026-03-09T11:00",
        {Kind.ADMITTED: at("2026-03-09T10:00")},
        status=Status.CANCELLATION,
        parent=wrong.message_id,
    )
    states = sorted(wrong.patient.stays.values_list("state", flat=True))
    assert states == ["awaiting_answer", "cancelled"]
