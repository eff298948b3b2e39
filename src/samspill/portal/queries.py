"""What the portal's own pages show: the access log, and who is in the installation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from samspill.core import clock
from samspill.core.audit.models import AccessRow
from samspill.directory.models import Community, Membership, Unit, UnitKind
from samspill.directory.roles import Role


@dataclass(frozen=True, kw_only=True)
class AccessQuestion:
    """first and last are whole Norwegian days, both counted in."""

    first: date | None = None
    last: date | None = None
    name: str = ""
    stay: UUID | None = None


def access_rows(*, seen_by: Any, asked: AccessQuestion) -> QuerySet[AccessRow]:
    """Openings of patients in the person's own community, newest first."""
    rows = (
        AccessRow.objects.filter(community=seen_by.community_id)
        if seen_by.may("access_log.read")
        else AccessRow.objects.none()
    )
    if asked.first:
        rows = rows.filter(at__gte=_midnight(asked.first))
    if asked.last:
        rows = rows.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.name:
        rows = rows.filter(who_name__icontains=asked.name)
    if asked.stay:
        rows = rows.filter(stay=asked.stay)
    return rows.order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.OSLO)


def role_of(row: AccessRow) -> str:
    """The role that the row was written in: `role@unit` in the log, its name on the page."""
    code = row.role.partition("@")[0]
    return str(Role(code).label) if code in Role.values else code


@dataclass(kw_only=True)
class CommunityLine:
    """A community as the public sees it: its hospital trusts by name, and the municipalities it serves.

    city_districts are those that are members by themselves, in another community than the rest of their city.
    """

    name: str
    confirmed: bool
    fictional: bool
    trusts: list[str]
    municipalities: set[UUID] = field(default_factory=set)
    city_districts: set[UUID] = field(default_factory=set)


def community_lines() -> list[CommunityLine]:
    """All communities of the installation, the invented ones last; two queries."""
    lines = {
        row.pk: CommunityLine(name=row.name, confirmed=row.name_confirmed, fictional=row.fictional, trusts=[])
        for row in Community.objects.order_by("fictional", "name")
    }
    for row in Membership.objects.on(clock.today()).select_related("unit").order_by("unit__name"):
        _add(lines[row.community_id], row.unit)
    return list(lines.values())


def _add(line: CommunityLine, unit: Unit) -> None:
    if unit.kind == UnitKind.HOSPITAL_TRUST:
        line.trusts.append(unit.name)
    elif unit.kind == UnitKind.MUNICIPALITY:
        line.municipalities.add(unit.pk)
    elif unit.kind == UnitKind.CITY_DISTRICT:
        line.city_districts.add(unit.pk)
