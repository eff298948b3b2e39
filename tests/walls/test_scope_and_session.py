"""The database's idea of the scope is ours, whatever happened before: rollbacks, savepoints, errors, lost
connections."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from samspill.core import walls
from samspill.core.walls.scope import PUBLIC, UNSTATED, Scope, _stated, kept_for, of, present

pytestmark = pytest.mark.on_postgresql
A, B = UUID(int=1), UUID(int=2)
SCOPES = st.sampled_from([str(A), str(B), "*", PUBLIC, ""])


class Undo(Exception):
    """Ends a block of transaction as an error would."""


def said() -> str:
    """What the database thinks, asked as any statement is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('samspill.community', true)")
        return str(cursor.fetchone()[0])


def agree() -> None:
    assert said() == present().value


def fail() -> None:
    """A statement that fails: with no transaction open nothing is left of it; in one, it must be rolled back."""
    with contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


def meddle(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def lose() -> None:
    """The server ends the connection; Django opens a new one for the next request."""
    if not connection.in_atomic_block:
        raw = connection.connection
        if raw is not None:
            raw.close()
        connection.close()


def many() -> None:
    with connection.cursor() as cursor:
        cursor.executemany("SELECT %s", [(1,), (2,)])


HAPPENINGS: dict[str, Callable[[], None]] = {
    "ask": agree,
    "fail": fail,
    "lose the connection": lose,
    "many": many,
    "set another": meddle("SET samspill.community = '*'"),
    "set another locally": meddle("SELECT set_config('samspill.community', '*', true)"),
    "several at once": meddle("SELECT 1; SET samspill.community = '*'"),
    "forget all": meddle("RESET ALL"),
    "in a comment": meddle("/* */ SET samspill.community = '*'"),
}
steps = st.deferred(lambda: st.lists(happening | scoped | block, max_size=5))
happening = st.sampled_from(sorted(HAPPENINGS)).map(lambda name: ("do", name, []))
scoped = st.tuples(st.just("scope"), SCOPES, steps)
block = st.tuples(st.sampled_from(["commit", "undo"]), st.just(""), steps)


def play(story: list[Any]) -> None:
    for kind, what, inner in story:
        if kind == "do":
            HAPPENINGS[what]()
        elif kind == "scope":
            with _stated(Scope(what)):
                agree()
                play(inner)
        else:
            with contextlib.suppress(Undo), transaction.atomic():
                play(inner)
                if kind == "undo":
                    raise Undo


@pytest.mark.django_db(transaction=True)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=steps)
@example(story=[("commit", "", [("do", "ask", []), ("scope", "*", [])])])
@example(story=[("undo", "", [("do", "ask", []), ("scope", "*", [])])])
@example(story=[("commit", "", [("do", "ask", []), ("undo", "", [("scope", "*", [])]), ("do", "ask", [])])])
def test_the_two_agree_whatever_happens(story: list[Any]) -> None:
    with _stated(UNSTATED):
        agree()
        play(story)
        agree()


@pytest.mark.django_db(transaction=True)
def test_what_a_rollback_takes_back_is_said_again() -> None:
    with walls.within(A):
        agree()
        with contextlib.suppress(Undo), transaction.atomic():
            with walls.whole_installation("a test"):
                agree()
                with contextlib.suppress(Undo), transaction.atomic(), walls.within(B):
                    agree()
                    raise Undo
                agree()
            raise Undo
        agree()


@pytest.mark.django_db(transaction=True)
def test_a_cursor_that_outlives_its_scope_is_cut_as_it_was_asked() -> None:
    """Rows asked for in one scope and fetched in another: on the server the question keeps its own scope."""
    from samspill.directory.models import Community

    Community.objects.create(id=A, slug="a", name="a")
    with transaction.atomic(), walls.within(A):
        rows = Community.objects.order_by("pk").iterator(chunk_size=1)
        assert next(rows).pk == A
        agree()
    agree()


@pytest.mark.django_db(transaction=True)
def test_many_threads_each_in_their_own() -> None:
    """Threads that come back to connections others used; each asks only in its own scope."""
    wrong: list[tuple[str, str]] = []

    def work(number: int) -> None:
        for n in range(40):
            with walls.within(UUID(int=number * 1000 + n)):
                with contextlib.suppress(Undo), transaction.atomic():
                    if said() != present().value:
                        wrong.append((said(), present().value))
                    if n % 2:
                        raise Undo
                if said() != present().value:
                    wrong.append((said(), present().value))
        if said() != "":
            wrong.append((said(), ""))
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def round_trips(what: Callable[[], None]) -> int:
    from samspill.core.walls.postgresql import base

    count = 0
    usual = base.Told._tell

    def counted(self: Any, *args: Any, **values: Any) -> None:
        nonlocal count
        count += 1
        usual(self, *args, **values)

    base.Told._tell = counted  # type: ignore[method-assign]
    try:
        what()
    finally:
        base.Told._tell = usual  # type: ignore[method-assign]
    return count


@pytest.mark.django_db(transaction=True)
def test_a_scope_is_said_once_a_connection_and_once_a_transaction_that_changes_it() -> None:
    def request() -> None:
        with walls.within(A):
            agree()
            with transaction.atomic():
                agree()
                agree()
            agree()

    said()
    assert [round_trips(request), round_trips(request)] == [1, 0]
    with walls.within(B):
        agree()
    assert round_trips(request) == 1


@pytest.mark.django_db(transaction=True)
def test_a_board_and_a_message_cost_at_most_one_more_round_trip(fjordheim: Any) -> None:
    from tests.discharge.stories import Story
    from tests.signing_in import signed_in

    kari = signed_in("kari")
    assert round_trips(lambda: kari.get("/pasienter/")) <= 1
    assert round_trips(lambda: kari.get("/pasienter/")) == 0
    story = Story(municipality="9901")
    assert round_trips(lambda: story.admitted("2026-11-16T10:00")) <= 1


def test_a_scope_says_why() -> None:
    with pytest.raises(ValueError, match="Say why"):
        walls.whole_installation("")
    with pytest.raises(ValueError, match="badly formed"):
        walls.within("'; DROP TABLE x")  # type: ignore[arg-type]


def test_what_is_sent_later_is_made_in_its_own_scope() -> None:
    with walls.within(A):
        parts = kept_for(present().value for _ in range(3))
    with walls.the_public():
        assert list(parts) == [str(A)] * 3
        assert present().value == PUBLIC


def test_the_scope_of_a_person() -> None:
    from samspill.accounts.actor import PUBLIC as NOBODY

    with of(NOBODY):
        assert present().value == PUBLIC
