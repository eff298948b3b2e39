"""Sessions in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspill.accounts.models import AccountSession, WhyEnded

METHODS: Mapping[str, Any] = {
    "demo": gettext_lazy("demoinnlogging"),
    "helseid": "HelseID",
    "idporten": "ID-porten",
    "oidc": "OpenID Connect",
    "unknown": gettext_lazy("ukjent måte"),
}


def describe(session: AccountSession) -> str:
    """«Firefox på Windows»."""
    browser, system = session.browser or _("Ukjent nettleser"), session.system
    return _("%(browser)s på %(system)s") % {"browser": browser, "system": system} if system else browser


def span(minutes: int) -> str:
    """«30 minutter», «8 timer»."""
    if minutes >= 120 and minutes % 60 == 0:
        return _("%(n)s timer") % {"n": minutes // 60}
    return ngettext("%(n)s minutt", "%(n)s minutter", minutes) % {"n": minutes}


def method_words(method: str) -> Any:
    return METHODS.get(method, method)


def ended_words(session: AccountSession) -> Any:
    return WhyEnded(session.why_ended).label if session.why_ended else ""
