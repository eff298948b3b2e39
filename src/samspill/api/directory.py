"""The directory for machines: the same sheets as the files on the pages, read and kept with the same rules.

GET  /api/directory                 the sheets, their columns and addresses
GET  /api/directory/KEY             all rows of one sheet: {"sheet", "rows": [{column: text}]}; or as CSV, if accepted
POST /api/directory/KEY             take rows in: {"rows": [...]}, or a CSV or XLSX body; all or none
POST /api/directory/KEY?preview     say what that would do, and do nothing
POST /api/directory/files/ID/undo   take back what a POST did
GET  /api/directory/search?q=TEXT   find people, units, offers and topics

Every call carries a key (`Authorization: Bearer …`) that belongs to a community.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samspill.api.answers import for_members, json_of, no, rows_in
from samspill.api.keys import MemberMachine
from samspill.core import audit
from samspill.directory.exchange import actions, importing, permissions
from samspill.directory.exchange.files import write_csv
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import SHEETS
from samspill.directory.models import FileIn
from samspill.directory.search.queries import find

Answer = Callable[..., HttpResponse]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_members
@require_GET
def sheets(request: HttpRequest, machine: MemberMachine) -> HttpResponse:
    if (refusal := _may_read(machine)) is not None:
        return refusal
    told = [
        {
            "key": sheet.key,
            "label": str(sheet.label),
            "url": reverse("api:directory-sheet", args=[sheet.key]),
            "columns": [{"name": c.name, "required": c.required, "what": str(c.what)} for c in sheet.columns],
        }
        for sheet in SHEETS.values()
    ]
    return json_of({"sheets": told})


@for_members
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, machine: MemberMachine, key: str) -> HttpResponse:
    if key not in SHEETS:
        return no(404, _("Det finnes ingen slik fil."))
    return _keep(request, machine, key) if request.method == "POST" else _read(request, machine, key)


def _read(request: HttpRequest, machine: MemberMachine, key: str) -> HttpResponse:
    if (refusal := _may_read(machine)) is not None:
        return refusal
    if key == "representanter" and not machine.may("representation.see"):
        return no(403, _("Nøkkelen åpner ikke dette."))
    rows = list(SHEETS[key].rows(machine, References(machine)))
    audit.record(by=machine, deed="directory.take_out_file")
    if "text/csv" in request.headers.get("Accept", ""):
        return HttpResponse(write_csv(SHEETS[key].names, rows), content_type="text/csv; charset=utf-8")
    return json_of({"sheet": key, "rows": rows})


def _keep(request: HttpRequest, machine: MemberMachine, key: str) -> HttpResponse:
    if why_not := permissions.check_sheet.why_not(machine, key):
        return no(403, why_not)
    rows = rows_in(request)
    outcome = importing.preview(SHEETS[key], rows, machine)
    told = _told(outcome)
    if "preview" in request.GET or outcome.wrong:
        return json_of(told, status=422 if outcome.wrong else 200)
    with transaction.atomic():
        file = actions.keep_for_preview(by=machine, sheet=key, name=f"api: {machine.name}", rows=rows)
        actions.take_in(by=machine, file=file, digest=outcome.digest)
    return json_of(told | {"file": str(file.pk), "undo": reverse("api:directory-undo", args=[file.pk])})


@for_members
@require_POST
def undo(request: HttpRequest, machine: MemberMachine, pk: UUID) -> HttpResponse:
    file = FileIn.objects.filter(pk=pk, community=machine.community_id).first()
    if file is None:
        return no(404, _("Det finnes ingen slik fil."))
    if why_not := permissions.check_file.why_not(machine, file):
        return no(403, why_not)
    actions.undo(by=machine, file=file)
    return json_of({"file": str(pk), "status": "undone"})


@for_members
@require_GET
def search(request: HttpRequest, machine: MemberMachine) -> HttpResponse:
    if (refusal := _may_read(machine)) is not None:
        return refusal
    hits = find(machine, request.GET.get("q", "")[:200])
    names = ("kind", "id", "title", "subtitle", "phone", "safe_contact", "url")
    return json_of({"hits": [{name: str(getattr(hit, name) or "") for name in names} for hit in hits]})


def _may_read(machine: MemberMachine) -> HttpResponse | None:
    return None if machine.may("directory.look") else no(403, _("Nøkkelen åpner ikke katalogen."))


def _told(outcome: importing.Outcome) -> dict[str, Any]:
    return {
        "new": [{"line": line, "what": change.title, "id": change.key} for line, change in outcome.new],
        "changed": [
            {
                "line": line,
                "what": change.title,
                "id": change.key,
                "fields": [{"field": name, "before": before, "after": after} for name, before, after in change.lines()],
            }
            for line, change in outcome.changed
        ],
        "unchanged": outcome.unchanged,
        "unknown_columns": outcome.unknown_columns,
        "wrong": [{"line": w.line, "column": w.column, "sentence": w.sentence} for w in outcome.wrong],
    }
