"""What may be done now, and how two editions differ. Plain values in; a sentence, or a list, out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused

FINISHED = frozenset({"done", "ended"})
LIKE_ENOUGH = 0.6  # share of letters in common for an action to be taken for the same under another number


def check_draft(state: str) -> None:
    if state != "draft":
        raise Refused(_("Denne utgaven er godkjent og kan ikke endres. Start en revisjon i stedet."))


def check_all_accounted_for(left: Collection[str]) -> None:
    """Each action of the valid edition is carried over, or ended with a reason."""
    if left:
        raise Refused(
            _("Disse tiltakene er verken videreført eller avsluttet med en grunn: %(which)s."),
            which=", ".join(sorted(left)[:10]),
        )


def check_by_hand(is_linked: bool) -> None:
    """Published figures are never overwritten: they are put right where they are published."""
    if is_linked:
        raise Refused(_("Tallene leses fra Tall og kan ikke endres her."))


def check_not_empty(actions: int) -> None:
    if not actions:
        raise Refused(_("Planen har ingen tiltak ennå."))


def check_heading(title: str, former: str, under: int) -> None:
    """A heading is taken away by leaving it empty, once nothing stands under it."""
    if not title and under:
        raise Refused(_("«%(former)s» har noe under seg og må ha en tittel."), former=former)


def check_day(on: date, today: date) -> None:
    if on > today:
        raise Refused(_("Datoen kan ikke være etter i dag."))


def check_reason(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise Refused(_("Skriv en grunn."))


@dataclass(frozen=True)
class Line:
    """An action as an edition has it, for comparing."""

    key: str
    number: str
    text: str
    owners: tuple[str, ...]
    when: str
    goal: str
    area: str
    reason: str = ""


@dataclass
class Comparison:
    """changed: (before, after, what differs: text, owners, when); moved: other number, goal or area, same content.

    renamed: (before, after) of headings that are called something else and have the same actions under them.
    """

    new: list[Line] = field(default_factory=list)
    ended: list[tuple[Line, str]] = field(default_factory=list)
    changed: list[tuple[Line, Line, list[str]]] = field(default_factory=list)
    moved: list[tuple[Line, Line]] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    same: int = 0


def compare(before: list[Line], after: list[Line], endings: Mapping[str, str]) -> Comparison:
    found, old = Comparison(), {line.key: line for line in before}
    areas, goals = _renamed(before, after, "area"), _renamed(before, after, "goal")
    found.renamed = [*areas.items(), *goals.items()]
    for line in after:
        former = old.pop(line.key, None)
        if former is None:
            found.new.append(line)
            continue
        differs = [
            name for name in ("text", "owners", "when") if _plain(getattr(former, name)) != _plain(getattr(line, name))
        ]
        place = (former.number, goals.get(former.goal, former.goal), areas.get(former.area, former.area))
        moved = place != (line.number, line.goal, line.area)
        if differs:
            found.changed.append((former, line, differs))
        elif moved:
            found.moved.append((former, line))
        else:
            found.same += 1
    found.ended = [(line, endings.get(line.key, "")) for line in old.values()]
    return found


def _renamed(before: list[Line], after: list[Line], level: str) -> dict[str, str]:
    """Headings that are gone, and the new ones that took over all that was carried on from each and nothing else."""
    old = {line.key: getattr(line, level) for line in before}
    carried = [(old[line.key], getattr(line, level)) for line in after if line.key in old]
    gone = set(old.values()) - {getattr(line, level) for line in after}
    new = {getattr(line, level) for line in after} - set(old.values())
    pairs = [pair for pair in dict.fromkeys(carried) if pair[0] in gone and pair[1] in new]
    return {
        one: other
        for one, other in pairs
        if sum(one == each for each, _ in carried)
        == sum(other == each for _, each in carried)
        == carried.count((one, other))
    }


def _plain(value: object) -> str:
    return " ".join(str(value).split()).casefold()


def matched(old: Mapping[str, tuple[str, str]], new: list[tuple[str, str]]) -> list[str]:
    """For each (number, text) of a new edition, the key of the old one that is the same action; empty for none.

    The same words first; then the same number with much the same words; then much the same words under another number.
    """
    left, found = dict(old), [""] * len(new)

    def take(place: int, key: str) -> None:
        found[place] = key
        del left[key]

    by_text: dict[str, str] = {}
    for key, (_number, text) in old.items():
        by_text.setdefault(_words(text), key)
    for place, (_number, text) in enumerate(new):
        key = by_text.get(_words(text), "")
        if key in left and text.strip():
            take(place, key)
    for same_number in (True, False):
        for place, (number, text) in enumerate(new):
            if not found[place]:
                near = [key for key, (n, t) in left.items() if (n == number or not same_number) and _like(t, text)]
                if near:
                    take(place, max(near, key=lambda key: _likeness(left[key][1], text)))
    return found


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _like(one: str, other: str) -> bool:
    return _likeness(one, other) >= LIKE_ENOUGH


def _likeness(one: str, other: str) -> float:
    a, b = _words(one).split(), _words(other).split()
    if not a or not b or 2 * min(len(a), len(b)) < LIKE_ENOUGH * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
