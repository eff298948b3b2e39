"""Every write to a case before it is decided: proposed, written, moved, sent between bodies, advice asked and given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance import telling
from samspill.apps.governance.agreements.changing import clause_to_change, write_change
from samspill.apps.governance.cases import rules
from samspill.apps.governance.cases.moving import held, step, written
from samspill.apps.governance.cases.numbering import number_in
from samspill.apps.governance.cases.states import MOVES, Status
from samspill.apps.governance.models import Access, Advice, Body, Case, CaseNumber, Outcome, Paper
from samspill.apps.governance.permissions import (
    check_keep_case,
    check_propose_in,
    check_send_case,
    check_sit_in,
    same_community,
)
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.edits import check_not_changed_since, differing


@deed("governance.propose_case", permission=check_propose_in)
def propose(*, by: Any, body: Body, key: UUID, values: Mapping[str, Any], about: UUID | None = None) -> Case:
    """A new case with the id `key`, proposed to the body. IntegrityError when the same form was sent twice.

    about: a clause of an agreement in force that the case would change. Raises Refused.
    """
    case = Case(pk=key, community_id=by.community_id, body=body, proposed_by=by.name, proposed_at=clock.now(), **values)
    _check_ground(case.access, case.ground)
    case.save(force_insert=True)
    written(case, "propose", by=by, before="", body=body)
    if about:
        write_change(case, clause_to_change(case.community_id, about), "", by)
    return case


@deed("governance.change_case", permission=check_keep_case)
def change(*, by: Any, case: Case, values: Mapping[str, Any], seen: str) -> Case:
    """Raises Refused when it is decided; ChangedMeanwhile when somebody else saved first."""
    now = held(case)
    rules.check_may_be_written(now.status)
    changed = differing(now, values)
    if not changed:
        return now
    check_not_changed_since(now, seen)
    for name in changed:
        setattr(now, name, values[name])
    _check_ground(now.access, now.ground)
    now.save()
    return now


def _check_ground(access: str, ground: str) -> None:
    if access == Access.CONFIDENTIAL and not ground.strip():
        raise Refused(_("Skriv hjemmelen for å unnta fra offentlighet."))


@deed("governance.move_case", permission=check_keep_case)
def move(*, by: Any, case: Case, named: str, reason: str = "") -> Case:
    """A move that stays in the body, by its name in the table. Raises Refused."""
    now, wanted = held(case), MOVES.get(named)
    if wanted is None or not wanted.by_hand or wanted.to_body or named == "ask_to_anchor":
        raise Refused(_("Saken kan ikke flyttes slik."))
    step(now, named, by=by, reason=reason)
    if now.status == Status.ACCEPTED:
        number_in(now, now.body, clock.today().year)
    return now


@deed("governance.send_case", permission=check_send_case)
def send(*, by: Any, case: Case, to: Body, named: str, reason: str) -> Case:
    """To another body: up, down or back. It keeps the numbers it has, and gets one there. Raises Refused."""
    now, wanted = held(case), MOVES.get(named)
    if wanted is None or not wanted.to_body or to.pk == now.body_id:
        raise Refused(_("Saken kan ikke sendes slik."))
    rules.check_direction(
        wanted,
        below=_is_above(now.body, to),
        above=_is_above(to, now.body),
        been_there=CaseNumber.objects.filter(case=now, body=to).exists(),
        advisory_without_views=_disagreed_in_silence(now),
    )
    step(now, named, by=by, reason=reason, to_body=to)
    number_in(now, to, clock.today().year)
    return now


def _is_above(upper: Body, lower: Body) -> bool:
    seen, each = set(), lower.parent
    while each is not None and each.pk not in seen:
        if each.pk == upper.pk:
            return True
        seen.add(each.pk)
        each = each.parent
    return False


def _disagreed_in_silence(case: Case) -> bool:
    last = case.decisions.filter(body=case.body_id).first()
    if last is None or last.outcome != Outcome.NOT_AGREED:
        return False
    return len({view.side for view in last.views.all() if view.words and view.side in rules.PARTIES}) < 2


@deed("governance.ask_advice", permission=check_send_case)
def ask_advice(*, by: Any, case: Case, to: Body, what: str, due: date) -> Advice:
    """The case stays; the other body is asked and answers by the day. Raises Refused. The same twice stands once."""
    now = held(case)
    rules.check_may_be_written(now.status)
    if due <= clock.today():
        raise Refused(_("Fristen må være etter i dag."))
    if to.pk == now.body_id:
        raise Refused(_("Et organ kan ikke be seg selv om råd."))
    row, _new = Advice.objects.get_or_create(case=now, body=to, what=what, due=due, defaults={"asked_by": by.name})
    telling.advice_asked(row, by)
    return row


@answers_twice
def check_answer_advice(person: Any, advice: Advice) -> None:
    same_community(person, advice.case)
    check_sit_in(person, advice.body)


@deed("governance.answer_advice", permission=check_answer_advice)
def answer_advice(*, by: Any, advice: Advice, answer: str) -> Advice:
    """The body's answer; once. Raises Refused."""
    row = Advice.objects.select_for_update().get(pk=advice.pk)
    if row.answered_at and row.answer != answer:
        raise Refused(_("Rådet er alt gitt."))
    row.answer, row.answered_at, row.answered_by = answer, row.answered_at or clock.now(), row.answered_by or by.name
    row.save()
    return row


@deed("governance.add_paper", permission=check_keep_case)
def add_paper(*, by: Any, case: Case, key: UUID, values: Mapping[str, Any]) -> Paper:
    """values: title, text, file (the bytes of a PDF), pages, access, ground. Raises Refused when the case is locked."""
    now = held(case)
    rules.check_may_be_written(now.status)
    _check_ground(values["access"], values["ground"])
    if not values["text"].strip() and not values["file"]:
        raise Refused(_("Skriv papiret her, eller legg ved en PDF."))
    order = now.papers.count() + 1
    paper = Paper(pk=key, case=now, order=order, added_at=clock.now(), by_name=by.name, **values)
    paper.save(force_insert=True)
    return paper
