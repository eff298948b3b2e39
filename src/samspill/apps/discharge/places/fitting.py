"""Who might fit where: a proposal with its reasons in words. A person decides.

Plain Python: what is known of the patient and of the place in, reasons out. What is not known is never held against
anybody; it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.apps.discharge.places.needs import Needs, against_by_needs, matching, reasons_by_needs
from samspill.ui import formats

MOST_PROPOSALS = 3  # for each patient


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What matters of a patient who is ready. `expected`: when the municipality thinks it can, if it named a day."""

    stay: object
    municipality: object
    waiting_days: int
    leave_from: date  # the first day the patient can travel
    expected: date | None = None
    held: bool = False  # has a place held already
    needs: Needs | None = None  # None: nobody has described them


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A place as it stands. idle: (day, how many) of the days published, oldest first."""

    stock: object
    municipality: object
    kind: str
    site: str
    usual_days: int
    after_hospital: bool
    against: str
    idle: Sequence[tuple[date, int]]
    services: frozenset[str] = frozenset()
    around_the_clock: bool = True

    def idle_on(self, first: date, end: date | None) -> bool:
        """On every day of the stretch that is published, and on its first day for certain."""
        known = [(day, n) for day, n in self.idle if first <= day and (end is None or day < end)]
        return bool(known) and known[0][0] == first and all(n > 0 for _day, n in known)


@dataclass(frozen=True)
class Proposal:
    """`first` and `end`: the days to hold it. Reasons for, and what speaks against, in words."""

    stay: object
    stock: object
    first: date
    end: date | None
    reasons: tuple[str, ...]
    against: tuple[str, ...]


def propose(waiting: Iterable[Waiting], offered: Iterable[Offered]) -> list[Proposal]:
    """The best places of each patient's own municipality, those who have waited longest first."""
    offered = list(offered)
    found: list[Proposal] = []
    for patient in sorted(waiting, key=lambda each: (-each.waiting_days, each.leave_from, str(each.stay))):
        if not patient.held:
            found += _of(patient, [each for each in offered if each.municipality == patient.municipality])
    return found


def _of(patient: Waiting, offered: Sequence[Offered]) -> list[Proposal]:
    possible = [
        (
            len(against),
            -len(matching(patient.needs, place.services)),
            not place.after_hospital,
            first,
            place.kind,
            place.site,
            _made(patient, place, first, against),
        )
        for place in offered
        if (first := first_fitting_day(patient, place)) is not None
        for against in [_against(patient, place, first)]
    ]
    return [each[-1] for each in sorted(possible, key=lambda each: each[:-1])[:MOST_PROPOSALS]]


def first_fitting_day(patient: Waiting, place: Offered) -> date | None:
    """The first day from when the patient can travel on which the place is free, and stays so."""
    for day, _n in place.idle:
        if day >= patient.leave_from and place.idle_on(day, end_of(day, place.usual_days)):
            return day
    return None


def end_of(first: date, usual_days: int) -> date | None:
    return first + timedelta(days=usual_days) if usual_days else None


def _made(patient: Waiting, place: Offered, first: date, against: tuple[str, ...]) -> Proposal:
    end = end_of(first, place.usual_days)
    return Proposal(patient.stay, place.stock, first, end, tuple(_reasons(patient, place, first)), against)


def _reasons(patient: Waiting, place: Offered, first: date) -> Iterable[str]:
    n = dict(place.idle)[first]
    free = ngettext("%(n)s ledig %(when)s", "%(n)s ledige %(when)s", n)
    yield free % {"n": n, "when": formats.short_day(first)}
    if patient.expected is not None and first < patient.expected:
        earlier = (patient.expected - first).days
        sooner = ngettext("%(n)s døgn før kommunens anslag", "%(n)s døgn før kommunens anslag", earlier)
        yield sooner % {"n": earlier}
    if patient.expected is None:
        yield _("kommunen har ikke anslått noen dag")
    if place.usual_days:
        yield _("ledig hele perioden")
    yield from reasons_by_needs(patient.needs, place.services, place.around_the_clock)


def _against(patient: Waiting, place: Offered, first: date) -> tuple[str, ...]:
    found = [place.against] if place.against else []
    if not place.after_hospital and not place.against:
        found.append(_("er ikke ment for pasienter som kommer fra sykehus"))
    if patient.expected is not None and first > patient.expected:
        found.append(_("senere enn kommunen selv har anslått"))
    if first > patient.leave_from:
        found.append(_("ikke ledig før %(day)s") % {"day": formats.short_day(first)})
    found += against_by_needs(patient.needs, place.services, place.around_the_clock)
    return tuple(found)
