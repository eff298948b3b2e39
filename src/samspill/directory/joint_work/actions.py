"""Every write to the register of joint work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import check_not_changed_since, differing, locked
from samspill.directory.joint_work import permissions, queries, rules
from samspill.directory.models import (
    JointWork,
    OverlapAnswer,
    OverlapReply,
    Participant,
    Person,
    StatusChange,
    Unit,
)

Answers = Mapping[UUID, tuple[OverlapReply, str]]


@deed("joint_work.register", permission=permissions.check_keep_for)
def register(
    *, by: Any, owner: Unit, key: UUID, values: Mapping[str, Any], participants: list[Unit], answers: Answers
) -> JointWork:
    """A new work with the id `key`. `answers` says of each running work that it looks like, what was thought of it.

    Raises Refused while one is not answered for; IntegrityError when `key` is there already: the form was sent twice.
    """
    work = JointWork(pk=key, community_id=by.community_id, owner=owner, **values)
    work.save(force_insert=True)
    Participant.objects.bulk_create(
        Participant(work=work, unit=unit, valid_from=work.valid_from) for unit in participants if unit.pk != owner.pk
    )
    similar = {each.work.pk: each for each in queries.similar_to(queries.outline_of(work), by, but=key) if each.open}
    rules.check_answered(set(similar), set(answers))
    for pk in similar:
        reply, note = answers[pk]
        OverlapAnswer.objects.create(work=work, similar_id=pk, reply=reply, note=note, at=clock.now(), by_name=by.name)
    _status_changed(work, by, work.status_note)
    return work


@deed("joint_work.change", permission=permissions.check_keep_work)
def change(*, by: Any, work: JointWork, owner: Unit, values: Mapping[str, Any], seen: str) -> JointWork:
    """Raises Refused; ChangedMeanwhile when somebody else saved something else in the meantime."""
    if owner.pk != work.owner_id:
        permissions.check_keep_for(by, owner)
    now = locked(work)
    wanted = {**values, "owner_id": owner.pk}
    changed = differing(now, wanted)
    if not changed:
        return now  # a double click
    check_not_changed_since(now, seen)
    for name in changed:
        setattr(now, name, wanted[name])
    now.save()
    return now


@deed("joint_work.set_status", permission=permissions.check_keep_work)
def set_status(*, by: Any, work: JointWork, status: str, note: str) -> JointWork:
    """The new status and why. What is over gets today as its last day, unless it ended before; what is taken up again
    has no end."""
    now = locked(work)
    if now.status == status:
        return now  # a double click
    rules.check_may_become(now.status, status)
    if status in rules.OVER:
        now.valid_to = _end_of(now, clock.today())
    elif now.status in rules.OVER:
        now.valid_to = None
    now.status, now.status_note = status, note
    now.save()
    _status_changed(now, by, note)
    return now


def _end_of(work: JointWork, today: date) -> date | None:
    """The first day after, when it is over today. What had not begun keeps the period that was planned."""
    if work.valid_from and work.valid_from > today:
        return work.valid_to
    tomorrow = today + timedelta(days=1)
    return min(work.valid_to or tomorrow, tomorrow)


def _status_changed(work: JointWork, by: Any, note: str) -> None:
    StatusChange.objects.create(work=work, status=work.status, note=note, at=clock.now(), by_name=by.name)


@deed("joint_work.add_participant", permission=permissions.check_keep_work)
def add_participant(
    *, by: Any, work: JointWork, unit: Unit | None, person: Person | None, task: str, since: date | None
) -> Participant:
    """A unit takes part, or a person is a member (of a unit, where both are given). Raises Refused."""
    now = locked(work)
    if unit is None and person is None:
        raise Refused(_("Velg en enhet eller skriv navnet på en person."))
    present = Participant.objects.on(clock.today()).filter(work=now)
    same: Participant | None = present.filter(unit=unit, person=person).first()
    if same is not None:
        return same  # a double click
    return Participant.objects.create(work=now, unit=unit, person=person, task=task, valid_from=since)


@deed("joint_work.end_participation", permission=permissions.check_keep_work)
def end_participation(*, by: Any, work: JointWork, participant: Participant) -> Participant:
    """They take part no more, from today. The row stays, so that the page can tell who was in it."""
    row = locked(participant)
    if row.work_id != work.pk:
        raise Refused(_("Deltakeren er ikke med i dette samarbeidet."))
    if row.valid_to is None or row.valid_to > clock.today():
        row.valid_to = clock.today()
        row.save()
    return row
