"""Pages where the directory goes out as files, and comes in: choose, look at what will change, take in, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core import audit
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.exchange import actions, importing, permissions
from samspill.directory.exchange.files import read_rows, write_csv, write_xlsx
from samspill.directory.exchange.forms import FileForm
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import SHEETS, Sheet
from samspill.directory.models import FileIn, FileStatus

SHOWN = 200  # rows of each kind on the preview; all of them are counted
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(permission=permissions.check_exchange)
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """What may be taken out and in, and what was taken in before."""
    person = _person(request)
    sheets = [(sheet, permissions.check_sheet.why_not(person, sheet.key)) for sheet in SHEETS.values()]
    earlier = FileIn.objects.filter(community=person.community_id).exclude(status=FileStatus.PREVIEWED)
    context = {"sheets": sheets, "earlier": Paginator(earlier, 20).get_page(request.GET.get("side"))}
    return render(request, "directory/exchange/files.html", context)


@page(permission=permissions.check_exchange)
@require_safe
def take_out(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    sheet, person = _sheet(request, key), _person(request)
    rows = list(sheet.rows(person, References(person))) if "mal" not in request.GET else []
    audit.record(by=person, deed="directory.take_out_file")
    if kind == "xlsx":
        body, content_type = write_xlsx(str(sheet.label), sheet.names, rows), XLSX
    else:
        body, content_type = write_csv(sheet.names, rows), "text/csv; charset=utf-8"
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{key}.{kind}"'
    return answer


@page(permission=permissions.check_exchange)
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a file of this kind; what its columns mean."""
    sheet = _sheet(request, key)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            rows = read_rows(uploaded.name, uploaded.read())
            if not rows:
                raise Refused(_("Filen har navn på kolonner, men ingen rader."))
            kept = actions.keep_for_preview(by=_person(request), sheet=key, name=uploaded.name, rows=rows)
        except Refused as no:
            form.add_error("file", str(no))
        else:
            return redirect("exchange-file", pk=kept.pk)
    shown = {"sheet": sheet, "form": form}
    return render(request, "directory/exchange/bring.html", shown, status=422 if form.errors else 200)


@page(permission=permissions.check_exchange)
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before: what will change, and what is wrong. After: what was changed, and the way back."""
    found = _file(request, pk)
    if found.status != FileStatus.PREVIEWED:
        changes = actions.changes_of(found)
        shown = {"file": found, "sheet": SHEETS[found.sheet], "changes": changes[:SHOWN], "count": len(changes)}
        return render(request, "directory/exchange/taken_in.html", shown)
    outcome = importing.preview(SHEETS[found.sheet], found.rows, _person(request))
    shown = {
        "file": found,
        "sheet": SHEETS[found.sheet],
        "outcome": outcome,
        "new": outcome.new[:SHOWN],
        "changed": outcome.changed[:SHOWN],
        "wrong": outcome.wrong[:SHOWN],
        "most": SHOWN,
    }
    return render(request, "directory/exchange/preview.html", shown)


@page(permission=permissions.check_exchange)
@require_POST
def take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _file(request, pk)
    try:
        actions.take_in(by=_person(request), file=found, digest=request.POST.get("digest", ""))
        messages.success(request, _("Filen er hentet inn."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("exchange-file", pk=pk)


@page(permission=permissions.check_exchange)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _file(request, pk)
    try:
        actions.undo(by=_person(request), file=found)
        messages.success(request, _("Alt filen endret, er som før."))
    except Refused as no:
        messages.error(request, _("Ingenting er angret: %(why)s") % {"why": no})
    return redirect("exchange-file", pk=pk)


def _sheet(request: HttpRequest, key: str) -> Sheet:
    if key not in SHEETS:
        raise Http404
    permissions.check_sheet(_person(request), key)
    return SHEETS[key]


def _file(request: HttpRequest, pk: UUID) -> FileIn:
    found = FileIn.objects.filter(pk=pk, community=_person(request).community_id).first()
    if found is None or found.sheet not in SHEETS:
        raise Http404
    permissions.check_file(_person(request), found)
    return found


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
