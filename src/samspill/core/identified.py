"""Lists with names on them, for the data controller that owns the patients and nobody else.

The room that holds the patients registers how it finds them and how it shows who they are; another room asks, and never
touches a patient itself. Groups may be counted by whoever the owner lets in; names cost a row in the access log each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Rule:
    """kind: "long_wait" (days ready in hospital) or "high_use" (stays); at least `threshold`, in the last 365 days."""

    kind: str
    threshold: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """How many patients of a group, and what they come to together."""

    label: str
    persons: int
    stays: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Identified:
    """One patient on a list: who, and why on it. `url` is where the latest stay is opened, if it may be."""

    name: str
    age: int | None
    municipality: str
    ward: str
    stays: int
    days: int
    latest: date | None
    url: str


class Owner(Protocol):
    """What the room that holds the patients answers. Both cut to what the person's own organisation owns."""

    def groups(self, person: Any, rule: Rule) -> Sequence[Group]: ...

    def names(self, *, by: Any, rule: Rule, reason: str) -> Sequence[Identified]:
        """Writes one row in the access log for each; call inside a transaction. Raises Refused."""
        ...


_owners: list[Owner] = []


def owner_of_patients(owner: Owner) -> None:
    """Register in AppConfig.ready; the last to say so has it."""
    _owners[:] = [owner]


def owner() -> Owner | None:
    """None where no room of this installation holds patients."""
    return _owners[0] if _owners else None
