"""How somebody is reached: the whole sheet of a person or a unit at a time, and who answers for them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.edits import locked
from samspill.directory.keeping import permissions, rules
from samspill.directory.keeping.editions import check_edition, sheet_of
from samspill.directory.models import (
    ContactKind,
    ContactWay,
    OpeningHours,
    Person,
    Position,
    Substitute,
    Topic,
    Unit,
)
from samspill.directory.seen import people_seen_by


@dataclass(frozen=True)
class Hours:
    weekday: int
    opens: time
    closes: time
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """All of it, in the order of the card. ways: (kind, value, note)."""

    ways: list[tuple[str, str, str]] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)

    def first(self, kind: str) -> str:
        return next((value for each, value, _note in self.ways if each == kind), "")


@deed("directory.keep_person_contact", permission=permissions.check_keep_own)
def keep_person_contact(*, by: Any, of: Person, sheet: Sheet, seen: str) -> Person:
    """Replace the sheet. Raises Refused, and ChangedMeanwhile when it is not as `seen` any more."""
    whose = locked(of)
    check_edition(sheet_of(whose), seen)
    whose.email = sheet.first(ContactKind.EMAIL)
    _replace(whose, {"person": whose}, sheet)
    return whose


@deed("directory.keep_unit_contact", permission=permissions.check_keep_unit_contact)
def keep_unit_contact(*, by: Any, unit: Unit, sheet: Sheet, seen: str) -> Unit:
    whose = locked(unit)
    check_edition(sheet_of(whose), seen)
    _replace(whose, {"unit": whose}, sheet)
    return whose


def _replace(whose: Person | Unit, owner: dict[str, Any], sheet: Sheet) -> None:
    """The number on the row itself is the first of the sheet, so that lists and files say the same as the card."""
    whose.phone = sheet.first(ContactKind.PHONE)[:20]
    whose.save()
    whose.contactways.all().delete()
    whose.openinghourss.all().delete()
    whose.topics.all().delete()
    ContactWay.objects.bulk_create(
        ContactWay(**owner, kind=kind, value=value, note=note, order=order)
        for order, (kind, value, note) in enumerate(sheet.ways)
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(**owner, weekday=row.weekday, opens=row.opens, closes=row.closes, note=row.note)
        for row in sheet.hours
    )
    Topic.objects.bulk_create(Topic(**owner, words=words) for words in sheet.topics)
    lookup.forget()


@deed("directory.set_substitute", permission=permissions.check_keep_own_position)
def set_substitute(
    *, by: Any, position: Position, substitute: Person, first: date | None, until: date | None, note: str = ""
) -> Substitute:
    """`substitute` answers for the position from `first` to the day before `until`. Gives no access."""
    rules.check_period(first, until)
    if substitute.pk == position.person_id:
        raise Refused(_("Du kan ikke være din egen vikar."))
    if not people_seen_by(by).filter(pk=substitute.pk).exists():
        raise Refused(_("Vikaren må være med i helsefellesskapet."))
    if until is not None and until <= clock.today():
        raise Refused(_("Fraværet er alt over. Velg en senere siste dag."))
    for row in position.substitutes.select_for_update():
        if rules.overlaps(row, first, until):
            raise Refused(_("%(name)s er alt vikar i den tiden. Avslutt det først."), name=row.by)
    return Substitute.objects.create(position=position, by=substitute, valid_from=first, valid_to=until, note=note)


@deed("directory.end_substitute", permission=permissions.check_keep_own_position)
def end_substitute(*, by: Any, position: Position, substitute: Substitute) -> Position:
    """From today on; one that has not begun is taken away. A second press changes nothing."""
    today = clock.today()
    row = Substitute.objects.select_for_update().filter(pk=substitute.pk, position=position).first()
    if row is None or (row.valid_to is not None and row.valid_to <= today):
        return position
    if row.valid_from is not None and row.valid_from >= today:
        row.delete()
    else:
        row.valid_to = today
        row.save()
    return position
