"""One step in a case's life: the row, the status, and the trace, always together."""

from __future__ import annotations

from typing import Any

from samspill.apps.governance.cases.rules import check_move
from samspill.apps.governance.cases.states import MOVES, Status
from samspill.apps.governance.models import Body, Case, CaseMove
from samspill.core import clock, events

MOVED = "governance.case_moved"


def step(case: Case, deed: str, *, by: Any, reason: str = "", to_body: Body | None = None) -> Case:
    """The case, locked, moves as `deed` says. Raises Refused."""
    check_move(case.status, deed, reason)
    before, was_in = case.status, case.body
    case.status = MOVES[deed].to
    if to_body is not None:
        case.body = to_body
    case.save()
    written(case, deed, by=by, before=before, body=was_in, to_body=to_body, reason=reason)
    return case


def written(
    case: Case, deed: str, *, by: Any, before: str, body: Body, to_body: Body | None = None, reason: str = ""
) -> None:
    """The row of the step. Those who listen are told after commit."""
    CaseMove.objects.create(
        case=case,
        at=clock.now(),
        deed=deed,
        from_status=before,
        to_status=case.status,
        body=body,
        to_body=to_body,
        reason=reason.strip(),
        by_name=getattr(by, "name", ""),
    )
    events.tell(MOVED, case=case.pk, deed=deed, community=case.community_id)


def held(case: Case) -> Case:
    """The case as it stands in the database, held until the deed is done."""
    return Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)


def is_status(case: Case, *statuses: Status) -> bool:
    return Status(case.status) in statuses
