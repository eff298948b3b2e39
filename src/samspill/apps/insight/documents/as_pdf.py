"""The report as tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from base64 import b64encode

from django.utils.translation import gettext as _

from samspill.apps.insight.documents.paper import Paper, PaperSection
from samspill.ui.paper import pdf_of


def pdf(paper: Paper) -> bytes:
    sections = [
        {"section": each, "chart": _picture(each.chart), "places": _picture(each.places), "alt": alt_of(each)}
        for each in paper.sections
    ]
    return pdf_of("insight/paper/report.html", {"paper": paper, "sections": sections}, "insight/paper.css")


def _picture(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""


def alt_of(section: PaperSection) -> str:
    """What a screen reader says of the chart; the numbers stand in the table."""
    return _("Diagram: %(title)s. %(headline)s Tallene står i tabellen.") % {
        "title": section.title,
        "headline": section.headline,
    }
