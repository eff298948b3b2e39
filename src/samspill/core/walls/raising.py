"""Raising the walls in the database, and seeing whether they stand as the plan says."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from samspill.core.walls import plan
from samspill.core.walls.plan import Wall

POLICY = "samspill_wall"
# FORCE: the owner of the tables is held by them too. The mark tells which plan a policy was made from.
_RAISE = """
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS {policy} ON "{table}";
CREATE POLICY {policy} ON "{table}" USING ({seen}) WITH CHECK ({written});
COMMENT ON POLICY {policy} ON "{table}" IS '{mark}';
"""
_LOWER = """
DROP POLICY IF EXISTS {policy} ON "{table}";
ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
"""
_STANDING = """
SELECT c.relname, obj_description(p.oid, 'pg_policy'), c.relrowsecurity AND c.relforcerowsecurity,
       (SELECT count(*) FROM pg_policy other WHERE other.polrelid = c.oid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE p.polname = %s AND c.relnamespace = current_schema()::regnamespace
"""


def raise_walls(connection: BaseDatabaseWrapper) -> list[str]:
    """Make the policies what the plan says, as the owner of the tables; the names of the tables that changed."""
    if connection.vendor != "postgresql":
        return []
    wrong = faults(connection)
    wanted = {wall.table: wall for wall in plan.walls()}
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in wrong:
            wall = wanted.get(table)
            cursor.execute(_raising(wall) if wall else _LOWER.format(table=table, policy=POLICY))
    return sorted(wrong)


def _raising(wall: Wall) -> str:
    return _RAISE.format(table=wall.table, policy=POLICY, seen=wall.seen, written=wall.written, mark=_mark(wall))


def faults(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Table → what is wrong with its wall; empty when all stand as planned."""
    if connection.vendor != "postgresql":
        return {}
    standing, tables = _standing(connection), connection.introspection.table_names()
    wrong = {
        wall.table: "has no wall" if wall.table not in standing else "has another wall than planned"
        for wall in plan.walls()
        if wall.table in tables and standing.get(wall.table) != (_mark(wall), True, 1)
    }
    planned = {wall.table for wall in plan.walls()}
    return wrong | {table: "has a wall that nothing asks for" for table in standing if table not in planned}


def _standing(connection: BaseDatabaseWrapper) -> dict[str, tuple[Any, bool, int]]:
    """Table → (mark, enabled and forced, how many policies it has: a second one would open the wall)."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [POLICY])
        return {table: (mark, forced, count) for table, mark, forced, count in cursor.fetchall()}


def _mark(wall: Wall) -> str:
    return hashlib.sha256(f"{wall.seen}\n{wall.written}".encode()).hexdigest()[:16]
