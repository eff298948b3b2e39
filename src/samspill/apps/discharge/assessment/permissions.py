"""May this person?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.models import JointAssessment, Stay
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.stay import Side


@answers_twice
def check_role(person: Doer) -> None:
    if not person.may("discharge.assess"):
        raise Refused(_("Avklaring og skrøpelighet føres av dem som koordinerer utskrivning."))


@answers_twice
def check_assess(person: Any, stay: Stay) -> None:
    check_role(person)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Bare sykehuset og pasientens egen kommune skriver på oppholdet."))


@answers_twice
def check_assessment(person: Any, assessment: JointAssessment) -> None:
    check_assess(person, assessment.stay)


@answers_twice
def check_point(person: Any, stay: Stay) -> None:
    """The hospital decides at admission who needs the municipality: the early notice is its duty."""
    check_assess(person, stay)
    if side_of(person) is not Side.HOSPITAL:
        raise Refused(_("Sykehuset avgjør om kommunen skal varsles tidlig."))
