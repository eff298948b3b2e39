"""An edition as a document: Word and spreadsheet in the plan's own layout, tagged PDF, JSON for machines."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from samspill.apps.plans import permissions
from samspill.apps.plans.queries import documents, editions
from samspill.apps.plans.queries.editions import EditionView
from samspill.apps.plans.views.one_form import found, person_of
from samspill.core.doors import page
from samspill.plan_documents.writing import docx_of, xlsx_of
from samspill.plan_documents.writing.sheet import sheet_of
from samspill.ui.paper import pdf_of

OFFICE = "application/vnd.openxmlformats-officedocument"


@page(permission=permissions.check_see)
@require_safe
def document(request: HttpRequest, pk: UUID, ending: str) -> HttpResponse:
    edition = found(editions.editions_seen_by(person_of(request)), pk)
    view = editions.view_of(edition)
    read = documents.read_plan_of(view)
    if ending == "docx":
        return _sent(docx_of(read, edition.intro), f"{OFFICE}.wordprocessingml.document", edition, ending)
    if ending == "xlsx":
        return _sent(xlsx_of(read), f"{OFFICE}.spreadsheetml.sheet", edition, ending)
    if ending == "pdf":
        return _sent(
            pdf_of("plans/print.html", print_values(view), more=("plans/print.css",)),
            "application/pdf",
            edition,
            ending,
        )
    if ending == "json":
        return JsonResponse(read.as_json(), json_dumps_params={"ensure_ascii": False})
    raise Http404


def print_values(view: EditionView) -> dict[str, Any]:
    read = documents.read_plan_of(view)
    areas = []
    for area in read.areas:
        sheet = sheet_of(read, area)
        goals: list[list[Any]] = []
        for row in sheet.rows:
            cells = [
                (key, row.cells.get(key, []), row.height)
                for key, _heading, _width in sheet.columns
                if key not in sheet.goal_columns or row.begins
            ]
            if row.begins or not goals:
                goals.append([])
            goals[-1].append(cells)
        areas.append({"area": area, "columns": sheet.columns, "goals": goals, "goal_columns": sheet.goal_columns})
    return {"edition": view.edition, "plan": view.edition.plan, "areas": areas}


def _sent(data: bytes, kind: str, edition: Any, ending: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    name = re.sub(r"[^\wæøåÆØÅ-]+", "-", edition.plan.title).strip("-")[:80] or "plan"
    answer["Content-Disposition"] = f"attachment; filename=\"plan.{ending}\"; filename*=UTF-8''{_quoted(name)}.{ending}"
    return answer


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)
