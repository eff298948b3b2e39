"""The role that the application works as: it owns nothing, so that the walls hold it, and it may do no more than it
needs.

The owner of the tables makes and changes them (`samspill migrate`, `backup`, `restore`); everything else runs as the
application's role. Where the settings know one login only, each connection steps down from it to the role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

READ_ONLY = ("django_migrations",)
_GUARDED = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND t.tgname LIKE '%%_no_%%' AND t.tgenabled <> 'D'
"""
_POWERS = """
SELECT r.rolname, session_user, r.rolsuper, r.rolbypassrls,
       (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid
          AND c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r')
FROM pg_roles r WHERE r.rolname = current_user
"""


class NoSuchRole(Exception):
    """The role of the application is not there and cannot be made; the text says what to ask for."""


@contextmanager
def as_owner() -> Iterator[None]:
    """This thread's connection belongs to the owner of the tables for a while. Not inside a transaction."""
    owner = settings.OWNER_DATABASE
    if not owner or connection.vendor != "postgresql":
        yield
        return
    if connection.in_atomic_block:
        raise RuntimeError("A transaction cannot change hands.")
    usual = connection.settings_dict
    connection.close()
    connection.settings_dict = {**usual, **owner}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give the application's role what it needs on all tables, also future ones; as the owner. Raises NoSuchRole.

    What a guard refuses (`core.append_only`: a trigger called <table>_no_update, _no_delete) is not granted either,
    so a guard that is changed changes the grant at the next `samspill migrate`.
    """
    role = settings.DATABASE_ROLE
    if connection.vendor != "postgresql" or not role:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return  # one login for all: `samspill check` says what is wrong with that
        _make(cursor, role)
        with transaction.atomic(using=connection.alias):
            for statement in _grants(cursor, f'"{role}"'):
                cursor.execute(statement)


def _make(cursor: Any, role: str) -> None:
    """Make the role if need be. Roles are shared by all databases of a server: another may be making it now."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    missing = cursor.fetchone() is None
    try:
        if missing:
            with transaction.atomic():
                cursor.execute(f'CREATE ROLE "{role}" NOLOGIN')
    except IntegrityError:
        pass
    except DatabaseError as error:
        if "already exists" not in str(error):
            raise NoSuchRole(
                f"There is no role {role} in PostgreSQL, and this login may not make it. Ask for: "
                f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO (this login)."
            ) from error
    _join(cursor, role)


def _join(cursor: Any, role: str) -> None:
    """The owner may step down to the role, where it is not a login of its own."""
    cursor.execute(
        "SELECT rolcanlogin OR pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s", [role]
    )
    if not cursor.fetchone()[0]:
        cursor.execute(f'GRANT "{role}" TO CURRENT_USER')


def _grants(cursor: Any, role: str) -> Iterator[str]:
    cursor.execute("SELECT current_schema()")
    schema = f'"{cursor.fetchone()[0]}"'
    cursor.execute(_GUARDED)
    guarded = cursor.fetchall()
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    for what, where in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
        yield f"GRANT {what} ON ALL {where} IN SCHEMA {schema} TO {role}"
        yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {what} ON {where} TO {role}"
    for table in READ_ONLY:
        cursor.execute("SELECT to_regclass(%s)", [table])
        if cursor.fetchone()[0] is None:
            continue  # tables made straight from the models have no history
        yield f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {role}'
    for table, trigger in guarded:
        deed = trigger.removeprefix(f"{table}_no_").upper()
        if deed in {"UPDATE", "DELETE"}:
            yield f'REVOKE {deed} ON "{table}" FROM {role}'


def powers() -> dict[str, Any]:
    """What the role that this connection works as could do that it should not: works_as, logged_in_as, superuser,
    bypasses, owns (how many tables)."""
    with connection.cursor() as cursor:
        cursor.execute(_POWERS)
        found = cursor.fetchone()
    return dict(zip(("works_as", "logged_in_as", "superuser", "bypasses", "owns"), found, strict=True))
