"""What happens in one stay that concerns municipal services, told as events: from admission to home, or death.

All times are Norwegian wall-clock times. A stay is told to its end; who tells it as of a certain moment leaves out what
was said after that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from samspill.portal.demo.figures import LEFT_BY_QUICK_ASSESSMENT
from samspill.portal.demo.waits import draw_wait
from samspill.stay.events import OSLO, Event, Kind, Sector, Side

HOME, NURSING_HOME, ACUTE_UNIT, OTHER_HOSPITAL = "1", "11", "21", "3"  # code list 8408
H, M = Side.HOSPITAL, Side.MUNICIPALITY
MEETING_CONDITIONS = frozenset({Sector.MENTAL_HEALTH, Sector.SUBSTANCE_USE})
_FRIDAY = 4


@dataclass(frozen=True)
class Plan:
    """What chance has decided about a stay. `treatment` is in days, `mean_wait` too. `other_ward` may be the same."""

    serial: str
    admitted: datetime
    treatment: float
    mean_wait: float
    ward: str
    other_ward: str
    sector: Sector
    municipality: str
    quick_assessment_from: date | None = None


@dataclass
class Course:
    """Takes down events as they happen."""

    plan: Plan
    rng: Random
    ward: str = ""
    events: list[Event] = field(default_factory=list)
    letters: int = 0

    def tell(self, kind: Kind, at: datetime, by: Side, **more: object) -> str:
        """One message with one event, said some minutes after it happened; returns its source."""
        self.letters += 1
        source = f"{self.plan.serial}-{self.letters}"
        self._add(kind, at, by, source, **more)
        return source

    def tell_more(self, kind: Kind, at: datetime, by: Side, **more: object) -> None:
        """Another event in the message just told."""
        self._add(kind, at, by, self.events[-1].source, **more)

    def _add(self, kind: Kind, at: datetime, by: Side, source: str, **more: object) -> None:
        values: dict[str, object] = {"said_at": at, "municipality": self.plan.municipality}
        if by is H:
            values |= {"unit": self.ward, "sector": self.plan.sector}
        self.events.append(Event(kind=kind, at=at, by=by, source=source, **(values | more)))  # type: ignore[arg-type]


def tell_stay(plan: Plan, rng: Random) -> list[Event]:
    """The events of the whole stay, in the order they were said."""
    course = Course(plan, rng, ward=plan.ward)
    ready = _office_hour(rng, plan.admitted + timedelta(days=plan.treatment), after=plan.admitted)
    course.tell(Kind.ADMITTED, plan.admitted, H)
    _tell_beginning(course, ready)
    if rng.random() < 0.022:
        _tell_death(course, plan.admitted, ready)
    else:
        _tell_middle(course, ready)
        _tell_end(course, ready)
    return sorted(course.events, key=lambda event: event.said_at)


def _tell_beginning(course: Course, ready: datetime) -> None:
    """The need is seen, the municipality is warned, and says what it knows."""
    rng, admitted = course.rng, course.plan.admitted
    spare = ready - admitted
    seen = admitted + (timedelta(hours=rng.uniform(0.5, 4)) if rng.random() < 0.65 else spare * rng.uniform(0.1, 0.5))
    seen = min(seen, ready - timedelta(hours=1))
    course.tell(Kind.NEED_IDENTIFIED, seen, H)
    late = rng.random() < 0.12
    told = seen + timedelta(hours=rng.uniform(26, 60) if late else rng.triangular(0.3, 23, 3))
    if told < ready:
        course.tell(Kind.EARLY_NOTICE, told, H)
        course.tell_more(Kind.EXPECTED_DISCHARGE, told, H, expected=_guess(rng, ready.date(), told.date()))
    if rng.random() < 0.8:
        course.tell(Kind.ADMISSION_REPORT, admitted + timedelta(hours=rng.triangular(0.5, 40, 5)), M)


def _tell_middle(course: Course, ready: datetime) -> None:
    """Perhaps another ward, a new expectation, a leave; in mental health and substance use, preparing the follow-up."""
    rng, plan = course.rng, course.plan
    spare = ready - plan.admitted
    if plan.other_ward != plan.ward and rng.random() < 0.14:
        course.ward = plan.other_ward
        course.tell(Kind.TRANSFERRED, plan.admitted + spare * rng.uniform(0.15, 0.6), H)
    if spare > timedelta(days=5):
        said = plan.admitted + spare * rng.uniform(0.6, 0.85)
        course.tell(Kind.EXPECTED_DISCHARGE, said, H, expected=_guess(rng, ready.date(), said.date()))
    if plan.sector in MEETING_CONDITIONS:
        if rng.random() < 0.9:
            course.tell(Kind.PLAN_MEETING_CALLED, plan.admitted + spare * rng.uniform(0.3, 0.7), H)
            course.tell(Kind.FOLLOW_UP_CLARIFIED, plan.admitted + spare * rng.uniform(0.7, 0.95), H)
        _tell_leave(course, ready)


def _tell_leave(course: Course, ready: datetime) -> None:
    """A weekend at home in a long stay."""
    left = course.plan.admitted + timedelta(days=6)
    left = datetime.combine(left.date() + timedelta(days=(_FRIDAY - left.weekday()) % 7), time(14, 30), OSLO)
    back = left + timedelta(days=2, hours=3)
    if back < ready and course.rng.random() < 0.4:
        course.tell(Kind.ON_LEAVE, left, H)
        course.tell(Kind.BACK_FROM_LEAVE, back, H)


def _tell_end(course: Course, ready: datetime) -> None:
    """Ready, answered, perhaps withdrawn and ready anew, and home."""
    rng = course.rng
    wait = draw_wait(rng, _mean_wait(course.plan, ready.date()), ready.date())
    if wait and rng.random() < 0.09:
        waited = rng.randint(0, wait - 1)
        withdrawn = _some_time(rng, ready, waited)
        _tell_ready_and_answers(course, ready, wait, until=withdrawn)
        course.tell(Kind.WITHDRAWN, withdrawn, H)
        wait -= waited
        ready = _office_hour(rng, withdrawn + timedelta(days=rng.uniform(0.8, 5)), after=withdrawn)
    left = _some_time(rng, ready, wait)
    _tell_ready_and_answers(course, ready, wait, until=left)
    if rng.random() < 0.008:
        course.tell(Kind.DIED, left, H)
    else:
        course.tell(Kind.DISCHARGED, left, H, discharged_to=_where_to(rng, wait))


def _tell_ready_and_answers(course: Course, ready: datetime, wait: int, until: datetime) -> None:
    """The ready notice, and what the municipality says of a place in `wait` days; nothing later than `until`."""
    rng, plan = course.rng, course.plan
    told = min(ready + timedelta(minutes=rng.randint(0, 45)), until - timedelta(minutes=20))
    notice = course.tell(Kind.READY, ready, H, said_at=told)
    course.tell_more(Kind.READY_NOTICE, told, H)
    if _assessed(plan, ready.date()):
        assessed = told + timedelta(hours=rng.uniform(1, 20))
        if assessed < until:
            course.tell(Kind.ASSESSED, assessed, M)
    if rng.random() < 0.04:
        return  # never answered
    place = ready.date() + timedelta(days=wait - (1 if wait > 1 and rng.random() < 0.15 else 0))
    for kind, said, expected in _answers(rng, told, place):
        if said < until:
            course.tell(kind, said, M, expected=expected, refers_to=notice)


def _answers(rng: Random, told: datetime, place: date) -> list[tuple[Kind, datetime, date | None]]:
    """A yes at once when the place is near; else a no with, or without, a guess, and a yes when the place is there."""
    first = told + timedelta(hours=min(rng.lognormvariate(0.8, 0.9), 30))
    days = (place - told.date()).days
    if days <= 0 or (days <= 3 and rng.random() < 0.5):
        return [(Kind.CAN, first, place)]
    guess = None if rng.random() < 0.25 else max(first.date(), place + timedelta(days=rng.choice((-2, -1, 0, 0, 1))))
    before = place - timedelta(days=1 if rng.random() < 0.4 else 0)
    said = max(datetime.combine(before, time(8), OSLO), first) + timedelta(minutes=rng.randint(10, 90))
    return [(Kind.CANNOT, first, guess), (Kind.CAN, said, max(place, said.date()))]


def _tell_death(course: Course, admitted: datetime, ready: datetime) -> None:
    died = admitted + (ready - admitted) * course.rng.uniform(0.3, 1)
    course.events = [event for event in course.events if event.said_at < died]
    course.tell(Kind.DIED, died, H)


def _mean_wait(plan: Plan, ready: date) -> float:
    return plan.mean_wait * (LEFT_BY_QUICK_ASSESSMENT if _assessed(plan, ready) else 1)


def _assessed(plan: Plan, ready: date) -> bool:
    return plan.quick_assessment_from is not None and ready >= plan.quick_assessment_from


def _office_hour(rng: Random, moment: datetime, *, after: datetime) -> datetime:
    """Some time in the morning round of that day, or of the next working day; three hours after `after` at least."""
    day = moment.date()
    if day.weekday() > _FRIDAY and rng.random() < 0.65:
        day += timedelta(days=7 - day.weekday())
    found = datetime.combine(day, time(8, 30), OSLO) + timedelta(minutes=rng.randint(0, 330))
    return found if found >= after + timedelta(hours=3) else found + timedelta(days=1)


def _some_time(rng: Random, ready: datetime, days: int) -> datetime:
    """In the afternoon so many days later; on the day itself an hour or more after being ready."""
    day = ready.date() + timedelta(days=days)
    moment = datetime.combine(day, time(10), OSLO) + timedelta(minutes=rng.randint(0, 420))
    return moment if days else max(moment, ready + timedelta(minutes=rng.randint(60, 240)))


def _guess(rng: Random, truth: date, said: date) -> date:
    return max(said, truth + timedelta(days=rng.choice((-2, -1, 0, 0, 0, 1))))


def _where_to(rng: Random, wait: int) -> str:
    nursing_home = 0.25 if wait == 0 else 0.6
    return rng.choices(
        (HOME, NURSING_HOME, ACUTE_UNIT, OTHER_HOSPITAL), (0.9 - nursing_home, nursing_home, 0.06, 0.04)
    )[0]
