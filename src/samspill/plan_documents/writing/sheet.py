"""What stands in each column and cell of an area's table; the same for Word, spreadsheet, page and print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from samspill.plan_documents.model import Action, Area, Goal, Mark, ReadPlan

NAMES = {"goal": "Mål", "ongoing": "Pågående arbeid", "action": "Tiltak", "owner": "Ansvar", "when": "Når"}
SEASONS = {"spring": "vår", "autumn": "høst"}
WIDTHS = {
    "goal_number": 5,
    "action_number": 6,
    "goal": 20,
    "ongoing": 18,
    "action": 38,
    "owner": 18,
    "when": 9,
    "year": 6,
}


LETTERS, WIDER = 5, 2  # a word of more letters, such as «oppstart», would be broken in the narrow column of a year


@dataclass
class Row:
    """One action, or a goal without any. `begins`: it is its goal's first, of `height` rows."""

    goal: Goal
    action: Action | None
    begins: bool
    height: int
    cells: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Sheet:
    """columns: (key, heading, relative width); keys of years are «2024» and «2024 vår», of other columns their role."""

    columns: list[tuple[str, str, int]]
    rows: list[Row]
    goal_columns: tuple[str, ...] = ("goal_number", "goal", "ongoing")


def sheet_of(plan: ReadPlan, area: Area) -> Sheet:
    goals = [goal for goal in area.goals if goal.actions or goal.title]
    actions = [action for goal in goals for action in goal.actions]
    columns: list[tuple[str, str, int]] = []

    def add(key: str, kind: str, heading: str | None = None) -> None:
        said = area.columns.get(kind) if heading is None else heading
        columns.append((key, NAMES.get(kind, "") if said is None else said, WIDTHS[kind]))

    if any(goal.number for goal in goals):
        add("goal_number", "goal_number")
    add("goal", "goal")
    if any(goal.ongoing for goal in goals):
        add("ongoing", "ongoing")
    if any(action.number or action.number_text for action in actions):
        add("action_number", "action_number")
    add("action", "action")
    add("owner", "owner")
    if any(action.when_text for action in actions) or plan.layout == "when":
        add("when", "when")
    if plan.layout != "when" or any(action.years for action in actions):
        longest = max((len(word) for a in actions for text in a.years.values() for word in text.split()), default=0)
        for key in year_keys(plan):
            columns.append((key, key, WIDTHS["year"] + (WIDER if longest > LETTERS else 0)))
    for label in dict.fromkeys(extra.label for action in actions for extra in action.extras):
        columns.append((f"extra:{label}", label, 12))
    return Sheet(columns, list(_rows(goals)))


def year_keys(plan: ReadPlan) -> list[str]:
    """«2024», or «2024 vår» and «2024 høst» where the plan's cells are half years."""
    used = {key for action in plan.actions() for key in action.years}
    used |= {str(year) for year in plan.years if not any(key.startswith(f"{year} ") for key in used)}
    order = {"": 0, "vår": 1, "høst": 2}
    return sorted(used, key=lambda key: (key[:4], order.get(key[5:], 3)))


def _rows(goals: list[Goal]) -> Iterator[Row]:
    for goal in goals:
        actions: list[Action | None] = [*goal.actions] or [None]
        for place, action in enumerate(actions):
            yield Row(goal, action, place == 0, len(actions), _cells(goal, action))


def _cells(goal: Goal, action: Action | None) -> dict[str, list[str]]:
    cells = {"goal_number": [goal.number], "goal": [goal.title, *goal.notes], "ongoing": list(goal.ongoing)}
    if action is None:
        return cells
    cells |= {
        "action_number": (action.number_text or action.number).split("\n"),
        "action": action.text.split("\n"),
        "owner": owner_lines(action),
        "when": action.when_text.split("\n"),
        **{key: [text] for key, text in action.years.items()},
        **{f"extra:{extra.label}": extra.text.split("\n") for extra in action.extras},
    }
    return cells


def owner_lines(action: Action) -> list[str]:
    """As printed where it came from a document; else one name a line."""
    if action.owner_text:
        return action.owner_text.split("\n")
    support = [f"med støtte fra {', '.join(action.support)}"] if action.support else []
    return [*action.owners, *support, *action.notes]


def text_of_marks(marks: list[Mark]) -> dict[str, str]:
    """The grid's cells for marks that were set here and not read from a document."""
    words = {"start": "x oppstart", "ongoing": "x", "postponed": "-", "done": "ferdig"}
    cells: dict[str, str] = {}
    for mark in marks:
        said = mark.text or " ".join(filter(None, [words.get(mark.kind, "x"), SEASONS.get(mark.season, "")]))
        key = str(mark.year)
        cells[key] = f"{cells[key]} {said}" if key in cells and said not in cells[key] else said
    return cells


def heading_of(area: Area) -> str:
    return area.heading or ". ".join(filter(None, [area.number, area.title]))
