"""People and their roles as a file: one line a role. It asks for the right to give roles, and for the same rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.accounts.giving import permissions, rules
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Column, Sheet
from samspill.directory.models import Person, Position, Unit
from samspill.directory.roles import Role

COLUMNS = (
    Column("person-id", _("Tomt for en ny person. I en fil som er tatt ut herfra, skal det stå urørt.")),
    Column("fornavn", "", required=True),
    Column("etternavn", "", required=True),
    Column("telefon", ""),
    Column("e-post", _("Finner personen igjen når person-id er tom")),
    Column("rolle", _("For eksempel Saksbehandler, tildelingskontor"), required=True),
    Column("enhet", _("Der rollen gjelder"), required=True),
    Column("tittel", _("Slik folk sier det, hvis det er noe annet enn rollen")),
    Column("fra", _("Første dag. Tomt betyr i dag for en ny rolle")),
    Column("til og med", _("Siste dag. Tomt så lenge rollen varer")),
)


def take(cells: Cells, into: Import) -> None:
    role = cells.choice("rolle", Role, required=True)
    unit = cells.read("enhet", into.references.unit, required=True)
    person = _there(cells, into) or Person()
    person.given_name = cells.text("fornavn", required=True)
    person.family_name = cells.text("etternavn", required=True)
    for column, name in {"telefon": "phone", "e-post": "email"}.items():
        if cells.has(column):
            setattr(person, name, cells.text(column))
    first, over = cells.day("fra"), cells.day_after("til og med")
    cells.check()
    into.save(person)
    into.references.know_person(person)
    _take_role(cells, into, person, role, unit, first, over)


def _take_role(cells: Cells, into: Import, person: Person, role: Role, unit: Unit, first: Any, over: Any) -> None:
    """The role that the person holds there already is changed; otherwise it is given, by the rules of giving."""
    held = Position.objects.filter(person=person, community=into.person.community_id, on_behalf_of=None)
    position = held.filter(role=role, unit=unit).order_by("-valid_from").first()
    if position is None:
        permissions.check_give_role(into.person, unit, person)
        position = Position(
            person=person,
            community_id=into.person.community_id,
            unit=unit,
            role=role,
            valid_from=first or clock.today(),
        )
    before = (position.valid_from, position.valid_to)
    if cells.has("fra") and first:
        position.valid_from = first
    if cells.has("til og med"):
        position.valid_to = over
    if cells.has("tittel"):
        position.title = cells.text("tittel")
    rules.check_period(position.valid_from, position.last_day)
    rules.check_role_fits(role, [each.kind for each in unit.line()])
    if not position._state.adding and before != (position.valid_from, position.valid_to):
        permissions.check_end_role(into.person, position)
        _check_somebody_is_left(position)
    into.save(position)


def _check_somebody_is_left(position: Position) -> None:
    if position.valid_to is not None:
        others = Position.objects.on(position.valid_to).filter(
            community=position.community_id, role=Role.COMMUNITY_ADMINISTRATOR, on_behalf_of=None
        )
        rules.check_somebody_is_left(Role(position.role), others.exclude(pk=position.pk).count())


def _there(cells: Cells, into: Import) -> Person | None:
    """By id, else by e-mail address, else by a name that one person alone has and no other address speaks against."""
    if cells.text("person-id"):
        known: Person | None = cells.read("person-id", into.references.person)
        return known
    for said in (cells.text("e-post"), f"{cells.text('fornavn')} {cells.text('etternavn')}"):
        try:
            found = into.references.person(said)
        except Refused:
            continue
        if said == cells.text("e-post") or not (cells.text("e-post") and found.email):
            return found
    if len([p for p in into.references.people.values() if str(p) == said]) > 1:
        raise ValidationError({"person-id": _("Flere har dette navnet. Skriv person-id eller e-postadressen deres.")})
    return None


def rows(person: Any, references: References) -> Iterable[Row]:
    held = Position.objects.filter(community=person.community_id, on_behalf_of=None)
    for position in held.select_related("person").order_by("person__family_name", "person__given_name", "pk"):
        yield {
            "person-id": str(position.person_id),
            "fornavn": position.person.given_name,
            "etternavn": position.person.family_name,
            "telefon": position.person.phone,
            "e-post": position.person.email,
            "rolle": str(Role(position.role).label),
            "enhet": references.said_unit(references.units.get(position.unit_id, position.unit)),
            "tittel": position.title,
            "fra": position.valid_from.isoformat() if position.valid_from else "",
            "til og med": position.last_day.isoformat() if position.last_day else "",
        }


SHEET = Sheet(
    key="personer",
    label=_("Personer og roller"),
    columns=COLUMNS,
    take=take,
    rows=rows,
    deed="accounts.give_role",
)
