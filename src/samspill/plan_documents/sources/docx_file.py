"""Word: every text in the file, in reading order. Tables with merged cells, content controls, text boxes, page heads
and footnotes too; what has been struck out with tracked changes is not text any more."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from samspill.plan_documents.model import Link
from samspill.plan_documents.source import Cell, Paragraph, Source, Table, Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LEAST_HEADING_SIZE = 13  # points; headings without a heading style


def read_docx(data: bytes) -> Source:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        raise Unreadable("broken", kind="Word") from error
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.source = Source("docx")
        self.tables = 0
        self.styles = {style.style_id: (style.name or "") for style in document.styles}

    def read(self) -> Source:
        body = self.document.element.body
        self._blocks(body, self.document.part)
        for kind, part in self._parts_aside():
            text = "\n".join(filter(None, (self._text(p) for p in part.iter(f"{W}p"))))
            if text and (kind, text) not in [(k, t) for k, t, _ in self.source.aside]:
                self.source.aside.append((kind, text, kind))
        return self.source

    def _parts_aside(self) -> Iterator[tuple[str, Any]]:
        for relation in self.document.part.rels.values():
            if relation.is_external:
                continue
            kind = relation.reltype.rsplit("/", 1)[-1]
            if kind in {"header", "footer", "footnotes", "endnotes", "comments"}:
                part = relation.target_part
                element = getattr(part, "element", None)
                if element is None:
                    from lxml import etree

                    element = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
                yield kind, element

    def _blocks(self, parent: Any, part: Any) -> None:
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element, part)
            elif element.tag == f"{W}tbl":
                self._table(element, part)
            elif element.tag == f"{W}sdt":
                for content in element.iter(f"{W}sdtContent"):
                    self._blocks(content, part)
                    break
            elif element.tag in (f"{W}ins", f"{W}smartTag", f"{W}customXml"):
                self._blocks(element, part)

    def _paragraph(self, element: Any, part: Any) -> None:
        self._boxes(element)
        text = self._text(element)
        if text:
            level, title = self._level(element)
            paragraph = Paragraph(
                text, level, title, self._links(element, part), f"avsnitt {len(self.source.blocks) + 1}"
            )
            self.source.blocks.append(paragraph)

    def _boxes(self, element: Any) -> None:
        for box in element.iter(f"{W}txbxContent"):
            if any(each.tag == MC_FALLBACK for each in box.iterancestors()):
                continue  # the same text again, for old programs
            text = "\n".join(filter(None, (self._text(p, inside_box=True) for p in box.iter(f"{W}p"))))
            if text:
                self.source.aside.append(("box", text, "tekstboks"))

    def _level(self, element: Any) -> tuple[int, bool]:
        style = element.find(f"{W}pPr/{W}pStyle")
        name = self.styles.get(style.get(f"{W}val"), "") if style is not None else ""
        plain = name.casefold()
        if plain.startswith(("heading", "overskrift")):
            digits = "".join(ch for ch in plain if ch.isdigit())
            return int(digits or 1), False
        if plain in ("title", "tittel"):
            return 1, True
        sizes = [
            int(size.get(f"{W}val")) / 2 for size in element.iter(f"{W}sz") if (size.get(f"{W}val") or "").isdigit()
        ]
        runs = [run for run in element.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")).strip()]
        bold = bool(runs) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
        return (2 if bold or (sizes and min(sizes) >= LEAST_HEADING_SIZE) else 0), False

    def _text(self, element: Any, inside_box: bool = False) -> str:
        parts = []
        for node in element.iter():
            if not inside_box and any(a.tag == f"{W}txbxContent" for a in _up_to(node, element)):
                continue
            if any(a.tag in (f"{W}del", f"{W}moveFrom") for a in _up_to(node, element)):
                continue
            if node.tag == f"{W}t":
                parts.append(node.text or "")
            elif node.tag in (f"{W}tab",) and node.getparent().tag == f"{W}r":
                parts.append(" ")
            elif node.tag in (f"{W}br", f"{W}cr"):
                parts.append("\n")
            elif node.tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif node.tag == f"{W}softHyphen":
                parts.append("")
            elif node.tag == f"{W}sym":
                parts.append("x" if (node.get(f"{W}font") or "").startswith(("Wingdings", "Webdings")) else "")
        text = "".join(parts).replace("\xad", "").replace("\xa0", " ").strip()
        return f"• {text}" if text and self._is_bullet(element) else text

    def _is_bullet(self, element: Any) -> bool:
        number = element.find(f"{W}pPr/{W}numPr/{W}numId")
        style = element.find(f"{W}pPr/{W}pStyle")
        name = self.styles.get(style.get(f"{W}val"), "") if style is not None else ""
        listed = number is not None and number.get(f"{W}val") not in ("0", None)
        if "bullet" in name.casefold() or "punkt" in name.casefold():
            return True
        return listed and not name.casefold().startswith(("heading", "overskrift"))

    def _links(self, element: Any, part: Any) -> list[Link]:
        found = []
        for link in element.iter(f"{W}hyperlink"):
            relation = part.rels.get(link.get(R_ID) or "")
            if relation is not None and relation.is_external:
                text = "".join(t.text or "" for t in link.iter(f"{W}t")).strip()
                found.append(Link(text, relation.target_ref))
        return found

    def _table(self, element: Any, part: Any) -> None:
        self.tables += 1
        where = f"tabell {self.tables}"
        table = Table(where=where)
        for number, row in enumerate(element.iterfind(f".//{W}tr"), 1):
            if next(a for a in row.iterancestors() if a.tag == f"{W}tbl") is not element:
                continue  # of a table inside a cell, whose text is the cell's
            table.rows.append(self._row(row, part, table, f"{where}, rad {number}"))
        self.source.blocks.append(table)

    def _row(self, row: Any, part: Any, table: Table, where: str) -> list[Cell]:
        above = table.rows[-1] if table.rows else []
        cells: list[Cell] = []
        before = row.find(f"{W}trPr/{W}gridBefore")
        if before is not None:
            cells += [Cell(where=where)] * int(before.get(f"{W}val") or 0)
        for tc in self._cells(row):
            span = tc.find(f"{W}tcPr/{W}gridSpan")
            width = int(span.get(f"{W}val")) if span is not None else 1
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            if goes_on and len(above) > len(cells):
                cell = above[len(cells)]
                own = self._cell(tc, part, where)
                cell.lines += [line for line in own.lines if line.strip()]  # hidden text is text too
            else:
                cell = self._cell(tc, part, where)
                cell.columns = width
            cells += [cell] * width
        return cells

    def _cells(self, row: Any) -> Iterator[Any]:
        for child in row:
            if child.tag == f"{W}tc":
                yield child
            elif child.tag == f"{W}sdt":
                yield from child.iter(f"{W}tc")

    def _cell(self, tc: Any, part: Any, where: str) -> Cell:
        cell = Cell(where=where)
        for p in tc.iter(f"{W}p"):
            if any(a.tag == f"{W}txbxContent" for a in _up_to(p, tc)):
                continue
            self._boxes(p)
            cell.lines += self._text(p).split("\n")
            cell.links += self._links(p, part)
        shade = tc.find(f"{W}tcPr/{W}shd")
        fill = (shade.get(f"{W}fill") or "") if shade is not None else ""
        cell.fill = "" if fill.lower() in ("", "auto", "ffffff") else fill.upper()
        return cell


def _up_to(node: Any, top: Any) -> Iterator[Any]:
    while node is not None and node is not top:
        yield node
        node = node.getparent()


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val") not in ("0", "false")
