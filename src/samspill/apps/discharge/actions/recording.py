"""Taking down what happened: events in, stays found anew.

The events of one patient at one trust are parted into stays by a pure function of all of them, each time something
comes. So the order in which messages arrive cannot matter, nor whether one comes twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.apps import apps

from samspill.apps.discharge.actions.projecting import project
from samspill.apps.discharge.models import OfStay, Patient, Stay, StayEvent
from samspill.apps.discharge.models.events import columns_of
from samspill.apps.discharge.models.patients import identity_of, number_index
from samspill.apps.discharge.models.pulse import beat
from samspill.core import clock, direct
from samspill.core.events import tell
from samspill.directory.models import Community, Unit
from samspill.messages import message
from samspill.stay import Event, next_admissions, stays_of


def patient_of(community: Community, told: message.Patient) -> Patient:
    """The patient with that identity number in the community, locked until the transaction ends; made if new."""
    index = number_index(community, told)
    found = direct.fetch(Patient, lock=True, community=community, number_index=index)
    if found:
        _learn_more(found[0], identity_of(told))
        return found[0]
    patient = Patient(community=community, number_index=index, identity=identity_of(told))
    direct.insert(patient)  # IntegrityError if somebody else was first: the message is then taken in once more
    return patient


def _learn_more(patient: Patient, told: dict[str, str]) -> None:
    missing = {key: value for key, value in told.items() if value and not patient.identity.get(key)}
    if missing:
        patient.identity = {**patient.identity, **missing}
        patient.save(update_fields=["identity"])


def record_events(*, patient: Patient, trust: Unit | None, events: Sequence[Event], recorded_by: str) -> list[Stay]:
    """Take down events and return the stays that they now belong to, oldest first (none for a death at home).

    `trust` is empty for what is told about the patient wherever they are (a death notice from the municipality).
    """
    known = sorted(direct.fetch(StayEvent, patient=patient), key=lambda row: row.pk)
    new = [_row(patient, trust, number, event, recorded_by) for number, event in enumerate(events)]
    touched: list[tuple[Stay, list[StayEvent]]] = []
    answered: set[UUID | None] = set()
    for each in [trust.pk] if trust else {row.trust_id for row in known if row.trust_id}:
        rows = [row for row in [*known, *new] if row.trust_id in (each, None)]
        touched += regroup(patient, each, rows, answered)
    for row in new:
        direct.insert(row)
    beat(patient.community_id, answered)
    tell("discharge.changed", community=patient.community_id, stays=[stay.pk for stay, _ in touched])
    told = {id(row) for row in new}
    return [stay for stay, group in touched if any(id(row) in told for row in group)]


def _row(patient: Patient, trust: Unit | None, number: int, event: Event, recorded_by: str) -> StayEvent:
    return StayEvent(
        community_id=patient.community_id,
        patient=patient,
        trust=trust,
        number=number,
        recorded_at=clock.now(),
        recorded_by=recorded_by,
        **columns_of(event),
    )


def regroup(
    patient: Patient, trust_id: UUID, rows: Sequence[StayEvent], answered: set[UUID | None]
) -> list[tuple[Stay, list[StayEvent]]]:
    """Part all the patient's events at the trust into stays, keep each stay's identity, recompute what it shows.

    Returns each stay with its rows. Rows that are not saved yet are pointed to their stay; saved ones are moved in the
    database. Put into `answered`: every municipality that answered for one of the stays, before and after.
    """
    groups = _rows_by_stay(rows)
    had = any(row.stay_id for row in rows)
    stays = {stay.pk: stay for stay in direct.fetch(Stay, patient=patient, trust=trust_id)} if had else {}
    answered.update(stay.municipality_id for stay in stays.values())
    kept: list[Stay] = []
    admissions = next_admissions([[row.event for row in group] for group in groups])
    for group, next_admission in zip(groups, admissions, strict=True):
        stay = _stay_for(group, {pk: s for pk, s in stays.items() if s not in kept}) or Stay(
            community_id=patient.community_id, patient=patient, trust_id=trust_id
        )
        project(stay, group, next_admission)
        stay.merged_into = None
        direct.insert(stay) if stay._state.adding else direct.update(stay)
        _point(group, stay)
        kept.append(stay)
        answered.add(stay.municipality_id)
    _merge_away([stay for stay in stays.values() if stay not in kept], kept)
    return list(zip(kept, groups, strict=True))


def _rows_by_stay(rows: Iterable[StayEvent]) -> list[list[StayEvent]]:
    told: dict[Event, list[StayEvent]] = {}
    for row in rows:
        told.setdefault(row.event, []).append(row)
    return [
        [row for event in dict.fromkeys(group) for row in told[event]]  # the same thing told twice counts once
        for group in stays_of(list(told))
    ]


def _stay_for(group: list[StayEvent], stays: dict[object, Stay]) -> Stay | None:
    """The stay that most of these events were counted to before; so addresses and access log keep their meaning."""
    votes = Counter(row.stay_id for row in group if row.stay_id in stays)
    return stays[votes.most_common(1)[0][0]] if votes else None


def _point(group: list[StayEvent], stay: Stay) -> None:
    moved = [row for row in group if row.stay_id != stay.pk and row.trust_id is not None]
    for row in moved:
        row.stay = stay
    saved = [row.pk for row in moved if row.pk]
    if saved:
        StayEvent.objects.filter(pk__in=saved).update(stay=stay)


def _merge_away(left_over: list[Stay], kept: list[Stay]) -> None:
    for stay in left_over:
        stay.merged_into = kept[0] if kept else None
        if kept:
            _take_along(stay, kept[0])
        stay.is_open = False
        stay.version += 1
        stay.changed_at = clock.now()
        stay.save()


def _take_along(stay: Stay, to: Stay) -> None:
    """What people added to a stay that turned out to be part of another is about that one."""
    for model in apps.get_app_config("discharge").get_models():
        if issubclass(model, OfStay):
            model._default_manager.filter(stay=stay).update(stay=to)
