"""All papers of a meeting as one tagged PDF with bookmarks and page numbers.

One layout makes the whole book. Where an attached PDF belongs there are pages, upright or lying as its own, with a line
of text that says which page of what it is; onto these the attached pages are then laid, scaled to fit. So page numbers,
contents, bookmarks and tags are right from the start. The attachments' own tags are not carried over; the files
themselves have them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from samspill.ui.paper import pdf_of

Progress = Callable[[int], None]  # percent; raises to stop
POINTS = 72 / 25.4  # in a millimetre
# What an attached page leaves free: for the lines that say what it is, and for the page number.
SIDES, BOTTOM, TOP = (value * POINTS for value in (10, 18, 21))


@dataclass(frozen=True)
class BookPaper:
    """One paper: text of ours, or the bytes of a PDF that is known to be readable."""

    title: str
    text: str = ""
    file: bytes = b""
    pages: int = 0
    order: int = -1  # among the attached ones of the book
    lying: frozenset[int] = frozenset()  # the pages that are wider than they are high

    @property
    def slots(self) -> list[tuple[int, str, bool]]:
        """(page, the name of its place, whether it lies) for each page of the file."""
        return [(page, slot_name(self.order, page), page in self.lying) for page in range(1, self.pages + 1)]

    @property
    def begins_lying(self) -> bool:
        return 1 in self.lying


@dataclass(frozen=True)
class Chapter:
    """One point of the agenda. left_out: why it is not in this copy."""

    title: str
    at: str = ""
    plain: str = ""
    proposal: str = ""
    background: str = ""
    left_out: str = ""
    papers: list[BookPaper] = field(default_factory=list)


@dataclass(frozen=True)
class BookText:
    body: str
    when: str
    place: str
    community: str
    chapters: list[Chapter]


def book_pdf(book: BookText, progress: Progress) -> tuple[bytes, int]:
    """(the PDF, how many pages)."""
    progress(5)
    book = _numbered(book)
    laid_out = pdf_of("governance/book.html", {"book": book}, style="governance/book.css")
    progress(60)
    attached = [paper for chapter in book.chapters for paper in chapter.papers if paper.pages]
    if not attached:
        return laid_out, len(PdfReader(io.BytesIO(laid_out)).pages)
    writer = PdfWriter(clone_from=io.BytesIO(laid_out))
    _lay_in(writer, attached, progress)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _numbered(book: BookText) -> BookText:
    orders = count()
    chapters = [
        replace(each, papers=[_placed(paper, orders) if paper.pages else paper for paper in each.papers])
        for each in book.chapters
    ]
    return replace(book, chapters=chapters)


def _placed(paper: BookPaper, orders: Iterator[int]) -> BookPaper:
    pages = PdfReader(io.BytesIO(paper.file)).pages
    lying = frozenset(number for number, page in enumerate(pages, 1) if _lies(page))
    return replace(paper, order=next(orders), lying=lying)


def _lies(page: PageObject) -> bool:
    wide, high = page.cropbox.width, page.cropbox.height
    return bool(wide > high) != (page.rotation % 180 == 90)


def _lay_in(writer: PdfWriter, attached: list[BookPaper], progress: Progress) -> None:
    slots = _slots(writer)
    total = sum(paper.pages for paper in attached)
    done = 0
    for number, paper in enumerate(attached):
        for inside, page in enumerate(PdfReader(io.BytesIO(paper.file)).pages, 1):
            slot = slots.get(slot_name(number, inside))
            if slot is not None:
                _lay(page, writer.pages[slot])
            done += 1
            if done % 10 == 0:
                progress(60 + 38 * done // total)


def slot_name(paper: int, page: int) -> str:
    return f"slot-{paper}-{page}"


def _slots(writer: PdfWriter) -> dict[str, int]:
    """On which page each place for an attached page is: the layout names them."""
    by_reference = {
        page.indirect_reference.idnum: number for number, page in enumerate(writer.pages) if page.indirect_reference
    }
    found = {}
    for name, place in writer.named_destinations.items():
        reference = place.page
        if name.startswith("slot-") and reference is not None and hasattr(reference, "idnum"):
            found[name] = by_reference[reference.idnum]
    return found


def _lay(page: PageObject, onto: PageObject) -> None:
    if page.rotation:
        page.transfer_rotation_to_content()
    box = page.cropbox
    wide, high = float(box.width) or 1.0, float(box.height) or 1.0
    room_across, room_up = float(onto.mediabox.width) - 2 * SIDES, float(onto.mediabox.height) - BOTTOM - TOP
    scale = min(room_across / wide, room_up / high)
    across = SIDES + (room_across - wide * scale) / 2 - float(box.left) * scale
    up = BOTTOM + (room_up - high * scale) / 2 - float(box.bottom) * scale
    onto.merge_transformed_page(page, Transformation().scale(scale).translate(across, up))


def left_out(ground: str) -> str:
    return _("Unntatt offentlighet: %(ground)s") % {"ground": ground}
