"""The payable days of a trust's stays, by the library, day by day and municipality by municipality.

What each stay comes to is kept under its version; of an open stay also under the day, since it grows. So a message
costs one stay to count anew, however many the trust has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from samspill.apps.discharge import rules
from samspill.apps.discharge.models import Stay, StayEvent
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.queries.rates import rates
from samspill.apps.discharge.settlement.reckoning import DayOf, Owed
from samspill.core import clock
from samspill.core.keeping import Kept
from samspill.directory.lookup import municipalities_by_number
from samspill.directory.models import Unit
from samspill.stay import Kind, PayableDay, fold, payable_days

_days: Kept[tuple[PayableDay, ...]] = Kept(100_000)
READINESS = (Kind.READY, Kind.READY_NOTICE)


def owed_to(trust: Unit, since: date) -> dict[UUID | None, dict[DayOf, Owed]]:
    """Municipality → the days that it owes from `since` on. None: days whose municipality nobody knows, or whose old
    number leads to several."""
    known = rates().by_year
    found: dict[UUID | None, dict[DayOf, Owed]] = defaultdict(dict)
    debtors: dict[tuple[str, int], UUID | None] = {}
    for stay, days in days_of_stays(trust, since).items():
        for payable in days:
            if payable.day < since:
                continue
            key = (payable.municipality, payable.day.year)
            if key not in debtors:
                debtors[key] = debtor(payable)
            rate = known.get(payable.day.year)
            owed = Owed(stay.pk, rate.kroner if rate else None)
            found[debtors[key]][DayOf(stay.patient_id, payable.day)] = owed
    return found


def debtor(payable: PayableDay) -> UUID | None:
    """Who pays for the day: the municipality; of a city district its city."""
    heirs = municipalities_by_number(payable.municipality, payable.day)
    return heirs[0].top.pk if len(heirs) == 1 else None


def days_of_stays(trust: Unit, since: date) -> Mapping[Stay, tuple[PayableDay, ...]]:
    """Stay → its payable days, oldest first, of those stays that may have any from `since` on."""
    ready = StayEvent.objects.filter(stay__trust=trust, kind__in=READINESS).values("stay")
    stays = Stay.objects.real().filter(trust=trust, pk__in=ready).filter(Q(ended_on=None) | Q(ended_on__gt=since))
    rows = list(stays.only("pk", "patient_id", "version", "is_open", "ended_on", "next_admission").order_by("pk"))
    missing = [stay for stay in rows if _days.get(_key(stay)) is None]
    for few in batched_stays(missing):
        _count(few)
    return {stay: _days.get(_key(stay)) or () for stay in rows}


def _key(stay: Stay) -> tuple[object, ...]:
    today = clock.today()
    grows = stay.is_open or stay.ended_on is None or stay.ended_on >= today
    return (stay.pk, stay.version, today if grows else None)


def _count(stays: Iterable[Stay]) -> None:
    stays = list(stays)
    rows, today, by = events_of(stays), clock.today(), rules.stay_rules()
    for stay in stays:
        folded = fold([row.event for row in rows[stay.pk]], next_admission=stay.next_admission)
        _days.put(_key(stay), payable_days(folded, today, by))


def batched_stays(stays: list[Stay], most: int = 500) -> Iterable[list[Stay]]:
    return (stays[start : start + most] for start in range(0, len(stays), most))


def forget() -> None:
    """For tests: a setting changed."""
    _days.clear()
