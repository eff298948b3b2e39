"""The patients of a round in their order, what is open about each, and what a round came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.coordination.queries.causes import heaviest
from samspill.apps.discharge.models import Round, RoundPoint, RoundSetting, Stay
from samspill.apps.discharge.models.rounds import usual_times
from samspill.apps.discharge.models.stays import READY_STATES
from samspill.apps.discharge.queries.cards import Card, cards_of
from samspill.apps.discharge.rounds import rules
from samspill.apps.discharge.rounds.permissions import rounds_seen_by
from samspill.core import clock
from samspill.directory.models import Unit
from samspill.stay import Side


@dataclass
class Patient:
    """One patient of a round: how they stand, what is open from earlier rounds, and what was noted in this one."""

    card: Card
    stay: Stay
    causes: list[str]
    open_points: list[RoundPoint] = field(default_factory=list)
    noted: list[RoundPoint] = field(default_factory=list)

    @property
    def spoken_of(self) -> bool:
        return bool(self.noted)


def times_of(community: UUID) -> list[str]:
    setting = RoundSetting.objects.filter(community=community).first()
    return list(setting.times) if setting else usual_times()


def patients_of(round: Round, person: Any) -> list[Patient]:
    """Everybody who is ready and waits, of that trust and municipality: whose promise is broken first, then the
    longest waiting; and those with a point noted in this round, though they have left since. A constant number of
    queries."""
    here = Stay.objects.visible_to(person).filter(trust=round.trust_id)
    here = here.filter(Q(municipality=round.municipality_id) | Q(municipality__parent=round.municipality_id))
    noted = RoundPoint.objects.filter(round=round).values("stay")
    waiting = here.open().filter(state__in=READY_STATES) | here.filter(pk__in=noted)
    rows = waiting.order_by(F("due").asc(nulls_last=True), "ready_on", "pk").distinct()
    stays = list(rows.select_related("patient", "municipality", "ward"))
    cards = sorted(
        zip(stays, cards_of(stays), strict=True), key=lambda pair: (not pair[1].broken, -pair[1].waiting_days)
    )
    causes = heaviest(stays)
    points = _points(stays)
    found = []
    for stay, card in cards:
        own = points[stay.pk]
        found.append(
            Patient(
                card,
                stay,
                causes.get(stay.pk, []),
                open_points=[point for point in own if point.settled_at is None and point.round_id != round.pk],
                noted=[point for point in own if point.round_id == round.pk],
            )
        )
    return found


def _points(stays: Sequence[Stay]) -> dict[UUID, list[RoundPoint]]:
    found: dict[UUID, list[RoundPoint]] = defaultdict(list)
    for point in RoundPoint.objects.filter(stay__in=stays).select_related("round"):
        found[point.stay_id].append(point)
    return found


def points_of(stay: Stay) -> list[RoundPoint]:
    """Newest first, for the page of the stay."""
    return list(RoundPoint.objects.filter(stay=stay).select_related("round").order_by("-at", "pk"))


@dataclass(frozen=True)
class Counterpart:
    """Whom the person can go a round with, how many wait there, and how today's rounds stand."""

    unit: Unit
    waiting: int
    open_points: int
    gone: int
    running: Round | None
    due: datetime | None


def counterparts_of(person: Any) -> list[Counterpart]:
    """Municipalities for a hospital, trusts for a municipality: those with somebody waiting, most first."""
    stays = list(
        Stay.objects.visible_to(person)
        .open()
        .filter(state__in=READY_STATES)
        .select_related("municipality__parent", "trust")
    )
    waiting: dict[UUID, int] = defaultdict(int)
    units: dict[UUID, Unit] = {}
    for stay in stays:
        unit = _other_side(stay, person)
        if unit is not None:
            units[unit.pk] = unit
            waiting[unit.pk] += 1
    rounds = list(rounds_seen_by(person).filter(Q(day=clock.today()) | Q(ended_at=None)))
    points = RoundPoint.objects.filter(stay__in=stays, settled_at=None).select_related("stay__municipality__parent")
    open_points: dict[UUID, int] = defaultdict(int)
    for point in points.select_related("stay__trust"):
        unit = _other_side(point.stay, person)
        if unit is not None:
            open_points[unit.pk] += 1
    times, now = times_of(person.community_id), clock.now()
    found = []
    for pk, unit in units.items():
        own = [each for each in rounds if pk in (each.municipality_id, each.trust_id)]
        today = [each for each in own if each.day == clock.today()]
        running = next((each for each in own if each.ended_at is None and each.day == clock.today()), None)
        due = rules.next_round(times, len(today), now)
        found.append(Counterpart(unit, waiting[pk], open_points[pk], len(today), running, due))
    return sorted(found, key=lambda each: (-each.waiting, each.unit.name))


def rounds_to_go(person: Any, most: int = 5) -> list[tuple[datetime, list[str]]]:
    """(when it was to begin, with whom) of the rounds of today that have not been gone; for the first page."""
    if not (person.signed_in and person.may("discharge.go_round")):
        return []
    if rules.next_round(times_of(person.community_id), 0, clock.now()) is None:
        return []  # before the first round of the day
    found: dict[datetime, list[str]] = defaultdict(list)
    for each in counterparts_of(person):
        if each.due is not None:
            found[each.due].append(each.unit.name)
    return [(due, names if len(names) <= most else [*names[:most], "…"]) for due, names in sorted(found.items())]


def _other_side(stay: Stay, person: Any) -> Unit | None:
    if side_of(person) is Side.MUNICIPALITY:
        return stay.trust
    return stay.municipality.top if stay.municipality else None


def latest_rounds(person: Any, most: int = 20) -> list[Round]:
    return list(rounds_seen_by(person).select_related("trust", "municipality").order_by("-day", "-begun_at")[:most])
