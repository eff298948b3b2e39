"""Which limits hold for a patient, and which step a wait has come to. Plain Python over rules that are data."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice

SHORTEST_REASON = 10


class Step(models.TextChoices):
    """How far a wait is lifted; in this order."""

    LEADER = "leader", _("Leders liste")
    MEETING = "meeting", _("Felles møte")
    CASE = "case", _("Sak")


ORDER = (Step.LEADER, Step.MEETING, Step.CASE)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """From how many days waited a step is due. An empty sector or municipality is all of them; the narrower goes first.
    owner: who it is lifted to, in words."""

    step: Step
    days: int
    sector: str = ""
    municipality: Any = None
    owner: str = ""

    def holds_for(self, sector: str, municipality: Any) -> bool:
        return self.sector in ("", sector) and self.municipality in (None, municipality)

    @property
    def narrowness(self) -> tuple[bool, bool]:
        return (self.municipality is not None, bool(self.sector))


@cache
def standard_limits() -> tuple[Limit, ...]:
    text = files("samspill.apps.discharge.long_waits").joinpath("data/rules.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        Limit(step=Step(row["step"]), sector=row["sector"], days=int(row["days"]), owner=row["owner"]) for row in rows
    )


def limits_for(limits: Iterable[Limit], sector: str, municipality: Any) -> dict[Step, Limit]:
    """The one limit of each step that holds: of the municipality before that of the kind of care before the common."""
    found: dict[Step, Limit] = {}
    for limit in limits:
        if not limit.holds_for(sector, municipality):
            continue
        known = found.get(limit.step)
        if known is None or limit.narrowness > known.narrowness:
            found[limit.step] = limit
    return found


def due_step(days: int, limits: dict[Step, Limit]) -> Limit | None:
    """The furthest step whose limit the wait has come to."""
    reached = [limits[step] for step in ORDER if step in limits and days >= limits[step].days]
    return reached[-1] if reached else None


def is_further(step: str, than: str) -> bool:
    return ORDER.index(Step(step)) > ORDER.index(Step(than))


@answers_twice
def check_open(closed: bool) -> None:
    if closed:
        raise Refused(_("Ventetiden er allerede avsluttet her."))


@answers_twice
def check_reason(text: str) -> None:
    if len(text.strip()) < SHORTEST_REASON:
        raise Refused(_("Skriv en begrunnelse som de andre kan forstå."))
