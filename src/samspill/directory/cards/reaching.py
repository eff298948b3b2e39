"""How to reach a person or a unit, in the order people need it: the phone and the safe way first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory.cards.opening import DayOfHours, Opening, always_open, in_brief, opening_at, week_of
from samspill.directory.models import ContactKind, ContactWay, OpeningHours, Person, Unit

SAFE = {ContactKind.PHONE, ContactKind.DUTY_PHONE, ContactKind.SAFE_MESSAGE}
URGENCY = [kind.value for kind in ContactKind]  # the order in which they are declared is the order people need
ICONS = {
    ContactKind.PHONE: "Phone",
    ContactKind.DUTY_PHONE: "Phone",
    ContactKind.SAFE_MESSAGE: "EnvelopeClosed",
    ContactKind.EMAIL: "EnvelopeClosed",
    ContactKind.ADDRESS: "Buildings3",
    ContactKind.WEB: "Globe",
}


@dataclass(frozen=True)
class Way:
    """One way. `href` is empty where pressing it would lead nowhere (an address, a HER id)."""

    kind: str
    label: str
    value: str
    note: str
    safe: bool
    icon: str
    href: str


@dataclass(frozen=True)
class Reach:
    """All that a card says about reaching somebody."""

    safe: list[Way] = field(default_factory=list)
    others: list[Way] = field(default_factory=list)
    opening: Opening | None = None
    week: list[DayOfHours] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    hours: str = ""  # the week in one line

    @property
    def nothing(self) -> bool:
        return not (self.safe or self.others)


def reach_of(whose: Person | Unit) -> Reach:
    """Reads `contactways`, `openinghourss` and `topics`, prefetched or not: at most three queries."""
    ways = ways_of(whose)
    hours: list[OpeningHours] = list(whose.openinghourss.all())
    now = clock.now()
    return Reach(
        safe=[way for way in ways if way.safe],
        others=[way for way in ways if not way.safe],
        opening=opening_at(hours, now, person=isinstance(whose, Person)),
        week=week_of(hours, now.date()) if hours and not always_open(hours) else [],
        topics=[topic.words for topic in whose.topics.all()],
        hours=in_brief(hours),
    )


PREFETCH = ("contactways", "openinghourss", "topics")


def ways_of(whose: Person | Unit) -> list[Way]:
    """Stated ways by need; the number and address that stand on the row itself count when no way of that kind does."""
    rows: list[ContactWay] = sorted(whose.contactways.all(), key=lambda row: (URGENCY.index(row.kind), row.order))
    kinds = {row.kind for row in rows}
    own = []
    if whose.phone and ContactKind.PHONE not in kinds:
        own.append(_way(ContactKind.PHONE, whose.phone))
    if isinstance(whose, Unit) and whose.her_id and ContactKind.SAFE_MESSAGE not in kinds:
        own.append(_way(ContactKind.SAFE_MESSAGE, _("HER-id %(number)s") % {"number": whose.her_id}))
    if isinstance(whose, Person) and whose.email and ContactKind.EMAIL not in kinds:
        own.append(_way(ContactKind.EMAIL, whose.email))
    stated = [_way(row.kind, row.value, row.note) for row in rows]
    return sorted([*stated, *own], key=lambda way: URGENCY.index(way.kind))


def _way(kind: str, value: str, note: str = "") -> Way:
    kind = ContactKind(kind)
    return Way(kind, str(kind.label), value, note, kind in SAFE, ICONS[kind], href_of(kind, value))


def href_of(kind: str, value: str) -> str:
    if kind in {ContactKind.PHONE, ContactKind.DUTY_PHONE}:
        digits = re.sub(r"[^\d+]", "", value)
        return f"tel:{digits}" if digits else ""
    if kind == ContactKind.EMAIL:
        return f"mailto:{value}" if "@" in value else ""
    if kind == ContactKind.WEB:
        return value if value.startswith(("https://", "http://")) else ""
    return ""


def first_phone(whose: Any) -> str:
    """For rows of people and parts: the number to call."""
    return next((way.value for way in ways_of(whose) if way.kind in {ContactKind.PHONE, ContactKind.DUTY_PHONE}), "")
