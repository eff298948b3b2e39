"""What each side may register by form, when, and what must be said with it: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused
from samspill.stay import Kind, Sector, Side, State, Stay
from samspill.stay.states import READY_NOW

TWO_CONDITIONS = frozenset({Sector.MENTAL_HEALTH, Sector.SUBSTANCE_USE})


@dataclass(frozen=True)
class Registrable:
    """label: as a button. asks: what must be said beside when. message: the national message that it is sent as."""

    kind: Kind
    side: Side
    label: Any
    help: Any
    asks: tuple[str, ...] = ()
    message: str = ""
    grave: bool = False  # asked once more, in red
    now: Callable[[Stay], Any] = lambda stay: ""  # why not now; empty when it may be done

    def check_now(self, stay: Stay) -> None:
        if not stay.is_open:
            raise Refused(_("Oppholdet er avsluttet, så dette kan ikke registreres lenger."))
        why_not = self.now(stay)
        if why_not:
            raise Refused(why_not)

    def why_not(self, stay: Stay) -> str:
        try:
            self.check_now(stay)
        except Refused as no:
            return str(no)
        return ""


def _once(kind: Kind) -> Callable[[Stay], Any]:
    return lambda stay: _("Dette er registrert før.") if kind in stay.firsts else ""


def _not_ready(stay: Stay) -> Any:
    if stay.not_known:
        return _("Kommunen kjenner ikke pasienten. Rett oppholdskommunen, eller si at den stemmer, først.")
    if stay.state not in (State.ADMITTED, State.READY):
        return _("Kommunen er alt varslet om at pasienten er utskrivningsklar.")
    return "" if stay.municipality else _("Oppholdskommunen er ikke kjent. Registrer den først.")


def _ready(stay: Stay) -> Any:
    return "" if stay.state in READY_NOW else _("Pasienten er ikke meldt utskrivningsklar.")


def _here(stay: Stay) -> Any:
    return _("Pasienten er allerede på permisjon.") if stay.on_leave else ""


def _away(stay: Stay) -> Any:
    return "" if stay.on_leave else _("Pasienten er ikke på permisjon.")


def _known(stay: Stay) -> Any:
    if stay.not_known:
        return _("Dere har alt meldt at pasienten er ukjent. Sykehuset må rette det først.")
    return "" if stay.municipality else _("Oppholdskommunen er ikke kjent. Registrer den først.")


def _said_not_known(stay: Stay) -> Any:
    return "" if stay.not_known else _("Brukes når kommunen har meldt at pasienten er ukjent.")


def _conditioned(kind: Kind) -> Callable[[Stay], Any]:
    def why_not(stay: Stay) -> Any:
        if stay.sector not in TWO_CONDITIONS:
            return _("Gjelder psykisk helsevern og rusbehandling.")
        return _once(kind)(stay)

    return why_not


H, M = Side.HOSPITAL, Side.MUNICIPALITY

_ALL = (
    Registrable(
        Kind.NEED_IDENTIFIED,
        H,
        _("Behov for kommunen er sett"),
        _("Starter 24-timersfristen for tidligmelding, der fellesskapet regner den fra da."),
        now=_once(Kind.NEED_IDENTIFIED),
    ),
    Registrable(
        Kind.EARLY_NOTICE,
        H,
        _("Tidligmelding er sendt"),
        _("Når den er sendt på annen måte enn som melding hit."),
        now=_once(Kind.EARLY_NOTICE),
    ),
    Registrable(
        Kind.EXPECTED_DISCHARGE,
        H,
        _("Ny forventet utskrivning"),
        _("Det siste anslaget gjelder; de tidligere blir stående."),
        ("expected",),
    ),
    Registrable(
        Kind.READY,
        H,
        _("Meld utskrivningsklar"),
        _("Pasienten erklæres utskrivningsklar, og kommunen varsles med det samme."),
        message="LOG_UTSKRIVNINGSKLAR",
        now=_not_ready,
    ),
    Registrable(
        Kind.WITHDRAWN,
        H,
        _("Meld av"),
        _("Pasienten er ikke lenger utskrivningsklar. Kommunen får beskjed."),
        message="LOG_AVMELDING",
        now=_ready,
    ),
    Registrable(
        Kind.TRANSFERRED,
        H,
        _("Flytt til annen post"),
        _("En forespørsel som venter, står ved lag."),
        ("unit",),
    ),
    Registrable(
        Kind.MUNICIPALITY_CHANGED,
        H,
        _("Rett oppholdskommune"),
        _("Den nye kommunen må varsles på nytt; den gamle betaler ikke fra denne dagen."),
        ("municipality",),
    ),
    Registrable(
        Kind.MUNICIPALITY_CONFIRMED,
        H,
        _("Oppholdskommunen stemmer"),
        _("Kommunen har meldt at pasienten er ukjent, og dere har undersøkt det. Kommunen må svare på varselet."),
        now=_said_not_known,
    ),
    Registrable(
        Kind.CANCELLED,
        H,
        _("Meldt på feil person"),
        _("Alt som er meldt om oppholdet, kanselleres. Meld på nytt fra journalen, på riktig person."),
        grave=True,
        now=_said_not_known,
    ),
    Registrable(Kind.ON_LEAVE, H, _("Permisjon"), _("Døgn på permisjon er ikke ventedøgn."), now=_here),
    Registrable(
        Kind.BACK_FROM_LEAVE,
        H,
        _("Tilbake fra permisjon"),
        _("Dagen pasienten kommer tilbake, teller igjen."),
        now=_away,
    ),
    Registrable(
        Kind.PLAN_MEETING_CALLED,
        H,
        _("Innkalt til møte om oppfølgingsplan"),
        _("Det ene av to vilkår for betaling i psykisk helsevern og rusbehandling."),
        now=_conditioned(Kind.PLAN_MEETING_CALLED),
    ),
    Registrable(
        Kind.FOLLOW_UP_CLARIFIED,
        H,
        _("Egen oppfølging er avklart"),
        _("Det andre av to vilkår for betaling i psykisk helsevern og rusbehandling."),
        now=_conditioned(Kind.FOLLOW_UP_CLARIFIED),
    ),
    Registrable(
        Kind.DISCHARGED,
        H,
        _("Skriv ut"),
        _("Pasienten har reist. Kommunen får beskjed."),
        ("discharged_to",),
        message="LOG_UTSKREVET",
        grave=True,
    ),
    Registrable(
        Kind.DIED,
        H,
        _("Pasienten er død"),
        _("Alt som venter, avsluttes. Kommunen får beskjed."),
        message="LOG_UTSKREVET",
        grave=True,
    ),
    Registrable(
        Kind.ADMISSION_REPORT,
        M,
        _("Innleggelsesrapport er sendt"),
        _("Når den er sendt på annen måte enn som melding hit."),
        now=_once(Kind.ADMISSION_REPORT),
    ),
    Registrable(
        Kind.NOT_KNOWN,
        M,
        _("Pasienten er ukjent i kommunen"),
        _(
            "Sykehuset får beskjed, og må rette oppholdskommune eller identitet, eller si at den stemmer. Reglene for"
            " betaling gjelder som før til det er gjort; innsigelse gjøres i oppgjøret."
        ),
        ("note",),
        now=_known,
    ),
)
REGISTRABLE: Mapping[Kind, Registrable] = {each.kind: each for each in _ALL}


def of_side(side: Side) -> list[Registrable]:
    return [each for each in _ALL if each.side is side]
