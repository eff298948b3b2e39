"""The book of a meeting: one tagged PDF with bookmarks and page numbers, attachments laid in."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from tests.cast import CAST, actor
from tests.governance.ground import a_body, a_case, sits
from tests.governance.test_meetings import a_meeting, put_on
from tests.signing_in import signed_in

from samspill.apps.governance.cases.actions import add_paper
from samspill.apps.governance.cases.forms import pages_of
from samspill.apps.governance.models import Meeting, MeetingBook
from samspill.apps.governance.papers import making
from samspill.apps.governance.papers.book import BookPaper, BookText, Chapter, book_pdf
from samspill.core.refusal import Refused
from samspill.directory.models import Community


def a_pdf(pages: int, wide: float = 595, high: float = 842) -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(wide, high)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turned(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        page.rotate(90)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def titles(outline: Any) -> list[str]:
    return [title for each in outline for title in (titles(each) if isinstance(each, list) else [each.title])]


@pytest.mark.once
def test_a_book_has_bookmarks_tags_and_right_page_numbers() -> None:
    papers = [
        BookPaper("Notat", text="Les dette."),
        BookPaper("Liggende", file=a_pdf(3, 842, 595), pages=3),
        BookPaper("Snudd", file=turned(a_pdf(2)), pages=2),
    ]
    chapters = [
        Chapter("Godkjenning", "09:00"),
        Chapter("SSU 1/26 Forløp", "09:05", "Kort", "Vedta", "", papers=papers),
        Chapter("Eventuelt", "09:30"),
    ]
    seen: list[int] = []
    content, pages = book_pdf(BookText("SSU", "3. mars 2026", "Rådhuset", "Fjordheim", chapters), seen.append)
    reader = PdfReader(io.BytesIO(content))
    assert pages == len(reader.pages) == 1 + 1 + 1 + 1 + 3 + 2 + 1  # front, two chapters, a note, attached, a chapter
    assert titles(reader.outline) == [
        "SSU",
        "Godkjenning",
        "SSU 1/26 Forløp",
        "Notat",
        "Liggende",
        "Snudd",
        "Eventuelt",
    ]
    assert "/StructTreeRoot" in reader.trailer["/Root"] and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    texts = [page.extract_text() for page in reader.pages]
    assert all(f"{number} / {pages}" in text for number, text in enumerate(texts, 1))
    assert "Liggende, side 2 av 3" in texts[5]
    assert texts[4].count("Liggende") == 2 and "side 1 av 3" in texts[4], "the title stands on the first page"
    assert re.search(r"Snudd [. ]+8\n", texts[0]), "the contents say which page"
    assert seen == sorted(seen) and seen[-1] <= 100
    lying = [float(page.mediabox.width) > float(page.mediabox.height) for page in reader.pages]
    assert lying == ["side" in text and "Notat" not in text for text in texts], "a lying page lies in the book too"


@pytest.mark.once
def test_an_attached_page_is_scaled_to_fit() -> None:
    source = PdfWriter()
    page = source.add_blank_page(2000, 3000)
    mark = PageObject.create_blank_page(width=10, height=10)
    page.merge_transformed_page(mark, Transformation())
    out = io.BytesIO()
    source.write(out)
    book = BookText("SSU", "", "", "", [Chapter("Sak", papers=[BookPaper("Stor", file=out.getvalue(), pages=1)])])
    content, pages = book_pdf(book, lambda percent: None)
    assert pages == 3 and len(PdfReader(io.BytesIO(content)).pages) == 3


@pytest.mark.once
@pytest.mark.parametrize("content", [b"", b"hei", b"%PDF-1.4\n%%EOF", a_pdf(1)[:200], b"\x00" * 1000])
def test_what_is_no_pdf_is_told_of(content: bytes) -> None:
    from django.core.exceptions import ValidationError

    try:
        assert pages_of(content) >= 0
    except ValidationError as error:
        assert "PDF" in str(error.messages)


@pytest.fixture
def meeting(fjordheim: Community) -> Meeting:
    body = a_body(actor("siri"))
    sits("per", body, "gp")
    made = a_meeting(body)
    case = a_case(body, "prepared")
    exempt = {"access": "confidential", "ground": "fvl. § 13"}
    for title, more in (("Notat", {"access": "open", "ground": ""}), ("Hemmelig notat", exempt)):
        values = {"title": title, "text": f"Tekst i {title}", "file": b"", "pages": 0, **more}
        add_paper(by=actor("siri"), case=case, key=uuid4(), values=values)
    put_on(made, case)
    put_on(made, a_case(body, "prepared", title="Hemmelig sak", **exempt))
    return made


def made(meeting: Meeting, name: str, whole: bool) -> MeetingBook:
    book = making.ask_for_book(by=actor(name), meeting=meeting, whole=whole)
    making.make_book.call(str(book.pk), str(meeting.community_id))
    return MeetingBook.objects.get(pk=book.pk)


def text_in(book: MeetingBook) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(book.content))).pages)


@pytest.mark.django_db
def test_the_open_book_has_nothing_exempt_and_the_whole_one_is_for_members(meeting: Meeting) -> None:
    for name in CAST:
        if name not in {"per", "siri"}:
            with pytest.raises(Refused):
                making.ask_for_book(by=actor(name), meeting=meeting, whole=True)
    shown, whole = made(meeting, "ola", False), made(meeting, "per", True)
    assert shown.status == whole.status == "ready"
    assert "Hemmelig" not in text_in(shown) and "fvl. § 13" in text_in(shown) and "Tekst i Notat" in text_in(shown)
    assert "Hemmelig sak" in text_in(whole) and "Tekst i Hemmelig notat" in text_in(whole)
    for name in CAST:
        client = signed_in(name)
        inside = name in {"per", "siri"}
        for page in ("", "/fil"):
            assert client.get(f"/saker/moter/bok/{whole.pk}{page}").status_code == (200 if inside else 404), name
        assert client.get(f"/saker/moter/bok/{shown.pk}/fil")["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_a_book_is_begun_once_and_can_be_stopped(meeting: Meeting) -> None:
    book = making.ask_for_book(by=actor("ola"), meeting=meeting, whole=False)
    assert making.ask_for_book(by=actor("ola"), meeting=meeting, whole=False) == book
    making.stop_book(by=actor("ola"), book=book)
    making.make_book.call(str(book.pk), str(meeting.community_id))
    assert MeetingBook.objects.get(pk=book.pk).status == "stopped"
    page = signed_in("ola").get(f"/saker/moter/bok/{book.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "Stoppet" in page and "<html" not in page


@pytest.mark.django_db
def test_a_broken_attachment_fails_with_a_sentence(meeting: Meeting) -> None:
    case = meeting.items.exclude(case=None)[0].case
    case.papers.filter(title="Notat").update(file=b"%PDF-broken", pages=2)
    book = made(meeting, "ola", False)
    assert book.status == "failed" and "PDF-ene" in book.problem
