"""Tables that the database itself keeps append-only: rows may be inserted, never updated, deleted or emptied.

operations = [..., AppendOnly("core_auditrow")]                          in a migration
operations = [..., RecordedRemoval("core_auditrow", "audit")]            the one exception, for logs with a retention

Where removal is recorded, the database lets a row go only if `core_removedrow` names it, and that table is append-only
itself: nobody, whatever they run, can take a row away without leaving its number behind. The records are signed, so one
that Samspill did not write is found by `audit verify`.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

REFUSAL = "is append-only: rows are never changed or removed"
_FUNCTION = """
CREATE OR REPLACE FUNCTION samspill_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The table % {refusal}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the database refuse changes to the rows of `table`."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, table):
            cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the guard away: for the reverse of a migration, and for test databases, which are emptied between tests."""
    on_table = f'ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for deed in _deeds(connection.vendor):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{deed}" {on_table}')


def _deeds(vendor: str) -> list[str]:
    return ["update", "delete", "truncate"] if vendor == "postgresql" else ["update", "delete"]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_{deed}" BEFORE {deed.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, 'The table {table} {REFUSAL}'); END"
            for deed in _deeds(vendor)
        ]
    triggers = [
        f'CREATE TRIGGER "{table}_no_{deed}" BEFORE {deed.upper()} ON "{table}" '
        f"FOR EACH {'STATEMENT' if deed == 'truncate' else 'ROW'} EXECUTE FUNCTION samspill_append_only()"
        for deed in _deeds(vendor)
    ]
    return [_FUNCTION.format(refusal=REFUSAL), *triggers]


# Run with the rights of the tables' owner: the role that serves the pages needs no right to delete.
_REMOVE = """
CREATE OR REPLACE FUNCTION samspill_remove_recorded(log_name text, removal bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    IF log_name = 'audit' THEN
        DELETE FROM core_auditrow l USING core_removedrow r
            WHERE r.log = log_name AND r.removal_id = removal AND r."row" = l.id;
    ELSIF log_name = 'access' THEN
        DELETE FROM core_accessrow l USING core_removedrow r
            WHERE r.log = log_name AND r.removal_id = removal AND r."row" = l.id;
    END IF;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$
"""
_CHECKED = """
CREATE OR REPLACE FUNCTION samspill_removal_is_recorded() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM core_removedrow WHERE log = TG_ARGV[0] AND "row" = OLD.id) THEN
        RAISE EXCEPTION 'The table % {refusal}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$
"""


def allow_recorded_removal(connection: BaseDatabaseWrapper, table: str, log: str) -> None:
    """The guard against deletion gives way for rows that `core_removedrow` names, and for no others."""
    on_table = f'ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_delete" {on_table}')
        for statement in _recorded(connection.vendor, table, log):
            cursor.execute(statement)


def _recorded(vendor: str, table: str, log: str) -> list[str]:
    if vendor == "sqlite":
        named = f"SELECT 1 FROM core_removedrow WHERE log = '{log}' AND \"row\" = OLD.id"  # noqa: S608 - our own names
        return [
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" WHEN NOT EXISTS ({named}) '
            f"BEGIN SELECT RAISE(ABORT, 'The table {table} {REFUSAL}'); END"
        ]
    trigger = (
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION samspill_removal_is_recorded('{log}')"
    )
    return [_CHECKED.format(refusal=REFUSAL), _REMOVE, trigger]


class AppendOnly(Operation):
    """Guards a table. Nothing changes in what Django knows of the model."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        guard(schema_editor.connection, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        unguard(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Keep {self.table} append-only"


class RecordedRemoval(Operation):
    """Opens a guarded table for removals that are recorded in `core_removedrow`."""

    reversible = True

    def __init__(self, table: str, log: str) -> None:
        self.table, self.log = table, log

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        allow_recorded_removal(schema_editor.connection, self.table, self.log)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        unguard(schema_editor.connection, self.table)
        guard(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Let recorded rows of {self.table} be removed"
