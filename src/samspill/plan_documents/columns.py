"""What each column of a table is for, read from its heading and, where that says nothing, from what stands under it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from samspill.plan_documents.model import WHOLE_YEAR
from samspill.plan_documents.numbers import depth, leading_number, whole_number
from samspill.plan_documents.seasons import is_season_heading, season_of, year_of_heading
from samspill.plan_documents.source import Cell

GOAL, ACTION, OWNER, WHEN, ONGOING, AREA = "goal", "action", "owner", "when", "ongoing", "area"
NUMBER, GOAL_NUMBER, ACTION_NUMBER, SUPPORT, YEAR, OTHER = (
    *("number", "goal_number", "action_number"),
    *("support", "year", "other"),
)
OWNER_TOO, WHEN_TOO = "owner_too", "when_too"  # more columns under one heading, as «Ansvar» over «Kommune», «Sykehus»
TOO = {OWNER: OWNER_TOO, WHEN: WHEN_TOO}
# First that fits. A heading is compared in lower case, without punctuation.
NAMES = (
    (NUMBER, r"^(?:nr|nummer|pkt|punkt|id|#|\d{1,2}|(?:tiltaks?|mål)\s?-?(?:nr|nummer|id))$"),
    (
        ONGOING,
        r"pågåande|pågående|(?:hva|kva) har vi|nåsituasjon|no-?situasjon|status i dag|dagens|(?:hva gjør|kva gjer) vi",
    ),
    (SUPPORT, r"samarbeidspart|involver|støtte|delta[kr]|medansvar|bidra[gr]|samarbeid med"),
    (OWNER, r"ansvar|^eier|hvem|utførende|tiltakseier|pådriver|eigar|kven|utførar|pådrivar"),
    (
        WHEN,
        r"^når|frist|tidsramme|tidsrom|tidsplan|tidspunkt|periode|^tid$|^tid for|gjennomføring(?:s(?:tid|periode))?$|"
        r"oppstart|tidsperspektiv",
    ),
    (AREA, r"innsatsområd|satsingsområd|satsningsområd|fokusområd|^tema|^område|^satsing"),
    (
        OTHER,
        r"indikator|måling|måles|målast|måloppnåelse|effekt|resultat|kommentar|merknad|^status|ressurs|kostnad|økonomi|budsjett",
    ),
    (
        GOAL,
        r"\bmål\b|målsett?ing|målsetning|målsetjing|delmål|hovedmål|hovudmål|"
        r"(?:hva|kva|hvor|kor) vil vi|ønsket|ønskt|oppnå",
    ),
    (ACTION, r"tiltak|aktivitet|handling|hvordan|oppgave|oppgåve|(?:hva|kva) skal|gjøremål|gjeremål|korleis"),
)


@dataclass
class Column:
    role: str
    heading: str = ""
    year: int = 0
    season: str = WHOLE_YEAR

    @property
    def year_key(self) -> str:
        words = {"spring": " vår", "autumn": " høst"}
        return f"{self.year}{words.get(self.season, '')}"


@dataclass
class Layout:
    columns: list[Column]
    header_rows: int = 1
    guessed: bool = False
    signature: tuple[str, ...] = field(default=())

    def places(self, role: str) -> list[int]:
        return [place for place, column in enumerate(self.columns) if column.role == role]

    def place(self, role: str) -> int | None:
        return next(iter(self.places(role)), None)


def role_of(heading: str) -> str:
    plain = " ".join(re.sub(r"[^\w\s#-]", " ", heading.casefold()).split())
    return next((role for role, pattern in NAMES if plain and re.search(pattern, plain)), "")


def header_at(rows: list[list[Cell]], at: int) -> Layout | None:
    """The layout that row `at` heads, or None when it is not a row of headings."""
    row = rows[at]
    cells = list({id(cell): cell for cell in row}.values())
    if any(len(cell.words) > 90 for cell in cells):
        return None
    roles = [role_of(cell.words) for cell in cells]
    years = [cell for cell in cells if year_of_heading(cell.words)]
    strong = {role for role in roles if role in (GOAL, ACTION, OWNER, WHEN, ONGOING, AREA)}
    if len(strong) + min(len(years), 2) < 2 or not strong or len(cells) < 2:
        return None
    if sum(bool(cell.words) for cell in cells) < 2 or any(depth(whole_number(cell.words)) > 1 for cell in cells):
        return None
    return _layout(rows, at)


def _layout(rows: list[list[Cell]], at: int) -> Layout:
    below = rows[at + 1] if at + 1 < len(rows) else []
    split = bool(below) and _is_split_row(rows[at], below)
    two = split or (bool(below) and _is_season_row(rows[at], below))
    columns: list[Column] = []
    for place, cell in enumerate(rows[at]):
        if split and below[place] is not cell and _beside(rows[at], place):
            columns.append(_under(cell, below[place], columns))
            continue
        year = year_of_heading(cell.words)
        if year:
            season = season_of(below[place].words) if two and not year[1] else year[1]
            columns.append(Column(YEAR, cell.words, year[0], season))
        else:
            columns.append(Column(role_of(cell.words) or (OTHER if cell.words else ""), cell.words))
    layout = Layout(columns, 2 if two else 1, signature=tuple(cell.words.casefold() for cell in rows[at]))
    _settle(layout, rows[at + layout.header_rows :])
    return layout


def _beside(heads: list[Cell], place: int) -> bool:
    """The heading goes over more columns than this."""
    return any(heads[other] is heads[place] for other in (place - 1, place + 1) if 0 <= other < len(heads))


def _is_split_row(heads: list[Cell], below: list[Cell]) -> bool:
    """Headings under a heading: «Ansvar» over «Kommune» and «Sykehus», while the other headings go over both rows."""
    places = range(min(len(heads), len(below)))
    parted = [place for place in places if heads[place].text and _beside(heads, place)]
    over_both = [place for place in places if below[place] is heads[place] and heads[place].text]
    named = [below[place].words for place in parted]
    years = any(year_of_heading(heads[place].words) for place in parted)
    short = all(0 < len(text) < 40 and not whole_number(text) for text in named)
    return bool(parted and over_both) and short and not years and len(parted) + len(over_both) == len(places)


def _under(head: Cell, cell: Cell, before: list[Column]) -> Column:
    """One of the columns under a heading: for what its own heading says, else for what the one above it does."""
    parent = role_of(head.words)
    role = parent if parent in TOO else role_of(cell.words) or parent
    if role in TOO and any(column.role == role for column in before):
        role = TOO[role]
    return Column(role or OTHER, f"{head.words}: {cell.words}")


def _is_season_row(heads: list[Cell], below: list[Cell]) -> bool:
    under_years = [b for h, b in zip(heads, below, strict=False) if year_of_heading(h.words)]
    others = [b for h, b in zip(heads, below, strict=False) if not year_of_heading(h.words) and b is not h]
    return (
        bool(under_years) and all(is_season_heading(b.words) for b in under_years) and not any(b.words for b in others)
    )


def _settle(layout: Layout, body: list[list[Cell]]) -> None:
    """Doubles and columns without a heading: by what stands in them and beside them."""
    columns = layout.columns
    actions, goals = layout.places(ACTION), layout.places(GOAL)
    if len(actions) > 1:
        # Where no column is headed «Mål», the first of two «Tiltak» holds the goals.
        first = GOAL if not goals else OTHER
        columns[actions[0]].role = first
        for place in actions[1:-1]:
            columns[place].role = OTHER
    if not layout.places(ACTION) and len(goals) > 1:
        columns[goals[-1]].role = ACTION
        goals = goals[:-1]
    for place in goals[1:]:
        columns[place].role = OTHER
    for role in (OWNER, WHEN, ONGOING, AREA):
        for place in layout.places(role)[1:]:
            columns[place].role = OTHER
    if not layout.places(ACTION):
        _find_actions(layout)
    for place, column in enumerate(columns):
        if column.role in ("", NUMBER):
            column.role = _number_role(layout, place, body) or (OTHER if column.role == "" else "")
        column.role = column.role or OTHER


def _find_actions(layout: Layout) -> None:
    """A table of goals and owners without a column for actions: the widest unknown one, or the goals themselves."""
    goal = layout.place(GOAL)
    other = layout.place(OTHER)
    place = other if other is not None and goal is not None and other == goal + 1 else goal
    if place is not None:
        layout.columns[place].role = ACTION
        layout.guessed = True


def _number_role(layout: Layout, place: int, body: list[list[Cell]]) -> str:
    """goal_number or action_number, by how deep the numbers are and which column follows; empty when it holds none."""
    texts = [row[place].lines[0] for row in body if place < len(row) and row[place].text and row[place].lines]
    numbers = [whole_number(text) or leading_number(f"{text} –")[0] for text in texts if len(text) < 40]
    depths = [depth(number) for number in numbers if number]
    following = next((column.role for column in layout.columns[place + 1 :] if column.role in (GOAL, ACTION)), ACTION)
    if layout.columns[place].role == "" and len(depths) * 2 < max(len(texts), 1):
        return ""
    by_place = GOAL_NUMBER if following == GOAL else ACTION_NUMBER
    taken = {column.role for column in layout.columns}
    if depths and max(depths) >= 3 and by_place == GOAL_NUMBER and not layout.places(ACTION_NUMBER):
        deep = sum(each >= 3 for each in depths)
        by_place = ACTION_NUMBER if deep * 2 > len(depths) else GOAL_NUMBER
    return by_place if by_place not in taken else OTHER
