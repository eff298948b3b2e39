"""The stage: the running demo with a made-up rate, Kari, Ola and Nina at a browser each, and patients of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.stories.people import Patient, Person
from tests.browser.stories.within import Inside
from tests.running import Copy

NUMBERS = count()
USUAL, PATIENCE = 5_000, 60_000  # milliseconds; only a story that fails waits so long


@pytest.fixture(scope="session")
def inside(running_demo: tuple[Copy, str]) -> Iterator[Inside]:
    process = Inside(running_demo[0])
    yield process
    process.stop()


@pytest.fixture(scope="module")
def rate(inside: Inside) -> Iterator[None]:
    inside.ask("rates", known=True)
    yield
    inside.ask("rates", known=False)


@pytest.fixture
def patient(inside: Inside) -> Callable[..., Patient]:
    """Call it for a patient: `ready` so many days ago (None: not yet), `admitted` so many."""

    def told(given: str, ready: int | None, admitted: int = 7, municipality: str = "9901") -> Patient:
        values = {"given": given, "ready": ready, "admitted": admitted, "municipality": municipality}
        return Patient(**inside.ask("tell", number=next(NUMBERS), ward="Geriatri 2", **values))

    return told


@pytest.fixture(scope="module")
def person(chromium: Browser, address: str) -> Iterator[Callable[[str], Person]]:
    """Somebody signed in; the same browser each time."""
    known: dict[str, Person] = {}
    expect.set_options(timeout=PATIENCE)

    def at_work(name: str) -> Person:
        if name not in known:
            context = chromium.new_context(base_url=address, locale="nb-NO", timezone_id="Europe/Oslo")
            context.set_default_timeout(PATIENCE)
            known[name] = Person(context.new_page(), name)
        return known[name]

    yield at_work
    expect.set_options(timeout=USUAL)
    for each in known.values():
        each.page.context.close()


@pytest.fixture
def kari(person: Callable[[str], Person]) -> Person:
    return person("Kari Lund")


@pytest.fixture
def ola(person: Callable[[str], Person]) -> Person:
    return person("Ola Vik")


@pytest.fixture
def nina(person: Callable[[str], Person]) -> Person:
    return person("Nina Dahl")
