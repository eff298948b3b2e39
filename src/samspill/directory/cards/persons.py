"""What stands on a person's card. All of it as the reader's own community sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from samspill.core import clock
from samspill.directory.cards.reaching import PREFETCH, Reach, reach_of
from samspill.directory.models import Person, Position, Substitute
from samspill.directory.seen import people_seen_by

_LINE = "unit__parent__parent__parent__parent"


@dataclass(frozen=True)
class Away:
    """`by` answers for `position` until `last_day` (None: until further notice). Not begun yet: `from_day` is given."""

    position: Position
    by: Person
    note: str
    last_day: Any
    from_day: Any


@dataclass(frozen=True)
class PersonCard:
    """`through` is how to reach the unit, when the person has stated no safe way of their own."""

    person: Person
    positions: list[Position]
    former: list[Position]
    reach: Reach
    through: Reach | None
    away: list[Away] = field(default_factory=list)
    stands_in_for: list[Substitute] = field(default_factory=list)
    colleagues: list[Position] = field(default_factory=list)

    @property
    def main(self) -> Position | None:
        return self.positions[0] if self.positions else None


def person_seen(pk: UUID, seen_by: Any) -> Person | None:
    return people_seen_by(seen_by).filter(pk=pk).prefetch_related(*PREFETCH).first()


def person_card(person: Person, seen_by: Any) -> PersonCard:
    today = clock.today()
    held = _positions(person, seen_by.community_id)
    positions = [row for row in held if row.holds_on(today) and _lender_holds(row)]
    reach = reach_of(person)
    return PersonCard(
        person=person,
        positions=positions,
        former=[row for row in held if row.valid_to is not None and row.valid_to <= today],
        reach=reach,
        through=reach_of(positions[0].unit) if positions and not reach.safe else None,
        away=[_away(row, each) for row in positions for each in row.substitutes.all()],
        stands_in_for=_stands_in_for(person, seen_by.community_id),
        colleagues=_colleagues(person, positions, seen_by.community_id),
    )


def _positions(person: Person, community_id: Any) -> list[Position]:
    """All they hold, have held and will hold in the community; the oldest first, loans last."""
    today = clock.today()
    present = Substitute.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today)).select_related("by")
    rows = (
        person.positions.filter(community=community_id)
        .select_related(_LINE, "on_behalf_of__person")
        .prefetch_related(
            Prefetch("substitutes", queryset=present.order_by("valid_from")), *(f"unit__{name}" for name in PREFETCH)
        )
    )
    return sorted(rows, key=lambda row: (row.on_behalf_of_id is not None, row.valid_from or today.min, str(row.pk)))


def _lender_holds(row: Position) -> bool:
    return row.on_behalf_of is None or row.on_behalf_of.holds_on(clock.today())


def _away(position: Position, row: Substitute) -> Away:
    begun = row.valid_from is None or row.valid_from <= clock.today()
    return Away(position, row.by, row.note, row.last_day, None if begun else row.valid_from)


def _stands_in_for(person: Person, community_id: Any) -> list[Substitute]:
    return list(
        Substitute.objects.on(clock.today())
        .filter(by=person, position__community=community_id)
        .select_related("position__person", "position__unit")
    )


def _colleagues(person: Person, positions: list[Position], community_id: Any) -> list[Position]:
    """Those with a role in the same units today, each once."""
    rows = (
        Position.objects.on(clock.today())
        .filter(unit__in={row.unit_id for row in positions}, community=community_id, on_behalf_of=None)
        .exclude(person=person)
        .select_related("person", "unit")
        .prefetch_related("person__contactways")
        .order_by("person__family_name", "person__given_name")
    )
    return list({row.person_id: row for row in rows}.values())
