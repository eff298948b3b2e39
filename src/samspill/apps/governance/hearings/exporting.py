"""The merged answer as a Word document and as PDF: each paragraph with whose words it builds on."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.governance.models import Hearing, Paragraph
from samspill.ui.formats import day
from samspill.ui.paper import pdf_of


def sources_of(paragraph: Paragraph) -> str:
    """«LSU Ahus, LSU Lovisenberg»"""
    names = dict.fromkeys(source.answer.invitation.body.short_name for source in paragraph.sources.all())
    return ", ".join(names)


def with_text(hearing: Hearing) -> list[dict[str, Any]]:
    """The questions with their paragraphs and sources; four queries."""
    questions = hearing.questions.prefetch_related("paragraphs__sources__answer__invitation__body")
    return [
        {
            "question": question,
            "paragraphs": [(paragraph, sources_of(paragraph)) for paragraph in question.paragraphs.all()],
        }
        for question in questions
    ]


def as_pdf(hearing: Hearing) -> bytes:
    return pdf_of("governance/hearing_paper.html", {"hearing": hearing, "rows": with_text(hearing)})


def as_docx(hearing: Hearing) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = _plain(hearing.title)
    document.core_properties.language = "nb-NO"
    document.add_heading(_plain(hearing.title), level=0)
    document.add_paragraph(f"{_plain(hearing.asked_by)} · {hearing.community.name} · {day(hearing.due)}")
    for row in with_text(hearing):
        question = row["question"]
        document.add_heading(f"{question.order}. {_plain(question.words)}", level=1)
        for paragraph, sources in row["paragraphs"]:
            document.add_paragraph(_plain(paragraph.text))
            if sources:
                note = document.add_paragraph()
                note.add_run(_("Kilde: %(sources)s") % {"sources": _plain(sources)}).italic = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    """Word takes no control characters."""
    return "".join(each for each in text if each in "\n\t" or each.isprintable())
