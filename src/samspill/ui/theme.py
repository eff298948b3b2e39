"""Light or dark: as the machine says, until the person chooses."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

COOKIE = f"{settings.COOKIE_PREFIX}samspill_theme"
THEMES = {"auto": _("Automatisk"), "light": _("Lys"), "dark": _("Mørk")}
YEAR = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else "auto"
