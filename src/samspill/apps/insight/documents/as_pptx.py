"""The report as slides: title, summary, one or two for each indicator. What is said about them is in the notes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.insight.documents.as_pdf import alt_of
from samspill.apps.insight.documents.paper import Paper, PaperSection
from samspill.apps.insight.documents.pictures import png_of
from samspill.apps.insight.documents.sheets import same_bytes

FONT, GREEN, INK, SOFT = "Arial", (0x0D, 0x6A, 0x65), (0x1B, 0x25, 0x30), (0x59, 0x63, 0x6E)
WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
EDGE = 0.6
TITLE_ONLY, COVER = 5, 0
MOST_POINTS = 4


def pptx(paper: Paper) -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(WIDTH), Inches(HEIGHT)
    slides.core_properties.title, slides.core_properties.author = paper.title, paper.community
    _cover(slides, paper)
    if paper.summary:
        _words(slides, _("Oppsummering"), paper.summary)
    for section in paper.sections:
        _section(slides, section)
    _words(
        slides,
        _("Om tallene"),
        [paper.age, _("Små tall er skjult av hensyn til personvernet. Skjult betyr ikke null.")],
    )
    out = io.BytesIO()
    slides.save(out)
    day = paper.dated
    return same_bytes(out.getvalue(), datetime(day.year, day.month, day.day, tzinfo=UTC))


def _cover(slides: Any, paper: Paper) -> None:
    slide = _slide(slides, paper.title, top=2.4, size=40)
    lines = [paper.community, paper.byline, *([_("Utkast")] if paper.draft else [])]
    _text(slide, lines, left=EDGE, top=3.9, width=WIDTH - 2 * EDGE, height=1.6, size=20, colour=SOFT)


def _slide(slides: Any, title: str, top: float = 0.4, size: int = 28) -> Any:
    from pptx.util import Inches

    slide = slides.slides.add_slide(slides.slide_layouts[TITLE_ONLY])
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = (
        Inches(v) for v in (EDGE, top, WIDTH - 2 * EDGE, 0.9 if size < 40 else 1.4)
    )
    box.text_frame.word_wrap = True
    _write(box.text_frame.paragraphs[0], title, size, GREEN, bold=True)
    return slide


def _write(paragraph: Any, text: str, size: int, colour: tuple[int, int, int], bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.text = text
    paragraph.alignment = PP_ALIGN.LEFT
    font = paragraph.runs[0].font if paragraph.runs else paragraph.font
    font.size, font.name, font.bold, font.color.rgb = Pt(size), FONT, bold, RGBColor(*colour)  # type: ignore[no-untyped-call]


def _text(
    slide: Any, lines: list[str], *, left: float, top: float, width: float, height: float, size: int,
    colour: tuple[int, int, int] = INK, bold_first: bool = False,
) -> None:  # fmt: skip
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write(paragraph, line, size, colour, bold=bold_first and number == 0)
        paragraph.space_after = Pt(8)


def _words(slides: Any, title: str, texts: list[str]) -> None:
    """As many slides as the text needs."""
    room, part = 900, list[str]()
    for text in [*texts, ""]:
        if part and (not text or sum(map(len, part)) + len(text) > room):
            _text(_slide(slides, title), part, left=EDGE, top=1.5, width=WIDTH - 2 * EDGE, height=5.2, size=20)
            part = []
        if text:
            part.append(text)


def _section(slides: Any, section: PaperSection) -> None:
    slide = _slide(slides, section.title)
    _text(
        slide, [section.headline, *section.points[:MOST_POINTS]], left=EDGE, top=1.35, width=4.4, height=5.2, size=16,
        bold_first=True,
    )  # fmt: skip
    if section.chart:
        foot = _picture(slide, section.chart, alt_of(section), left=5.2, top=1.35, width=7.5, height=5.0)
        _text(slide, [section.chart_said], left=5.2, top=foot, width=7.5, height=0.8, size=10, colour=SOFT)
    notes = [section.question, *section.text, section.method, *section.limits]
    slide.notes_slide.notes_text_frame.text = "\n\n".join(text for text in notes if text)
    if section.text:
        _words(slides, _("%(title)s: vurdering") % {"title": section.title}, section.text)
    if section.places:
        more = _slide(slides, f"{section.title}: {section.places_title}")
        _picture(more, section.places, section.places_title, left=EDGE, top=1.35, width=9.4, height=5.0)
        _text(more, [section.places_note], left=10.2, top=1.5, width=2.6, height=4, size=14, colour=SOFT)


def _picture(slide: Any, svg: str, alt: str, *, left: float, top: float, width: float, height: float) -> float:
    """As large as there is room for. Where it ends, in inches from the top."""
    from pptx.util import Emu, Inches

    shape = slide.shapes.add_picture(io.BytesIO(png_of(svg)), Inches(left), Inches(top))
    scale = min(Inches(width) / shape.width, Inches(height) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape._element.nvPicPr.cNvPr.set("descr", alt)
    return top + float(Emu(shape.height).inches)
