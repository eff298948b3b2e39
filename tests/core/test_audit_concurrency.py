"""Writers never wait for the sealer, nor for one another longer than the database itself demands."""

from __future__ import annotations

import threading
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from samspill.core import audit
from samspill.core.audit import chain
from samspill.core.audit.models import AuditRow, Seal
from samspill.core.doer import Machine

pytestmark = pytest.mark.django_db(transaction=True)
SOMEBODY = Machine("a test", frozenset())


@pytest.fixture(autouse=True)
def own_note(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path


def in_another_connection(work: Any) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=copy_context().run, args=(run,))
    thread.start()
    return thread


def test_a_writer_goes_on_while_the_sealer_reads_and_counts(monkeypatch: pytest.MonkeyPatch):
    """The sealer has read its rows and is computing; a writer commits meanwhile, and its row is sealed next."""
    audit.record(by=SOMEBODY, deed="test.first")
    digest, computing, written = chain.digest_of, threading.Event(), threading.Event()

    def slow_digest(seal: Seal, rows: Any) -> str:
        computing.set()
        assert written.wait(30), "the writer had to wait for the sealer"
        return digest(seal, rows)

    monkeypatch.setattr(chain, "digest_of", slow_digest)
    sealer = in_another_connection(audit.seal_new_rows)
    assert computing.wait(30)
    audit.record(by=SOMEBODY, deed="test.second")
    written.set()
    sealer.join()
    monkeypatch.undo()
    audit.seal_new_rows()
    assert AuditRow.objects.count() == 2
    assert audit.verify() == []


@pytest.mark.on_postgresql
def test_the_sealer_does_not_wait_for_a_writer_that_is_slow_to_commit():
    with transaction.atomic():
        audit.record(by=SOMEBODY, deed="test.slow")
        in_another_connection(lambda: audit.record(by=SOMEBODY, deed="test.quick")).join(30)
        sealer = in_another_connection(audit.seal_new_rows)
        sealer.join(30)
        assert not sealer.is_alive()
    slow, quick = AuditRow.objects.order_by("pk").values_list("pk", flat=True)
    assert list(Seal.objects.values_list("rows", flat=True)) == [[quick]]
    audit.seal_new_rows()
    assert Seal.objects.latest("number").rows == [slow]
    assert audit.verify() == []


def test_many_writers_and_two_sealers_lose_nothing():
    def write() -> None:
        for _ in range(25):
            audit.record(by=SOMEBODY, deed="test.many")

    def seal() -> None:
        for _ in range(10):
            audit.seal_new_rows()

    threads = [in_another_connection(work) for work in (write, seal, write, seal, write)]
    for thread in threads:
        thread.join()
    audit.seal_new_rows()
    sealed = [pk for rows in Seal.objects.values_list("rows", flat=True) for pk in rows]
    assert sorted(sealed) == sorted(AuditRow.objects.values_list("pk", flat=True))
    assert len(sealed) == 75
    assert audit.verify() == []


def test_the_tables_are_append_only_in_the_database_itself(append_only_tables: list[str]):
    audit.record(by=SOMEBODY, deed="test.kept")
    audit.seal_new_rows()
    assert {"core_auditrow", "core_accessrow", "core_seal"} <= set(append_only_tables)
    for table in ("core_auditrow", "core_seal"):
        for statement in _changes(table):
            with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
                cursor.execute(statement)
    assert AuditRow.objects.get().deed == "test.kept"
    assert audit.verify() == []


def _changes(table: str) -> list[str]:
    changes = [f"UPDATE {table} SET at = at", f"DELETE FROM {table}"]
    return [*changes, f"TRUNCATE {table}"] if connection.vendor == "postgresql" else changes
