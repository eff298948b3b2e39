"""How to reach units and people: one line a way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Column, Sheet
from samspill.directory.models import ContactKind, ContactWay
from samspill.directory.seen import people_seen_by, units_in

COLUMNS = (
    Column("id", _("Tomt for en ny. I en fil som er tatt ut herfra, skal det stå urørt.")),
    Column("person", _("Navn eller e-post. Enten person eller enhet")),
    Column("enhet", _("Navn, nummer eller HER-id. Enten person eller enhet")),
    Column("måte", _("For eksempel Telefon eller Vakttelefon"), required=True),
    Column("verdi", _("Nummeret eller adressen"), required=True),
    Column("merknad", _("For eksempel «døgnet rundt»")),
)


def take(cells: Cells, into: Import) -> None:
    person = cells.read("person", into.references.person)
    unit = cells.read("enhet", into.references.unit)
    kind = cells.choice("måte", ContactKind, required=True)
    value = cells.text("verdi", required=True)
    cells.check()
    if (person is None) == (unit is None):
        raise ValidationError({"person": _("Skriv enten en person eller en enhet.")})
    if unit is not None and unit.pk not in units_in(into.person.community_id, clock.today()):
        raise ValidationError({"enhet": _("Enheten er ikke med i dette helsefellesskapet.")})
    way = _there(cells, into) or ContactWay.objects.filter(person=person, unit=unit, kind=kind, value=value).first()
    way = way or ContactWay()
    way.person, way.unit, way.kind, way.value = person, unit, kind, value
    if cells.has("merknad"):
        way.note = cells.text("merknad")
    into.save(way)


def _there(cells: Cells, into: Import) -> ContactWay | None:
    if not cells.text("id"):
        return None
    found = next((way for way in _ways(into.person) if str(way.pk) == cells.text("id")), None)
    if found is None:
        raise ValidationError({"id": _("Ingen rad har denne id-en her.")})
    return found


def _ways(person: Any) -> list[ContactWay]:
    inside = units_in(person.community_id, clock.today())
    ways = ContactWay.objects.filter(unit__in=inside) | ContactWay.objects.filter(person__in=people_seen_by(person))
    return list(ways.select_related("unit__parent__parent__parent__parent", "person"))


def rows(person: Any, references: References) -> Iterable[Row]:
    for way in sorted(_ways(person), key=lambda each: (str(each.unit or ""), str(each.person or ""), each.order)):
        yield {
            "id": str(way.pk),
            "person": references.said_person(way.person),
            "enhet": references.said_unit(way.unit),
            "måte": str(ContactKind(way.kind).label),
            "verdi": way.value,
            "merknad": way.note,
        }


SHEET = Sheet(key="kontakt", label=_("Kontaktopplysninger"), columns=COLUMNS, take=take, rows=rows)
