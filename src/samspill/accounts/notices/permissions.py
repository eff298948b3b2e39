"""May this person? Everybody has their own notices; the letters that did not go are the system administrator's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.doer import Doer
from samspill.core.invitations.models import InvitationLetter
from samspill.core.notices.models import Letter
from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_see(person: Doer) -> None:
    if not person.may("notices.see"):
        raise Refused(_("Logg inn for å se varslene dine."))


@answers_twice
def check_mend(person: Doer) -> None:
    if not person.may("notices.mend"):
        raise Refused(_("E-post som ikke kom fram, er for systemansvarlig."))


@answers_twice
def check_mend_letter(person: Any, letter: Letter | InvitationLetter) -> None:
    check_mend(person)
    if letter.community != person.community_id:
        raise Refused(_("E-posten hører ikke til i dette helsefellesskapet."))
