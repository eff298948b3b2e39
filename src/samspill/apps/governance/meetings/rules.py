"""May it be done to this meeting now? And: is there a quorum? Plain values in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.refusal import Refused, answers_twice

LONGEST = timedelta(days=3)


def check_times(starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise Refused(gettext_lazy("Møtet må slutte etter at det begynner."))
    if ends - starts > LONGEST:
        raise Refused(gettext_lazy("Et møte kan vare i høyst tre døgn."))


@answers_twice
def check_open(status: str) -> None:
    """The agenda and the time may still be changed."""
    if status == "held":
        raise Refused(gettext_lazy("Møtet er holdt. Innkalling og sakliste er låst."))
    if status == "cancelled":
        raise Refused(gettext_lazy("Møtet er avlyst."))


@answers_twice
def check_not_cancelled(status: str) -> None:
    if status == "cancelled":
        raise Refused(gettext_lazy("Møtet er avlyst."))


@dataclass(frozen=True)
class Quorum:
    """present of seats; lacking: sentences about what is missing."""

    present: int
    seats: int
    lacking: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        return not self.lacking


def quorum(rows: Iterable[tuple[str, bool]], percent: int, a_side: int, parity: bool) -> Quorum:
    """rows: for each seat its side and whether somebody was there. Observers do not count."""
    counted = [(side, there) for side, there in rows if side != "observer"]
    present = sum(there for _side, there in counted)
    of_side = {side: sum(there for each, there in counted if each == side) for side in ("hospital", "municipality")}
    lacking = []
    if present * 100 < percent * len(counted):
        text = _("%(present)s av %(seats)s seter er til stede; det kreves %(percent)s prosent.")
        lacking.append(text % {"present": present, "seats": len(counted), "percent": percent})
    names = {"hospital": _("sykehuset"), "municipality": _("kommunene")}
    for side, there in of_side.items():
        if there < a_side and any(each == side for each, _there in counted):
            lacking.append(
                _("%(there)s fra %(side)s er til stede; det kreves %(least)s.")
                % {"there": there, "side": names[side], "least": a_side}
            )
    if parity and of_side["hospital"] != of_side["municipality"]:
        text = _("Partene er ikke like mange nå: %(hospital)s fra sykehuset og %(municipality)s fra kommunene.")
        lacking.append(text % of_side)
    return Quorum(present, len(counted), tuple(lacking))


def times_of(starts: datetime, minutes: Iterable[int]) -> list[datetime]:
    """When each point begins."""
    at, found = starts, []
    for each in minutes:
        found.append(at)
        at += timedelta(minutes=each)
    return found
