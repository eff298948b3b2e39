"""Analyses on request: asked, taken, answered with or without a table, declined, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from samspill.analysis.disclosure import Table, Unusable, release
from samspill.apps.insight import permissions
from samspill.apps.insight.actions import book
from samspill.apps.insight.actions.making import rules_of_house
from samspill.apps.insight.models import AnalysisRequest
from samspill.apps.insight.numbering import results
from samspill.apps.insight.states import RequestState, check_request_may_become
from samspill.core import clock, events
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.models import Community

ANSWERED = "insight.request_answered"


@deed("insight.ask_for_analysis", permission=permissions.check_ask)
def ask(*, by: Any, question: str, purpose: str, wanted_by: date | None) -> AnalysisRequest:
    """Raises Refused for a day that has been."""
    if wanted_by is not None and wanted_by < clock.today():
        raise Refused(_("Datoen er passert."))
    Community.objects.select_for_update().get(pk=by.community_id)
    most = AnalysisRequest.objects.filter(community=by.community_id).aggregate(most=Max("number"))["most"] or 0
    return AnalysisRequest.objects.create(
        community_id=by.community_id,
        number=most + 1,
        account=by.account_id,
        asked_by=by.name,
        organisation=by.top_name,
        question=question,
        purpose=purpose,
        wanted_by=wanted_by,
        asked_at=clock.now(),
    )


@deed("insight.withdraw_request", permission=permissions.check_withdraw_request)
def withdraw(*, by: Any, request: AnalysisRequest) -> AnalysisRequest:
    now = _locked(request)
    check_request_may_become(now.state, RequestState.WITHDRAWN)
    now.state = RequestState.WITHDRAWN
    now.save(update_fields=["state"])
    return now


@deed("insight.answer_request", permission=permissions.check_answer_this)
def answer(*, by: Any, request: AnalysisRequest, state: str, text: str, table: Table | None = None) -> AnalysisRequest:
    """Take it, answer it or decline it. A table passes the disclosure exit first, to whoever asked; what is stored is
    what came out. Raises Refused."""
    now = _locked(request)
    if now.state == state == RequestState.TAKEN:
        return now  # a double click
    check_request_may_become(now.state, state)
    now.state = state
    if state == RequestState.TAKEN:
        now.taken_by = by.name
    else:
        now.answer, now.answered_at, now.answered_by = text, clock.now(), by.name
    if table is not None:
        _release(by, now, table)
    now.save()
    events.tell(ANSWERED, request=now.pk, community=now.community_id)
    return now


def _release(by: Any, request: AnalysisRequest, table: Table) -> None:
    """To the organisation that asked: what it has from before is taken into account."""
    opened = book.read(request.community_id)
    try:
        made = release(
            table,
            rules=rules_of_house(),
            ledger=opened.ledger,
            receiver=book.receiver_named(request.organisation),
            purpose=request.purpose,
            by=by.name,
            at=clock.now(),
        )
        label = f"{request.asked_by}, {request.organisation}"
        entries = book.store(opened, receiver_label=label, by_name=by.name, warnings=made.warnings)
    except Unusable as no:
        raise Refused(str(no)) from no
    except book.Moved as moved:
        raise Refused(_("Andre utleverer tall samtidig. Prøv igjen om litt.")) from moved
    request.release = entries[-1]
    request.table = {"headings": made.headings, "rows": results(made), "notes": made.notes, "name": made.name}


def _locked(request: AnalysisRequest) -> AnalysisRequest:
    return AnalysisRequest.objects.select_for_update().get(pk=request.pk)
