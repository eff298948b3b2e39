"""May this person? The two sides of the round: the trust, and the municipality with its districts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.permissions import check_keep_lists, side_of
from samspill.apps.discharge.models import Round, RoundPoint, Stay
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Unit
from samspill.stay import Side

__all__ = ["check_go", "check_keep_lists", "check_point", "check_role", "check_round", "check_stay", "rounds_seen_by"]


def rounds_seen_by(person: Any) -> QuerySet[Round]:
    """The hospital's own rounds, or those with one's own municipality; none for others."""
    if not (person.signed_in and person.may("discharge.go_round")):
        return Round.objects.none()
    rows = Round.objects.filter(community=person.community_id)
    if side_of(person) is Side.HOSPITAL:
        return rows.filter(trust=person.top_id)
    return rows.filter(Q(municipality=person.home_id) | Q(municipality=person.top_id))


@answers_twice
def check_role(person: Doer) -> None:
    if not person.may("discharge.go_round"):
        raise Refused(_("Runden er for utskrivningskoordinatorer og tildelingskontor."))


@answers_twice
def check_go(person: Any, trust: Unit, municipality: Unit) -> None:
    """Either side may begin the round of the two."""
    check_role(person)
    if trust.pk != person.top_id and municipality.pk not in (person.top_id, person.home_id):
        raise Refused(_("Runden går mellom eget sykehus og en kommune."))


@answers_twice
def check_round(person: Any, round: Round) -> None:
    check_role(person)
    if not rounds_seen_by(person).filter(pk=round.pk).exists():
        raise Refused(_("Runden gjelder et annet sykehus eller en annen kommune."))


@answers_twice
def check_stay(person: Any, round: Round, stay: Stay) -> None:
    """A patient whom this round is about, and whom the person may see."""
    check_round(person, round)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Pasienten er ikke en av dem runden gjelder."))


@answers_twice
def check_point(person: Any, point: RoundPoint) -> None:
    check_stay(person, point.round, point.stay)
