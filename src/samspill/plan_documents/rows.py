"""Rows of a table, one after the other, into goals and actions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from samspill.plan_documents import columns
from samspill.plan_documents.cards import Card
from samspill.plan_documents.columns import Layout
from samspill.plan_documents.model import ONGOING, Action, Area, Extra, Goal, Mark, ReadPlan
from samspill.plan_documents.numbers import depth, leading_number, numbers_in, same_as_in, whole_number
from samspill.plan_documents.owners import owners_of
from samspill.plan_documents.parts import Part, parts_of, shared_out
from samspill.plan_documents.seasons import marks_of, marks_of_when
from samspill.plan_documents.source import Cell

ENDS_A_SENTENCE = (".", "!", "?", ":", ")", "»", ";")
COLOR = "(farge)"
TICK = re.compile(r"^[✓✔]$")
CROSS = re.compile(r"\b[xX×]+\b|[×●■▪█◼✗✘•]")


class RowReader:
    """Where we are: area, goal, the cells of the row before. `placed`: the ids of cells that found their place."""

    def __init__(self, plan: ReadPlan, known_owners: Collection[str] = ()) -> None:
        self.plan, self.known_owners = plan, known_owners
        self.area: Area | None = None
        self.goal: Goal | None = None
        self.layout: Layout | None = None
        self.placed: set[int] = set()
        self.keep_alive: list[Cell] = []  # so that an id is never given to another cell
        self.before: list[Cell] = []
        self.fresh_goal = False

    # Where we are

    def begin(self, layout: Layout, *, new_page: bool) -> None:
        goes_on = new_page and self.layout is not None and self.layout.signature == layout.signature
        self.layout = layout
        self.before = [] if not goes_on else self.before
        for column in layout.columns:
            if column.role == columns.YEAR and column.year not in self.plan.years:
                self.plan.years.append(column.year)
        if layout.place(columns.WHEN) is not None and not layout.places(columns.YEAR):
            self.plan.layout = "when"

    def begin_area(self, area: Area) -> None:
        same = self.area is not None and self.area.heading == area.heading and area.heading
        if same:
            self.plan.headers.append(area.heading)  # printed again on a new page
            return
        self.plan.areas.append(area)
        self.area, self.goal, self.before = area, None, []

    def begin_goal(self, goal: Goal) -> None:
        self._area().goals.append(goal)
        self.goal, self.fresh_goal = goal, True

    def _area(self) -> Area:
        if self.area is None:
            self.begin_area(Area())
        assert self.area is not None
        return self.area

    def _goal(self) -> Goal:
        if self.goal is None:
            self.begin_goal(Goal())
        assert self.goal is not None
        return self.goal

    # A row

    def take(self, row: list[Cell], *, continues: bool = False) -> None:
        assert self.layout is not None
        cells = self._cells(row)
        if not any(cell.text or cell.fill for cell in row):
            return
        self._take_area(cells.get(columns.AREA))
        self._remember_columns()
        self._take_goal(cells, continues)
        action = cells.get(columns.ACTION)
        if action is not None and id(action) in self.placed:
            self._more_about_last(row, cells)
        elif self._is_continuation(cells, continues):
            self._continue_last(cells)
        elif (action is not None and action.text) or self._has_number(cells):
            self._take_actions(row, cells)
        self._take_ongoing(cells.get(columns.ONGOING))
        self.before = row

    def _cells(self, row: list[Cell]) -> dict[str, Cell]:
        assert self.layout is not None
        found: dict[str, Cell] = {}
        for column, cell in zip(self.layout.columns, row, strict=False):
            if column.role not in (columns.YEAR, columns.OTHER):
                found.setdefault(column.role, cell)
        self.keep_alive += row
        return found

    def _fresh(self, cell: Cell | None) -> bool:
        """It has text that has not been placed; now it is."""
        if cell is None or not cell.text or id(cell) in self.placed:
            return False
        self.placed.add(id(cell))
        return True

    def _take_area(self, cell: Cell | None) -> None:
        if cell is None or not self._fresh(cell):
            return
        number, title = leading_number(cell.words)
        if self.area is None or self.area.heading != cell.words:
            self.begin_area(Area(number=number, title=title, heading=cell.words, links=list(cell.links)))
        else:
            self.plan.headers.append(cell.words)

    def _remember_columns(self) -> None:
        area = self._area()
        assert self.layout is not None
        if not area.columns:
            area.columns = {
                column.role: column.heading for column in self.layout.columns if column.role != columns.YEAR
            }

    def _take_goal(self, cells: dict[str, Cell], continues: bool) -> None:
        number_cell, cell = cells.get(columns.GOAL_NUMBER), cells.get(columns.GOAL)
        number_fresh, fresh = self._fresh(number_cell), self._fresh(cell)
        if not number_fresh and not fresh:
            return
        printed = number_cell.text if number_fresh and number_cell is not None else ""
        lines = [line.strip() for line in cell.lines if line.strip()] if fresh and cell is not None else []
        number = whole_number(printed)
        if not number and lines and columns.GOAL_NUMBER not in cells:
            number, rest = leading_number(lines[0])
            printed, lines = (
                (lines[0][: len(lines[0]) - len(rest)].strip(), [rest, *lines[1:]]) if number else ("", lines)
            )
        if self._goes_on_with_goal(number, printed, lines, continues):
            return
        goal = Goal(number=number, number_text=printed, title=lines[0] if lines else "", notes=lines[1:])
        goal.where = cell.where if cell is not None else ""
        goal.links = list(cell.links) if cell is not None else []
        self.begin_goal(goal)

    def _goes_on_with_goal(self, number: str, printed: str, lines: list[str], continues: bool) -> bool:
        """The goal's cell is printed again, or goes on over a page."""
        goal = self.goal
        if goal is None:
            return False
        same = goal.number == number and bool(number)
        again = lines and " ".join(lines) == " ".join(filter(None, [goal.title, *goal.notes]))
        if again and (same or not number):
            self.plan.headers += [text for text in (printed, "\n".join(lines)) if text]
            return True
        lower = bool(lines) and bool(re.match(r"[a-zæøå(]", lines[0]))
        if (same or (not number and not printed and (continues or lower))) and lines:
            _append(goal, lines)
            self.plan.headers += [printed] if printed else []
            return True
        return False

    def _has_number(self, cells: dict[str, Cell]) -> bool:
        cell = cells.get(columns.ACTION_NUMBER)
        return cell is not None and bool(cell.text) and id(cell) not in self.placed

    def _is_continuation(self, cells: dict[str, Cell], continues: bool) -> bool:
        """Text without number, owner or marks that goes on from the row above: over a page, or wrapped by hand."""
        action = cells.get(columns.ACTION)
        last = self._last()
        if action is None or not action.text or last is None or self._has_number(cells) or self.fresh_goal:
            return False
        owner = cells.get(columns.OWNER)
        new_owner = owner is not None and bool(owner.text) and id(owner) not in self.placed
        numbered = columns.ACTION_NUMBER in cells
        lower = bool(re.match(r"[a-zæøå,;)]", action.text))
        open_end = bool(last.text) and not last.text.rstrip().endswith(ENDS_A_SENTENCE)
        if depth(leading_number(action.text)[0]) >= 2:
            return False
        return lower or (continues and numbered and open_end) or (continues and not new_owner and open_end)

    def _continue_last(self, cells: dict[str, Cell]) -> None:
        last, action = self._last(), cells[columns.ACTION]
        assert last is not None
        self._fresh(action)
        lines = [line.strip() for line in action.lines if line.strip()]
        broken = re.search(r"[^\W\d_]-$", last.text)
        first = lines[0]
        last.text = last.text[:-1] + first if broken and re.match(r"[a-zæøå]", first) else f"{last.text} {first}"
        last.text = "\n".join([last.text, *lines[1:]])
        last.links += action.links
        last.doubts.append("continued")
        owner = cells.get(columns.OWNER)
        if self._fresh(owner) and owner is not None:
            self._more_owners(last, owner)

    def _last(self) -> Action | None:
        return self.goal.actions[-1] if self.goal is not None and self.goal.actions else None

    def _take_actions(self, row: list[Cell], cells: dict[str, Cell]) -> None:
        number, action = cells.get(columns.ACTION_NUMBER), cells.get(columns.ACTION)
        number_lines = number.lines if number is not None and self._fresh(number) else []
        lines = action.lines if action is not None and self._fresh(action) else []
        parts = parts_of(number_lines, lines, numbered=columns.ACTION_NUMBER in cells)
        made = [self._action(part, (action or number or row[0]).where) for part in parts]
        goal = self._goal()
        goal.actions += made
        self.fresh_goal = False
        if action is not None:
            for each in made if len(made) == 1 else made[:1]:
                each.links += action.links
        self._share_owners(made, cells)
        for more in self._further(columns.OWNER_TOO, row):
            for each in made:
                self._owners(each, more.lines)
        self._share_when(made, self._until(cells.get(columns.WHEN), self._further(columns.WHEN_TOO, row)))
        self._share_years(made, row)
        self._extras(made, row)

    def _further(self, role: str, row: list[Cell]) -> list[Cell]:
        """What stands in the other columns under the same heading."""
        assert self.layout is not None
        found = [row[place] for place in self.layout.places(role) if place < len(row) and self._fresh(row[place])]
        return list({id(cell): cell for cell in found}.values())

    def _until(self, when: Cell | None, ends: list[Cell]) -> Cell | None:
        """«2026» under «Start» and «2028» under «Slutt» is from the one to the other."""
        texts = [cell.words for cell in (when, *ends) if cell is not None and cell.text]
        if when is None or not ends:
            return when
        self.placed.add(id(when))
        return Cell([" – ".join(texts)], where=when.where)

    def _action(self, part: Part, where: str) -> Action:
        text = "\n".join(part.lines)
        action = Action(
            number=part.number, text=text, number_text=part.number_text, where=where, doubts=list(part.doubts)
        )
        printed = next(iter(part.number_text.split("\n")), "").strip()
        if part.number and printed != part.number and whole_number(printed) == part.number:
            action.aliases = [printed]
        action.same_as = part.same_as or ""
        in_number = [each for each in numbers_in(part.number_text) if each != part.number]
        action.references = list(dict.fromkeys([*in_number, *(n for n in numbers_in(text) if n != part.number)]))
        if not action.same_as and len(text) < 60:
            action.same_as = same_as_in(text)
        return action

    def _share_owners(self, made: list[Action], cells: dict[str, Cell]) -> None:
        owner = cells.get(columns.OWNER)
        if owner is not None and owner.text:
            self.placed.add(id(owner))
            blocks, plain = shared_out(owner.lines, len(made))
            for action, lines in zip(made, blocks, strict=True):
                self._owners(action, lines)
                action.doubts += [] if plain else ["owners_not_parted"]
        support = cells.get(columns.SUPPORT)
        if support is not None and support.text:
            self.placed.add(id(support))
            for action in made:
                action.support += owners_of(support.lines, self.known_owners).owners
                action.extras.append(Extra(self._heading_of(columns.SUPPORT), support.text))

    def _owners(self, action: Action, lines: list[str]) -> None:
        found = owners_of(lines, self.known_owners)
        action.owner_text = "\n".join(filter(None, [action.owner_text, *(line for line in lines if line.strip())]))
        action.owners += [name for name in found.owners if name not in action.owners]
        action.support += found.support
        action.notes += found.notes
        action.references += [n for n in found.references if n not in action.references and n != action.number]

    def _more_owners(self, action: Action, owner: Cell) -> None:
        """The owner's cell goes on over the page: in the middle of a name, or with another."""
        first = next((line for line in owner.lines if line.strip()), "")
        if action.owners and re.match(r"[a-zæøå(]", first.strip()):
            lines = [*action.owner_text.split("\n")[:-1], f"{action.owner_text.split(chr(10))[-1]} {first.strip()}"]
            lines += owner.lines[owner.lines.index(first) + 1 :]
            action.owner_text, action.owners, action.support = "", [], []
            self._owners(action, lines)
        else:
            self._owners(action, owner.lines)

    def _share_when(self, made: list[Action], when: Cell | None) -> None:
        if when is None or not when.text:
            return
        self.placed.add(id(when))
        blocks, plain = shared_out(when.lines, len(made))
        for action, lines in zip(made, blocks, strict=True):
            action.when_text = "\n".join(line for line in lines if line.strip())
            action.marks += marks_of_when(action.when_text)
            action.doubts += [] if plain else ["when_not_parted"]
            for mark in action.marks:
                if mark.year not in self.plan.years:
                    self.plan.years.append(mark.year)

    def _share_years(self, made: list[Action], row: list[Cell]) -> None:
        assert self.layout is not None
        plain_fills = {
            cell.fill for column, cell in zip(self.layout.columns, row, strict=False) if column.role != columns.YEAR
        }
        others = {
            id(cell)
            for column, cell in zip(self.layout.columns, row, strict=False)
            if column.role not in (columns.YEAR, columns.OTHER)
        }
        for column, cell in zip(self.layout.columns, row, strict=False):
            if column.role != columns.YEAR or (cell.text and id(cell) in others):
                continue  # a cell that goes over from the column before is that column's
            if cell.text:
                self.placed.add(id(cell))
                blocks, _plain = shared_out(cell.lines, len(made))
                for action, lines in zip(made, blocks, strict=True):
                    self._year(action, column, " ".join(" ".join(lines).split()))
            elif cell.fill and cell.fill not in plain_fills:
                for action in made:
                    action.marks.append(Mark(column.year, column.season, text=COLOR))
                    action.doubts += [] if "color_only" in action.doubts else ["color_only"]

    def _year(self, action: Action, column: columns.Column, text: str) -> None:
        marks, understood = marks_of(column.year, column.season, text)
        if text:
            action.years[column.year_key] = text
        action.marks += marks
        if not understood and "mark_unknown" not in action.doubts:
            action.doubts.append("mark_unknown")

    def _extras(self, made: list[Action], row: list[Cell]) -> None:
        assert self.layout is not None
        for column, cell in zip(self.layout.columns, row, strict=False):
            if column.role == columns.OTHER and cell.text and made:
                self.placed.add(id(cell))
                for action in made:
                    action.extras.append(Extra(column.heading, cell.text))
                    action.links += [link for link in cell.links if link not in action.links]

    def _more_about_last(self, row: list[Cell], cells: dict[str, Cell]) -> None:
        """The action's cell spans several rows: further owners, marks and remarks are about the same action."""
        last = self._last()
        if last is None:
            return
        owner, when = cells.get(columns.OWNER), cells.get(columns.WHEN)
        if owner is not None and owner.text and id(owner) not in self.placed:
            self._share_owners([last], {columns.OWNER: owner})
        if when is not None and when.text and id(when) not in self.placed:
            before = last.when_text
            self._share_when([last], when)
            last.when_text = "\n".join(filter(None, (before, last.when_text)))
        self._share_years([last], [each if id(each) not in self.placed else Cell() for each in row])
        self._extras([last], [each if id(each) not in self.placed else Cell() for each in row])
        number = cells.get(columns.ACTION_NUMBER)
        if number is not None and self._fresh(number):
            last.number_text = f"{last.number_text}\n{number.text}".strip()

    def _take_ongoing(self, cell: Cell | None) -> None:
        if cell is not None and self._fresh(cell):
            self._goal().ongoing += [line.strip() for line in cell.lines if line.strip()]
            self._goal().links += cell.links

    def _heading_of(self, role: str) -> str:
        assert self.layout is not None
        place = self.layout.place(role)
        return self.layout.columns[place].heading if place is not None else ""

    # Cards

    def take_cards(self, cards: list[Card]) -> None:
        for card in cards:
            self._take_card(card)

    def _take_card(self, card: Card) -> None:
        action = Action()
        for role, label, values in card.rows:
            self._mark_placed(label, values)
            text = "\n".join(cell.text for cell in values if cell.text)
            lines = [line for cell in values for line in cell.lines if line.strip()]
            action.where = action.where or label.where
            action.links += [link for cell in values for link in cell.links]
            self.plan.headers.append(label.text)
            if role == columns.ACTION:
                number = leading_number(label.words.split(" ", 1)[-1] + " –")[0] or whole_number(label.words)
                number = number or leading_number(text)[0]
                part = Part(number=number, number_text=label.words, lines=lines)
                action.text, action.number, action.number_text = "\n".join(part.lines), number, label.words
                action.references = [each for each in numbers_in(text) if each != number]
            elif role == columns.OWNER:
                self._owners(action, lines)
            elif role == columns.WHEN:
                self._share_when([action], Cell(lines))
            elif role == columns.GOAL and text:
                self._card_goal(text, lines, label)
            elif role == columns.AREA and text:
                self.begin_area(Area(title=text, heading=text))
            elif text:
                action.extras.append(Extra(label.words, text))
        self._goal().actions.append(action)

    def _card_goal(self, text: str, lines: list[str], label: Cell) -> None:
        if self.goal is not None and self.goal.title == lines[0]:
            self.plan.headers.append(text)
            return
        number, title = leading_number(lines[0])
        printed = lines[0][: len(lines[0]) - len(title)].strip()
        self.begin_goal(Goal(number=number, title=title, number_text=printed, notes=lines[1:], where=label.where))

    def _mark_placed(self, label: Cell, values: list[Cell]) -> None:
        for cell in (label, *values):
            self.placed.add(id(cell))
            self.keep_alive.append(cell)

    # In the end

    def finish(self) -> None:
        self.plan.years.sort()
        goals, actions = self.plan.goals(), self.plan.actions()
        for goal in goals:
            named = [n for note in goal.notes for n in numbers_in(note)]
            own = {action.number for action in goal.actions}
            goal.see_also = [n for n in dict.fromkeys(named) if n not in own and n != goal.number]
        self._settle_ticks(actions)
        known = {goal.number for goal in goals} | {action.number for action in actions}
        known |= {area.number for area in self.plan.areas}
        numbers = Counter(action.number for action in actions if action.number)
        for action in actions:
            if not action.number and numbers:
                action.doubts.append("no_number")
            if numbers[action.number] > 1:
                action.doubts.append("number_twice")
            if any(each not in known for each in action.references):
                action.doubts.append("dangling")
            if self.layout is not None and self.layout.guessed:
                action.doubts.append("guessed_columns")
            action.doubts = list(dict.fromkeys(action.doubts))

    def _settle_ticks(self, actions: list[Action]) -> None:
        """A tick beside other marks says done; where ticks are the only marks, they say when, as crosses do."""
        marks = [mark for action in actions for mark in action.marks]
        ticks = [mark for mark in marks if TICK.match(mark.text)]
        if ticks and not any(CROSS.search(mark.text) for mark in marks):
            for mark in ticks:
                mark.kind = ONGOING


def _append(goal: Goal, lines: list[str]) -> None:
    """More of a goal's cell: it goes on where the last piece stopped."""
    if goal.notes:
        goal.notes[-1] = f"{goal.notes[-1]} {lines[0]}"
    else:
        goal.title = f"{goal.title} {lines[0]}".strip()
    goal.notes += lines[1:]
