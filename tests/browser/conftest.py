"""Chromium as Debian ships it, against a whole demo in a web server of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.running import Copy

NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One a module: while it is open, its event loop runs in this thread, where Django then refuses its database."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "Chromium is not on this machine; `make test` installs it (Debian: apt-get install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(running_demo: tuple[Copy, str]) -> str:
    """Where the demo answers, with a slash at the end."""
    return running_demo[1]


@pytest.fixture
def new_browser(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Call it for a page in a browser of its own, with nobody signed in; values go to Playwright's new_context."""
    contexts: list[BrowserContext] = []

    def new_page(**values: object) -> Page:
        context = chromium.new_context(base_url=address, locale="nb-NO", **values)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
