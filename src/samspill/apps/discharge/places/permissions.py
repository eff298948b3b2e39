"""May this person? The municipality publishes and confirms its own; the hospital may ask for a place to be held."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.places.models import PlaceStock, Reservation
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Unit, UnitKind


def _role_may(person: Doer, deed: str, sentence: Any) -> None:
    if not person.may(deed):
        raise Refused(sentence)


@answers_twice
def check_see(person: Doer) -> None:
    _role_may(person, "places.see", _("Plasser er for dem som koordinerer utskrivning, og lederne deres."))


@answers_twice
def check_publish(person: Doer) -> None:
    _role_may(person, "places.publish", _("Bare kommunens tildelingskontor publiserer plasser."))


@answers_twice
def check_publish_in(person: Any, municipality: Unit) -> None:
    """One's own municipality; a machine, the one that its key names."""
    check_publish(person)
    numbered = person.may(f"places.of:{municipality.number}") if municipality.number else False
    if not numbered and municipality.pk != person.home_id and municipality.parent_id != person.home_id:
        raise Refused(_("Bare kommunen selv publiserer plassene sine."))


@answers_twice
def check_reserve(person: Doer) -> None:
    _role_may(person, "places.reserve", _("Plasser holdes av av dem som koordinerer utskrivning."))


@answers_twice
def check_reserve_for(person: Any, stay: Stay, stock: PlaceStock) -> None:
    """A patient one shares, in a place one sees."""
    check_reserve(person)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Bare de som har med pasienten å gjøre, kan holde av en plass."))
    if not PlaceStock.objects.visible_to(person).filter(pk=stock.pk).exists():
        raise Refused(_("Plassen er ikke i dette helsefellesskapet."))


@answers_twice
def check_confirm(person: Any, reservation: Reservation) -> None:
    """Only the municipality that has the place."""
    _role_may(person, "places.confirm", _("Bare kommunens tildelingskontor bekrefter plasser."))
    _sees(person, reservation)


@answers_twice
def check_release(person: Any, reservation: Reservation) -> None:
    check_reserve(person)
    _sees(person, reservation)


def _sees(person: Any, reservation: Reservation) -> None:
    seen = PlaceStock.objects.visible_to(person).filter(pk=reservation.stock_id).exists()
    if not seen or not Stay.objects.visible_to(person).filter(pk=reservation.stay_id).exists():
        raise Refused(_("Reservasjonen gjelder ikke dere."))


@answers_twice
def check_expire(person: Doer, reservation: Reservation) -> None:
    _role_may(person, "places.expire", _("Reservasjoner løper ut av seg selv."))
    if person.community_id not in (None, reservation.community_id):
        raise Refused(_("Reservasjonen gjelder ikke dere."))


@answers_twice
def check_keep_kinds(person: Doer) -> None:
    _role_may(person, "places.keep_kinds", _("Plasstypene holdes ved like av administratoren for helsefellesskapet."))


def is_hospital(person: Any) -> bool:
    return bool(person.top_kind == UnitKind.HOSPITAL_TRUST)
