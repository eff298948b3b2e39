"""What a representative lacks, in the order that it should be mended. Plain values in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

SOON = timedelta(days=90)


class Lack(StrEnum):
    EMPTY_SEAT = "ledig"
    TERM_ENDS = "utloper"
    TRAINING = "opplaering"
    ALTERNATE = "vara"
    FEE = "honorar"


# What stands on the panel, and the short word in a list.
PANEL = {
    Lack.EMPTY_SEAT: _("står ledig"),
    Lack.TERM_ENDS: _("går ut innen 90 dager"),
    Lack.TRAINING: _("har ikke fått opplæring"),
    Lack.ALTERNATE: _("mangler vara"),
    Lack.FEE: _("mangler honoraravtale"),
}
SHORT = {
    Lack.EMPTY_SEAT: _("Ledig"),
    Lack.TERM_ENDS: _("Går snart ut"),
    Lack.TRAINING: _("Ikke opplæring"),
    Lack.ALTERNATE: _("Ingen vara"),
    Lack.FEE: _("Ingen honoraravtale"),
}


@dataclass(frozen=True)
class Standing:
    """How it is with one representative. `last_day` is the term's last, counted in; None is open.

    succeeded: somebody has the seat after them. training_agreed: agreed, and not given yet.
    """

    last_day: date | None
    has_alternate: bool
    trained: bool
    training_agreed: bool
    has_fee: bool
    succeeded: bool = False


def lacks(standing: Standing, today: date) -> list[Lack]:
    """What is missing today. Of somebody whose term is over: only that the seat stands empty, if it does."""
    if standing.last_day is not None and standing.last_day < today:
        return [] if standing.succeeded else [Lack.EMPTY_SEAT]
    ends_soon = standing.last_day is not None and standing.last_day - today <= SOON and not standing.succeeded
    found = {
        Lack.TERM_ENDS: ends_soon,
        Lack.TRAINING: not standing.trained,
        Lack.ALTERNATE: not standing.has_alternate,
        Lack.FEE: not standing.has_fee,
    }
    return [lack for lack, missing in found.items() if missing]


def sentence(lack: Lack, standing: Standing, today: date) -> str:
    """The lack as a sentence that says what to do."""
    if lack is Lack.EMPTY_SEAT:
        return str(_("Perioden er over, og ingen er oppnevnt etter. Den som oppnevner, må finne en ny."))
    if lack is Lack.TERM_ENDS:
        days = (standing.last_day - today).days if standing.last_day else 0
        return str(_("Perioden går ut om %(days)s dager. Avtal gjenvalg eller ny oppnevning.")) % {"days": days}
    if lack is Lack.TRAINING and standing.training_agreed:
        return str(_("Opplæring er avtalt, men ikke gitt ennå."))
    plain = {
        Lack.TRAINING: _("Har ikke fått opplæring, og ingenting er avtalt."),
        Lack.ALTERNATE: _("Ingen vara er oppnevnt."),
        Lack.FEE: _("Det finnes ingen gjeldende avtale om honorar."),
    }
    return str(plain[lack])
