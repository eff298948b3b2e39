"""Work on an action: what is reported, tasks, groups, documents, and what a body decides."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from samspill.apps.plans import permissions, rules
from samspill.apps.plans.models import (
    Action,
    ActionDecision,
    ActionDocument,
    ActionTask,
    PlanWorkGroup,
    StatusEntry,
)
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.directory.edits import locked


@deed("plans.report_status", permission=permissions.check_report_on)
def report(
    *, by: Any, action: Action, on: date, status: str, text: str, next_step: str, risk: str, for_body: str
) -> StatusEntry:
    """How it goes, as of a day. The same report sent twice is one. Raises Refused for a day to come."""
    rules.check_day(on, clock.today())
    now = locked(action)
    said = {"on": on, "status": status, "text": text, "next_step": next_step, "risk": risk, "for_body": for_body}
    latest: StatusEntry | None = now.entries.order_by("-at").first()
    if latest is not None and latest.by_name == by.name and all(getattr(latest, k) == v for k, v in said.items()):
        return latest
    entry = StatusEntry.objects.create(action=now, by_name=by.name, at=clock.now(), **said)
    if now.status_on is None or on >= now.status_on:
        now.status, now.status_on = status, on
        now.save(update_fields=["status", "status_on"])
    return entry


@deed("plans.add_task", permission=permissions.check_report_on)
def add_task(*, by: Any, action: Action, what: str, who: str, position: UUID | None, due: date | None) -> ActionTask:
    task, _new = ActionTask.objects.get_or_create(action=action, what=what, who=who, position_id=position, due=due)
    return task


@deed("plans.finish_task", permission=permissions.check_report_on)
def finish_task(*, by: Any, action: Action, task: UUID) -> Action:
    """The task of that id, of this action, is done."""
    action.tasks.filter(pk=task, done_on=None).update(done_on=clock.today())
    return action


@deed("plans.add_group", permission=permissions.check_report_on)
def add_group(*, by: Any, action: Action, name: str, mandate: str, leader: str, until: date | None) -> PlanWorkGroup:
    said = {"mandate": mandate, "leader": leader, "until": until}
    group, _new = PlanWorkGroup.objects.update_or_create(action=action, name=name, defaults=said)
    return group


@deed("plans.add_document", permission=permissions.check_report_on)
def add_document(*, by: Any, action: Action, title: str, url: str) -> ActionDocument:
    document, _new = ActionDocument.objects.get_or_create(action=action, url=url, defaults={"title": title})
    return document


@deed("plans.decide", permission=permissions.check_decide_on)
def decide(
    *,
    by: Any,
    action: Action,
    choice: str,
    body: str,
    body_id: UUID | None,
    case: str,
    on: date,
    reason: str,
    evidence: str,
) -> ActionDecision:
    """A body has decided to go on, change or stop. Stopping ends the action. Raises Refused."""
    rules.check_day(on, clock.today())
    rules.check_reason(reason)
    now = locked(action)
    said = {"choice": choice, "body_name": body, "on": on, "case": case, "reason": reason}
    same: ActionDecision | None = now.decisions.filter(**said).first()
    if same is not None:
        return same
    decision = ActionDecision.objects.create(
        action=now, body_id=body_id, evidence=evidence, by_name=by.name, at=clock.now(), **said
    )
    if choice == "stop":
        StatusEntry.objects.create(
            action=now, on=on, status="ended", text=reason, for_body=body, by_name=by.name, at=clock.now()
        )
        now.status, now.status_on = "ended", on
        now.save(update_fields=["status", "status_on"])
    return decision
