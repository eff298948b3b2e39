"""A hidden number: a state of its own. It is never zero, never missing, and nothing can be calculated with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn


class StillHidden(TypeError):
    """Somebody tried to calculate with a hidden number."""


class Reason(StrEnum):
    """Why a number is hidden. For the house only: a receiver who knew which cells are the small ones would know more
    than that they are hidden, so what leaves the house carries `UNSTATED`."""

    PRIMARY = "primary"  # too few persons
    COMPLEMENT = "complement"  # too few persons are left outside the numerator
    DOMINANCE = "dominance"  # one or a few contribute nearly everything
    SECONDARY = "secondary"  # hidden so that another cannot be calculated
    EARLIER_RELEASE = "earlier-release"  # hidden because of what this receiver already has
    UNSTATED = "unstated"


REASONS_IN_WORDS = {
    Reason.PRIMARY: "Tallet gjelder for få personer.",
    Reason.COMPLEMENT: "For få personer står utenfor telleren.",
    Reason.DOMINANCE: "Én eller noen få står for nesten hele tallet.",
    Reason.SECONDARY: "Skjult for at et annet skjult tall ikke skal kunne regnes ut.",
    Reason.EARLIER_RELEASE: "Skjult fordi mottakeren ellers kunne regnet ut et skjult tall av det som er gitt før.",
    Reason.UNSTATED: "Skjult av hensyn til personvernet.",
}

HIDDEN_SIGN = ":"
ABSENT_SIGN = "."
HIDDEN_NOTE = "«:» betyr at tallet er skjult av hensyn til personvernet. Det betyr ikke null."
ABSENT_NOTE = "«.» betyr at tallet ikke kan forekomme."
ZEROS_HIDDEN_NOTE = "I denne tabellen kan også null være skjult."


@dataclass(frozen=True)
class Hidden:
    """Stands where a number would have stood.

    Equal only to another hidden number with the same reason. Adding, comparing, rounding, converting and asking
    whether it is true all raise `StillHidden`, so a hidden number cannot become a zero, an empty cell or a NaN by
    accident. As text it is the sign ":" that Statistics Norway uses.
    """

    reason: Reason = Reason.UNSTATED

    def __str__(self) -> str:
        return HIDDEN_SIGN

    def __format__(self, spec: str) -> str:
        # A number's format (".1f") must not fail halfway through a table; only width and alignment mean anything.
        return HIDDEN_SIGN

    def _refuse(self, *_: Any) -> NoReturn:
        raise StillHidden("Tallet er skjult av hensyn til personvernet og kan ikke regnes med.")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _refuse
    __neg__ = __pos__ = __abs__ = __round__ = __trunc__ = __floor__ = __ceil__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __int__ = __float__ = __complex__ = __index__ = __bool__ = _refuse


HIDDEN = Hidden()
