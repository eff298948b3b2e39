"""May this person look up who is who?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_look(person: Any) -> None:
    """Everybody who is signed in; whom they then find stands in `directory.seen`."""
    if not person.may("directory.look"):
        raise Refused(_("Logg inn for å slå opp i «Hvem er hvem»."))
