"""What the frame around every page shows. Read only when a template asks, so that fragments do not pay for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.core.notices import unseen_of
from samspill.ui import navigation
from samspill.ui.navigation import Link
from samspill.ui.theme import THEMES, theme_of


def place_of(unit: str, top: str) -> str:
    """«Tildelingskontoret, Fjordby»; the organisation alone where there is no part."""
    return unit if unit == top else f"{unit}, {top}"


class Frame:
    """`{{ frame }}` in every template."""

    languages = settings.LANGUAGES
    themes = tuple(THEMES.items())

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def person(self) -> Any:
        """The signed-in person, or None."""
        person = getattr(self._request, "person", None)
        return person if person is not None and person.signed_in else None

    @property
    def role(self) -> Any:
        return (self.person.title or self.person.role.label) if self.person else ""

    @property
    def place(self) -> str:
        """The unit, and the organisation that it is a part of; and for whom, when the role is borrowed."""
        if not self.person:
            return ""
        place = place_of(self.person.unit_name, self.person.top_name)
        if self.person.on_behalf_of:
            return _("%(place)s, for %(lender)s") % {"place": place, "lender": self.person.on_behalf_of}
        return place

    @property
    def community_name(self) -> str:
        return self.person.community_name if self.person else ""

    @cached_property
    def navigation(self) -> list[Link]:
        return navigation.rooms_for(self.person, self._request.path) if self.person else []

    @cached_property
    def search(self) -> Link | None:
        """Where the search field of the header asks."""
        return navigation.search_for(self.person, self._request.path) if self.person else None

    @cached_property
    def person_menu(self) -> list[Link]:
        return navigation.person_menu_for(self.person, self._request.path) if self.person else []

    @cached_property
    def unseen_notices(self) -> int:
        """How many quiet notices wait for the person."""
        return unseen_of(self.person) if self.person else 0

    @property
    def sign_in_url(self) -> str:
        """Empty on the sign-in page itself."""
        try:
            address = reverse(settings.LOGIN_URL)
        except NoReverseMatch:
            return ""
        return "" if self._request.path == address else address

    @property
    def here(self) -> str:
        """Where to come back to after changing language or look; without what was asked, when it was posted."""
        return self._request.get_full_path() if self._request.method == "GET" else self._request.path

    @property
    def session(self) -> Any:
        """How long the session lasts, for the warning in the page; None for whoever has not signed in."""
        return getattr(self._request, "session_watch", None) if self.person else None

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def theme(self) -> str:
        return theme_of(self._request)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"frame": Frame(request)}
