"""May it be done now? Plain values in; nothing, or a sentence a person can read."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.places.kinds import KindOfPlace
from samspill.apps.discharge.places.life import ReservationState, move
from samspill.core.refusal import Refused, answers_twice
from samspill.stay import State

DAYS_AHEAD = 14
MOST_FREE = 500  # more of one kind at one place is a slip of the keyboard
MAY_GET_A_PLACE = {State.ADMITTED, State.READY, State.AWAITING_ANSWER, State.AWAITING_PLACE, State.PLACE_READY}


def days_shown(today: date) -> list[date]:
    """Today and the next fourteen."""
    return [today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]


@answers_twice
def check_published_day(day: date, today: date) -> None:
    if not today <= day <= today + timedelta(days=DAYS_AHEAD):
        raise Refused(_("%(day)s er ikke blant i dag og de neste %(n)s dagene."), day=day.isoformat(), n=DAYS_AHEAD)


@answers_twice
def check_count(free: int, held: int, day: date) -> None:
    if not 0 <= free <= MOST_FREE:
        raise Refused(_("Antallet for %(day)s må være fra 0 til %(most)s."), day=day.isoformat(), most=MOST_FREE)
    if free < held:
        raise Refused(
            _("%(held)s er holdt av %(day)s, så antallet kan ikke settes til %(free)s. Frigjør en reservasjon først."),
            held=held,
            day=day.isoformat(),
            free=free,
        )


@answers_twice
def check_kind(kind: KindOfPlace | None) -> None:
    if kind is None:
        raise Refused(_("Plasstypen finnes ikke, eller er ikke i bruk her."))


@answers_twice
def check_dates(first: date, end: date | None, today: date) -> None:
    if first < today:
        raise Refused(_("Plassen kan ikke holdes av fra en dag som er over."))
    if first > today + timedelta(days=DAYS_AHEAD):
        raise Refused(_("Plasser kan holdes av inntil %(n)s dager fram i tid."), n=DAYS_AHEAD)
    if end is not None and end <= first:
        raise Refused(_("Siste dag må være etter første dag."))


@answers_twice
def check_patient(state: State, same_municipality: bool) -> None:
    if state not in MAY_GET_A_PLACE:
        raise Refused(_("Pasienten er ikke lenger på sykehuset."))
    if not same_municipality:
        raise Refused(_("Plassen er i en annen kommune enn pasientens oppholdskommune."))


@answers_twice
def check_move(deed: str, state: str) -> None:
    now = ReservationState(state)
    if now not in move(deed).from_:
        raise Refused(_("Reservasjonen er allerede «%(state)s»."), state=now.label)


FULL = _("Plassen er ikke ledig alle dagene lenger. Noen andre kan ha vært først.")
ALREADY_HELD = _("Pasienten har allerede en plass som holdes av.")
