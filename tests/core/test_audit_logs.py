"""The logs: what is sealed cannot be altered, removed or added to unseen."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samspill.core import audit, clock
from samspill.core.audit import chain, noted
from samspill.core.audit.models import AccessRow, AuditRow, Seal
from samspill.core.doer import Machine

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.OSLO)
SOMEBODY = Machine("a test", frozenset())


@pytest.fixture(autouse=True)
def own_note(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def at_noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


def write(count: int, deed: str = "test.do") -> list[int]:
    for _ in range(count):
        audit.record(by=SOMEBODY, deed=deed)
    return list(AuditRow.objects.order_by("-pk").values_list("pk", flat=True)[:count])[::-1]


class Reader:
    """An actor as far as the access log asks."""

    audit_id, audit_role, name, unit_name = "account:1", "nurse@1", "Mari Holm", "Innmarka"


def open_patient() -> AccessRow:
    audit.opened(by=Reader(), community=uuid4(), patient=uuid4(), stay=uuid4(), reason="på tavla")
    return AccessRow.objects.latest("pk")


def later(minutes: int) -> Any:
    return clock.stopped_at(NOON + timedelta(minutes=minutes))


def test_what_was_written_is_sealed_and_whole():
    write(3)
    open_patient()
    assert audit.seal_new_rows() == 4
    assert audit.verify() == []
    assert audit.counts() == {"audit": (3, 1, 0), "access": (1, 1, 0)}


def test_sealing_again_with_nothing_new_makes_no_seal():
    write(2)
    audit.seal_new_rows()
    assert audit.seal_new_rows() == 0
    assert Seal.objects.count() == 1


def test_many_batches_hang_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chain, "BATCH", 4)
    write(11)
    assert audit.seal_new_rows() == 11
    assert [len(rows) for rows in Seal.objects.order_by("number").values_list("rows", flat=True)] == [4, 4, 3]
    assert audit.verify() == []


@pytest.mark.parametrize("column", chain.CONTENT[chain.FORM]["audit"][1:])
def test_an_altered_column_of_an_audit_row_is_seen(column: str):
    ids = write(3)
    audit.seal_new_rows()
    other = {"at": NOON, "community": uuid4()}.get(column, "another")
    AuditRow.objects.filter(pk=ids[1]).update(**{column: other})
    assert audit.verify() == [f"The audit log: seal 1, or a row of it (ids {ids[0]}–{ids[2]}), was altered."]


@pytest.mark.parametrize("column", chain.CONTENT[chain.FORM]["access"][1:])
def test_an_altered_column_of_an_access_row_is_seen(column: str):
    row = open_patient()
    audit.seal_new_rows()
    other = {"at": NOON}.get(column, uuid4() if column in {"community", "patient", "stay"} else "another")
    AccessRow.objects.filter(pk=row.pk).update(**{column: other})
    assert audit.verify() == [f"The access log: seal 1, or a row of it (ids {row.pk}–{row.pk}), was altered."]


def test_every_column_of_the_logs_is_sealed():
    for log, model in chain.LOGS.items():
        assert set(chain.CONTENT[chain.FORM][log]) == {field.attname for field in model._meta.concrete_fields}


def test_a_removed_row_is_seen():
    ids = write(5)
    audit.seal_new_rows()
    AuditRow.objects.filter(pk__in=ids[1:3]).delete()
    assert audit.verify() == [f"The audit log: 2 of 5 rows of seal 1 are gone (first id {ids[1]})."]


def test_swapped_rows_are_seen():
    first, second = write(1, "test.one") + write(1, "test.two")
    audit.seal_new_rows()
    AuditRow.objects.filter(pk=first).update(deed="test.two")
    AuditRow.objects.filter(pk=second).update(deed="test.one")
    assert len(audit.verify()) == 1


def three_seals() -> None:
    for _ in range(3):
        write(2)
        audit.seal_new_rows()


def test_a_removed_seal_in_the_middle_is_seen():
    three_seals()
    Seal.objects.filter(number=2).delete()
    assert audit.verify() == [
        "The audit log: seal 2 is missing.",
        "The audit log: seal 3 does not follow the one before it.",
    ]


def test_seals_that_were_given_new_numbers_are_seen():
    three_seals()
    Seal.objects.filter(number=2).delete()
    Seal.objects.filter(number=3).update(number=2)
    assert "The audit log: seal 2 does not follow the one before it." in audit.verify()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("digest", "0" * 64),
        ("previous", "0" * 64),
        ("at", NOON),
        ("highest", 10**6),
        ("complete_to", 10**6),
        ("rows", [1]),
    ],
)
def test_an_altered_seal_is_seen(column: str, value: object):
    three_seals()
    Seal.objects.filter(number=2).update(**{column: value})
    assert audit.verify()


def test_the_end_cut_off_is_seen_by_the_note_outside_the_database(django_capture_on_commit_callbacks: Any):
    with django_capture_on_commit_callbacks(execute=True):
        three_seals()
    gone = Seal.objects.get(number=3)
    AuditRow.objects.filter(pk__in=gone.rows).delete()
    gone.delete()
    assert audit.verify() == ["The audit log: seal 3, noted on this machine as the newest, is not there as it was."]


def test_the_note_of_one_log_leaves_the_other_alone():
    noted.note("audit", 7, "a" * 64)
    noted.note("access", 2, "b" * 64)
    assert noted.read() == {"audit": (7, "a" * 64), "access": (2, "b" * 64)}


def test_a_row_that_commits_late_with_a_lower_id_is_sealed_later(at_noon: None):
    ids = write(6)
    late = AuditRow.objects.get(pk=ids[2])
    AuditRow.objects.filter(pk=late.pk).delete()  # as if its transaction were still open
    audit.seal_new_rows()
    AuditRow.objects.bulk_create([late])
    assert audit.seal_new_rows() == 1
    assert Seal.objects.latest("number").rows == [ids[2]]
    assert audit.verify() == []


def test_a_row_slipped_in_long_after_is_seen_and_not_sealed(at_noon: None):
    ids = write(6)
    hidden = AuditRow.objects.get(pk=ids[2])
    AuditRow.objects.filter(pk=hidden.pk).delete()
    audit.seal_new_rows()
    with later(11):
        write(1)
        audit.seal_new_rows()
    with later(12):
        AuditRow.objects.bulk_create([hidden])
        write(1)
        assert audit.seal_new_rows() == 1
        assert audit.verify() == [f"The audit log: 1 rows were put in among sealed ones (first id {ids[2]})."]


def test_old_gaps_are_not_looked_into_for_ever(at_noon: None, django_assert_max_num_queries: Any):
    for minute in range(0, 60, 2):
        with later(minute):
            rows = write(2)
            AuditRow.objects.filter(pk=rows[0]).delete()  # a transaction that was rolled back
            audit.seal_new_rows()
    with later(60):
        assert len(chain._gaps("audit", chain.newest_seal("audit"))) <= 8  # those of the last ten minutes and a few
        with django_assert_max_num_queries(30):
            assert audit.seal_new_rows() == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_the_order_of_commits_every_row_is_sealed_once(seed: int):
    with transaction.atomic():
        chance = random.Random(seed)
        write(12)
        rows = list(AuditRow.objects.order_by("pk"))
        AuditRow.objects.all().delete()
        chance.shuffle(rows)
        while rows:
            count = chance.randint(1, 4)
            AuditRow.objects.bulk_create(rows[:count])
            rows = rows[count:]
            audit.seal_new_rows()
        sealed = [pk for ids in Seal.objects.values_list("rows", flat=True) for pk in ids]
        assert sorted(sealed) == sorted(AuditRow.objects.values_list("pk", flat=True))
        assert audit.verify() == []
        transaction.set_rollback(True)


def test_two_sealers_at_once_make_one_chain(monkeypatch: pytest.MonkeyPatch):
    """The other sealer is quicker, between our look and our seal."""
    write(3)
    compute, others = chain._seal_of, []

    def compute_after_the_other(log: str, last: Seal | None, rows: list[Any]) -> Seal:
        if not others:
            others.append(compute(log, last, rows).save(force_insert=True))
        return compute(log, last, rows)

    monkeypatch.setattr(chain, "_seal_of", compute_after_the_other)
    assert chain._seal_log("audit") == 0
    assert Seal.objects.count() == 1
    assert audit.verify() == []


def test_the_database_gives_a_number_to_one_sealer_only():
    write(1)
    audit.seal_new_rows()
    twin = Seal.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
