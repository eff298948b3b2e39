"""May it be done to this case now? Plain values in; nothing, or a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.cases.states import LOCKED, MOVES, Move, Status
from samspill.core.refusal import Refused, answers_twice

PARTIES = ("hospital", "municipality")  # the two sides that must agree
Views = Mapping[str, tuple[str, str]]  # side: (stand, words)


@answers_twice
def check_move(status: str, deed: str, reason: str = "-") -> None:
    move = MOVES[deed]
    if Status(status) not in move.came_from:
        raise Refused(_("Saken kan ikke flyttes slik fra der den er nå."))
    if move.reason and not reason.strip():
        raise Refused(_("Skriv hvorfor."))


@answers_twice
def check_may_be_written(status: str) -> None:
    if Status(status) in LOCKED:
        raise Refused(_("Saken er vedtatt og låst. En endring er et nytt vedtak."))


def check_direction(move: Move, below: bool, above: bool, been_there: bool, advisory_without_views: bool) -> None:
    """below, above: where the other body lies, seen from this one."""
    if move.deed == "send_up" and not above:
        raise Refused(_("Saken løftes til et organ som er over dette."))
    if move.deed == "send_down" and not below:
        raise Refused(_("Saken sendes til et organ som er under dette."))
    if move.deed == "return" and not been_there:
        raise Refused(_("Saken sendes tilbake til et organ der den har vært."))
    if move.deed == "send_up" and advisory_without_views:
        raise Refused(_("Når partene er uenige, løftes saken med begges syn skrevet ned."))


def check_decision(decides: str, outcome: str, text: str, views: Views) -> None:
    """A body that advises decides nothing; a decision needs both parties; a disagreement is written down by both."""
    if not text.strip():
        raise Refused(_("Skriv vedtaket slik det skal stå."))
    if outcome == "decided" and decides != "consensus":
        raise Refused(_("Dette organet er rådgivende og kan ikke vedta. Velg «Tilrådd»."))
    if outcome == "decided":
        _check_consensus(views)
    if outcome == "not_agreed":
        lacking = [side for side in PARTIES if not views.get(side, ("", ""))[1].strip()]
        if lacking:
            raise Refused(_("Ved uenighet skrives begge parters syn ned: både sykehusets og kommunenes."))
    for stand, words in views.values():
        if stand != "agrees" and not words.strip():
            raise Refused(_("Den som er uenig eller tar forbehold, får det skrevet ned. Skriv hva som ble sagt."))


def _check_consensus(views: Views) -> None:
    silent = [side for side in PARTIES if side not in views]
    if silent:
        raise Refused(_("Konsensus krever at både sykehuset og kommunene har sagt hva de mener."))
    for side in PARTIES:
        stand, words = views[side]
        if stand == "disagrees":
            raise Refused(_("En part er uenig, så det er ikke konsensus. Velg «Ingen enighet», eller utsett saken."))
        if stand == "reserves" and not words.strip():
            raise Refused(_("Den som tar forbehold, får det skrevet ned. Skriv hva som ble sagt."))


def check_by_mail(status: str, by_mail: bool, evidence: str) -> None:
    if by_mail and Status(status) is not Status.WRITTEN:
        raise Refused(_("Et vedtak på e-post krever at saken er sendt til skriftlig behandling."))
    if by_mail and not evidence.strip():
        raise Refused(_("Skriv hvem som svarte hva og når i e-postene, eller lim dem inn."))
    if not by_mail and Status(status) is Status.WRITTEN:
        raise Refused(_("Saken er til skriftlig behandling. Før vedtaket som vedtak på e-post, med dokumentasjon."))


def after_replies(on_refusal: str, replies: Iterable[str]) -> str:
    """What the parties' answers make of a decision: "" while it waits, else bind, renegotiate or fall."""
    said = list(replies)
    if "refused" in said and on_refusal != "binds_others":
        return "renegotiate" if on_refusal == "renegotiate" else "fall"
    if "waiting" in said:
        return ""
    return "bind" if "confirmed" in said else "fall"
