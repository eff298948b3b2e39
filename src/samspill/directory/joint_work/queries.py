"""Every read of the register: the list, one work, and what looks like what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from samspill.core import clock
from samspill.directory.joint_work import rules
from samspill.directory.joint_work.rules import Outline, Overlap, overlap, split_list
from samspill.directory.models import JointWork, JointWorkKind, JointWorkStatus, Participant, Unit
from samspill.directory.plain_words import answers_to, folded

VIEWS = ("open", "over", "all")
ORDERS = ("name", "owner", "period", "status")
MOST_SIMILAR = 6


@dataclass(frozen=True)
class Question:
    """What the address asks for. Empty means all. `party` owns it or takes part."""

    text: str = ""
    kind: str = ""
    status: str = ""
    group: str = ""
    party: UUID | None = None
    view: str = "open"
    order: str = "name"
    backwards: bool = False


@dataclass(frozen=True)
class Similar:
    """A work that another looks like, and why."""

    work: JointWork
    why: Overlap
    shared_names: tuple[str, ...] = ()  # of the participants they share

    @property
    def open(self) -> bool:
        return self.work.status in rules.OPEN


def works_seen_by(person: Any) -> QuerySet[JointWork]:
    """Those of the person's own community; none for the public."""
    rows = JointWork.objects.select_related("owner__parent__parent__parent__parent", "contact")
    return rows.filter(community_id=person.community_id) if person.signed_in else rows.none()


def register(person: Any, question: Question) -> list[tuple[str, list[JointWork]]]:
    """(kind, its works in order) of each kind that has some. A community has some hundreds of works at the most."""
    rows = _in_view(works_seen_by(person), question)
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.party:
        rows = rows.filter(Q(owner=question.party) | Q(participants__unit=question.party)).distinct()
    found = [work for work in rows if _fits(work, question)]
    found = _sorted(found, question)
    kinds = [(kind, [work for work in found if work.kind == kind]) for kind in JointWorkKind.values]
    return [(kind, works) for kind, works in kinds if works]


def _in_view(rows: QuerySet[JointWork], question: Question) -> QuerySet[JointWork]:
    if question.status:
        return rows.filter(status=question.status)
    statuses = {"open": rules.OPEN, "over": rules.OVER}.get(question.view)
    return rows.filter(status__in=statuses) if statuses else rows


def _fits(work: JointWork, question: Question) -> bool:
    if question.group and folded(question.group) not in {folded(group) for group in split_list(work.groups)}:
        return False
    text = " ".join((work.name, work.aim, work.groups, work.topics, work.owner.name, work.owner.top.name))
    return not question.text or answers_to(question.text, text)


def _sorted(found: list[JointWork], question: Question) -> list[JointWork]:
    statuses = JointWorkStatus.values
    by_name = sorted(found, key=lambda work: (work.name.casefold(), str(work.pk)))
    if question.order == "period":  # those without an end last, whichever way
        dated = sorted((w for w in by_name if w.valid_to), key=_last_day, reverse=question.backwards)
        return dated + [work for work in by_name if not work.valid_to]
    keys: dict[str, Any] = {
        "name": lambda work: work.name.casefold(),
        "owner": lambda work: (work.owner.top.name.casefold(), work.owner.name.casefold()),
        "status": lambda work: statuses.index(work.status),
    }
    return sorted(by_name, key=keys[question.order], reverse=question.backwards)


def _last_day(work: JointWork) -> date:
    return work.valid_to or date.max


def counts(person: Any) -> dict[str, int]:
    """How many there are in each view."""
    statuses = list(works_seen_by(person).values_list("status", flat=True))
    is_open = sum(status in rules.OPEN for status in statuses)
    return {"open": is_open, "over": len(statuses) - is_open, "all": len(statuses)}


def groups_in(person: Any) -> list[str]:
    """The patient groups that are named, as first written, by name."""
    named: dict[str, str] = {}
    for text in works_seen_by(person).order_by("pk").values_list("groups", flat=True):
        for group in split_list(text):
            named.setdefault(folded(group), group)
    return sorted(named.values(), key=folded)


def parties_in(person: Any) -> list[Unit]:
    """The units that own something or take part, by name."""
    works = works_seen_by(person).order_by().values("pk")
    theirs = Q(owns_joint_work__in=works) | Q(takes_part_in__work__in=works)
    return list(
        Unit.objects.filter(theirs).distinct().select_related("parent__parent__parent__parent").order_by("name", "pk")
    )


def with_all(rows: QuerySet[JointWork]) -> QuerySet[JointWork]:
    """What the page of one work shows."""
    taking_part = Participant.objects.select_related("unit__parent__parent__parent__parent", "person").order_by(
        "valid_from", "pk"
    )
    return rows.prefetch_related(
        Prefetch("participants", queryset=taking_part),
        "status_changes",
        "overlap_answers__similar",
        "named_as_similar__work",
    )


def participants_of(work: JointWork) -> list[Participant]:
    """Organisations and their parts first, then people; each by name."""
    rows = list(work.participants.all())
    return sorted(rows, key=lambda row: (row.person is not None, folded(str(row.person or row.unit)), str(row.pk)))


def outline_of(work: JointWork) -> Outline:
    """The work as the rule of overlap sees it; `participants` at hand. Its own owner is among those who take part."""
    today = clock.today()
    there = [row for row in work.participants.all() if row.valid_to is None or row.valid_to > today]  # now, or later
    units = {row.unit_id for row in there if row.unit_id}
    return Outline(
        name=work.name,
        aim=work.aim,
        groups=split_list(work.groups),
        topics=split_list(work.topics),
        owner=work.owner_id,
        participants=frozenset(units | {work.owner_id}),
        since=work.valid_from,
        until=work.valid_to,
    )


def similar_to(outline: Outline, person: Any, *, but: UUID | None = None) -> list[Similar]:
    """The works of the person's community that the outline looks like: running ones first, then the most alike."""
    others = [work for work in works_seen_by(person).prefetch_related("participants__unit") if work.pk != but]
    found = [Similar(work, why) for work in others if (why := overlap(outline, outline_of(work))).alike]
    found.sort(key=lambda each: (not each.open, -each.why.points, each.work.name))
    return [_named(each) for each in found[:MOST_SIMILAR]]


def _named(similar: Similar) -> Similar:
    units = {row.unit_id: row.unit.name for row in similar.work.participants.all() if row.unit}
    units[similar.work.owner_id] = similar.work.owner.name
    shared = sorted(units[pk] for pk in similar.why.participants if pk in units)
    return Similar(similar.work, similar.why, tuple(shared))


def pairs_alike(person: Any) -> list[tuple[JointWork, Similar]]:
    """All pairs of running works of the community that look alike, the most alike first."""
    works = works_seen_by(person).filter(status__in=rules.OPEN).prefetch_related("participants__unit").order_by("name")
    outlines = [(work, outline_of(work)) for work in works]
    found = [(one, _named(Similar(other, why))) for one, other, why in _compared(outlines) if why.alike]
    return sorted(found, key=lambda pair: (-pair[1].why.points, pair[0].name, pair[1].work.name))


def _compared(outlines: list[tuple[JointWork, Outline]]) -> Iterable[tuple[JointWork, JointWork, Overlap]]:
    for (one, mine), (other, theirs) in combinations(outlines, 2):
        yield one, other, overlap(mine, theirs)
