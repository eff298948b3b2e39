"""The people of the load: each with a board that follows along, pages now and then, and some who answer."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from benchmarks.load_line import Line
from benchmarks.visitor import hidden_fields

THINK = (10.0, 20.0)  # seconds between two pages of one person
BARE_EVERY = 0.25
STAY = re.compile(r'href="/pasienter/([0-9a-f-]{36})/"')
AS_THE_PAGE_ASKS = {"HX-Request": "true", "X-Live": "1", "X-Samspill-Background": "1"}
SHOWN = {"can": "Kommunen kan ta imot", "cannot": "Venter på plass"}


@dataclass
class Measured:
    """Seconds. unseen: clicks that a screen should have shown and did not."""

    pages: list[float] = field(default_factory=list)
    parts: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    signals: int = 0
    unseen: int = 0


@dataclass
class Click:
    """One answer on its way: what the row of the stay shall show, and who has not got it yet."""

    stay: str
    shows: str
    at: float
    waits: set[int]


class Crowd:
    def __init__(
        self, host: str, port: int, people: Sequence[dict[str, Any]], *, seconds: float, every: float, seed: int
    ) -> None:
        self.measured = Measured()
        self.host, self.port, self.every = host, port, every
        self.chance = random.Random(seed)
        self.until = 0.0
        self._seconds = seconds
        self.clicks: list[Click] = []
        self.answered: dict[str, str] = {}  # each patient's last answer
        self.people = [Person(self, number, said) for number, said in enumerate(people)]

    async def live(self) -> Measured:
        """Everybody comes within some seconds; then the measuring time begins."""
        settle = min(15.0, self._seconds / 3)
        lives = [asyncio.create_task(person.live(settle)) for person in self.people]
        await asyncio.sleep(settle + 2)
        self.measured.pages.clear(), self.measured.parts.clear()
        self.until = time.monotonic() + self._seconds
        others = [asyncio.create_task(self._visit_bare()), asyncio.create_task(self._click_now_and_then())]
        await asyncio.sleep(self._seconds)
        await asyncio.sleep(2)  # for what was clicked last
        for task in [*lives, *others]:
            task.cancel()
        await asyncio.gather(*lives, *others, return_exceptions=True)
        self.measured.unseen = sum(bool(click.waits) for click in self.clicks)
        return self.measured

    def trouble(self, text: str) -> None:
        self.measured.troubles.append(text)

    def line(self, cookies: dict[str, str]) -> Line:
        return Line(self.host, self.port, cookies)

    async def timed(self, into: list[float], ask: Awaitable[tuple[int, bytes]]) -> bytes:
        began = time.monotonic()
        status, content = await ask
        into.append(time.monotonic() - began)
        if status != 200:
            self.trouble(f"A page was answered with {status}.")
        return content

    async def _visit_bare(self) -> None:
        line = self.line({})
        while time.monotonic() < self.until:
            try:
                await self.timed(self.measured.bare, line.ask("GET", "/bare/"))
            except (OSError, TimeoutError, AssertionError) as error:
                self.trouble(f"The bare page: {type(error).__name__} {error}")
            await asyncio.sleep(BARE_EVERY)

    async def _click_now_and_then(self) -> None:
        offices = [person for person in self.people if not person.hospital]
        under_way: set[asyncio.Task[None]] = set()
        while time.monotonic() < self.until - self.every:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.every)
            task = asyncio.create_task(self.chance.choice(offices).answer())
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    def announce(self, office: int, stay: str, shows: str) -> Click:
        """Whoever at the hospital has that municipality's board open is to see it."""
        watchers = {each.number for each in self.people if each.watches == office}
        click = Click(stay, shows, time.monotonic(), watchers)
        self.clicks.append(click)
        return click

    def look(self, number: int, board: str) -> None:
        """A screen shows this now: which clicks has it got?"""
        for click in self.clicks:
            if number in click.waits and click.shows in _row_of(board, click.stay):
                click.waits.discard(number)
                self.measured.clicks.append(time.monotonic() - click.at)


