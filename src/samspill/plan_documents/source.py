"""A document as its readers hand it on: paragraphs and tables in reading order, and texts that stand outside them.

A merged cell is one `Cell`, found again in every place of the grid that it covers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from samspill.plan_documents.model import Link

BULLETS = "•▪◦‣●○·–\uf0b7\uf0a7\u25aa"


class Unreadable(Exception):
    """The file cannot be read as a plan. code: see READABLE in `reading`; values: for the sentence about it."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)


@dataclass
class Cell:
    """lines: paragraphs, bullets written «• …», blank ones kept: they may part one action from the next."""

    lines: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    where: str = ""
    fill: str = ""
    columns: int = 1
    bold: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line for line in self.lines if line.strip()).strip()

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@dataclass
class Paragraph:
    """level: 0 is running text, 1 the highest heading; title: the document says that this is its title."""

    text: str
    level: int = 0
    title: bool = False
    links: list[Link] = field(default_factory=list)
    where: str = ""


@dataclass
class Table:
    """new_page: it begins a page, so its first row may go on from the page before."""

    rows: list[list[Cell]] = field(default_factory=list)
    where: str = ""
    new_page: bool = False


@dataclass
class Source:
    kind: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
    aside: list[tuple[str, str, str]] = field(default_factory=list)  # (kind, text, where): page heads, footnotes, boxes
