"""Whoever does something: a signed-in person in one of their roles, or a part of Samspill itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Doer(Protocol):
    """What the lower floors need to know of a person; `accounts.actor.Actor` is the real one."""

    @property
    def audit_id(self) -> str: ...
    @property
    def audit_role(self) -> str: ...
    @property
    def community_id(self) -> UUID | None: ...
    def may(self, deed: str) -> bool: ...


@dataclass(frozen=True)
class Machine:
    """A part of Samspill that acts on its own: the message receiver, the schedule. May do only what is listed."""

    name: str
    deeds: frozenset[str]
    community_id: UUID | None = None

    @property
    def audit_id(self) -> str:
        return f"machine:{self.name}"

    @property
    def audit_role(self) -> str:
        return "machine"

    def may(self, deed: str) -> bool:
        return deed in self.deeds
