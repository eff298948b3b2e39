"""May this person open the page? Each check raises Refused with a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_signed_in(person: Any) -> None:
    if not person.signed_in:
        raise Refused(_("Logg inn for å se denne siden."))


@answers_twice
def check_read_access_log(person: Any) -> None:
    """The log of the person's own community, by its privacy officer."""
    if not person.may("access_log.read"):
        raise Refused(_("Innsynsloggen leses bare av personvernombudet."))
