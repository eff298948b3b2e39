"""What a plan says, whatever the document looked like. Plain values; to and from JSON, so that a draft can be kept.

As printed: `number_text`, `owner_text`, `when_text` and the `text` of a mark hold the words of the document untouched.
What was made of them stands beside: `number`, `owners`, `support`, `references`, `marks`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

SPRING, AUTUMN, WHOLE_YEAR = "spring", "autumn", ""
START, ONGOING, POSTPONED, DONE = "start", "ongoing", "postponed", "done"


@dataclass
class Mark:
    """One mark in the season grid. season: spring, autumn, or empty for the year as a whole."""

    year: int
    season: str = WHOLE_YEAR
    kind: str = ONGOING
    text: str = ""


@dataclass
class Link:
    text: str
    url: str


@dataclass
class Extra:
    """What stood in a column that has no place of its own here, under the heading it had."""

    label: str
    text: str


@dataclass
class Action:
    """years: the grid's cells as printed, by year or "2024 vår"; marks: what they mean. doubts: codes, see DOUBTS."""

    number: str = ""
    text: str = ""
    number_text: str = ""
    aliases: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    owner_text: str = ""
    years: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    when_text: str = ""
    references: list[str] = field(default_factory=list)
    same_as: str = ""
    notes: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    where: str = ""


@dataclass
class Goal:
    number: str = ""
    title: str = ""
    number_text: str = ""
    notes: list[str] = field(default_factory=list)
    ongoing: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    where: str = ""


@dataclass
class Area:
    number: str = ""
    title: str = ""
    heading: str = ""  # as printed, number and all
    notes: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)  # role -> heading as printed, so that it goes out the same
    goals: list[Goal] = field(default_factory=list)


@dataclass
class Unplaced:
    """A text that found no place. kind: text, heading, table, note (footnotes, page heads), box."""

    text: str
    where: str
    kind: str = "text"


# What may be said of how sure an action is.
DOUBTS = (
    "continued",  # begins or goes on over a page break
    "owners_not_parted",  # more actions than owners in one cell: all got them all
    "no_number",
    "number_twice",
    "color_only",  # the mark is a colour
    "mark_unknown",  # a word in the grid that is no mark we know
    "dangling",  # it names a number that is not in the plan
    "no_goal",
    "guessed_columns",
    "numbers_not_parted",
    "parted_by_blank",  # several actions in one cell, told apart by blank lines
    "when_not_parted",
)


@dataclass
class ReadPlan:
    """layout: grid (a column for each year) or when (one column that says when); headers: heading texts set aside."""

    title: str = ""
    areas: list[Area] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    layout: str = "grid"
    kind: str = ""  # docx, xlsx, csv, pdf
    headers: list[str] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def goals(self) -> list[Goal]:
        return [goal for area in self.areas for goal in area.goals]

    def actions(self) -> list[Action]:
        return [action for goal in self.goals() for action in goal.actions]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReadPlan:
        return cls(
            **{
                **data,
                "areas": [_area(each) for each in data["areas"]],
                "unplaced": [Unplaced(**each) for each in data["unplaced"]],
            }
        )


def _area(data: dict[str, Any]) -> Area:
    return Area(**{**data, "links": _links(data), "goals": [_goal(each) for each in data["goals"]]})


def _goal(data: dict[str, Any]) -> Goal:
    return Goal(**{**data, "links": _links(data), "actions": [_action(each) for each in data["actions"]]})


def _action(data: dict[str, Any]) -> Action:
    parts = {
        "links": _links(data),
        "marks": [Mark(**each) for each in data["marks"]],
        "extras": [Extra(**each) for each in data["extras"]],
    }
    return Action(**{**data, **parts})


def _links(data: dict[str, Any]) -> list[Link]:
    return [Link(**each) for each in data["links"]]
