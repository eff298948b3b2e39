"""From paragraphs and tables to areas, goals and actions. Whatever finds no place is kept among `unplaced`.

A heading right above a table names its focus area. What stands between that heading and the table are the area's notes;
all other running text is unplaced, for a person to take in or leave.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from samspill.plan_documents import columns
from samspill.plan_documents.cards import cards_in
from samspill.plan_documents.columns import Layout, header_at
from samspill.plan_documents.model import Area, Goal, ReadPlan, Unplaced
from samspill.plan_documents.numbers import depth, leading_number, whole_number
from samspill.plan_documents.rows import RowReader
from samspill.plan_documents.source import Cell, Paragraph, Source, Table

AREA_WORD = re.compile(
    r"^(?:innsatsområde|satsingsområde|satsningsområde|fokusområde|strategiområde|hovedområde|hovudområde|tema|område|"
    r"kapittel|del)\b\s*(?:(\d{1,2}(?:\.\d{1,2})?|[A-ZÆØÅ])\b)?\s*[:.–-]?\s*",
    re.IGNORECASE,
)
GOAL_WORD = re.compile(
    r"^(?:hovedmål|delmål|resultatmål|mål)\b\s*(\d{1,2}(?:\.\d{1,2}){0,2})?\s*[:.–-]?\s*", re.IGNORECASE
)
REMARK = re.compile(
    r"^(?:merknad(?:er|ar)?|kommentar(?:er|ar)?|obs|nb|note|kilde|kjelde|fotnote|\*+)\s*[:!*]?", re.IGNORECASE
)
LONGEST_HEADING = 200


def understand(source: Source, known_owners: Collection[str] = ()) -> ReadPlan:
    reader = _Understanding(source, known_owners)
    for block in source.blocks:
        if isinstance(block, Paragraph):
            reader.paragraph(block)
        else:
            reader.table(block)
    return reader.finish()


class _Understanding:
    def __init__(self, source: Source, known_owners: Collection[str]) -> None:
        self.source = source
        self.plan = ReadPlan(kind=source.kind)
        self.rows = RowReader(self.plan, known_owners)
        self.waiting: list[Paragraph] = []
        self.layout: Layout | None = None

    def paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.title and not self.plan.title:
            self.plan.title = paragraph.text
        else:
            self.waiting.append(paragraph)

    def table(self, table: Table) -> None:
        if not table.rows:
            return
        cards = cards_in(table, self.rows.known_owners)
        if cards is not None:
            self._headed(None)
            self.rows.take_cards(cards)
            return
        at = self._first_header(table)
        if at is None and not (self.layout and len(self.layout.columns) == len(table.rows[0])):
            self._set_aside(table.rows)
            return
        start = 0
        if at is not None:
            for row in table.rows[:at]:
                self._row_above(row)
            found = header_at(table.rows, at)
            assert found is not None
            start = self._new_layout(found, table, at)
        assert self.layout is not None
        self._headed(self.layout)
        self._body(table, start)

    def _first_header(self, table: Table) -> int | None:
        return next((at for at in range(min(len(table.rows), 30)) if header_at(table.rows, at)), None)

    def _new_layout(self, found: Layout, table: Table, at: int) -> int:
        """Takes the layout in use; the row where the body begins."""
        if self.layout is None or self.layout.signature != found.signature:
            self.layout = found
        self._keep_header(table.rows[at : at + found.header_rows])
        return at + found.header_rows

    def _keep_header(self, rows: list[list[Cell]]) -> None:
        seen: dict[int, Cell] = {id(cell): cell for row in rows for cell in row if cell.text}
        for cell in seen.values():
            self.plan.headers.append(cell.text)
            self.rows.placed.add(id(cell))
        self.rows.keep_alive += list(seen.values())

    def _body(self, table: Table, start: int) -> None:
        assert self.layout is not None
        layout, at, first = self.layout, start, True
        self.rows.begin(layout, new_page=table.new_page)
        while at < len(table.rows):
            row = table.rows[at]
            again = header_at(table.rows, at)
            if again is not None:
                self._keep_header(table.rows[at : at + again.header_rows])
                if again.signature != layout.signature:
                    self.layout = layout = again
                    self.rows.begin(layout, new_page=False)
                    self._headed(layout)
                at += again.header_rows
                continue
            if not self._heading_row(row):
                self.rows.take(row, continues=table.new_page and first)
            first = False
            at += 1

    def _row_above(self, row: list[Cell]) -> None:
        """Rows of a table above its headings: title and focus area in spreadsheets."""
        cells = list({id(cell): cell for cell in row if cell.text}.values())
        for cell in cells:
            self.rows.placed.add(id(cell))
            self.rows.keep_alive.append(cell)
            text = cell.words
            if not self.plan.title and len(cells) == 1 and not leading_number(text)[0] and not AREA_WORD.match(text):
                self.plan.title = text
            elif len(cells) == 1 and text == self.plan.title:
                self.plan.headers.append(text)  # the same title on each sheet
            else:
                level = 1 if len(cells) == 1 and (leading_number(text)[0] or AREA_WORD.match(text) or cell.bold) else 0
                self.waiting.append(Paragraph(cell.text, level, links=cell.links, where=cell.where))

    def _heading_row(self, row: list[Cell]) -> bool:
        """One cell across the table, or the only text of its row: a focus area or a goal, if it reads like one."""
        cells = list({id(cell): cell for cell in row if cell.text}.values())
        if len(cells) != 1 or id(cells[0]) in self.rows.placed:
            return False
        cell, text = cells[0], cells[0].words
        if REMARK.match(text):
            return self._remark(cell)
        wide = sum(each is cell for each in row) > max(1, len(row) // 2)
        said = AREA_WORD.match(text) or GOAL_WORD.match(text)
        if not (wide or (said and len(text) <= LONGEST_HEADING and row[0] is cell)) or len(text) > 2 * LONGEST_HEADING:
            return False
        self.rows.placed.add(id(cell))
        self.rows.keep_alive.append(cell)
        number = leading_number(text)[0]
        if GOAL_WORD.match(text) or (depth(number) == 2 and not AREA_WORD.match(text)):
            self.rows.begin_goal(
                goal_of(text, cell.where, cell.lines[1:] if cell.lines and cell.lines[0].strip() else [])
            )
        else:
            self.rows.begin_area(area_of(text))
        return True

    def _remark(self, cell: Cell) -> bool:
        """A row with nothing but a remark is about the table; a person says where it belongs."""
        self.rows.placed.add(id(cell))
        self.rows.keep_alive.append(cell)
        self.plan.unplaced.append(Unplaced(cell.text, cell.where, "table"))
        return True

    def _headed(self, layout: Layout | None) -> None:
        """The waiting headings and texts find their place above a table that was understood."""
        headings = [each for each in self.waiting if _is_heading(each)]
        if not headings:
            self._let_go(self.waiting)
            self.waiting = []
            return
        chosen = [headings[-1]]
        no_goals = layout is None or layout.place(columns.GOAL) is None
        if no_goals and _is_goal(headings[-1].text) and len(headings) > 1:
            chosen = headings[-2:]
        last = self.waiting.index(chosen[-1])
        notes = list(self.waiting[last + 1 :])
        if not self.plan.title and headings[0] not in chosen and self.waiting[0] is headings[0]:
            self.plan.title = headings[0].text
            self.waiting.remove(headings[0])
        self._let_go([each for each in self.waiting if each not in chosen and each not in notes])
        self._begin(chosen, notes, no_goals)
        self.waiting = []

    def _begin(self, chosen: list[Paragraph], notes: list[Paragraph], no_goals: bool) -> None:
        is_goal = no_goals and _is_goal(chosen[-1].text)
        if len(chosen) == 2 or not is_goal:
            area = area_of(chosen[0].text)
            area.links = list(chosen[0].links)
            self.rows.begin_area(area)
        if is_goal:
            self.rows.begin_goal(goal_of(chosen[-1].text, chosen[-1].where, []))
        assert self.rows.area is not None
        self.rows.area.notes += [each.text for each in notes]
        self.rows.area.links += [link for each in notes for link in each.links]

    def _let_go(self, paragraphs: list[Paragraph]) -> None:
        for each in paragraphs:
            kind = "heading" if each.level else "text"
            self.plan.unplaced.append(Unplaced(each.text, each.where, kind))

    def _set_aside(self, rows: list[list[Cell]]) -> None:
        """A table that nothing is understood of: row by row, as printed."""
        self._let_go(self.waiting)
        self.waiting = []
        for row in rows:
            fresh = {id(cell): cell for cell in row if cell.text and id(cell) not in self.rows.placed}
            cells = list(fresh.values())
            self.rows.placed |= set(fresh)
            if cells:
                text = " | ".join(cell.text for cell in cells)
                self.plan.unplaced.append(Unplaced(text, cells[0].where, "table"))

    def finish(self) -> ReadPlan:
        plan = self.plan
        self._let_go(self.waiting)
        for block in self.source.blocks:
            if isinstance(block, Table):
                self._left_over(block)
        plan.unplaced += [Unplaced(text, where, _aside(kind)) for kind, text, where in self.source.aside]
        plan.areas = [area for area in plan.areas if area.goals or area.notes or area.heading]
        self.rows.finish()
        if not plan.title and plan.unplaced and plan.unplaced[0].kind == "heading":
            plan.title = plan.unplaced.pop(0).text
        return plan

    def _left_over(self, table: Table) -> None:
        for row in table.rows:
            for cell in {id(cell): cell for cell in row if cell.text}.values():
                if id(cell) not in self.rows.placed:
                    self.rows.placed.add(id(cell))
                    self.plan.unplaced.append(Unplaced(cell.text, cell.where, "table"))


def _aside(kind: str) -> str:
    return "box" if kind == "box" else "note"


def _is_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > LONGEST_HEADING or text.startswith("• "):
        return False
    numbered = bool(leading_number(text)[0]) and not text.rstrip().endswith((".", ":", ";"))
    return bool(paragraph.level or numbered or (AREA_WORD.match(text) and len(text) < 120))


def _is_goal(text: str) -> bool:
    return bool(GOAL_WORD.match(text)) or depth(leading_number(text)[0]) == 2


def area_of(heading: str) -> Area:
    """«2. Utskrivningsklare», «Innsatsområde 2: Utskrivningsklare», «2.1 Gode forløp»."""
    number, title = leading_number(heading)
    said = AREA_WORD.match(heading)
    if said and not number:
        number, title = (said.group(1) or ""), heading[said.end() :] or heading
    return Area(number=number, title=title.strip(), heading=heading)


def goal_of(text: str, where: str, more: list[str]) -> Goal:
    said = GOAL_WORD.match(text)
    number, title = leading_number(text)
    if said and not number:
        number, title = (said.group(1) or ""), text[said.end() :] or text
    goal = Goal(number=number or whole_number(text), title=title.strip(), number_text=text, where=where)
    goal.notes = [line for line in more if line.strip()]
    return goal
