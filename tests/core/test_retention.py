"""Retention of the logs: what is too old goes, through one door; the chain still proves all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samspill.core import append_only, audit, clock, retention
from samspill.core.audit import chain, removal
from samspill.core.audit.models import AccessRow, AuditRow, Removal, RemovedRow, Seal
from samspill.core.audit.retention import remove_rows
from samspill.core.doer import Machine
from samspill.core.retention import Cutoffs, Kind, Period
from samspill.core.walls.roles import as_owner

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=clock.OSLO)
HERE, THERE = UUID(int=1), UUID(int=2)
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def own_note(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.VAR = tmp_path
    with clock.stopped_at(NOW):
        yield


def write(years_ago: float, community: UUID = HERE, count: int = 1) -> None:
    with clock.stopped_at(NOW - YEAR * years_ago):
        for _ in range(count):
            audit.record(by=Machine("a test", frozenset(), community), deed="test.do")


def seal(years_ago: float = 0) -> None:
    with clock.stopped_at(NOW - YEAR * years_ago):
        audit.seal_new_rows()


def five_years(community: UUID = HERE, years: float = 5) -> Cutoffs:
    return Cutoffs(by_community={community: NOW - YEAR * years}, others=NOW - YEAR * 5)


def three_years_of_rows() -> None:
    for years in (7, 6, 1):
        write(years, count=2)
        seal(years)


def test_what_is_too_old_goes_and_the_rest_is_proved() -> None:
    three_years_of_rows()
    assert remove_rows("audit", five_years()) == 4
    assert AuditRow.objects.filter(deed="test.do").count() == 2
    assert AuditRow.objects.latest("pk").deed == "privacy.remove_old_audit"
    assert audit.verify() == []
    up_to = NOW - YEAR * 6
    assert audit.removals() == [
        f"The audit log: 4 rows up to {up_to:%Y-%m-%d} were removed by retention on 2026-11-20."
    ]
    assert Seal.objects.filter(log="audit").count() == 3


def test_running_again_removes_nothing_more() -> None:
    three_years_of_rows()
    remove_rows("audit", five_years())
    seal()
    assert remove_rows("audit", five_years()) == 0
    assert Removal.objects.count() == 1


def test_each_community_has_its_own_time_also_within_one_seal() -> None:
    write(7, HERE)
    write(7, THERE)
    seal(7)
    cutoffs = Cutoffs(by_community={HERE: NOW - YEAR * 5, THERE: NOW - YEAR * 10}, others=NOW - YEAR * 5)
    assert remove_rows("audit", cutoffs) == 1
    assert AuditRow.objects.filter(deed="test.do").values_list("community", flat=True).get() == THERE
    assert audit.verify() == []
    later = Cutoffs(by_community={HERE: NOW - YEAR * 5, THERE: NOW - YEAR * 6}, others=NOW - YEAR * 5)
    assert remove_rows("audit", later) == 1
    assert audit.verify() == []
    assert len(audit.removals()) == 2


def test_what_belongs_to_nobody_is_kept_as_long_as_anybody_keeps() -> None:
    with clock.stopped_at(NOW - YEAR * 7):
        audit.record(by=Machine("a test", frozenset()), deed="test.do")
    seal(7)
    assert remove_rows("audit", five_years(HERE, 10)) == 0
    assert remove_rows("audit", five_years(HERE, 6)) == 1


def test_a_row_that_is_not_sealed_yet_is_left() -> None:
    write(7)
    assert remove_rows("audit", five_years()) == 0


def test_the_access_log_too() -> None:
    class Reader:
        audit_id, audit_role, name, unit_name = "account:1", "nurse@1", "Mari Holm", "Innmarka"

    for years in (6, 1):
        with clock.stopped_at(NOW - YEAR * years):
            audit.opened(by=Reader(), community=HERE, patient=uuid4(), stay=uuid4(), reason="på tavla")
        seal(years)
    assert remove_rows("access", five_years()) == 1
    assert AccessRow.objects.count() == 1
    assert audit.verify() == []


# --- what must be found all the same ---------------------------------------------------------------------------------


@pytest.fixture
def after_removal() -> None:
    write(7, HERE, 2)
    write(7, THERE, 2)
    seal(7)
    write(1, HERE, 2)
    seal(1)
    cutoffs = Cutoffs(by_community={HERE: NOW - YEAR * 5, THERE: NOW - YEAR * 10}, others=NOW - YEAR * 5)
    assert remove_rows("audit", cutoffs) == 2
    assert audit.verify() == []


def left_in_the_old_seal() -> list[int]:
    return list(AuditRow.objects.filter(community=THERE).order_by("pk").values_list("pk", flat=True))


def test_an_unrecorded_removal_still_fails(after_removal: None) -> None:
    pk = left_in_the_old_seal()[0]
    AuditRow.objects.filter(pk=pk).delete()
    assert audit.verify() == [f"The audit log: 1 of 4 rows of seal 1 are gone (first id {pk})."]


def test_an_altered_row_beside_removed_ones_still_fails(after_removal: None) -> None:
    AuditRow.objects.filter(pk=left_in_the_old_seal()[0]).update(deed="test.other")
    assert len(audit.verify()) == 1 and "was altered" in audit.verify()[0]


@pytest.mark.parametrize("column", ["highest", "complete_to", "at", "rows"])
def test_an_altered_seal_whose_rows_went_still_fails(after_removal: None, column: str) -> None:
    other: object = {"at": NOW, "rows": [*Seal.objects.get(number=1, log="audit").rows, 999]}.get(column, 12345)
    Seal.objects.filter(number=1, log="audit").update(**{column: other})
    assert audit.verify()


def test_a_record_that_samspill_did_not_write_fails(after_removal: None) -> None:
    """Somebody who may write everything in the database, but has not the key."""
    pk = left_in_the_old_seal()[0]
    RemovedRow.objects.create(log="audit", row=pk, seal=1, removal=Removal.objects.get())
    AuditRow.objects.filter(pk=pk).delete()
    assert any("removal 1 was altered" in fault for fault in audit.verify())


def test_a_whole_false_removal_fails(after_removal: None) -> None:
    ids = list(AuditRow.objects.filter(community=HERE, deed="test.do").values_list("pk", flat=True))
    first = Removal.objects.get()
    false = Removal.objects.create(
        log="audit", number=2, at=NOW, up_to=NOW, rows=2, rests={"2": "0" * 64}, previous=first.digest, digest="f" * 64
    )
    RemovedRow.objects.bulk_create(RemovedRow(log="audit", row=pk, seal=2, removal=false) for pk in ids)
    AuditRow.objects.filter(pk__in=ids).delete()
    assert any("removal 2 was altered, or was not written by Samspill" in fault for fault in audit.verify())


@pytest.mark.parametrize("column", ["at", "up_to", "rows", "digest", "rests"])
def test_an_altered_record_fails(after_removal: None, column: str) -> None:
    other: object = {"at": NOW - YEAR, "up_to": NOW, "rows": 1, "digest": "0" * 64, "rests": {}}[column]
    Removal.objects.update(**{column: other})
    assert audit.verify()


def test_a_record_taken_away_fails(after_removal: None) -> None:
    RemovedRow.objects.all().delete()
    Removal.objects.all().delete()
    assert audit.verify()[0].startswith("The audit log: 2 of 4 rows of seal 1 are gone")


def test_rows_that_come_back_are_said(after_removal: None) -> None:
    gone = RemovedRow.objects.first()
    assert gone
    AuditRow.objects.create(pk=gone.row, at=NOW, who="x", role="x", deed="x")
    assert audit.verify() == [f"The audit log: 1 removed rows of seal 1 are there again (first id {gone.row})."]


def test_a_seal_that_does_not_add_up_is_not_touched() -> None:
    """Removing would be throwing the evidence away."""
    three_years_of_rows()
    AuditRow.objects.filter(pk=AuditRow.objects.earliest("pk").pk).update(deed="test.other")
    with pytest.raises(removal.NotWhole, match="seal 1, or a row of it, was altered"):
        remove_rows("audit", five_years())
    assert AuditRow.objects.count() == 6
    assert not Removal.objects.exists()


# --- the guard in the database ---------------------------------------------------------------------------------------


@pytest.fixture
def guarded(append_only_tables: list[str]) -> None:
    """As the migrations leave it."""
    with as_owner():
        append_only.allow_recorded_removal(connection, "core_auditrow", "audit")
        append_only.allow_recorded_removal(connection, "core_accessrow", "access")


@pytest.mark.django_db(transaction=True)
def test_retention_works_under_the_guards(guarded: None) -> None:
    three_years_of_rows()
    assert remove_rows("audit", five_years()) == 4
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_the_database_lets_no_other_row_go(guarded: None) -> None:
    three_years_of_rows()
    remove_rows("audit", five_years())
    for queryset in (AuditRow.objects.filter(deed="test.do"), RemovedRow.objects.all(), Removal.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            queryset._raw_delete(queryset.db)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRow.objects.update(deed="test.other")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Removal.objects.update(rows=1)
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_crash_half_way_leaves_everything_as_it_was(guarded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    three_years_of_rows()

    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(removal, "_delete", crash)
    with pytest.raises(RuntimeError):
        remove_rows("audit", five_years())
    assert (AuditRow.objects.count(), Removal.objects.count(), RemovedRow.objects.count()) == (6, 0, 0)
    assert audit.verify() == []


# --- whatever comes --------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ages=st.lists(st.tuples(st.integers(0, 120), st.sampled_from([HERE, THERE])), min_size=1, max_size=20),
    cuts=st.lists(st.integers(1, 120), min_size=1, max_size=4),
    batch=st.integers(1, 6),
)
def test_any_removals_in_any_order_leave_a_whole_chain(
    ages: list[tuple[int, UUID]], cuts: list[int], batch: int
) -> None:
    with transaction.atomic():
        ages = sorted(ages, key=lambda each: -each[0])
        for start in range(0, len(ages), batch):
            for months, community in ages[start : start + batch]:
                write(months / 12, community)
            seal(ages[min(start + batch, len(ages)) - 1][0] / 12)
        for months in cuts:
            moment = NOW - YEAR * months / 12
            removal.remove("audit", too_old=lambda row, m=moment: row.at < m and row.community == HERE, before=moment)
            assert audit.verify() == []
            assert not AuditRow.objects.filter(at__lt=moment, community=HERE, pk__in=sealed_before(moment)).exists()
        assert AuditRow.objects.filter(community=THERE).count() == sum(c == THERE for _, c in ages)
        transaction.set_rollback(True)


def sealed_before(moment: datetime) -> set[int]:
    return {pk for rows in Seal.objects.filter(at__lt=moment).values_list("rows", flat=True) for pk in rows}


def test_a_short_batch_of_seals_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "SEALS_AT_ONCE", 2)
    monkeypatch.setattr(chain, "BATCH", 2)
    write(7, count=9)
    seal(7)
    assert remove_rows("audit", five_years()) == 9
    assert Removal.objects.count() == 3
    assert audit.verify() == []


# --- periods ---------------------------------------------------------------------------------------------------------


def a_kind(done: list[Cutoffs], **values: Any) -> Kind:
    def remove(cutoffs: Cutoffs) -> int:
        done.append(cutoffs)
        return len(done)

    asked = {"standard": 100, "lowest": 30, "highest": 1000, **values}
    return Kind(name="test", label="t", what_goes="w", law="l", confirmed=False, remove=remove, **asked)


def test_a_decision_is_kept_within_what_is_allowed_now() -> None:
    kind = a_kind([])
    assert retention.days_of(HERE, kind) == 100
    Period.objects.create(community=HERE, kind="test", days=5, changed_at=NOW, changed_by="account:1")
    Period.objects.create(community=THERE, kind="test", days=200, changed_at=NOW, changed_by="account:1")
    assert retention.days_of(HERE, kind) == 30
    cutoffs = retention.cutoffs_of(kind)
    assert cutoffs.of(HERE) == NOW - timedelta(days=30)
    assert cutoffs.of(UUID(int=9)) == NOW - timedelta(days=100)
    assert cutoffs.of(None) == NOW - timedelta(days=200)
    assert cutoffs.latest == NOW - timedelta(days=30)


def test_one_kind_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(cutoffs: Cutoffs) -> int:
        raise ValueError("17054299999 was a patient's number")

    done: list[Cutoffs] = []
    monkeypatch.setattr(retention, "KINDS", {"bad": Kind(**{**vars(a_kind([])), "name": "bad", "remove": fail})})
    retention.register(a_kind(done))
    assert retention.remove_what_is_too_old() == {"test": 1}
    assert "«bad» failed (ValueError)" in caplog.text and "17054299999" not in caplog.text


@pytest.mark.parametrize("name", sorted(retention.KINDS))
def test_every_kind_has_sensible_bounds_and_says_why(name: str) -> None:
    kind = retention.KINDS[name]
    assert 0 < kind.lowest <= kind.standard <= kind.highest
    assert str(kind.law) and str(kind.what_goes) and str(kind.label)
