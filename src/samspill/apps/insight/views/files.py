"""Files of one indicator, for the community's own pages and for the open ones."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from samspill.apps.insight.documents import pictures, sheets
from samspill.apps.insight.models import Publication, PublishedIndicator
from samspill.apps.insight.places import Place
from samspill.apps.insight.queries import showing
from samspill.apps.insight.queries.reading import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "svg": "image/svg+xml", "png": "image/png"}


def file_of(
    publication: Publication,
    row: PublishedIndicator,
    asked: Asked,
    places: tuple[Place, ...],
    names: dict[str, str],
    community: str,
    ending: str,
) -> HttpResponse:
    if ending not in KINDS:
        raise Http404
    about = sheets.about_lines(row, community, source_said(publication))
    if ending == "csv":
        return answer(sheets.csv_of(row, names, about), row.key, publication, ending)
    if ending == "xlsx":
        return answer(sheets.xlsx_of(row, names, about, publication.made_at), row.key, publication, ending)
    shown = showing.show(publication, row, asked, places, names)
    svg = pictures.first_svg(str(shown.chart))
    if not svg:
        raise Http404
    body = svg.encode() if ending == "svg" else pictures.png_of(svg)
    return answer(body, row.key, publication, ending)


def answer(body: bytes, name: str, publication: Publication, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=KINDS[ending])
    name = f"{name.replace('_', '-')}-utgave-{publication.number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def source_said(publication: Publication) -> str:
    """Where the data are from."""
    if publication.source == "own":
        return _("Kilde: meldinger og hendelser i Samspill")
    return _("Kilde: %(source)s") % {"source": publication.source}