class Person:
    """One browser. watches: the municipality whose board a hospital person has open, for a third of them; else -1."""

    def __init__(self, crowd: Crowd, number: int, said: dict[str, Any]) -> None:
        self.crowd, self.number = crowd, number
        self.hospital = said["side"] == "hospital"
        self.office = int(said["office"])
        self.watches = self.office if self.hospital and number % 3 == 0 else -1
        self.board = f"/pasienter/?kommune={said['municipality']}" if self.watches >= 0 else "/pasienter/"
        self.cookies = {"samspill_session": str(said["cookie"])}
        self.line = crowd.line(self.cookies)
        self.stays: list[str] = []
        self._bell, self._busy = asyncio.Event(), asyncio.Lock()

    async def live(self, settle: float) -> None:
        tasks = []
        try:
            await asyncio.sleep(self.crowd.chance.uniform(0, settle))
            await self.open_board()
            tasks = [asyncio.create_task(self._kept(each)) for each in (self._listen, self._refresh)]
            while True:
                await asyncio.sleep(self.crowd.chance.uniform(*THINK))
                await self._kept(self._next_page)
        finally:
            for task in tasks:
                task.cancel()

    async def _kept(self, act: Callable[[], Awaitable[None]]) -> None:
        """A fault is told, and the person goes on."""
        try:
            await act()
        except (OSError, TimeoutError, AssertionError) as error:
            self.crowd.trouble(f"{act.__name__}: {type(error).__name__} {error}")

    async def _next_page(self) -> None:
        if self.stays and self.crowd.chance.random() < 0.4:
            await self._page(f"/pasienter/{self.crowd.chance.choice(self.stays)}/")
        else:
            await self.open_board()

    async def open_board(self) -> None:
        board = await self._page(self.board)
        self.stays = list(dict.fromkeys(STAY.findall(board)))
        self._look(board)

    async def _page(self, path: str) -> str:
        async with self._busy:
            return (await self.crowd.timed(self.crowd.measured.pages, self.line.ask("GET", path))).decode()

    async def _listen(self) -> None:
        async for _change in self.crowd.line(self.cookies).changes():
            self.crowd.measured.signals += 1
            self._bell.set()

    async def _refresh(self) -> None:
        """One request at a time; a signal meanwhile gives one more afterwards, as in the page."""
        line = self.crowd.line(self.cookies)
        while True:
            await self._bell.wait()
            self._bell.clear()
            asked = line.ask("GET", self.board, headers=AS_THE_PAGE_ASKS)
            self._look((await self.crowd.timed(self.crowd.measured.parts, asked)).decode())

    def _look(self, board: str) -> None:
        if self.watches >= 0:
            self.crowd.look(self.number, board)

    async def answer(self) -> None:
        """Open a patient of one's own, and answer otherwise than it stands."""
        with suppress(OSError, TimeoutError):
            busy = {click.stay for click in self.crowd.clicks if click.waits}
            free = [stay for stay in self.stays if stay not in busy]
            if not free:
                return
            stay = self.crowd.chance.choice(free)
            page = await self._page(f"/pasienter/{stay}/")
            goal = f"/pasienter/{stay}/svar/"
            fields = hidden_fields(page, goal)
            say = "cannot" if self.crowd.answered.get(stay) == "can" else "can"
            day = date.today() + timedelta(days=self.crowd.chance.randint(1, 300))
            body = urlencode({**fields, "answer": say, "day": day.isoformat()}).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            self.crowd.answered[stay] = say
            click = self.crowd.announce(self.office, stay, SHOWN[say])
            async with self._busy:
                status, _content = await self.line.ask("POST", goal, body, headers)
            if status != 302:
                click.waits.clear()
                self.crowd.trouble(f"An answer was met with {status}.")


def _row_of(board: str, stay: str) -> str:
    """The row of one stay in a board's HTML; empty where it is not on the page."""
    start = board.find(f'href="/pasienter/{stay}/"')
    return board[start : board.find("</tr>", start)] if start >= 0 else ""
