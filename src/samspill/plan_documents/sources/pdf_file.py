"""PDF with tables: cells by their drawn lines, words by their place on the page.

A printed line is not a paragraph. Two lines are joined where the second's first word would not have had room on the
first; a bullet, or more air than between lines, begins anew. A hyphen at the end of a line is taken for the
typesetter's when a small letter follows, except before «og» and «eller».
"""

from __future__ import annotations

import io
import re
from typing import Any

from samspill.plan_documents.model import Link
from samspill.plan_documents.source import BULLETS, Cell, Paragraph, Source, Table, Unreadable

MOST_PAGES = 400
LEAST_WORDS = 5
CLOSE = 2.5  # points


def read_pdf(data: bytes) -> Source:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Unreadable("too_many_pages", most=MOST_PAGES)
            return _read(pdf)
    except Unreadable:
        raise
    except Exception as error:
        if isinstance(error, PDFPasswordIncorrect) or "Password" in repr(error) or "Password" in repr(error.args):
            raise Unreadable("locked") from error
        raise Unreadable("broken", kind="PDF") from error


def _read(pdf: Any) -> Source:
    source, words = Source("pdf"), 0
    for page in pdf.pages:
        upright = page.filter(lambda o: o.get("object_type") != "char" or o.get("upright", True))
        words += len(upright.extract_words())
        source.blocks += _page(upright, page)
        page.close()
    if words < LEAST_WORDS:
        raise Unreadable("no_text")
    return source


def _page(page: Any, whole: Any) -> list[Paragraph | Table]:
    where = f"side {whole.page_number}"
    settings = {"explicit_horizontal_lines": _open_ends(page)}
    tables = [table for table in page.find_tables(settings) if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    links = [link for link in whole.hyperlinks if link.get("uri")]
    found: list[tuple[float, Paragraph | Table]] = [
        (table.bbox[1], _table(page, table, links, f"{where}, tabell {number}"))
        for number, table in enumerate(tables, 1)
    ]
    first = min((top for top, _ in found), default=None)
    outside = page
    for table in tables:
        outside = outside.outside_bbox(_within(table.bbox, outside.bbox))
    paragraphs = _paragraphs(outside, links, where)
    for top, block in found:
        if isinstance(block, Table):
            above = [p for p_top, p in paragraphs if p_top < top and p.level]
            block.new_page = top == first and not above
    return [block for _, block in sorted([*found, *paragraphs], key=lambda each: each[0])]


def _within(box: tuple[float, ...], page: tuple[float, ...]) -> tuple[float, ...]:
    return (max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3]))


