"""The communities of the country with their trusts and municipalities: official facts, for anybody signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import Community, Membership, Unit, UnitKind


@dataclass
class NationalLine:
    """One community; districts are those that are members by themselves."""

    community: Community
    trusts: list[Unit] = field(default_factory=list)
    municipalities: list[Unit] = field(default_factory=list)
    districts: list[Unit] = field(default_factory=list)

    @property
    def inhabitants(self) -> int:
        return sum(unit.inhabitants or 0 for unit in self.municipalities)


def communities_of_norway(asked: str = "", *, own: Any = None) -> list[NationalLine]:
    """All real communities, and the reader's `own` if it is invented; only those where a name or number fits `asked`.

    North to south cannot be told from the data, so they stand by name.
    """
    words = asked.strip().casefold()
    lines = remember(("communities of Norway", own, clock.today()), lambda: _read(own))
    return [line for line in lines if not words or _fits(line, words)]


def _read(own: Any) -> list[NationalLine]:
    communities = Community.objects.filter(Q(fictional=False) | Q(pk=own)).order_by("-fictional", "name")
    lines = {row.pk: NationalLine(row) for row in communities}
    rows = Membership.objects.on(clock.today()).filter(community__in=lines).select_related("unit")
    for row in sorted(rows, key=lambda row: row.unit.name):
        line = lines[row.community_id]
        if row.unit.kind == UnitKind.HOSPITAL_TRUST:
            line.trusts.append(row.unit)
        elif row.unit.kind == UnitKind.MUNICIPALITY:
            line.municipalities.append(row.unit)
        elif row.unit.kind == UnitKind.CITY_DISTRICT:
            line.districts.append(row.unit)
    return list(lines.values())


def _fits(line: NationalLine, words: str) -> bool:
    units = [*line.trusts, *line.municipalities, *line.districts]
    return any(words in name.casefold() for name in [line.community.name, *(unit.name for unit in units)]) or any(
        unit.number.startswith(words) for unit in units if unit.number
    )
