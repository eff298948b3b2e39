"""The answer: one word, the grounds for it, what weakens it, and the figures under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Word(StrEnum):
    TOO_EARLY = "too_early"
    NO_CHANGE = "no_change"
    BETTER = "better"
    WORSE = "worse"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Ground:
    """A reason or a warning: a code, and values for the sentence about it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """before, after: level of each phase (share, rate per n, or mean). change: relative, -0.4 is 40 % lower, with its
    interval (98 %; of groups 99 %). avoided: events fewer (negative: more) than without the action."""

    before: float | None = None
    after: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    avoided: float | None = None
    difference: bool = False  # change, low and high are in the unit of the measure, not relative


@dataclass(frozen=True)
class Line:
    """What a chart draws, one value a period: the measure, centre and limits from before, the counterfactual."""

    periods: tuple[date, ...] = ()
    value: tuple[float | None, ...] = ()
    comparison: tuple[float | None, ...] = ()
    centre: tuple[float | None, ...] = ()
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    without: tuple[float | None, ...] = ()
    without_low: tuple[float | None, ...] = ()
    without_high: tuple[float | None, ...] = ()
    signals: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Verdict:
    word: Word
    grounds: tuple[Ground, ...] = ()
    warnings: tuple[Ground, ...] = ()
    figures: Figures = Figures()
    line: Line = Line()
    method: str = ""  # interrupted, short, or empty
    points_before: int = 0
    points_after: int = 0
