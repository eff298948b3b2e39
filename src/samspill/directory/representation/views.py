"""Pages that read the records: the overview, one record, one's own, and the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import audit, clock
from samspill.core.doors import page
from samspill.directory.models import Representation, Side
from samspill.directory.naming import units_to_choose
from samspill.directory.representation import permissions, queries, rules, words
from samspill.directory.representation.forms import FeeForm, FilterForm, SupportForm
from samspill.directory.representation.queries import Question, Record
from samspill.directory.representation.rules import Lack


@page(permission=permissions.check_see)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    person, question = person_of(request), question_in(request)
    records = queries.overview(person)
    shown = queries.narrowed(records, question)
    counts = queries.health(records)
    values = {
        "form": FilterForm(request.GET),
        "question": question,
        "records": shown,
        "panel": [(rules.PANEL[lack], counts[lack], lack.value, lack.value == question.lack) for lack in Lack],
        "all_well": not any(counts.values()) and bool(records),
        "views": _views(request, records, question),
        "may_keep": person.may("representation.keep"),
        "csv_address": f"{reverse('representation:csv')}?{request.GET.urlencode()}",
    }
    return render(request, "representation/list.html", values)


def question_in(request: HttpRequest) -> Question:
    """The address, read kindly: what cannot be understood is left out."""
    asked = request.GET
    side, lack = asked.get("taler", ""), asked.get("mangler", "")
    return Question(
        text=asked.get("sok", "").strip()[:100],
        side=side if side in Side.values else "",
        lack=lack if lack in set(Lack) else "",
        view="former" if asked.get("vis") == "former" else "now",
    )


def _views(request: HttpRequest, records: list[Record], question: Question) -> list[dict[str, Any]]:
    said = {"now": _("I verv nå"), "former": _("Tidligere")}
    asked, items = request.GET.copy(), []
    asked.pop("mangler", None)
    for view, text in said.items():
        asked["vis"] = view
        count = sum(each.over is (view == "former") for each in records)
        current = question.view == view and not question.lack
        items.append({"text": text, "href": f"?{asked.urlencode()}", "current": current, "count": count})
    return items


@page(permission=permissions.check_see)
@require_safe
def as_file(request: HttpRequest) -> HttpResponse:
    """What the overview shows, as CSV. Taking it out leaves a row in the audit trail."""
    person = person_of(request)
    records = queries.narrowed(queries.overview(person), question_in(request))
    audit.record(by=person, deed="representation.export")
    answer = HttpResponse(words.as_csv(records), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="representanter-{clock.today().isoformat()}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@page(permission=permissions.check_see_own)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is written about the person who asks."""
    records = [_said(each) for each in queries.own_records(person_of(request))]
    return render(request, "representation/mine.html", {"records": records})


@page(permission=permissions.check_see_own)
@require_safe
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


def show(
    request: HttpRequest,
    pk: UUID,
    *,
    support_form: SupportForm | None = None,
    fee_form: FeeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one record, perhaps with a form on it that was not filled in right."""
    person, row = person_of(request), visible(request, pk)
    may_keep = permissions.check_keep_record.can(person, row)
    values: dict[str, Any] = {
        "each": _said(queries.record_of(row)),
        "own": permissions.is_own(person, row),
        "may_see_all": person.may("representation.see"),
        "may_keep": may_keep,
        "today": clock.today(),
        "list_url": reverse("representation:list"),
    }
    if may_keep:
        values["support_form"] = support_form or SupportForm(prefix="stotte")
        values["fee_form"] = fee_form or fee_form_for(person)
    return render(request, "representation/record.html", values, status=status)


def _said(record: Record) -> dict[str, Any]:
    """A record as the pages show it."""
    return {
        "record": record,
        "row": record.row,
        "training": [(each, words.support_line(each)) for each in record.training],
        "practical": [(each, words.support_line(each)) for each in record.practical],
        "fees": [(fee, words.fee_line(fee), fee.holds_on(record.today)) for fee in record.fees],
    }


def fee_form_for(person: Any, data: Any = None) -> FeeForm:
    form = FeeForm(data, prefix="honorar", initial={"valid_from": clock.today()})
    form.offer_payers(units_to_choose(person.community_id))
    return form


def visible(request: HttpRequest, pk: UUID) -> Representation:
    """The record, if the person sees it; otherwise it does not exist, as far as they can tell."""
    found = queries.records_seen_by(person_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
