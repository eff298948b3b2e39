"""May this person see the representatives' records, and keep them?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Position, Representation


@answers_twice
def check_see(person: Doer) -> None:
    """Everybody's records, fees included."""
    if not person.may("representation.see"):
        raise Refused(_("Oversikten over representanter er for sekretariatet og fellesskapets administrator."))


@answers_twice
def check_see_own(person: Doer) -> None:
    if not person.may("directory.look"):
        raise Refused(_("Vervene dine ser du når du er logget inn."))


@answers_twice
def check_see_record(person: Any, record: Representation) -> None:
    """A representative sees what is written about themselves."""
    if record.community_id != person.community_id or not (person.may("representation.see") or is_own(person, record)):
        raise Refused(_("Bare sekretariatet, fellesskapets administrator og representanten selv ser dette."))


@answers_twice
def check_keep(person: Doer) -> None:
    if not person.may("representation.keep"):
        raise Refused(_("Representanter, opplæring og honorar registreres av sekretariatet."))


@answers_twice
def check_keep_record(person: Any, record: Representation) -> None:
    check_keep(person)
    if record.community_id != person.community_id:
        raise Refused(_("Representanten hører ikke til helsefellesskapet ditt."))


def is_own(person: Any, record: Representation) -> bool:
    return Position.objects.filter(pk=person.position_id, person=record.person_id).exists()
