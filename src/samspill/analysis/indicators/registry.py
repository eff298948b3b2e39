"""All indicators, by name."""

from __future__ import annotations

from samspill.analysis.indicators.declared import (
    around,
    coming_back,
    in_beds,
    messages_between,
    reported,
    utilisers,
    waiting,
)
from samspill.analysis.indicators.indicator import Indicator
from samspill.analysis.statistics.unusable import Unusable

_THEMES = (waiting, messages_between, coming_back, in_beds, around, utilisers, reported)
INDICATORS: dict[str, Indicator] = {each.name: each for theme in _THEMES for each in theme.INDICATORS}


def indicator_of(which: str | Indicator) -> Indicator:
    """An indicator by its name; one of your own passes through. Raises Unusable for an unknown name."""
    if isinstance(which, Indicator):
        return which
    if which not in INDICATORS:
        raise Unusable(f"Det finnes ingen indikator som heter {which!r}. Velg en av: {', '.join(INDICATORS)}.")
    return INDICATORS[which]
