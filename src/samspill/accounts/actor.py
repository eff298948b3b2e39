"""The person as they act now: signed in, in one of their positions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from samspill.accounts.access import role_may
from samspill.directory.roles import Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A signed-in person in one position. Plain values, read once a request.

    units are the ids of the position's unit and of everything above it; top is the organisation it belongs to; home is
    the nearest trust, municipality or city district: whose patients the person works with. on_behalf_of is the name of
    whoever lent them the position.
    """

    account_id: UUID
    position_id: UUID
    name: str
    role: Role
    title: str
    unit_id: UUID
    unit_name: str
    unit_kind: str
    top_id: UUID
    top_name: str
    top_kind: str
    home_id: UUID
    units: frozenset[UUID]
    community_id: UUID
    community_name: str
    on_behalf_of: str = ""
    signed_in: bool = True

    @property
    def audit_id(self) -> str:
        return f"account:{self.account_id}"

    @property
    def audit_role(self) -> str:
        return f"{self.role}@{self.unit_id}"

    def may(self, deed: str) -> bool:
        return role_may(self.role, deed)

    def works_in(self, unit_id: UUID | None) -> bool:
        """In that unit itself, or in a part of it."""
        return unit_id in self.units


@dataclass(frozen=True)
class Public:
    """Somebody who has not signed in."""

    name: str = ""
    community_id: None = None
    signed_in: bool = False
    audit_id: str = "public"
    audit_role: str = "public"

    def may(self, deed: str) -> bool:
        return False

    def works_in(self, unit_id: UUID | None) -> bool:
        return False


PUBLIC = Public()
