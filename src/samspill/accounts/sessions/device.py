"""A browser and a machine in words, from what the browser says of itself. A hint for the reader, never a proof."""

from __future__ import annotations

from django.http import HttpRequest

# The first that is found counts: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> tuple[str, str]:
    """Browser and machine; empty strings where they cannot be told."""
    said = request.META.get("HTTP_USER_AGENT", "")[:500]
    return _first(BROWSERS, said), _first(SYSTEMS, said)


def _first(names: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for mark, name in names if mark in said), "")
