"""May it be done now? Plain values in; nothing, or a sentence a person can read."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.settlement.life import MOVES, ObjectionState
from samspill.apps.discharge.settlement.reckoning import Month
from samspill.core.refusal import Refused, answers_twice

SHORTEST_REASON = 10


@answers_twice
def check_month(month: Month, today: date) -> None:
    if month.next.first > today:
        raise Refused(_("Måneden er ikke over ennå."))


@answers_twice
def check_can_approve(*, locked: bool, missing_rate: str, earlier_open: bool, open_objections: int) -> None:
    if locked:
        raise Refused(_("Oppgjøret er låst."))
    if missing_rate:
        raise Refused(missing_rate)
    if earlier_open:
        raise Refused(_("Et tidligere oppgjør mellom de samme to er ikke godkjent ennå. Godkjenn det først."))
    if open_objections:
        raise Refused(_("Det er innsigelser som sykehuset ikke har svart på."))


@answers_twice
def check_same(seen: str, now: str) -> None:
    if seen != now:
        raise Refused(_("Oppgjøret ble endret mens du så på det: en melding er kommet til. Se over det på nytt."))


@answers_twice
def check_can_object(*, deadline: date | None, today: date) -> None:
    if deadline is not None and today > deadline:
        raise Refused(_("Fristen for innsigelser gikk ut %(day)s."), day=deadline.isoformat())


@answers_twice
def check_reason(text: str) -> None:
    if len(text.strip()) < SHORTEST_REASON:
        raise Refused(_("Skriv en begrunnelse som den andre siden kan svare på."))


@answers_twice
def check_move(deed: str, state: str) -> None:
    if MOVES[deed].from_ != state:
        raise Refused(_("Innsigelsen er allerede «%(state)s»."), state=ObjectionState(state).label)
