"""The parts of the room, as its own little navigation shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    label: Any
    url_name: str
    deed: str = "governance.look"


PARTS = (
    Part(_("Saker"), "governance:cases"),
    Part(_("Møter"), "governance:meetings"),
    Part(_("Organer"), "governance:bodies"),
    Part(_("Avtaler"), "governance:agreements"),
    Part(_("Høringer"), "governance:hearings"),
    Part(_("Årshjul"), "governance:wheel"),
    Part(_("Sekretariatets bord"), "governance:desk", "governance.keep"),
)


def parts_for(person: Any, path: str) -> list[dict[str, Any]]:
    """What the component `segments` asks for."""
    links = [(part, url) for part in PARTS if person.may(part.deed) and (url := _url(part.url_name))]
    here = max((url for _part, url in links if path.startswith(url)), key=len, default=None)
    return [{"text": part.label, "href": url, "current": url == here} for part, url in links]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
