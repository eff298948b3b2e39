"""Holding a place for a patient, and letting it go.

Whoever wants one of the last places waits for the lock on the stock's row; and should anything ever pass that, the
database refuses a day with more held than free. So a place is given to one patient, or to nobody.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_noop

from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.places import permissions, rules
from samspill.apps.discharge.places.life import HOLDING, ReservationState, move
from samspill.apps.discharge.places.models import PlaceDay, PlaceStock, Reservation
from samspill.apps.discharge.quiet_notices import kinds as told
from samspill.apps.discharge.quiet_notices.telling import those_who_answer_for
from samspill.apps.discharge.references import stay_reference
from samspill.core import clock, notices
from samspill.core.deeds import deed
from samspill.core.doer import Machine
from samspill.core.refusal import Refused
from samspill.stay import Side, State

CLOCK = Machine(name="places", deeds=frozenset({"places.expire"}))


@deed("places.reserve", permission=permissions.check_reserve_for)
def reserve(*, by: Any, stay: Stay, stock: PlaceStock, first: date, end: date | None) -> Reservation:
    """Hold a place from `first` until `end` (not counted in; empty: until further notice). Raises Refused."""
    stock = PlaceStock.objects.select_for_update().get(pk=stock.pk)
    stay = Stay.objects.select_related("municipality", "trust", "ward").get(pk=stay.pk)
    rules.check_dates(first, end, clock.today())
    municipality = stay.municipality
    own = municipality is not None and stock.municipality_id in (municipality.pk, municipality.parent_id)
    rules.check_patient(State(stay.state), own)
    if Reservation.objects.filter(stay=stay, state__in=HOLDING).exists():
        raise Refused(rules.ALREADY_HELD)
    reservation = Reservation(
        community_id=stock.community_id,
        stock=stock,
        stay=stay,
        first_day=first,
        end_day=end,
        by_hospital=permissions.is_hospital(by),
        by_name=by.name,
        at=clock.now(),
        moved_at=clock.now(),
        expires_at=clock.now() + timedelta(hours=settings.RESERVATION_HOURS),
    )
    _hold(reservation)
    try:
        with transaction.atomic():
            reservation.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(rules.ALREADY_HELD) from error
    other = Side.MUNICIPALITY if reservation.by_hospital else Side.HOSPITAL
    _tell(reservation, other, gettext_noop("En plass er holdt av for en pasient og venter på bekreftelse."), by)
    return reservation


def _hold(reservation: Reservation) -> None:
    """One more held on each published day of the stretch; the first must be published. Raises Refused."""
    days = _days(reservation)
    if not days.filter(day=reservation.first_day).exists() or days.filter(held__gte=F("free")).exists():
        raise Refused(rules.FULL)
    try:
        with transaction.atomic():
            days.update(held=F("held") + 1)
    except IntegrityError as error:  # the database's own no: see PlaceDay
        raise Refused(rules.FULL) from error


def let_go(reservation: Reservation) -> None:
    """One less held on each published day of the stretch."""
    _days(reservation).filter(held__gt=0).update(held=F("held") - 1)


def _days(reservation: Reservation) -> Any:
    days = PlaceDay.objects.filter(stock=reservation.stock_id, day__gte=reservation.first_day)
    return days.filter(day__lt=reservation.end_day) if reservation.end_day else days


def _locked(reservation: Reservation) -> Reservation:
    """The reservation as it is now, with its stock locked so that counts and state change together."""
    PlaceStock.objects.select_for_update().get(pk=reservation.stock_id)
    whole = "stock", "stay__municipality", "stay__ward", "stay__trust"
    return Reservation.objects.select_related(*whole).get(pk=reservation.pk)


def _move(reservation: Reservation, name: str, by: Any) -> None:
    rules.check_move(name, reservation.state)
    reservation.state = move(name).to
    reservation.moved_at, reservation.moved_by = clock.now(), getattr(by, "name", "")[:160]
    reservation.save()


@deed("places.confirm", permission=permissions.check_confirm)
def confirm(*, by: Any, reservation: Reservation) -> Reservation:
    """The municipality promises the place. Raises Refused."""
    reservation = _locked(reservation)
    _move(reservation, "confirm", by)
    _tell(reservation, Side.HOSPITAL, gettext_noop("Kommunen har bekreftet plassen til en pasient."), by)
    return reservation


@deed("places.take", permission=permissions.check_confirm)
def take(*, by: Any, reservation: Reservation) -> Reservation:
    """The patient has come: the place is no longer free to anybody, so the published counts fall. Raises Refused."""
    reservation = _locked(reservation)
    _move(reservation, "take", by)
    held = _days(reservation).filter(held__gt=0, free__gt=0)
    held.update(held=F("held") - 1, free=F("free") - 1)
    return reservation


@deed("places.release", permission=permissions.check_release)
def release(*, by: Any, reservation: Reservation, text: str = "") -> Reservation:
    """Let the place go, with a reason for the other side. Raises Refused."""
    reservation = _locked(reservation)
    reservation.note = {"text": text.strip()[:500]} if text.strip() else None
    let_go(reservation)
    _move(reservation, "release", by)
    other = Side.MUNICIPALITY if permissions.is_hospital(by) else Side.HOSPITAL
    _tell(reservation, other, gettext_noop("Plassen som var holdt av for en pasient, er frigjort."), by)
    return reservation


@deed("places.expire", permission=permissions.check_expire)
def expire(*, by: Machine, reservation: Reservation) -> Reservation:
    """Nobody confirmed in time. Raises Refused when somebody was quicker after all."""
    reservation = _locked(reservation)
    rules.check_move("expire", reservation.state)
    let_go(reservation)
    _move(reservation, "expire", by)
    for side in (Side.HOSPITAL, Side.MUNICIPALITY):
        _tell(reservation, side, gettext_noop("En reservasjon av plass løp ut uten å bli bekreftet."), by)
    return reservation


def expire_what_is_over() -> int:
    """Reservations that ran out, and those of patients who have left hospital without the place. Run by the clock."""
    late = Reservation.objects.filter(state=ReservationState.RESERVED, expires_at__lte=clock.now())
    done = 0
    for reservation in late.order_by("expires_at", "pk"):
        try:
            expire(by=Machine(CLOCK.name, CLOCK.deeds, reservation.community_id), reservation=reservation)
            done += 1
        except Refused:
            continue  # confirmed or released this very moment
    return done


def _tell(reservation: Reservation, side: Side, text: str, by: Any) -> None:
    notices.notify(
        kind=told.PLACE,
        to=those_who_answer_for(reservation.stay, side),
        community=reservation.community_id,
        about=stay_reference(reservation.stay_id),
        occasion=f"{reservation.pk}:{reservation.state}",
        url=reverse("places:overview"),
        text=text,
        by=by,
    )
