"""May this person? Each check raises Refused with a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models import Patient
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Person, Position


@answers_twice
def check_extract(person: Any) -> None:
    if not person.may("privacy.extract"):
        raise Refused(_("Uttrekk til pasienten gjøres bare av personvernombudet."))


@answers_twice
def check_extract_of(person: Any, patient: Patient) -> None:
    check_extract(person)
    if patient.community_id != person.community_id:
        raise Refused(_("Pasienten er ikke i ditt helsefellesskap."))


@answers_twice
def check_erase_data(person: Any) -> None:
    if not person.may("privacy.erase"):
        raise Refused(_("Opplysninger slettes bare av personvernombudet."))


@answers_twice
def check_anonymise(person: Any, whom: Person) -> None:
    check_erase_data(person)
    if not Position.objects.filter(person=whom, community=person.community_id).exists():
        raise Refused(_("Personen er ikke i ditt helsefellesskap."))


@answers_twice
def check_set_retention(person: Any) -> None:
    if not person.may("privacy.set_retention"):
        raise Refused(_("Lagringstider bestemmes av personvernombudet."))


@answers_twice
def check_own_data(person: Any) -> None:
    if not person.signed_in:
        raise Refused(_("Logg inn for å hente opplysningene om deg selv."))