def _paragraphs(page: Any, links: list[Any], where: str) -> list[tuple[float, Paragraph]]:
    lines = page.extract_text_lines(return_chars=True) if page.chars else []
    sizes = sorted(char["size"] for line in lines for char in line["chars"])
    usual = sizes[len(sizes) // 2] if sizes else 0
    smallest = min((char["size"] for char in page.chars), default=0)
    found: list[tuple[float, Paragraph]] = []
    right = max((line["x1"] for line in lines), default=0)
    before: Any = None
    for line in lines:
        style = _style(line)
        level = 1 if style[1] > max(smallest, usual if len(lines) > 3 else smallest) * 1.15 else 2 if style[0] else 0
        text = _clean(line["text"])
        if before is not None and _style(before) == style and _goes_on(before, line, right):
            found[-1][1].text = _join(found[-1][1].text, text)
        elif text:
            found.append((line["top"], Paragraph(text, level, where=where, links=_links_in(links, line))))
        before = line
    return found


def _style(line: Any) -> tuple[bool, float]:
    fonts = [char["fontname"] for char in line["chars"] if char["text"].strip()]
    bold = bool(fonts) and all("bold" in font.casefold() or "black" in font.casefold() for font in fonts)
    return bold, round(max(char["size"] for char in line["chars"]), 1)


def _table(page: Any, table: Any, links: list[Any], where: str) -> Table:
    """Each place of the grid, and the cell that lies over it: so merged cells are found however they were drawn."""
    lefts, tops = _apart(box[0] for box in table.cells), _apart(box[1] for box in table.cells)
    made: dict[Any, Cell] = {}
    rows: list[list[Cell]] = []
    for number, top in enumerate(tops, 1):
        row: list[Cell] = []
        for left in lefts:
            box = next((box for box in table.cells if _covers(box, left + CLOSE, top + CLOSE)), None)
            if box is None:
                row.append(Cell(where=where))
                continue
            if box not in made:
                made[box] = _cell(page, box, links, f"{where}, rad {number}")
                made[box].columns = sum(box[0] - 1 <= x < box[2] - CLOSE for x in lefts)
            row.append(made[box])
        rows.append(row)
    _fill_holes(page, table, links, rows, lefts, tops)
    return Table(rows, where)


def _fill_holes(
    page: Any, table: Any, links: list[Any], rows: list[list[Cell]], lefts: list[float], tops: list[float]
) -> None:
    """Places without lines all round, such as a merged cell that the end of the page cuts off: what is printed there is
    a cell too, as high as the hole. Holes beside each other are one, since nothing says where the text is parted."""
    boxed = [[any(_covers(box, x + CLOSE, y + CLOSE) for box in table.cells) for x in lefts] for y in tops]
    rights, bottoms = [*lefts[1:], table.bbox[2]], [*tops[1:], table.bbox[3]]
    for r, row in enumerate(boxed):
        for c, is_boxed in enumerate(row):
            if is_boxed:
                continue
            wide = next((i for i in range(c, len(row)) if row[i]), len(row)) - c
            high = _height_of_hole(boxed, r, c) if wide == 1 else 1
            box = (lefts[c], tops[r], rights[c + wide - 1], bottoms[r + high - 1])
            cell = _cell(page, box, links, rows[r][c].where)
            cell.columns = wide
            for down in range(high):
                boxed[r + down][c : c + wide] = [True] * wide
                rows[r + down][c : c + wide] = [cell] * wide


def _height_of_hole(boxed: list[list[bool]], r: int, c: int) -> int:
    """Rows below in which this place, and neither neighbour, is a hole."""
    high = 1
    for row in boxed[r + 1 :]:
        if row[c] or not all(row[max(c - 1, 0) : c] + row[c + 1 : c + 2]):
            break
        high += 1
    return high


def _apart(places: Any) -> list[float]:
    """In order, each once; what is closer than a line is thick counts as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > CLOSE:
            found.append(place)
    return found


def _covers(box: Any, x: float, y: float) -> bool:
    return bool(box[0] - 1 <= x <= box[2] and box[1] - 1 <= y <= box[3])


def _open_ends(page: Any) -> list[float]:
    """Where columns end without a line across, as some programs print a row that goes on over the page."""
    across = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    ends = [edge[end] for edge in page.edges if edge["orientation"] == "v" for end in ("top", "bottom")]
    return [end for end in _apart(ends) if all(abs(end - top) > 3 for top in across)]


def _cell(page: Any, box: tuple[float, ...], links: list[Any], where: str) -> Cell:
    left, top, right, bottom = box
    chars = [c for c in page.chars if left - 1 <= _middle(c)[0] <= right + 1 and top <= _middle(c)[1] <= bottom]
    cell = Cell(where=where, fill=_fill(page, box))
    if not chars:
        return cell
    cell.lines = _lines(_text_lines(chars), left, right)
    middle = [(link, ((link["x0"] + link["x1"]) / 2, (link["top"] + link["bottom"]) / 2)) for link in links]
    for link, (x, y) in middle:
        if left <= x <= right and top <= y <= bottom and link["uri"] not in [each.url for each in cell.links]:
            cell.links.append(Link(_text_under(chars, link), link["uri"]))
    return cell


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _text_under(chars: list[Any], box: Any) -> str:
    under = [
        c
        for c in chars
        if box["x0"] - 1 <= _middle(c)[0] <= box["x1"] + 1 and box["top"] <= _middle(c)[1] <= box["bottom"]
    ]
    return " ".join(line["text"] for line in _text_lines(under)).strip() if under else ""


def _links_in(links: list[Any], line: Any) -> list[Link]:
    found: list[Link] = []
    for link in links:
        y = (link["top"] + link["bottom"]) / 2
        if line["top"] - 2 <= y <= line["bottom"] + 2 and link["x0"] < line["x1"] and link["x1"] > line["x0"]:
            found.append(Link(_text_under(line["chars"], link), link["uri"]))
    return found


def _text_lines(chars: list[Any]) -> list[dict[str, Any]]:
    from pdfplumber.utils.text import extract_words

    words = extract_words(chars, x_tolerance=1.5, keep_blank_chars=False)
    lines: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda w: (round(w["top"] / 3), w["x0"])):
        last = lines[-1] if lines else None
        if last is not None and abs(word["top"] - last["top"]) < (word["bottom"] - word["top"]) * 0.6:
            last["words"].append(word)
            last["bottom"] = max(last["bottom"], word["bottom"])
        else:
            lines.append({"top": word["top"], "bottom": word["bottom"], "words": [word]})
    for line in lines:
        line["words"].sort(key=lambda w: w["x0"])
        line["x0"], line["x1"] = line["words"][0]["x0"], line["words"][-1]["x1"]
        line["text"] = " ".join(word["text"] for word in line["words"])
        first = line["words"][0]
        line["first_width"] = first["x1"] - first["x0"]
    return sorted(lines, key=lambda line: line["top"])


def _lines(lines: list[dict[str, Any]], left: float, right: float) -> list[str]:
    """Paragraphs, with a blank one for each empty line between."""
    padding = max(1.0, min(line["x0"] for line in lines) - left)
    room = right - padding
    found: list[str] = []
    before: dict[str, Any] | None = None
    for line in lines:
        text = _clean(line["text"])
        height = line["bottom"] - line["top"]
        gap = line["top"] - before["bottom"] if before else 0
        blanks = max(0, round(gap / (height * 1.15))) if before and gap > height * 0.6 else 0
        if before is not None and not blanks and not text.startswith("• ") and _no_room(before, line, room):
            found[-1] = _join(found[-1], text)
        else:
            found += [""] * blanks + [text]
        before = line
    return found


def _no_room(before: Any, line: Any, room: float) -> bool:
    space = (before["bottom"] - before["top"]) * 0.25
    return bool(before["x1"] + space + line["first_width"] > room - 1 or re.search(r"\w-$", before["text"].rstrip()))


def _goes_on(before: Any, line: Any, right: float) -> bool:
    height = line["bottom"] - line["top"]
    close = line["top"] - before["bottom"] < height * 0.6
    return bool(close and before["x1"] > right * 0.8 and not _clean(line["text"]).startswith("• "))


def _join(text: str, more: str) -> str:
    if not re.search(r"[^\W\d_]-$", text) or re.match(r"(?:og|eller|samt)\b", more):
        return f"{text} {more}"
    return text[:-1] + more if re.match(r"[a-zæøå]", more) else text + more


def _clean(text: str) -> str:
    plain = re.sub(r"\s+", " ", text.replace("\xad", "-").replace("\xa0", " ")).strip()
    if plain[:1] in BULLETS and plain[:1] not in "–o" and (len(plain) == 1 or plain[1:2] == " "):
        return f"• {plain[1:].strip()}".rstrip()
    return plain


def _fill(page: Any, box: tuple[float, ...]) -> str:
    """The colour drawn under most of a cell; empty for white."""
    left, top, right, bottom = box
    for rect in page.rects:
        color = rect.get("non_stroking_color")
        if not rect.get("fill") or color in (None, (1,), (1, 1, 1), 1, (0, 0, 0, 0)):
            continue
        inner = (
            rect["x0"] <= left + 2
            and rect["x1"] >= right - 2
            and rect["top"] <= top + 2
            and rect["bottom"] >= bottom - 2
        )
        if (
            inner
            and rect["x1"] - rect["x0"] < (right - left) * 1.5
            and rect["bottom"] - rect["top"] < (bottom - top) * 1.5
        ):
            return str(color)
    return ""
