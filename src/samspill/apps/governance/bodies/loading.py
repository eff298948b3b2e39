"""A structure file becomes bodies, seats, people in seats and mandates: all of it, or nothing.

What is there already is brought up to date; what the file does not name is left, and said. People are looked for among
those of the community, and never made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samspill.apps.governance.bodies.structure_file import BodySpec, SeatSpec, Structure
from samspill.apps.governance.models import Body, Leading, Mandate, Seat, Tenure
from samspill.apps.governance.permissions import check_keep
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Membership, Person, Position, Unit


@dataclass
class Loaded:
    """What a loading did, in counts and sentences."""

    bodies: int = 0
    seats: int = 0
    tenures: int = 0
    left: list[str] = field(default_factory=list)  # what is there, and not in the file


@deed("governance.load_structure", permission=check_keep)
def load_structure(*, by: Any, structure: Structure, done: Loaded) -> Community:
    """`done` is told what was done. Raises Refused with the faults of the file."""
    names = _Names(by.community_id)
    faults = [*structure.faults, *_unknown(structure, names)]
    if faults:
        raise Refused(" ".join(faults[:20]))
    known = {row.short_name: row for row in Body.objects.select_for_update().filter(community=by.community_id)}
    made = {
        spec.short_name: _body(spec, by.community_id, order, known.get(spec.short_name), done)
        for order, spec in enumerate(structure.bodies, 1)
    }
    for spec in structure.bodies:
        body = made[spec.short_name]
        body.parent = made.get(spec.parent)
        body.save()
        _seats(spec, body, names, done)
        _mandate(spec, body, made)
    done.left += [_("Organet %(name)s står ikke i filen.") % {"name": name} for name in known if name not in made]
    return Community.objects.get(pk=by.community_id)


class _Names:
    """The people and the units of the community, by name."""

    def __init__(self, community: UUID) -> None:
        self.people: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.filter(positions__in=Position.objects.filter(community=community)).distinct():
            self.people[str(person).casefold()].append(person)
        members = Membership.objects.on(clock.today()).filter(community=community)
        self.units: dict[str, Unit] = {row.unit.name.casefold(): row.unit for row in members.select_related("unit")}


def _unknown(structure: Structure, names: _Names) -> list[str]:
    faults: list[str] = []
    for spec in structure.bodies:
        for seat in spec.seats:
            for name in filter(None, (seat.holder, seat.alternate)):
                many = len(names.people[name.casefold()])
                if many != 1:
                    text = _("%(body)s: fant ingen i helsefellesskapet som heter «%(name)s».")
                    several = _("%(body)s: flere i helsefellesskapet heter «%(name)s».")
                    faults.append((several if many else text) % {"body": spec.short_name, "name": name})
            if seat.party and seat.party.casefold() not in names.units:
                text = _("%(body)s: fant ingen part i helsefellesskapet som heter «%(name)s».")
                faults.append(text % {"body": spec.short_name, "name": seat.party})
    return list(dict.fromkeys(faults))


def _body(spec: BodySpec, community: UUID, order: int, known: Body | None, done: Loaded) -> Body:
    body = known or Body(community_id=community)
    done.bodies += known is None
    for name, value in spec.values.items():
        setattr(body, name, value)
    body.order = order
    if spec.ends:
        body.valid_to = spec.ends + timedelta(days=1)
    body.save()
    return body


def _seats(spec: BodySpec, body: Body, names: _Names, done: Loaded) -> None:
    """The n-th seat of a side and a title in the file is the n-th one here."""
    there: dict[tuple[str, str], list[Seat]] = defaultdict(list)
    today = clock.today()
    for seat in body.seats.on(today).order_by("order", "pk"):
        there[seat.side, seat.title].append(seat)
    for order, each in enumerate(spec.seats, 1):
        rows = there[each.side, each.title]
        seat = rows.pop(0) if rows else Seat(body=body, side=each.side, title=each.title)
        done.seats += seat._state.adding
        seat.unit, seat.order = names.units.get(each.party.casefold()), order
        seat.save()
        _tenure(each, seat, names, done)
    for (_side, title), rows in there.items():
        said = {"body": body.short_name, "seat": title, "many": len(rows)}
        done.left += [_("%(body)s: «%(seat)s» (%(many)s) står ikke i filen.") % said] if rows else []


def _tenure(each: SeatSpec, seat: Seat, names: _Names, done: Loaded) -> None:
    if each.holder:
        holder = names.people[each.holder.casefold()][0]
        alternate = names.people[each.alternate.casefold()][0] if each.alternate else None
        held = {"alternate": alternate, "valid_to": _after(each.last), "appointed_by": seat.unit}
        for other in seat.tenures.exclude(holder=holder).filter(valid_to=None):
            other.valid_to = each.first or clock.today()
            other.save()
        _row, new = Tenure.objects.update_or_create(seat=seat, holder=holder, valid_from=each.first, defaults=held)
        done.tenures += new
    if each.leads_from:
        held = {"valid_to": _after(each.leads_to)}
        Leading.objects.update_or_create(body=seat.body, seat=seat, valid_from=each.leads_from, defaults=held)


def _after(last: date | None) -> date | None:
    return last + timedelta(days=1) if last else None


def _mandate(spec: BodySpec, body: Body, made: dict[str, Body]) -> None:
    if spec.mandate:
        row = spec.mandate
        Mandate.objects.update_or_create(
            body=body,
            given_on=row.get("gitt"),
            defaults={
                "given_by": made.get(str(row.get("gitt_av", ""))),
                "aim": row["sporsmal"],
                "deliverables": row.get("leveranser", ""),
                "deadline": row.get("frist"),
                "delivered_on": row.get("levert"),
            },
        )
