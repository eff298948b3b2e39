"""Deeds, doors, refusals, events, the waiting list, the marks of change: what every room stands on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from samspill.core import clock, deeds, doors, events, live, waiting
from samspill.core.audit.models import AuditRow
from samspill.core.doer import Machine
from samspill.core.refusal import Refused, answers_twice
from samspill.core.schedule import Scheduled

SOMEBODY = Machine("a test", frozenset({"test.make"}))
NOBODY = Machine("nobody", frozenset())


@answers_twice
def check_make(person: Any, name: str) -> None:
    if not person.may("test.make"):
        raise Refused("Du kan ikke lage %(name)s.", name=name)


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(deeds, "DEEDS", {})

    @deeds.deed("test.make", permission=check_make)
    def make(*, by: Any, name: str, break_after: bool = False) -> Scheduled:
        made = Scheduled.objects.create(name=name)
        if break_after:
            raise ValueError
        return made

    return make


@pytest.mark.django_db
def test_a_deed_writes_the_change_and_its_trace(make: Any):
    made = make(by=SOMEBODY, name="en ting")
    row = AuditRow.objects.get()
    assert (row.who, row.deed, row.about_kind, row.about_id) == (
        "machine:a test",
        "test.make",
        "core.scheduled",
        made.pk,
    )


@pytest.mark.django_db
def test_a_deed_without_permission_changes_nothing_and_says_why(make: Any):
    with pytest.raises(Refused, match="Du kan ikke lage en ting"):
        make(by=NOBODY, name="en ting")
    assert not Scheduled.objects.exists()
    assert not AuditRow.objects.exists()


@pytest.mark.django_db
def test_a_deed_that_breaks_leaves_neither_change_nor_trace(make: Any):
    with pytest.raises(ValueError):
        make(by=SOMEBODY, name="en ting", break_after=True)
    assert not Scheduled.objects.exists()
    assert not AuditRow.objects.exists()


def test_two_deeds_cannot_have_one_name(make: Any):
    with pytest.raises(ValueError, match="already defined"):
        deeds.deed("test.make", permission=check_make)(lambda *, by: None)


def test_a_check_answers_twice_with_the_same_words():
    assert check_make.can(SOMEBODY, "noe")
    assert check_make.why_not(NOBODY, "noe") == "Du kan ikke lage noe."
    with pytest.raises(Refused) as raised:
        check_make(NOBODY, "noe")
    assert str(raised.value) == check_make.why_not(NOBODY, "noe")


def test_a_view_without_a_stated_permission_is_closed():
    door = doors.closed_until_stated(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied, match="no declared permission"):
        door.process_view(HttpRequest(), lambda request: HttpResponse("open"))


def test_a_view_with_a_permission_asks_it_first():
    def only_signed_in(person: Any) -> None:
        if person is None:
            raise Refused("Logg inn først.")

    view = doors.page(permission=only_signed_in)(lambda request: HttpResponse("inne"))
    doors.closed_until_stated(lambda request: HttpResponse()).process_view(HttpRequest(), view)
    request = HttpRequest()
    request.person = None  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        view(request)
    request.person = SOMEBODY  # type: ignore[attr-defined]
    assert view(request).content == b"inne"


@pytest.mark.django_db(transaction=True)
def test_events_are_told_after_the_change_is_stored_and_not_if_it_is_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events, "_listeners", {"it happened": []})
    heard: list[int] = []

    def fails(number: int) -> None:
        raise ValueError("Blid Agurk")

    events.listen("it happened", fails)
    events.listen("it happened", lambda number: heard.append(number))
    with transaction.atomic():
        events.tell("it happened", number=1)
        assert heard == []
    assert heard == [1]
    with pytest.raises(RuntimeError), transaction.atomic():
        events.tell("it happened", number=2)
        raise RuntimeError
    assert heard == [1]


def test_what_waits_is_sorted_by_broken_promise_then_by_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(waiting, "_rooms", [])
    soon, late = (datetime(2026, 3, 2, hour, tzinfo=clock.OSLO) for hour in (9, 15))

    def item(what: str, **values: Any) -> waiting.WaitingItem:
        return waiting.WaitingItem(what=what, about="", url="/", **values)

    waiting.room_with_waiting_items(lambda person: [item("undated"), item("late", due=late)])
    waiting.room_with_waiting_items(lambda person: [item("soon", due=soon), item("broken", due=late, broken=True)])
    assert [i.what for i in waiting.waiting_for(SOMEBODY)] == ["broken", "soon", "late", "undated"]


HERE, THERE = UUID(int=1), UUID(int=2)


def test_only_a_new_change_counts_not_one_that_grows_old():
    before = {HERE: frozenset({1, 2}), THERE: frozenset({3})}
    assert live.changed_since(before, {HERE: frozenset({2}), THERE: frozenset({3})}) == set()
    assert live.changed_since(before, {THERE: frozenset({3})}) == set()
    assert live.changed_since(before, {HERE: frozenset({2, 4}), THERE: frozenset({3})}) == {HERE}
    assert live.changed_since({}, before) == {HERE, THERE}


def test_a_change_that_commits_late_counts_though_a_newer_one_was_seen():
    assert live.changed_since({HERE: frozenset({"12:05"})}, {HERE: frozenset({"12:04", "12:05"})}) == {HERE}


def test_rooms_are_kept_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "_rooms", {})
    live.room_with_marks("one", lambda: {HERE: {1}})
    live.room_with_marks("two", lambda: {HERE: [1], THERE: (2,)})
    assert live.recent_changes() == {HERE: {("one", 1), ("two", 1)}, THERE: {("two", 2)}}


def test_the_clock_stands_still_only_inside():
    moment = datetime(2026, 3, 2, 23, 30, tzinfo=clock.OSLO)
    with clock.stopped_at(moment):
        assert clock.now() == moment
        assert clock.today() == moment.date()
    assert abs(clock.now() - datetime.now(clock.OSLO)) < timedelta(minutes=1)
