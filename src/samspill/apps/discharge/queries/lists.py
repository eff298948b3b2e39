"""Those who wait long and those who come often, among one's own patients: in groups, and by name for who may see names.

A hospital's list is of its own stays, a municipality's of its own inhabitants (`Stay.visible_to`). Days are counted by
the same rules as on the board.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.apps.discharge import rules
from samspill.apps.discharge.models import Patient, Stay
from samspill.apps.discharge.models.pulse import present_beat
from samspill.apps.discharge.permissions import check_open_patient
from samspill.apps.discharge.queries.histories import events_of
from samspill.core import audit, clock
from samspill.core.identified import Group, Identified, Rule
from samspill.core.keeping import Kept
from samspill.stay import fold, waiting_days

YEAR = timedelta(days=365)
BATCH = 1000
AGES = ((0, 17), (18, 66), (67, 79), (80, 200))


@dataclass
class _OnList:
    """One patient: stays of the last year, days waited in them together, the latest stay."""

    patient: Patient
    stays: list[Stay] = field(default_factory=list)
    days: int = 0

    @property
    def latest(self) -> Stay:
        return max(self.stays, key=lambda stay: (stay.admitted_on or date.min, str(stay.pk)))


class People:
    """What this room answers in `core.identified`."""

    def groups(self, person: Any, rule: Rule) -> Sequence[Group]:
        """By age, all together last. The reader may see each of these patients already, so nothing is hidden."""
        check_open_patient(person)
        found, today = _on_list(person, rule), clock.today()
        by_age = [(_age_said(low, high), _of_age(found, low, high, today)) for low, high in AGES]
        unknown = [each for each in found if each.patient.age(today) is None]
        rows = [*by_age, (_("ukjent alder"), unknown)]
        return [_group(label, members) for label, members in rows if members] + [_group(_("alle"), found)]

    def names(self, *, by: Any, rule: Rule, reason: str) -> Sequence[Identified]:
        """The longest first. Each is written in the access log, with the reason."""
        check_open_patient(by)
        found = _on_list(by, rule)
        for each in found:
            audit.opened(
                by=by, community=by.community_id, patient=each.patient.pk, stay=each.latest.pk, reason=reason[:200]
            )
        openable = set(
            Stay.objects.openable_by(by).filter(pk__in=[e.latest.pk for e in found]).values_list("pk", flat=True)
        )
        return [_identified(each, openable) for each in found]


def _on_list(person: Any, rule: Rule) -> list[_OnList]:
    since = clock.today() - YEAR
    stays = Stay.objects.visible_to(person).real().select_related("patient", "municipality")
    stays = stays.filter(Q(is_open=True) | Q(ended_on__gte=since) | Q(admitted_on__gte=since)).order_by("pk")
    people: dict[UUID, _OnList] = {}
    if rule.kind == "long_wait":
        waited = _long_waits(person, stays, rule.threshold)
        for stay in stays.filter(pk__in=waited):
            _put(people, stay, waited[stay.pk])
    else:
        for stay in stays.filter(admitted_on__gte=since):
            _put(people, stay, 0)
        people = {pk: each for pk, each in people.items() if len(each.stays) >= rule.threshold}
        _count_days(people)
    return sorted(people.values(), key=lambda each: (*_weight(rule, each), str(each.patient.pk)))


def _weight(rule: Rule, each: _OnList) -> tuple[int, int]:
    return (-each.days, -len(each.stays)) if rule.kind == "long_wait" else (-len(each.stays), -each.days)


def _put(people: dict[UUID, _OnList], stay: Stay, days: int) -> None:
    each = people.setdefault(stay.patient_id, _OnList(stay.patient))
    each.stays.append(stay)
    each.days += days


# Which stays, and how long: no names. Under the community's beat, so that the next change makes another key.
_waits: Kept[dict[UUID, int]] = Kept(50)


def _long_waits(person: Any, stays: QuerySet[Stay], least: int) -> dict[UUID, int]:
    key = (person.community_id, person.top_id, person.home_id, least, clock.today(), present_beat(person.community_id))
    return _waits.get_or_make(key, lambda: {stay.pk: days for stay, days in _waited(stays, least)})


def _waited(stays: QuerySet[Stay], least: int) -> Iterable[tuple[Stay, int]]:
    """Those that waited so many days or more."""
    # Nobody waits longer than they stay.
    lasted = ExpressionWrapper(
        Coalesce(F("ended_on"), Value(clock.today())) - F("admitted_on"), output_field=DurationField()
    )
    long_enough = stays.annotate(lasted=lasted).filter(lasted__gte=timedelta(days=least))
    for stay, days in _days_of(list(long_enough)):
        if days >= least:
            yield stay, days


def _days_of(stays: list[Stay]) -> Iterable[tuple[Stay, int]]:
    today, how = clock.today(), rules.stay_rules()
    for start in range(0, len(stays), BATCH):
        few = stays[start : start + BATCH]
        rows = events_of(few)
        for stay in few:
            folded = fold([row.event for row in rows[stay.pk]], next_admission=stay.next_admission)
            yield stay, waiting_days(folded, today, how)


def _count_days(people: dict[UUID, _OnList]) -> None:
    whose: dict[UUID, _OnList] = {stay.pk: each for each in people.values() for stay in each.stays}
    days: dict[UUID, int] = defaultdict(int)
    for stay, waited in _days_of([stay for each in people.values() for stay in each.stays]):
        days[stay.pk] = waited
    for pk, each in whose.items():
        each.days += days[pk]


def _of_age(found: list[_OnList], low: int, high: int, today: date) -> list[_OnList]:
    return [each for each in found if (age := each.patient.age(today)) is not None and low <= age <= high]


def _age_said(low: int, high: int) -> str:
    return (
        _("%(low)s år og over") % {"low": low} if high >= 200 else _("%(low)s–%(high)s år") % {"low": low, "high": high}
    )


def _group(label: str, members: list[_OnList]) -> Group:
    return Group(
        label=label,
        persons=len(members),
        stays=sum(len(each.stays) for each in members),
        days=sum(each.days for each in members),
    )


def _identified(each: _OnList, openable: set[UUID]) -> Identified:
    latest = each.latest
    return Identified(
        name=each.patient.name,
        age=each.patient.age(clock.today()),
        municipality=latest.municipality.name if latest.municipality else "",
        ward=latest.ward_name,
        stays=len(each.stays),
        days=each.days,
        latest=latest.admitted_on,
        url=reverse("discharge:stay", args=[latest.pk]) if latest.pk in openable else "",
    )
