"""May this person enter who somebody is? Each check raises Refused with a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core import clock, walls
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Person, Position


@answers_twice
def check_see_binding(person: Any) -> None:
    if not person.may("accounts.give_role"):
        raise Refused(_("Hvem en person er ved innlogging, legges inn av administratoren for helsefellesskapet."))


@answers_twice
def check_bind_identity(by: Any, person: Person) -> None:
    """Of one's own community only, and never oneself: a sign-in is tied to a person by somebody else."""
    check_see_binding(by)
    if Person.objects.filter(pk=person.pk, account=getattr(by, "account_id", None)).exists():
        raise Refused(_("Du kan ikke endre din egen innlogging; det gjør en annen administrator."))
    if by.community_id is None:
        return  # a command on the machine itself: the first administrator has nobody to be entered by
    communities = _communities_of(person)
    if by.community_id not in communities:
        raise Refused(_("Personen har ingen rolle i dette helsefellesskapet. Gi personen en rolle først."))
    if communities != {by.community_id}:
        raise Refused(_("Personen har også en rolle i et annet helsefellesskap. Be driftsansvarlig om hjelp."))


def _communities_of(person: Person) -> set[Any]:
    with walls.whole_installation("whether a person also works in another community"):
        held = Position.objects.on(clock.today()).filter(person=person)
        return set(held.values_list("community", flat=True))
