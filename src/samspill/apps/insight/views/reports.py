"""Reports: the list, writing one, and its three files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.insight import permissions
from samspill.apps.insight.actions import reporting
from samspill.apps.insight.actions.reporting import Written
from samspill.apps.insight.forms import NewReportForm, ReportForm, SectionForm
from samspill.apps.insight.models import Audience, Report
from samspill.apps.insight.places import places_of
from samspill.apps.insight.queries import reading, showing
from samspill.apps.insight.views.asking import person_of
from samspill.core.doors import page
from samspill.core.refusal import Refused

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pptx": f"{OFFICE}.presentationml.presentation",
}


@page(permission=permissions.check_see)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    values = {"rows": Report.objects.visible_to(person).select_related("publication"),
              "may_write": permissions.check_write_report.can(person)}  # fmt: skip
    return render(request, "insight/reports.html", values)


@page(permission=permissions.check_write_report)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    publication = reading.open_publication(person.community_id)
    choices = _choices(publication)
    form = NewReportForm(request.POST if request.method == "POST" else None)
    form.offer(choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = reporting.begin(by=person, **form.cleaned_data)
            return redirect("insight:report", pk=made.pk)
        except Refused as no:
            form.add_error(None, str(no))
    values = {"form": form, "list_url": reverse("insight:reports"), "none": not choices}
    return render(request, "insight/report_new.html", values, status=422 if form.errors else 200)


def _choices(publication: Any) -> list[tuple[str, str]]:
    if publication is None:
        return []
    rows = reading.indicators_of(publication, Audience.COMMUNITY)
    return [(row.key, showing.translated(row.card)["title"]) for row in rows]


@page(permission=permissions.check_see)
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _report(request, pk))


def _show(request: HttpRequest, row: Report, form: ReportForm | None = None, status: int = 200) -> HttpResponse:
    person = person_of(request)
    why_not = permissions.check_write_this_report.why_not(person, row)
    writes = not why_not and row.finished_at is None
    titles = dict(_choices(row.publication))
    sections = [
        (each, titles.get(each.key, each.key), _section_form(each, person, request)) for each in row.sections.all()
    ]
    used = {each.key for each, _title, _form in sections}
    values = {
        "row": row,
        "writes": writes,
        "form": form
        or ReportForm(
            initial={"title": row.title, "receiver": row.receiver, "summary": row.summary, "seen": row.version}
        ),
        "sections": sections,
        "rest": [(key, title) for key, title in titles.items() if key not in used],
        "list_url": reverse("insight:reports"),
        "files": [("pdf", _("PDF")), ("docx", _("Word")), ("pptx", _("Lysbilder"))],
        "place_names": {"": _("hele fellesskapet"), **{p.number: p.name for p in places_of(row.community_id)}},
    }
    return render(request, "insight/report.html", values, status=status)


def _section_form(row: Any, person: Any, request: HttpRequest) -> SectionForm:
    data = request.POST if request.method == "POST" else None
    form = SectionForm(
        data, prefix=str(row.pk), initial={"text": row.text, "place": row.place, "with_places": row.with_places}
    )
    form.offer([("", _("hele fellesskapet")), *((p.number, p.name) for p in places_of(person.community_id))])
    return form


@page(permission=permissions.check_write_report)
@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save everything on the page; then perhaps add, remove or move a section, or finish."""
    person, row = person_of(request), _report(request, pk)
    form = ReportForm(request.POST)
    forms = {each.pk: _section_form(each, person, request) for each in row.sections.all()}
    if not form.is_valid() or not all(each.is_valid() for each in forms.values()):
        return _show(request, row, form, status=422)
    try:
        reporting.write(
            by=person,
            report=row,
            sections={key: Written(**each.cleaned_data) for key, each in forms.items()},
            **form.cleaned_data,
        )
        return _then(request, row)
    except Refused as no:
        form.add_error(None, str(no))
        return _show(request, row, form, status=422)


def _then(request: HttpRequest, row: Report) -> HttpResponse:
    asked, _sep, about = request.POST.get("then", "").partition(":")
    if asked == "finish":
        reporting.finish(by=person_of(request), report=row)
        messages.success(request, _("Rapporten er ferdig, og kan leses av alle i helsefellesskapet."))
    elif asked in ("up", "remove"):
        section = next((each.pk for each in row.sections.all() if str(each.pk) == about), None)
        reporting.change_sections(by=person_of(request), report=row, deed_=asked, section=section)
    elif asked == "add":
        known = dict(_choices(row.publication))
        key = request.POST.get("key", "")
        reporting.change_sections(by=person_of(request), report=row, deed_="add", key=key if key in known else "")
    else:
        messages.success(request, _("Rapporten er lagret."))
    return redirect("insight:report", pk=row.pk)


@page(permission=permissions.check_see)
@require_safe
def file(request: HttpRequest, pk: UUID, paper: str) -> HttpResponse:
    from samspill.apps.insight.documents import as_docx, as_pdf, as_pptx
    from samspill.apps.insight.documents.paper import paper_of

    row = _report(request, pk)
    make = {"pdf": as_pdf.pdf, "docx": as_docx.docx, "pptx": as_pptx.pptx}
    if paper not in make:
        raise Http404
    made = paper_of(row)
    response = HttpResponse(make[paper](made), content_type=KINDS[paper])
    response.headers["Content-Disposition"] = f'attachment; filename="rapport-{made.dated:%Y-%m-%d}.{paper}"'
    return response


def _report(request: HttpRequest, pk: UUID) -> Report:
    row = Report.objects.visible_to(person_of(request)).filter(pk=pk).select_related("publication", "community").first()
    if row is None:
        raise Http404
    return row
