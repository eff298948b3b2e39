"""Quick answers about who is who, for the receiver of messages and for lists of many stays.

Answers are remembered in the process, under the directory's `Edition` token. The token lies in the database and is
read at each question (one tiny query), so that another process, or a transaction rolled back, can never leave a stale
answer. Whoever changes the directory in bulk, or by `queryset.update()`, calls `forget()` in the same
transaction; ordinary saves and deletes do it by themselves.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from samspill.directory.models import (
    Catchment,
    Community,
    Edition,
    Membership,
    NumberChange,
    Person,
    Position,
    Unit,
    UnitKind,
)

WATCHED = (Unit, Membership, Community, NumberChange, Catchment, Person, Position)
AREAS = (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)
_LINE = "parent__parent__parent__parent"  # a ward, its clinic, campus, trust and region
_TOKEN = "SELECT token FROM directory_edition WHERE id = 1"  # noqa: S105

T = TypeVar("T")
_remembered: tuple[str, dict[Any, Any]] = ("", {})
_when_forgetting: list[Callable[[], None]] = []


def unit_by_her(her_id: str) -> Unit | None:
    """The unit with that address, with its line of parents at hand."""
    return remember(("her", her_id), lambda: _units(her_id=her_id).first()) if her_id else None


def communities_of(unit: Unit, on: date) -> list[Community]:
    """The communities the unit is in on that day: by its own memberships, else by those of the nearest unit above.

    The membership that was written down first comes first: of a trust in two communities, its own. A city district's
    own row goes before its city's. Empty when nobody up the line is in any community.
    """
    for each in unit.line():
        found = [row.community for row in _memberships(each) if row.holds_on(on)]
        if found:
            return found
    return []


def community_of(unit: Unit, on: date) -> Community | None:
    """The first of `communities_of`; most units are in one."""
    return next(iter(communities_of(unit, on)), None)


def municipality_by_number(number: str, on: date) -> Unit | None:
    """The municipality (four digits) or city district (six) that the number means on that day.

    An old number gives its heir of that day, or else today's. None for a number that nobody has, and for a number that
    was split among several: which of them it is, the number cannot tell. `municipalities_by_number` lists those.
    """
    found = municipalities_by_number(number, on)
    return found[0] if len(found) == 1 else None


def municipalities_by_number(number: str, on: date) -> list[Unit]:
    own = _areas(number)
    valid = [unit for unit in own if unit.holds_on(on)]
    if valid or (own and not _changes().get(number)):
        return (valid or own)[:1]
    for day in (on, date.max):
        heirs = [unit for heir in numbers_on(number, day) for unit in _areas(heir)[:1]]
        if heirs:
            return heirs
    return []


def numbers_on(number: str, on: date) -> tuple[str, ...]:
    """What a municipality number, of any year since 1988, is on that day: itself, its heir, or its heirs after a split.

    A number that no change is known of is returned as it is.
    """
    changes, now, seen = _changes(), [number], set[str]()
    while True:
        old = next((n for n in now if n not in seen and any(day <= on for day, _ in changes.get(n, ()))), None)
        if old is None:
            return tuple(dict.fromkeys(now))
        seen.add(old)
        heirs = [new for day, new in changes[old] if day <= on]
        now = [each for n in now for each in (heirs if n == old else [n])]


def hospital_of(area: Unit, on: date) -> Unit | None:
    """The hospital that serves a municipality or a city district on that day; the district's own row first."""
    for each in area.line():
        row = next((row for row in _catchments(each) if row.holds_on(on)), None)
        if row is not None:
            return row.hospital
    return None


def forget() -> None:
    """What was remembered no longer holds; as of the present transaction. For those who change much at once."""
    _new_token()
    for told in _when_forgetting:
        told()


def when_forgetting(tell: Callable[[], None]) -> None:
    """Call `tell` too when somebody says `forget()`: for others who keep what is made from the directory."""
    if tell not in _when_forgetting:
        _when_forgetting.append(tell)


def _new_token() -> None:
    Edition.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})


def watch_for_changes() -> None:
    """Forget at each save or delete of anything that answers are made of. Called once, when Django starts."""
    for model in WATCHED:
        post_save.connect(_forget_too, sender=model, dispatch_uid=f"lookup saved {model.__name__}")
        post_delete.connect(_forget_too, sender=model, dispatch_uid=f"lookup deleted {model.__name__}")


def _forget_too(*, raw: bool = False, **_: Any) -> None:
    _new_token()


def remember(question: Any, ask: Callable[[], T]) -> T:
    """The answer to a question about the directory alone, asked once until the directory changes."""
    answers = _answers()
    if question not in answers:
        answers[question] = ask()
    return answers[question]  # type: ignore[no-any-return]


def _answers() -> dict[Any, Any]:
    """What is remembered under the present token; a thread that still sees an older one has a dictionary of its own."""
    global _remembered
    token, answers = _remembered
    present = present_edition()
    if not present:
        return {}  # nothing has ever been loaded
    if present != token:
        answers = {}
        _remembered = (present, answers)
    return answers


def present_edition() -> str:
    """The token that changes with every change of the directory; empty before anything is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(_TOKEN)
        row = cursor.fetchone()
    return row[0] if row else ""


def _units(**where: str) -> QuerySet[Unit]:
    return Unit.objects.filter(**where).select_related(_LINE)


def _areas(number: str) -> list[Unit]:
    """All that ever had the number, the present one first."""

    def ask() -> list[Unit]:
        rows = _units(number=number).filter(kind__in=AREAS)
        return sorted(rows, key=lambda unit: unit.valid_to or date.max, reverse=True)

    return remember(("number", number), ask) if number else []


def _memberships(unit: Unit) -> list[Membership]:
    def ask() -> list[Membership]:
        return list(unit.memberships.select_related("community").order_by("pk"))

    return remember(("memberships", unit.pk), ask)


def _catchments(unit: Unit) -> list[Catchment]:
    return remember(("catchments", unit.pk), lambda: list(unit.catchments.select_related("hospital").order_by("pk")))


def _changes() -> dict[str, list[tuple[date, str]]]:
    def ask() -> dict[str, list[tuple[date, str]]]:
        changes: dict[str, list[tuple[date, str]]] = {}
        for old, new, day in NumberChange.objects.order_by("pk").values_list("old_number", "new_number", "changed_on"):
            changes.setdefault(old, []).append((day, new))
        return changes

    return remember("changes", ask)
