"""The watcher itself: asks only while somebody listens, survives a database that is away, checks the reader again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

import pytest

HERE, THERE = UUID(int=1), UUID(int=2)
T = TypeVar("T")

pytestmark = pytest.mark.once


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Any:
    from samspill.config import live

    async def at_once(function: Callable[..., Any], *values: Any) -> Any:
        return function(*values)

    monkeypatch.setattr(live, "_in_thread", at_once)
    monkeypatch.setattr(live, "INTERVAL", 0.01)
    return live


class Rooms:
    """Stands in for what the rooms say, and counts how often they are asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.now: dict[UUID, frozenset[int]] = {}
        self.away = False

    def __call__(self) -> dict[UUID, frozenset[int]]:
        self.asked += 1
        if self.away:
            raise ConnectionError
        return self.now


@pytest.fixture
def rooms(live: Any, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    rooms = Rooms()
    monkeypatch.setattr(live.live, "recent_changes", rooms)
    return rooms


def run(story: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """In a thread of its own: a browser test before this one may have left an event loop in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(story())).result()


async def rung(bell: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), 5)
    except TimeoutError:
        return False
    bell.clear()
    return True


async def looks(rooms: Rooms, more: int = 3) -> None:
    """Let the watcher look a few times more."""
    until = rooms.asked + more
    while rooms.asked < until:
        await asyncio.sleep(0.005)


def test_one_watcher_asks_for_all_and_stops_when_nobody_is_left(live: Any, rooms: Rooms):
    async def story() -> None:
        watcher = live.Watcher()
        bells = [asyncio.Event() for _ in range(100)]
        for bell in bells:
            watcher.add(HERE, bell)
        await looks(rooms)
        assert len([task for task in asyncio.all_tasks() if task is not asyncio.current_task()]) == 1
        rooms.now = {HERE: frozenset({1})}
        assert all([await rung(bell) for bell in bells])
        for bell in bells:
            watcher.remove(HERE, bell)
        await asyncio.sleep(0.05)
        asked = rooms.asked
        await asyncio.sleep(0.1)
        assert rooms.asked == asked

    run(story)


def test_a_change_in_another_community_rings_no_bell(live: Any, rooms: Rooms):
    async def story() -> None:
        watcher, bell, other = live.Watcher(), asyncio.Event(), asyncio.Event()
        watcher.add(HERE, bell)
        watcher.add(THERE, other)
        await looks(rooms)
        rooms.now = {THERE: frozenset({1})}
        assert await rung(other)
        assert not bell.is_set()

    run(story)


def test_a_newcomer_is_told_of_what_has_just_happened(live: Any, rooms: Rooms):
    async def story() -> None:
        watcher, first, second = live.Watcher(), asyncio.Event(), asyncio.Event()
        rooms.now = {HERE: frozenset({1})}
        watcher.add(HERE, first)
        assert await rung(first)
        watcher.add(HERE, second)
        assert second.is_set()
        await looks(rooms)
        assert not first.is_set()

    run(story)


def test_a_database_that_is_away_costs_no_listener(live: Any, rooms: Rooms):
    async def story() -> None:
        watcher, bell = live.Watcher(), asyncio.Event()
        watcher.add(HERE, bell)
        rooms.away = True
        await looks(rooms)
        rooms.away, rooms.now = False, {HERE: frozenset({1})}
        assert await rung(bell)

    run(story)


@pytest.mark.parametrize("allowed", [True, False])
def test_the_right_to_listen_is_asked_again(live: Any, monkeypatch: pytest.MonkeyPatch, allowed: bool):
    monkeypatch.setattr(live, "PING", 0.02)
    monkeypatch.setattr(live, "_still_the_same", lambda scope, person: allowed)

    async def story() -> list[bytes]:
        heard: list[bytes] = []
        lines = live._lines({}, None, asyncio.Event(), lambda: len(heard) == 3)
        async for line in lines:
            heard.append(line)
        return heard

    assert run(story) == ([live.STILL_HERE] * 3 if allowed else [])
