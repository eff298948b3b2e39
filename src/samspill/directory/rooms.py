"""The rooms that lie under «Hvem er hvem»: people and units, offers, joint work, representatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from samspill.directory.roles import Role

PREFIXES = ("/tilbud/", "/samarbeid/", "/representanter/")  # beside the room's own /hvem-er-hvem/
REPRESENTING = {Role.GP, Role.USER_REPRESENTATIVE}


@dataclass(frozen=True)
class Room:
    """`deed`: who is shown the way in. `representing`: shown to those who speak for others instead."""

    label: Any
    url_name: str
    icon: str
    deed: str = "directory.look"
    representing: bool = False

    def open_to(self, person: Any) -> bool:
        if not self.representing:
            return bool(person.may(self.deed))
        return person.role in REPRESENTING and not person.may(self.deed)


ROOMS = (
    Room(_("Personer og enheter"), "who-is-who", "MagnifyingGlass"),
    Room(_("Tilbud"), "offers:list", "Compass"),
    Room(_("Samarbeid"), "joint_work:list", "Handshake"),
    Room(_("Representanter"), "representation:list", "PersonGroup", deed="representation.see"),
    Room(_("Vervet mitt"), "representation:mine", "PersonGroup", deed="representation.see", representing=True),
)


def rooms_for(person: Any, path: str) -> list[dict[str, Any]]:
    """What the component `segments` asks for; empty for the public."""
    if not person.signed_in:
        return []
    found = [(room, url) for room in ROOMS if room.open_to(person) and (url := _url(room.url_name))]
    here = max((url for _room, url in found if path.startswith(url)), key=len, default=None)
    return [{"text": room.label, "href": url, "icon": room.icon, "current": url == here} for room, url in found]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
