"""The report as a Word document: headings, alternative texts, tables with a heading row."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.apps.insight.documents.as_pdf import alt_of
from samspill.apps.insight.documents.paper import Paper, PaperSection
from samspill.apps.insight.documents.pictures import png_of
from samspill.apps.insight.documents.sheets import same_bytes

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
FONT, GREEN = "Arial", (0x0D, 0x6A, 0x65)


def docx(paper: Paper) -> bytes:
    from docx import Document

    document = Document()
    _set_up(document, paper)
    document.add_heading(paper.title, 0)
    document.add_paragraph(f"{paper.community}. {paper.byline}.")
    if paper.draft:
        document.add_paragraph(_("Utkast")).runs[0].bold = True
    if paper.summary:
        document.add_heading(_("Oppsummering"), 1)
        _paragraphs(document, paper.summary)
    for section in paper.sections:
        _section(document, section)
    document.add_heading(_("Om tallene"), 1)
    document.add_paragraph(paper.age)
    document.add_paragraph(_("Små tall er skjult av hensyn til personvernet. Skjult betyr ikke null."))
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue(), _moment(paper))


def _moment(paper: Paper) -> datetime:
    return datetime(paper.dated.year, paper.dated.month, paper.dated.day, tzinfo=UTC)


def _set_up(document: Any, paper: Paper) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.title, paper.community, _language()
    properties.comments = ""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor(*GREEN) if name != "Caption" else RGBColor(0x44, 0x44, 0x44)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Caption"].font.size = Pt(9)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), _language())


def _language() -> str:
    return LANGUAGES.get(get_language() or "nb", "nb-NO")


def _paragraphs(document: Any, texts: Iterable[str], style: str | None = None) -> None:
    for text in texts:
        document.add_paragraph(text, style=style)


def _section(document: Any, section: PaperSection) -> None:
    document.add_heading(section.title, 1)
    if section.question:
        document.add_paragraph(section.question).runs[0].italic = True
    document.add_paragraph(section.headline).runs[0].bold = True
    _paragraphs(document, section.points, "List Bullet")
    if section.text:
        document.add_heading(_("Analysegruppens vurdering"), 2)
        _paragraphs(document, section.text)
    if section.chart:
        _picture(document, section.chart, alt_of(section))
        document.add_paragraph(section.chart_said, style="Caption")
    _table(document, section.table)
    if section.places:
        document.add_heading(section.places_title, 2)
        _picture(document, section.places, f"{section.places_title}: {section.title}")
        document.add_paragraph(section.places_note, style="Caption")
        _table(document, section.places_rows)
    if section.limits:
        document.add_heading(_("Hva tallet ikke kan brukes til"), 2)
        _paragraphs(document, section.limits, "List Bullet")
    if section.method:
        document.add_paragraph(section.method, style="Caption")


def _picture(document: Any, svg: str, alt: str) -> None:
    from docx.shared import Mm

    shape = document.add_picture(io.BytesIO(png_of(svg)), width=Mm(166))
    shape._inline.docPr.set("descr", alt)


def _table(document: Any, rows: list[list[str]]) -> None:
    """The first row is the heading, repeated on each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    if not rows:
        return
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for column, text in enumerate(row):
            paragraph = cells[column].paragraphs[0]
            run = paragraph.add_run(text)
            run.bold = number == 0
            if column:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(OxmlElement("w:tblHeader"))
    document.add_paragraph()
