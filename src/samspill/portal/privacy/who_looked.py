"""A patient's access log in words that a patient understands: who, in which role, where, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samspill.apps.discharge.models import Patient
from samspill.core import clock
from samspill.core.audit.models import AccessRow
from samspill.directory.models import Position
from samspill.portal.queries import role_of

# Why it was opened, said to the patient; the log's own words stand where there is no other.
EXTRACTED = "Uttrekk til pasienten"


@dataclass(frozen=True, kw_only=True)
class Line:
    at: datetime
    who: str
    role: str  # as it was at that time
    unit: str
    why: str


def log_of(patient: Patient) -> list[Line]:
    """Newest first. The role is the one that was acted in; the title the one that the person had on that day."""
    rows = list(AccessRow.objects.filter(community=patient.community_id, patient=patient.pk).order_by("-at", "-pk"))
    titles = _Titles(rows)
    return [
        Line(at=row.at, who=row.who_name, role=titles.of(row) or role_of(row), unit=row.unit, why=_(row.reason))
        for row in rows
    ]


class _Titles:
    """Position titles as they were, found in one query for all rows."""

    def __init__(self, rows: Iterable[AccessRow]) -> None:
        accounts = {UUID(row.who.removeprefix("account:")) for row in rows if row.who.startswith("account:")}
        found = (
            Position.objects.filter(person__account__in=accounts).exclude(title="").select_related("person__account")
        )
        self._held: dict[tuple[str, str], list[Any]] = {}
        for position in found:
            key = (f"account:{position.person.account.pk}", f"{position.role}@{position.unit_id}")
            self._held.setdefault(key, []).append(position)

    def of(self, row: AccessRow) -> str:
        day = row.at.astimezone(clock.OSLO).date()
        held = self._held.get((row.who, row.role), [])
        return next((position.title for position in held if position.holds_on(day)), "")
