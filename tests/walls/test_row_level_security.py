"""The second wall, asked in plain SQL as the application's role: what a forgotten filter would see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.discharge.stories import Story

from samspill.apps.discharge.models import Patient, ReceivedMessage, Stay
from samspill.core import audit, walls
from samspill.core.audit.models import AuditRow
from samspill.core.doer import Machine
from samspill.core.walls import plan, raising, roles
from samspill.directory.models import Community, OfferDate, Position, ServiceOffer

pytestmark = [pytest.mark.django_db, pytest.mark.on_postgresql]

REFUSED = "row-level security"


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        yield


@pytest.fixture
def neighbour(fjordheim: Community) -> Community:
    return Community.objects.exclude(pk=fjordheim.pk)[0]


@pytest.fixture
def stay(fjordheim: Community) -> Stay:
    story = Story(municipality="9901")
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    return story.stay()


def test_the_tests_work_as_a_role_that_is_held(db: None) -> None:
    powers = roles.powers()
    assert powers["works_as"] == "samspill_app"
    assert (powers["superuser"], powers["bypasses"], powers["owns"]) == (False, False, 0)


def test_every_planned_wall_stands(db: None) -> None:
    assert raising.faults(connection) == {}
    assert {"discharge_patient", "discharge_stay", "core_accessrow"} <= {wall.table for wall in plan.walls()}


@pytest.mark.parametrize("table", ["discharge_patient", "discharge_stay", "discharge_stayevent", "directory_position"])
def test_rows_are_there_for_their_own_community_only(stay: Stay, neighbour: Community, table: str) -> None:
    with walls.within(stay.community_id):
        own = count(table)
    with walls.within(neighbour.pk):
        strangers = count(table)
    with walls.the_public():
        public = count(table)
    assert own > 0 == strangers == public
    assert count(table) == own


def test_with_nothing_stated_nothing_is_there_and_nothing_can_be_written(stay: Stay) -> None:
    with walls.scope._stated(walls.scope.UNSTATED):
        assert {wall.table: count(wall.table) for wall in plan.walls()} == {wall.table: 0 for wall in plan.walls()}
        with refused():
            Patient.objects.create(community_id=stay.community_id, number_index="x", identity={})
        with refused():
            audit.record(by=Machine("a test", frozenset()), deed="test.do")


def test_nobody_writes_into_another_community(stay: Stay, neighbour: Community) -> None:
    with walls.within(neighbour.pk):
        with refused():
            Patient.objects.create(community_id=stay.community_id, number_index="x", identity={})
        assert Stay.objects.filter(pk=stay.pk).update(ward_name="mine") == 0
        assert Stay.objects.filter(pk=stay.pk).delete()[0] == 0
    stay.refresh_from_db()
    assert stay.ward_name != "mine"


def test_nobody_moves_a_row_to_another_community(stay: Stay, neighbour: Community) -> None:
    with walls.within(stay.community_id), refused():
        Patient.objects.filter(pk=stay.patient_id).update(community=neighbour)


def test_a_part_is_behind_the_wall_of_what_it_belongs_to(fjordheim: Community, neighbour: Community) -> None:
    from django.utils import timezone

    tables = ("directory_offerdate", "directory_serviceoffer_areas")
    before = [count(table) for table in tables]
    unit = Position.objects.filter(community=fjordheim)[0].unit
    offer = ServiceOffer.objects.create(
        community=fjordheim, provider=unit, kind="x", level="x", name="x", for_whom="x", how_to_refer="x"
    )
    offer.areas.add(unit)
    now = timezone.now()
    OfferDate.objects.create(offer=offer, starts=now, ends=now)
    with walls.within(fjordheim.pk):
        assert [count(table) for table in tables] == [number + 1 for number in before]
    with walls.within(neighbour.pk):
        assert [count(table) for table in tables] == [0, 0]
        with refused():
            OfferDate.objects.create(offer=offer, starts=now, ends=now)


def test_a_row_of_no_community_is_written_to_the_log_by_anybody_and_read_by_nobody_else(
    fjordheim: Community,
) -> None:
    before = AuditRow.objects.count()
    with walls.the_public():
        audit.record(by=Machine("a test", frozenset()), deed="test.do")
        assert AuditRow.objects.count() == 0
    with walls.within(fjordheim.pk):
        assert not AuditRow.objects.filter(community=None).exists()
    assert AuditRow.objects.count() == before + 1


def test_a_message_that_nobody_could_place_is_listed_in_every_community(neighbour: Community) -> None:
    from samspill.apps.discharge.actions.receiving import receive
    from samspill.apps.discharge.receiver import RECEIVER

    row = receive(by=RECEIVER, body=b"<broken", channel="file")
    with walls.within(neighbour.pk):
        assert ReceivedMessage.objects.filter(pk=row.pk).exists()
    with walls.the_public():
        assert not ReceivedMessage.objects.exists()


def test_a_row_of_nobody_that_is_not_stated_to_be_seen_is_hidden(fjordheim: Community) -> None:
    from samspill.apps.discharge.models import OutgoingMessage
    from samspill.core import clock

    OutgoingMessage.objects.create(type="x", body=b"x", written_at=clock.now())
    with walls.within(fjordheim.pk):
        assert not OutgoingMessage.objects.exists()


def test_the_application_may_not_change_what_it_only_adds_to(transactional_db: None, append_only_tables: Any) -> None:
    with roles.as_owner():
        roles.grant(connection)
    try:
        for statement in ("UPDATE core_auditrow SET deed = 'x'", "DELETE FROM core_seal", "TRUNCATE core_seal"):
            with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
                _execute(statement)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _execute("UPDATE core_seal SET number = 1")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _execute("DELETE FROM django_migrations")
        with pytest.raises(DatabaseError, match="must be owner"), transaction.atomic():
            _execute("ALTER TABLE discharge_patient DISABLE ROW LEVEL SECURITY")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _execute("CREATE TABLE mine (n int)")
    finally:
        with roles.as_owner():
            from samspill.core import append_only

            for table in append_only_tables:
                append_only.unguard(connection, table)
            roles.grant(connection)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_wall_that_was_changed_is_named_and_raised_again(transactional_db: None) -> None:
    with roles.as_owner():
        _execute("CREATE POLICY hole ON discharge_patient USING (true)")
        _execute("ALTER TABLE discharge_stay NO FORCE ROW LEVEL SECURITY")
        _execute("DROP POLICY samspill_wall ON directory_position")
        try:
            assert raising.faults(connection) == {
                "discharge_patient": "has another wall than planned",
                "discharge_stay": "has another wall than planned",
                "directory_position": "has no wall",
            }
            raising.raise_walls(connection)
            assert raising.faults(connection) == {"discharge_patient": "has another wall than planned"}
        finally:
            _execute("DROP POLICY hole ON discharge_patient")
        assert raising.faults(connection) == {}


def test_an_unknown_community_sees_nothing(stay: Stay) -> None:
    with walls.within(uuid4()):
        assert count("discharge_stay") == 0
