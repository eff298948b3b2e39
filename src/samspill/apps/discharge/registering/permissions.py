"""May this person? The hospital registers what happens at the hospital, the municipality what is its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.registering.kinds import Registrable
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_role(person: Doer) -> None:
    if not person.may("discharge.register"):
        raise Refused(_("Hendelser registreres av dem som koordinerer utskrivning."))


@answers_twice
def check_register(person: Any, stay: Stay) -> None:
    check_role(person)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Bare sykehuset og pasientens egen kommune registrerer på oppholdet."))


@answers_twice
def check_side(person: Any, what: Registrable) -> None:
    if what.side is not side_of(person):
        raise Refused(_("Dette registreres av den andre siden."))
