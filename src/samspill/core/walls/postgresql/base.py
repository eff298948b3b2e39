"""The connection that keeps the database's idea of the scope the same as ours, at every statement.

PostgreSQL takes back a setting that was made in a transaction when the transaction, or the savepoint, is rolled back.
So a setting is made in one of two ways, and what is known of it is dropped whenever it may have been taken back:

    outside a transaction    for the connection, at once and for good
    in a transaction         for the rest of the transaction; when it ends, the connection's own holds again

Before each statement the two are compared; only when they differ is the database told, which costs one round trip; and
not yet, when the statement names no walled table (a session, a unit). Most requests therefore pay one or none. The
state belongs to the connection that it is about, and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.backends.postgresql import base as django
from django.db.backends.postgresql.psycopg_any import register_tzloader
from psycopg import OperationalError
from psycopg.pq import ExecStatus, Format, TransactionStatus

from samspill.core.walls import plan
from samspill.core.walls.scope import present

IDLE, IN_TRANSACTION = TransactionStatus.IDLE, TransactionStatus.INTRANS
# These leave the setting as it is; the last takes back what was said since the savepoint.
_HARMLESS = ("SELECT", "INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE SAVEPOINT")
_TAKES_BACK = "ROLLBACK TO SAVEPOINT"


class Told:
    """What the database was told on one connection. None: not known, so it is told again.

    lasting is the connection's own; holding is what holds in the transaction that is open.
    """

    __slots__ = ("_server", "holding", "lasting")

    def __init__(self, server: Any) -> None:
        self._server = server  # libpq's end of the connection
        self.lasting: str | None = None
        self.holding: str | None = None

    def agree(self, query: Any) -> None:
        """Make the database's scope ours. In a transaction that has failed nothing can be read, and nothing is told."""
        scope = present().value
        status = self._server.transaction_status
        if status == IN_TRANSACTION:
            if self.holding != scope and concerns(query):
                self.holding = None
                self._tell(scope, until_the_end="true")
                self.holding = scope
        elif status == IDLE:
            if self.lasting != scope and concerns(query):
                self.lasting = None
                self._tell(scope, until_the_end="false")
                self.lasting = scope
            self.holding = self.lasting  # a transaction that begins now begins with it

    def _tell(self, scope: str, *, until_the_end: str) -> None:
        statement = f"SELECT set_config('samspill.community', '{scope}', {until_the_end})"  # a uuid, or a word of ours
        result = self._server.exec_(statement.encode())
        if result.status != ExecStatus.TUPLES_OK:
            raise OperationalError("The scope could not be told to the database.")

    def said(self, query: Any) -> None:
        """Drop what a statement may have changed: any but the plain ones may have changed it all."""
        if not is_plain(query):
            self.holding = None
            if not (isinstance(query, str) and query.startswith(_TAKES_BACK) and ";" not in query):
                self.lasting = None

    def taken_back(self) -> None:
        """The transaction is over, and with it what was said for its duration."""
        self.holding = None


def is_plain(query: Any) -> bool:
    """One statement, of the kinds that leave the setting alone."""
    if not isinstance(query, str) or ";" in query or "set_config" in query:
        return False
    return query.lstrip().startswith(_HARMLESS)


def concerns(query: Any) -> bool:
    """May the statement touch a walled table? Of those that are not plain, and of our own functions, we do not know."""
    return not (is_plain(query) and apps.ready) or _names_walled(query)


@lru_cache(maxsize=2048)
def _names_walled(query: str) -> bool:
    said = query.lower()
    return "samspill" in said or any(wall.table in said for wall in plan.walls())


class _Telling:
    """A cursor of psycopg that agrees on the scope before it says anything."""

    connection: Any

    def execute(self, query: Any, *args: Any, **values: Any) -> Any:
        told: Told = self.connection.told
        told.agree(query)
        try:
            return super().execute(query, *args, **values)  # type: ignore[misc]
        finally:
            told.said(query)

    def executemany(self, query: Any, *args: Any, **values: Any) -> Any:
        told: Told = self.connection.told
        told.agree(query)
        try:
            return super().executemany(query, *args, **values)  # type: ignore[misc]
        finally:
            told.said(query)

    def stream(self, *args: Any, **values: Any) -> Iterator[Any]:
        self.connection.told.agree(None)
        return super().stream(*args, **values)  # type: ignore[misc,no-any-return]

    @contextmanager
    def copy(self, *args: Any, **values: Any) -> Iterator[Any]:
        self.connection.told.agree(None)
        with super().copy(*args, **values) as copy:  # type: ignore[misc]
            yield copy


class Cursor(_Telling, django.Cursor):
    pass


class ServerSideCursor(_Telling, django.ServerSideCursor):
    pass


class DatabaseWrapper(django.DatabaseWrapper):
    """`ENGINE` of the settings."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.told = Told(connection.pgconn)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        if name is None:
            return super().create_cursor()
        raw: Any = self.connection
        make: Any = ServerSideCursor
        cursor = make(raw, name=name, scrollable=False, withhold=raw.autocommit)
        timezones = raw.adapters.get_loader(django.TIMESTAMPTZ_OID, Format.TEXT)
        if self.timezone != timezones.timezone:
            register_tzloader(self.timezone, cursor)
        return cursor

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._taken_back()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._taken_back()

    def _taken_back(self) -> None:
        raw: Any = self.connection
        if raw is not None:
            raw.told.taken_back()
