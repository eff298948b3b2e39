"""What an indicator says of itself. All of it is data that a page can show; `figure` is how it is counted.

Texts are bokmål, marked with `_` for the catalogues and translated where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from samspill.analysis.indicators.shapes import Figure, Persons
from samspill.analysis.statistics.unusable import Unusable

BETTER = ("down", "up", "neither")
DIMENSIONS = ("trust", "municipality", "sector", "group")
PERIOD_KINDS = ("day", "month", "quarter", "year", "whole")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A threshold or a choice that an indicator counts by.

    confirmed   False: no written source was found for the value; `warning` must then be shown beside the figure
    """

    name: str
    value: Any
    label: str
    unit: str = ""
    source: str = ""
    confirmed: bool = True
    warning: str = ""

    def __post_init__(self) -> None:
        if not self.confirmed and not self.warning:
            raise Unusable(f"Innstillingen {self.name} er ikke bekreftet, og må si det.")


@dataclass(frozen=True, kw_only=True)
class Example:
    """Small tables and what they give: a test of every engine, and the method page.

    given      rows by table, as the contracts name them; only what matters need stand there
    gives      rows of the result, as {"period": …, "numerator": …, "denominator": …, and dimensions}
    kind       the kind of period they are about; dimensions that are not named are all
    settings   other values than the indicator's own
    """

    story: str
    given: Mapping[str, tuple[Mapping[str, Any], ...]]
    gives: tuple[Mapping[str, Any], ...]
    kind: str = "month"
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure, declared once.

    name, version   together they say exactly what was counted; the version is raised when the same data gives
    another number title, question, definition, numerator, denominator   in words, bokmål
    source          where the definition is written
    unit            of the value, as shown: «prosent», «døgn», «per 1000 innbyggere»
    per             value = per × numerator / denominator
    better          "down", "up" or "neither"
    not_for         what it must not be used for: limits of use, shown with it
    figure          how it is counted (shapes.py)
    amount          whether the numerator is a sum (days, kroner), not a number of those in the denominator
    requires        tables it cannot be counted without, beside the one it counts (contract names)
    told            columns of that table that must be told in some row: where none is, 0 would be a false answer
    groups          labels of the dimension `group`, by its codes, in order; empty when groups speak for themselves
    group_label     what the groups are, such as «aldersgruppe»
    settings        thresholds it counts by
    examples        tests, and the method page
    """

    name: str
    version: str
    title: str
    question: str
    definition: str
    numerator: str
    denominator: str
    source: str
    unit: str
    better: str
    not_for: tuple[str, ...]
    figure: Figure
    per: float = 1
    decimals: int = 1
    amount: bool = False
    requires: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    group_label: str = ""
    settings: tuple[Setting, ...] = ()
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.better not in BETTER:
            raise Unusable(f"Indikatoren {self.name} er ikke riktig erklært.")

    @property
    def needs(self) -> tuple[str, ...]:
        """The prepared tables it reads."""
        of_denominator = getattr(self.figure.denominator, "table", "")
        return tuple(dict.fromkeys(name for name in (self.figure.of, of_denominator) if name))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Those of DIMENSIONS that it can be broken down by."""
        return tuple(name for name in DIMENSIONS if name in self.figure.dimensions)

    @property
    def period_kinds(self) -> tuple[str, ...]:
        """The kinds of period it is given for. Persons are counted within a year and do not add up over years."""
        if isinstance(self.figure, Persons):
            return ("year",)
        return PERIOD_KINDS if self.figure.finest == "day" else PERIOD_KINDS[1:]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be said beside it: settings that no written source confirms."""
        return tuple(setting.warning for setting in self.settings if not setting.confirmed)

    def values(self, given: Mapping[str, Any] | None = None) -> Values:
        """The settings to count by, with other values in place of one's own. Raises Unusable for an unknown name."""
        own = {setting.name: setting.value for setting in self.settings}
        if unknown := sorted(set(given or {}) - set(own)):
            raise Unusable(f"{self.name} har ingen innstilling som heter {', '.join(unknown)}.")
        return Values({**own, **(given or {})})


class Values:
    """Settings by name, as attributes: `s.age`."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(name) from None

    def as_dict(self) -> dict[str, Any]:
        """Plain, to be written down with a result."""
        return dict(self._values)
