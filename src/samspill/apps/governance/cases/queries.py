"""Every read of cases, cut to what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samspill.apps.governance.cases.states import MOVES, OVER, Move, Status, moves_from
from samspill.apps.governance.models import (
    Access,
    Advice,
    Anchoring,
    AnchoringReply,
    Body,
    Case,
    CaseNumber,
    Decision,
    FollowUp,
    Force,
    Paper,
)
from samspill.apps.governance.who import bodies_of, person_id_of

VIEWS = ("open", "over", "all")
ORDERS = {"title": ("title",), "changed": ("changed_at",), "due": ("due", "title"), "status": ("status", "title")}


def cases_seen_by(person: Any) -> QuerySet[Case]:
    """Those of the community; the exempt ones only for whoever sits in a body that treats them, leaders of a party that
    is asked to confirm the decision at home, and the secretariat."""
    if not person.signed_in or not person.may("governance.look"):
        return Case.objects.none()
    rows = Case.objects.filter(community=person.community_id)
    return rows if person.may("governance.keep") else rows.filter(_reach(person))


def _reach(person: Any) -> Q:
    mine = bodies_of(person)
    treated = Q(pk__in=CaseNumber.objects.filter(body__in=mine).values("case"))
    asked = Q(pk__in=Advice.objects.filter(body__in=mine).values("case"))
    reach = ~Q(access=Access.CONFIDENTIAL) | Q(body__in=mine) | treated | asked
    if person.may("governance.anchor"):
        reach |= Q(pk__in=Anchoring.objects.filter(party__in=person.units).values("decision__case"))
    return reach


def papers_seen_by(person: Any) -> QuerySet[Paper]:
    """Papers of the cases that the person sees; exempt papers for those who treat the case."""
    rows = Paper.objects.filter(case__in=cases_seen_by(person).values("pk"))
    if person.may("governance.keep"):
        return rows
    mine = bodies_of(person)
    treated = CaseNumber.objects.filter(body__in=mine).values("case")
    asked = Advice.objects.filter(body__in=mine).values("case")
    inside = Q(case__body__in=mine) | Q(case__in=treated) | Q(case__in=asked)
    return rows.filter(~Q(access=Access.CONFIDENTIAL) | inside)


def decisions_seen_by(person: Any) -> QuerySet[Decision]:
    return Decision.objects.filter(case__in=cases_seen_by(person).values("pk"))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the list of cases is asked for; empty means all."""

    view: str = "open"
    text: str = ""
    body: UUID | None = None
    kind: str = ""
    status: str = ""
    order: str = "changed"
    backwards: bool = True


def case_list(person: Any, asked: Question) -> QuerySet[Case]:
    rows = cases_seen_by(person)
    if asked.view != "all" and not asked.status:
        over = Q(status__in=[status.value for status in OVER])
        rows = rows.filter(over) if asked.view == "over" else rows.exclude(over)
    if asked.body:
        rows = rows.filter(Q(body=asked.body) | Q(numbers__body=asked.body)).distinct()
    for name, value in (("kind", asked.kind), ("status", asked.status)):
        rows = rows.filter(**{name: value}) if value else rows
    for word in asked.text.split():
        rows = rows.filter(_about(word))
    order = [f"-{name}" if asked.backwards else name for name in ORDERS[asked.order]]
    return rows.select_related("body").prefetch_related("numbers__body").order_by(*order, "pk")


def _about(word: str) -> Q:
    number, slash, year = word.partition("/")
    if slash and number.isdecimal() and year.isdecimal() and len(number) < 6 and len(year) in (2, 4):
        whole = int(year) if len(year) == 4 else 2000 + int(year)
        return Q(pk__in=CaseNumber.objects.filter(number=int(number), year=whole).values("case"))
    fields = ("title", "plain", "groups", "focus_area", "body__name", "body__short_name")
    found = Q()
    for each in fields:
        found |= Q(**{f"{each}__icontains": word})
    return found


def with_all(rows: QuerySet[Case]) -> QuerySet[Case]:
    """What the page of one case shows."""
    return rows.select_related("body__parent").prefetch_related(
        "numbers__body",
        "moves__body",
        "moves__to_body",
        "advice__body",
        "decisions__body",
        "decisions__views",
        "decisions__anchorings__party",
        "decisions__follow_ups__owner",
        "decisions__follow_ups__notes",
        "decisions__amends",
    )


def citation(case: Case, body_id: UUID | None = None) -> str:
    """«ASU 27/22», the number in the body it is in now, or in that body; empty before it has one."""
    wanted = body_id or case.body_id
    number = next((each for each in case.numbers.all() if each.body_id == wanted), None)
    return f"{number.body.short_name} {number}" if number else ""


def moves_by_hand(case: Case) -> list[Move]:
    return [move for move in moves_from(Status(case.status)) if move.by_hand and move.deed != "ask_to_anchor"]


def bodies_for(case: Case, named: str) -> QuerySet[Body]:
    """Where a move may send it."""
    there = Body.objects.filter(community=case.community_id).exclude(pk=case.body_id)
    if named == "return":
        return there.filter(pk__in=CaseNumber.objects.filter(case=case).values("body"))
    if named == "send_up":
        above: list[UUID] = []
        each = case.body.parent
        while each is not None and each.pk not in above:
            above.append(each.pk)
            each = each.parent
        return there.filter(pk__in=above)
    below: set[UUID] = set()
    level = {case.body_id}
    while level:
        level = set(there.filter(parent__in=level).values_list("pk", flat=True)) - below
        below |= level
    return there.filter(pk__in=below)


def anchorings_waiting_for(person: Any) -> QuerySet[Anchoring]:
    """Those that the person's own organisation has not answered."""
    if not person.signed_in or not person.may("governance.anchor"):
        return Anchoring.objects.none()
    waiting = Anchoring.objects.filter(reply=AnchoringReply.WAITING, decision__force=Force.ANCHORING)
    here = waiting.filter(decision__community=person.community_id, party__in=person.units)
    return here.select_related("decision__case", "decision__body", "party")


def advice_waiting_for(person: Any) -> QuerySet[Advice]:
    rows = Advice.objects.filter(answered_at=None, body__in=bodies_of(person), case__community=person.community_id)
    return rows.select_related("case", "body")


def follow_ups_of(person: Any) -> QuerySet[FollowUp]:
    """Open tasks that the person owns."""
    mine = FollowUp.objects.filter(owner=person_id_of(person), decision__community=person.community_id, done_on=None)
    return mine.select_related("decision__case")


def follow_ups_seen_by(person: Any) -> QuerySet[FollowUp]:
    """Those of decisions that the person sees, and their own: one may have a task and not be told the case."""
    theirs = Q(owner=person_id_of(person), decision__community=person.community_id)
    return FollowUp.objects.filter(Q(decision__in=decisions_seen_by(person).values("pk")) | theirs)


def reasons_needed(named: str) -> bool:
    return MOVES[named].reason
