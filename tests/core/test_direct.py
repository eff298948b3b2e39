"""What is written directly reads the same through the ORM, and the other way round, whatever the type of a column."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from samspill.apps.discharge.models import Outcome, Patient, Pulse, ReceivedMessage, Stay, StayEvent
from samspill.core import direct
from samspill.core.audit.models import AuditRow
from samspill.directory.models import Community, Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
IDENTITY = {"number": "1", "kind": "FNR", "family": "Hatt", "given": "Rask", "born": "", "sex": ""}


@pytest.fixture
def rows(db):
    """One of each that the path of a message writes, with values in every kind of column."""
    community = Community.objects.create(slug="here", name="Here")
    trust = Unit.objects.create(kind="hospital_trust", name="Trust", her_id="77")
    patient = Patient(community=community, number_index="a" * 64, identity=IDENTITY)
    stay = Stay(
        community=community,
        patient=patient,
        trust=trust,
        state="admitted",
        whose_move="hospital",
        admitted_on=date(2026, 3, 2),
        due=NOW,
        begun_without_admission=True,
        changed_at=NOW,
    )
    event = StayEvent(
        community=community,
        patient=patient,
        trust=trust,
        stay=stay,
        number=0,
        kind="admitted",
        day=date(2026, 3, 2),
        at=NOW,
        said_at=NOW,
        by="hospital",
        source="s",
        recorded_at=NOW,
        recorded_by="x",
    )
    message = ReceivedMessage(
        community=community,
        received_at=NOW,
        channel="file",
        body=b"<x/>",
        digest="d",
        outcome=Outcome.ACCEPTED,
        receipt=None,
        stay=stay,
    )
    return [patient, stay, event, message, Pulse(community=community, number=3, at=NOW)]


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname != "id"}


def test_what_is_inserted_directly_is_what_the_orm_reads(rows):
    for row in rows:
        direct.insert(row)
        assert values(type(row).objects.get()) == values(row)
        assert not row._state.adding


def test_what_the_orm_writes_is_what_is_fetched_directly(rows):
    for row in rows:
        row.save()
        (found,) = direct.fetch(type(row), community=row.community)
        assert values(found) == values(row)
        assert {name: type(value) for name, value in values(found).items()} == {
            name: type(value) for name, value in values(type(row).objects.get()).items()
        }


def test_update_writes_every_column(rows):
    for row in rows:
        row.save()
    stay = rows[1]
    stay.state, stay.due, stay.ended_on, stay.version = "discharged", None, date(2026, 3, 4), 7
    direct.update(stay)
    assert values(Stay.objects.get()) == values(stay)


def test_fetch_asks_for_all_that_is_equal_and_nothing_else(rows):
    for row in rows:
        row.save()
    assert direct.fetch(StayEvent, patient=rows[0], trust=rows[2].trust)
    assert direct.fetch(StayEvent, patient=rows[0], source="another") == []


def test_constraints_hold_and_the_transaction_is_the_same(rows):
    direct.insert(rows[0])
    again = Patient(community=rows[0].community, number_index="a" * 64, identity=IDENTITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        direct.insert(again)
    assert Patient.objects.count() == 1
    with transaction.atomic():
        direct.insert(AuditRow(at=NOW, who="w", role="r", deed="d"))
        transaction.set_rollback(True)
    assert not AuditRow.objects.exists()


def test_names_lie_encrypted_also_when_written_directly(rows):
    direct.insert(rows[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity FROM discharge_patient")
        assert b"Hatt" not in bytes(cursor.fetchone()[0])


def test_locking_is_asked_for_where_the_database_can(rows):
    rows[0].save()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        direct.fetch(Patient, lock=True, id=rows[0].pk)
    assert ("FOR UPDATE" in asked[-1]["sql"]) is (connection.vendor == "postgresql")
