"""A year of believable hospital stays for any municipalities and wards. Plain Python; the same for the same seed.

All stays of the trust are made; about one somatic stay in seven concerns municipal services and has the whole course
(see `course`), the others only an admission and a discharge. What the whole adds up to stands in `figures`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from samspill.portal.demo import figures
from samspill.portal.demo.arrivals import arrivals
from samspill.portal.demo.course import Plan, tell_stay
from samspill.portal.demo.people import DemoPatient, People
from samspill.portal.demo.today import CASES, tell_case
from samspill.stay.events import OSLO, Event, Kind, Sector, Side

YEAR = timedelta(days=365)
BEFORE_THE_YEAR = timedelta(days=90)  # so that wards are full on the year's first day
ENDS = frozenset({Kind.DISCHARGED, Kind.DIED})


@dataclass(frozen=True)
class Municipality:
    """number: four digits. aged: how old its people are, 1 as the country. waits: how long they wait, 1 as the others.
    quick_assessment: it took quick joint assessment into use last autumn."""

    number: str
    inhabitants: int
    aged: float = 1
    waits: float = 1
    quick_assessment: bool = False


@dataclass(frozen=True)
class Ward:
    """id: as the events name it. ordinary, known: weights among the sector's stays that do not, or do, concern
    municipal services. youngest, oldest: ages."""

    id: str
    sector: Sector
    ordinary: float
    known: float
    youngest: int = 18
    oldest: int = 95


@dataclass(frozen=True)
class DemoStay:
    """One stay as told until the moment asked for. `ended` is empty while the patient is in hospital; `admitted` is the
    first that was told, where no admission was."""

    patient: DemoPatient
    ward: str
    sector: Sector
    municipality: str
    admitted: datetime
    ended: datetime | None
    known_to_municipality: bool
    events: tuple[Event, ...]

    def days(self) -> float | None:
        """Length in days and parts of days."""
        return (self.ended - self.admitted).total_seconds() / 86_400 if self.ended else None


def generate(
    seed: int,
    until: datetime,
    municipalities: Sequence[Municipality],
    wards: Sequence[Ward],
    *,
    name: str = "demo",
    first_serial: int = 0,
    today: bool = True,
) -> Iterator[DemoStay]:
    """All stays that touch the time from `first_day(until)` until `until`, by admission, oldest first.

    Last come a few that make sure that there is something to do at `until` (see `today`). Raises ValueError when there
    is nobody to admit or nowhere to admit to.

    name          what the sources of its events begin with
    first_serial  identity numbers of a day and sex are taken from this one on: two runs may so have nobody in common
    today         False: without those few
    """
    until = until.astimezone(OSLO)
    people = People(Random(f"samspill demo {seed}"), first_serial)  # noqa: S311
    maker = _Maker(people, until, municipalities, wards, name)
    begin = first_day(until)
    for admitted in arrivals(maker.rng, begin - BEFORE_THE_YEAR, until, maker.stays_a_year):
        stay = maker.stay(admitted)
        if stay.ended is None or stay.ended >= begin:
            yield stay
    if today:
        yield from maker.stays_of_today()


def first_day(until: datetime) -> datetime:
    """Where the history begins: a year back, or further where that is needed to see what last autumn changed."""
    return min(until - YEAR, datetime.combine(last_autumn(until), datetime.min.time(), OSLO) - timedelta(days=150))


def last_autumn(until: datetime) -> date:
    """The latest 1 September that lies at least six weeks back."""
    latest = (until - timedelta(days=42)).date()
    this_year = date(latest.year, 9, 1)
    return this_year if this_year <= latest else date(latest.year - 1, 9, 1)


class _Maker:
    """Draws one stay after the other."""

    def __init__(
        self,
        people: People,
        until: datetime,
        municipalities: Sequence[Municipality],
        wards: Sequence[Ward],
        name: str,
    ) -> None:
        self._people, self._name = people, name
        self.rng = people.rng
        self._until = until
        self._municipalities = [each for each in municipalities if each.inhabitants > 0]
        if not self._municipalities or not wards:
            raise ValueError("stays need at least one municipality with inhabitants, and one ward")
        self._wards = {sector: [ward for ward in wards if ward.sector is sector] for sector in Sector}
        self._inhabitants = sum(each.inhabitants for each in self._municipalities)
        self._paces = {
            sector: figures.STAYS_PER_INHABITANT[sector] * self._inhabitants if self._wards[sector] else 0
            for sector in Sector
        }
        self._weights = {
            known: [each.inhabitants * (each.aged if known else (3 + each.aged) / 4) for each in self._municipalities]
            for known in (True, False)
        }
        self._mean_wait = self._wait_of_an_average_stay()
        self._made = 0

    @property
    def stays_a_year(self) -> float:
        return sum(self._paces.values())

    def stay(self, admitted: datetime) -> DemoStay:
        rng = self.rng
        sector = rng.choices(list(self._paces), list(self._paces.values()))[0]
        known = rng.random() < figures.KNOWN_TO_MUNICIPALITY[sector]
        municipality = rng.choices(self._municipalities, self._weights[known])[0]
        ward = self._ward(sector, known)
        group = (municipality.number, sector, known)
        ages = range(ward.youngest, ward.oldest + 1)
        patient = self._people.somebody(admitted, self._age(ward, known), ages, group, returning=0.4 if known else 0.25)
        self._made += 1
        tell = self._tell_known if known else self._tell_ordinary
        events = tell(admitted, sector, ward, municipality)
        left, died = events[-1].said_at, events[-1].kind is Kind.DIED
        if left < self._until and not died:
            self._people.goes_home(patient, left, group)
        told = tuple(event for event in events if event.said_at <= self._until)
        return DemoStay(
            patient=patient,
            ward=next(event.unit for event in reversed(told) if event.unit),
            sector=sector,
            municipality=municipality.number,
            admitted=admitted,
            ended=left if left <= self._until else None,
            known_to_municipality=known,
            events=told,
        )

    def stays_of_today(self) -> Iterator[DemoStay]:
        """The cases of `today`, in the largest municipalities and the wards with the most such patients."""
        places = sorted(self._municipalities, key=lambda each: -each.inhabitants)
        somatic_first = next(self._wards[sector] for sector in Sector if self._wards[sector])
        wards = sorted(somatic_first, key=lambda each: -each.known)
        for case in CASES:
            place, ward = places[case.place % len(places)], wards[case.ward % len(wards)]
            self._made += 1
            events = tell_case(case, self._until, f"{self._name}-{self._made}", place.number, ward.id, ward.sector)
            patient = self._people.new(events[0].said_at, self._age(ward, known=True))
            yield DemoStay(
                patient=patient,
                ward=ward.id,
                sector=ward.sector,
                municipality=place.number,
                admitted=events[0].said_at,
                ended=None,
                known_to_municipality=True,
                events=events,
            )

    def _tell_known(self, admitted: datetime, sector: Sector, ward: Ward, municipality: Municipality) -> list[Event]:
        plan = Plan(
            serial=f"{self._name}-{self._made}",
            admitted=admitted,
            treatment=self._treatment(sector, known=True),
            mean_wait=self._mean_wait * municipality.waits * figures.WAITS_IN_SECTOR[sector],
            ward=ward.id,
            other_ward=self._another_ward(ward, sector).id,
            sector=sector,
            municipality=municipality.number,
            quick_assessment_from=last_autumn(self._until) if municipality.quick_assessment else None,
        )
        return tell_stay(plan, self.rng)

    def _another_ward(self, ward: Ward, sector: Sector) -> Ward:
        """Where the patient may be moved: a ward for all ages that this one is for; otherwise the same one."""
        other = self._ward(sector, known=True)
        return other if other.youngest <= ward.youngest and ward.oldest <= other.oldest else ward

    def _tell_ordinary(self, admitted: datetime, sector: Sector, ward: Ward, municipality: Municipality) -> list[Event]:
        left = admitted + timedelta(days=self._treatment(sector, known=False))
        end = Kind.DIED if self.rng.random() < 0.012 else Kind.DISCHARGED
        return [
            Event(
                kind=kind,
                at=at,
                said_at=at,
                by=Side.HOSPITAL,
                source=f"{self._name}-{self._made}-{number}",
                unit=ward.id,
                sector=sector,
                municipality=municipality.number,
            )
            for number, (kind, at) in enumerate([(Kind.ADMITTED, admitted), (end, left)], 1)
        ]

    def _ward(self, sector: Sector, known: bool) -> Ward:
        wards = self._wards[sector]
        return self.rng.choices(wards, [ward.known if known else ward.ordinary for ward in wards])[0]

    def _age(self, ward: Ward, known: bool) -> int:
        peak = ward.youngest + (ward.oldest - ward.youngest) * (0.8 if known else 0.65)
        return int(self.rng.triangular(ward.youngest, ward.oldest, peak))

    def _treatment(self, sector: Sector, known: bool) -> float:
        """Days; at least three hours."""
        median, spread = figures.TREATMENT[sector, known]
        days = self.rng.lognormvariate(math.log(median), spread)
        return min(max(days, 0.125), figures.LONGEST_TREATMENT)

    def _wait_of_an_average_stay(self) -> float:
        """Mean days of waiting where `waits` is 1, so that the whole comes to the figure."""
        known = {sector: self._paces[sector] * figures.KNOWN_TO_MUNICIPALITY[sector] for sector in Sector}
        weights = self._weights[True]
        local = sum(w * m.waits for w, m in zip(weights, self._municipalities, strict=True)) / sum(weights)
        portions = sum(known[sector] * figures.WAITS_IN_SECTOR[sector] for sector in Sector) * local
        return figures.WAITING_PER_INHABITANT * self._inhabitants * 365 / portions
