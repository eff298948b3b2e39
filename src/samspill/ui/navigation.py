"""The one navigation: each room adds its own entry when the house opens, with the deed that opens its door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place in the navigation, shown to those who may do `deed`; an empty deed means everybody who is signed in."""

    label: Any
    url_name: str
    deed: str = ""
    icon: str = ""
    order: int = 50
    also: tuple[str, ...] = ()  # other beginnings of addresses that lie under the same entry
    post: bool = False  # done by pressing a button (signing out), not by following a link

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Link:
    """An entry as one reader sees it now."""

    label: Any
    url: str
    icon: str
    current: bool
    post: bool = False


_rooms: dict[str, Entry] = {}
_person_menu: dict[str, Entry] = {}
_search: list[Entry] = []


def add(entry: Entry) -> None:
    """Put a room in the navigation. Call in AppConfig.ready; a second call with the same address replaces the first."""
    _rooms[entry.url_name] = entry


def add_to_person_menu(entry: Entry) -> None:
    """Put something about the person (change role, sign out) in the menu under their name."""
    _person_menu[entry.url_name] = entry


def add_search(entry: Entry) -> None:
    """The page that the search field in the header asks, with what was written as `?q=`. The last to say so has it."""
    _search[:] = [entry]


def search_for(person: Any, path: str) -> Link | None:
    """None for those who may not search; `current` on the page that has the field itself."""
    for entry in _search:
        if _open_to(entry, person) and (url := _url(entry)):
            return Link(entry.label, url, entry.icon, path == url)
    return None


def rooms_for(person: Any, path: str) -> list[Link]:
    return _links(_rooms, person, path)


def person_menu_for(person: Any, path: str) -> list[Link]:
    return _links(_person_menu, person, path)


def _links(entries: dict[str, Entry], person: Any, path: str) -> list[Link]:
    shown = sorted((e for e in entries.values() if _open_to(e, person)), key=lambda e: (e.order, e.url_name))
    found = [(entry, url) for entry in shown if (url := _url(entry))]
    # Of the addresses that this page begins with, the longest is where we are.
    begins = [(start, url) for entry, url in found for start in (url, *entry.also) if _within(path, start)]
    here = max(begins, key=lambda each: len(each[0]), default=("", None))[1]
    return [Link(entry.label, url, entry.icon, url == here, entry.post) for entry, url in found]


def _open_to(entry: Entry, person: Any) -> bool:
    return bool(person.signed_in and (not entry.deed or person.may(entry.deed)))


def _url(entry: Entry) -> str:
    """Empty when the room's address is not in this installation."""
    try:
        return entry.url
    except NoReverseMatch:
        return ""


def _within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
